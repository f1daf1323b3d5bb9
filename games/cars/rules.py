"""The rules of cars, for one car: the only place where their equations stand.

A road's middle is a closed curve of eight harmonics: its point at a share ``t`` of a lap, as an angle, is the sum of
``x[2k - 1] * cos(k t) + x[2k] * sin(k t)``, and of y the same (F. P. Kuhl and C. R. Giardina, 1982). Any closed line
comes near to such a curve, and it is smooth. A car knows how many of 64 posts along it are behind it.
"""

from games.cars.car_shapes import WORLD, draw, draw_ground, draw_world
from games.cars.outline import HARMONICS
from games.rays import nearer
from neuro.rules import atan2, cos, sin, sqrt

__all__ = ["WORLD", "draw", "draw_ground", "draw_world"]

VERSION = 1
ACTIONS, DECISION = ("steer right", "gas"), "continuous"
TRACE = ("alive", "score", "px", "py", "heading", "speed", "post", "along")

POSTS, POSTS_A_GATE = 64, 8
PARTS = 2 * HARMONICS + 1
REACH, AHEAD = 260, 8  # how far rays see, and how many pieces of the road they look at
LOCK = 40  # radius of the narrowest bend, units
BRAKE, DRAG, MOST_SPEED = 0.16, 0.008, 9
PATIENCE = 120  # steps from one post to the next
COS30, SIN30 = 0.8660254, 0.5
EDGE = 20  # what stays free between the world's edge and a road that chance draws
STEP = 6.2831853 / POSTS
COS = tuple(cos(STEP * k) for k in range(POSTS))
SIN = tuple(sin(STEP * k) for k in range(POSTS))


class Setting:
    """Units and steps; a road that is drawn replaces those of chance."""

    power: float = 0.07  # what full gas adds to the speed in a step
    grip: float = 0.3  # the largest push to the side, before the car goes straight on
    width: float = 40  # from the middle of the road to its edge
    bends: float = 4  # how narrow the bends of roads are that chance draws
    drawn: float = 0  # 1: the road of `x` and `y`
    x: list[float] = [0] * PARTS
    y: list[float] = [0] * PARTS


class Agent:
    """A car, and the road that it is on."""

    px: float = 0
    py: float = 0
    heading: float = 0
    speed: float = 0
    post: int = 0
    post_c: float = 1
    post_s: float = 0
    along: float = 0
    way: int = 0
    idle: int = 0
    driven: float = 0  # the speeds of all steps, added up
    steered: float = 0  # how far the wheels were turned, the same
    x: list[float] = [0] * PARTS
    y: list[float] = [0] * PARTS


#: The least and the largest value of each parameter.
LIMITS = {
    "power": (0.001, 1),
    "grip": (0.01, 5),
    "width": (20, 100),
    "bends": (0, 4.5),
    "drawn": (0, 1),
    "x": (-10_000, 10_000),
    "y": (-10_000, 10_000),
}

DIALS = {
    "grip": ("Grip", "The largest push to the side; with less, cars must slow down for bends", 0.1, 0.6),
    "power": ("Power", "What full gas adds to the speed in each step", 0.02, 0.2),
    "width": ("Road", "From the middle of the road to its edge", 28, 60),
    "bends": ("Bends", "How narrow the bends are; from the next road on", 0, 4.5),
}


def bounds(p):
    """The least and largest value of each row of the observation."""
    return [(0, 1)] * 5 + [(0, MOST_SPEED / 5)]


def bend_road(car, p, rng):
    """A road that chance draws: a round with waves, ``1 / (1 + waves)``, whose bends have a radius that is known."""
    total = 0
    for k in range(8):
        total += abs(rng.at(k) - 0.5)
    for i in range(POSTS):
        inverse = 1
        for k in range(2, 6):
            share = p.bends / ((k * k - 1) * total)
            place = k * i % POSTS
            inverse += share * ((rng.at(2 * k - 4) - 0.5) * COS[place] + (rng.at(2 * k - 3) - 0.5) * SIN[place])
        add_point(car, i, COS[i] / inverse, SIN[i] / inverse)
    fit_road(car, p, rng.at(8) < 0.5)


def add_point(car, i, x, y):
    """Add the part that a point has in the harmonics of a road through 64 points."""
    car.x[0] += x / POSTS
    car.y[0] += y / POSTS
    for k in range(1, HARMONICS + 1):
        place = k * i % POSTS
        car.x[2 * k - 1] += x * COS[place] / (POSTS / 2)
        car.x[2 * k] += x * SIN[place] / (POSTS / 2)
        car.y[2 * k - 1] += y * COS[place] / (POSTS / 2)
        car.y[2 * k] += y * SIN[place] / (POSTS / 2)


def fit_road(car, p, mirrored):
    """Make the road as large as the world allows, in its middle; mirrored, it is driven the other way round."""
    left = top = 1000
    right = bottom = -1000
    for i in range(POSTS):
        x, y = point(car, COS[i], SIN[i])
        left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
    free = 2 * (p.width + EDGE)
    scale = min((WORLD[0] - free) / (right - left), (WORLD[1] - free) / (bottom - top))
    flip = -scale if mirrored else scale
    car.x[0] -= (left + right) / 2
    car.y[0] -= (top + bottom) / 2
    for k in range(PARTS):
        car.x[k] *= scale
        car.y[k] *= flip
    car.x[0] += WORLD[0] / 2
    car.y[0] += WORLD[1] / 2


def point(car, c, s):
    """The middle of the road, by the cosine and the sine of the share of a lap."""
    x, y = car.x[0] + car.x[1] * c + car.x[2] * s, car.y[0] + car.y[1] * c + car.y[2] * s
    last_c, last_s, this_c, this_s, twice = 1, 0, c, s, 2 * c
    for k in range(2, HARMONICS + 1):
        last_c, last_s, this_c, this_s = this_c, this_s, twice * this_c - last_c, twice * this_s - last_s
        x += car.x[2 * k - 1] * this_c + car.x[2 * k] * this_s
        y += car.y[2 * k - 1] * this_c + car.y[2 * k] * this_s
    return x, y


def post_at(car, further):
    """The middle of the road at a post, so many after the last that the car has passed."""
    c, s = car.post_c, car.post_s
    forth_c, forth_s = COS[further % POSTS], SIN[further % POSTS]
    return point(car, c * forth_c - s * forth_s, s * forth_c + c * forth_s)


def start(car, p, rng):
    """Stand on the starting line, along the road."""
    if p.drawn > 0:
        for k, (x, y) in enumerate(zip(p.x, p.y, strict=True)):
            car.x[k], car.y[k] = x, y
    else:
        bend_road(car, p, rng)
    (here_x, here_y), (there_x, there_y) = post_at(car, 0), post_at(car, 1)
    car.px, car.py = here_x, here_y
    car.heading = atan2(there_y - here_y, there_x - here_x)


def edges(car, p, before, here, after):
    """Left and right edge of the road at a post between two others, as the rays of the car see them."""
    (before_x, before_y), (x, y), (after_x, after_y) = before, here, after
    along_x, along_y = after_x - before_x, after_y - before_y
    share = p.width / sqrt(along_x * along_x + along_y * along_y)
    out_x, out_y = -along_y * share, along_x * share
    return beams(car, x - out_x, y - out_y), beams(car, x + out_x, y + out_y)


def beams(car, x, y):
    """A place as each ray has it: how far along the ray, and how far to its right."""
    ahead, right, away_x, away_y = cos(car.heading), sin(car.heading), x - car.px, y - car.py
    f, r = away_x * ahead + away_y * right, away_y * ahead - away_x * right
    return (
        (f * SIN30 - r * COS30, r * SIN30 + f * COS30),
        (f * COS30 - r * SIN30, r * COS30 + f * SIN30),
        (f, r),
        (f * COS30 + r * SIN30, r * COS30 - f * SIN30),
        (f * SIN30 + r * COS30, r * SIN30 - f * COS30),
    )


def shortened(rays, one, other):
    """The rays, with a piece of wall between two places in their way."""
    return (
        nearer(rays[0], one[0], other[0]),
        nearer(rays[1], one[1], other[1]),
        nearer(rays[2], one[2], other[2]),
        nearer(rays[3], one[3], other[3]),
        nearer(rays[4], one[4], other[4]),
    )


def see(car, p):
    """Five rays, 0 at the edge of the road and 1 where it is free as far as they see, and the speed."""
    before, here, after = post_at(car, -2), post_at(car, -1), post_at(car, 0)
    left, right = edges(car, p, before, here, after)
    rays = shortened((REACH, REACH, REACH, REACH, REACH), left, right)
    for k in range(1, AHEAD + 1):
        before, here, after = here, after, post_at(car, k)
        next_left, next_right = edges(car, p, before, here, after)
        rays = shortened(shortened(rays, left, next_left), right, next_right)
        left, right = next_left, next_right
    far_left, near_left, ahead, near_right, far_right = shortened(rays, left, right)
    return {
        "ray far left": far_left * (1 / REACH),
        "ray left": near_left * (1 / REACH),
        "ray ahead": ahead * (1 / REACH),
        "ray right": near_right * (1 / REACH),
        "ray far right": far_right * (1 / REACH),
        "speed": car.speed * 0.2,
    }


def drive(car, action, p):
    """Gas or brake, then steer: as far as the wheels turn, and as far as the tyres hold."""
    gas, steer = max(-1, min(action.gas, 1)), max(-1, min(action.steer_right, 1))
    car.speed += (p.power if gas > 0 else BRAKE) * gas - DRAG * car.speed
    car.speed = max(0, min(car.speed, MOST_SPEED))
    car.heading += steer * min(car.speed / LOCK, p.grip / max(car.speed, 1))
    car.px += cos(car.heading) * car.speed
    car.py += sin(car.heading) * car.speed
    car.driven += car.speed
    car.steered += abs(steer)


def step(car, action, p, rng):
    """Drive; who leaves the road, turns back or stands still is out."""
    drive(car, action, p)
    (x, y), (next_x, next_y) = post_at(car, 0), post_at(car, 1)
    wide, high = next_x - x, next_y - y
    car.along = ((car.px - x) * wide + (car.py - y) * high) / (wide * wide + high * high)
    held = max(0, min(car.along, 1))
    away_x, away_y = x + held * wide - car.px, y + held * high - car.py
    car.idle += 1
    car.alive = away_x * away_x + away_y * away_y < p.width * p.width and car.along > -1 and car.idle < PATIENCE
    if car.along >= 1 and car.alive:
        car.along -= 1
        car.idle = 0
        car.way += 1
        car.post = (car.post + 1) % POSTS
        car.post_c, car.post_s = COS[car.post], SIN[car.post]
        if car.way % POSTS_A_GATE == 0:
            car.score += 1


def fitness(car, steps):
    """How far it came, in gates, with the way to the next one."""
    return (car.way + car.along) / POSTS_A_GATE


def behaviour(car, steps):
    """How it drives: how fast, in units a step, and how far its wheels are turned, of 100."""
    lived = max(steps, 1)
    return {"mean speed": car.driven / lived, "mean steering": 100 * car.steered / lived}
