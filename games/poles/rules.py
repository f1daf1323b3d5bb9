"""Two poles on a cart, seen with their velocities: the only place where their equations stand."""

from math import pi

from games.poles.ends import EDGE, FALLEN
from games.poles.picture import WORLD, draw, draw_ground

__all__ = ["WORLD", "draw", "draw_ground"]

VERSION = 1
ACTIONS, DECISION = ("push",), "continuous"

CART, POLE_A_METRE = 1, 0.1  # masses in kg
TRACK_FRICTION, HINGE_FRICTION = 0.0005, 0.000002
TIME, STEPS_AN_ACTION = 0.01, 2  # seconds; a decision holds for two steps of the integration
LEAST_PUSH = 1 / 256  # of the largest: nobody balances by doing nothing
X_UNIT, SPEED_UNIT, ANGLE_UNIT = 1 / 4.8, 1 / 2, 1 / 0.52  # of what is seen
S3, S5, S7, S9 = -1 / 6, 1 / 120, -1 / 5040, 1 / 362880
C2, C4, C6, C8 = -1 / 2, 1 / 24, -1 / 720, 1 / 40320


class Setting:
    """How an episode begins, and the world, in metres, seconds, degrees and newtons."""

    position: float = 0  # of the cart, to the right of the middle
    speed: float = 0
    angle: float = 4.5  # of the long pole, to the right of upright; the short one is upright
    turning: float = 0
    long: float = 1  # length of a pole; a metre weighs a tenth of a kilogram
    short: float = 0.1
    gravity: float = 9.8
    push: float = 10  # the largest


class Agent:
    """A cart and its poles, in metres, radians and seconds."""

    x: float = 0
    speed: float = 0
    long: float = 0
    long_turning: float = 0
    short: float = 0
    short_turning: float = 0
    push: float = 0


#: The least and the largest value of each parameter.
LIMITS = {
    "position": (-2.4, 2.4),
    "speed": (-10, 10),
    "angle": (-36, 36),
    "turning": (-360, 360),
    "long": (0.05, 5),
    "short": (0.05, 5),
    "gravity": (0, 100),
    "push": (0.1, 100),
}


#: What people may turn while a run goes on: a name, what it is, and a slider's ends.
DIALS = {
    "short": (
        "Short pole",
        "The length of the short pole, in metres; the nearer to the long one, the harder",
        0.05,
        0.9,
    ),
    "angle": ("Leaning", "By how many degrees the long pole leans at the start", -15, 15),
    "push": ("Largest push", "In newtons", 2, 20),
    "gravity": ("Gravity", "In metres a square second; the moon has 1.6", 1.6, 25),
}


def start(cart, p, rng):
    """The long pole leans, and all else is at rest."""
    cart.x, cart.speed = p.position, p.speed
    cart.long, cart.long_turning = p.angle * (pi / 180), p.turning * (pi / 180)


def see(cart, p):
    """Everything, scaled to about [-1, 1]."""
    return {
        "position": cart.x * X_UNIT,
        "speed": cart.speed * SPEED_UNIT,
        "long pole": cart.long * ANGLE_UNIT,
        "long turning": cart.long_turning * SPEED_UNIT,
        "short pole": cart.short * ANGLE_UNIT,
        "short turning": cart.short_turning * SPEED_UNIT,
    }


def bounds(p):
    """The least and the largest value of each quantity that is seen; speeds are what the push and a fall can bring."""
    force = max(1, float(p.push) / 10) + max(1, float(p.gravity) / 9.8) - 1
    light = max(1, 0.1 / min(float(p.short), float(p.long)))
    reach, angle = EDGE * X_UNIT + 0.1, 3 * FALLEN * ANGLE_UNIT * force * light
    speed = SPEED_UNIT * (abs(float(p.speed)) + 10 * force)
    turning = SPEED_UNIT * (abs(float(p.turning)) * pi / 180 + 40 * force * light)
    return [(-most, most) for most in (reach, speed, angle, turning, angle, turning)]


def sine(angle):
    """By its series, good to a millionth up to a radian."""
    square = angle * angle
    return angle + angle * square * (S3 + square * (S5 + square * (S7 + square * S9)))


def cosine(angle):
    """By its series, good to a millionth up to a radian."""
    square = angle * angle
    return 1 + square * (C2 + square * (C4 + square * (C6 + square * C8)))


def pull(angle, turning, length, p):
    """What a pole does to the cart: a force, and the mass by which the cart seems heavier; and the hinge's friction."""
    mass, half = POLE_A_METRE * length, 0.5 * length
    across, up = sine(angle), cosine(angle)
    hinge = HINGE_FRICTION / (mass * half) * turning
    force = mass * half * turning * turning * across + 0.75 * mass * up * (hinge - p.gravity * across)
    return force, mass * (1 - 0.75 * up * up), hinge


def swing(angle, hinge, length, push, p):
    """How the turning of a pole changes when the cart's speed changes by so much."""
    return -0.75 / (0.5 * length) * (push * cosine(angle) - p.gravity * sine(angle) + hinge)


def slopes(speed, long, long_turning, short, short_turning, force, p):
    """How fast the three velocities change."""
    long_force, long_mass, long_hinge = pull(long, long_turning, p.long, p)
    short_force, short_mass, short_hinge = pull(short, short_turning, p.short, p)
    drag = TRACK_FRICTION if speed > 0 else (-TRACK_FRICTION if speed < 0 else 0)
    push = (force - drag + long_force + short_force) / (CART + long_mass + short_mass)
    return push, swing(long, long_hinge, p.long, push, p), swing(short, short_hinge, p.short, push, p)


def weighted(first, second, third, fourth):
    """The mean slope of a step, as Runge and Kutta weigh it."""
    return (TIME / 6) * (first + 2 * second + 2 * third + fourth)


def integrate(cart, force, p):
    """A hundredth of a second, by the method of Runge and Kutta of the fourth order."""
    x1, a1, b1 = cart.speed, cart.long_turning, cart.short_turning
    long, short, half = cart.long, cart.short, 0.5 * TIME
    x_slope1, a_slope1, b_slope1 = slopes(x1, long, a1, short, b1, force, p)
    x2, a2, b2 = x1 + half * x_slope1, a1 + half * a_slope1, b1 + half * b_slope1
    x_slope2, a_slope2, b_slope2 = slopes(x2, long + half * a1, a2, short + half * b1, b2, force, p)
    x3, a3, b3 = x1 + half * x_slope2, a1 + half * a_slope2, b1 + half * b_slope2
    x_slope3, a_slope3, b_slope3 = slopes(x3, long + half * a2, a3, short + half * b2, b3, force, p)
    x4, a4, b4 = x1 + TIME * x_slope3, a1 + TIME * a_slope3, b1 + TIME * b_slope3
    x_slope4, a_slope4, b_slope4 = slopes(x4, long + TIME * a3, a4, short + TIME * b3, b4, force, p)
    cart.x += weighted(x1, x2, x3, x4)
    cart.long += weighted(a1, a2, a3, a4)
    cart.short += weighted(b1, b2, b3, b4)
    cart.speed += weighted(x_slope1, x_slope2, x_slope3, x_slope4)
    cart.long_turning += weighted(a_slope1, a_slope2, a_slope3, a_slope4)
    cart.short_turning += weighted(b_slope1, b_slope2, b_slope3, b_slope4)


def step(cart, action, p, rng):
    """A fiftieth of a second under one push; out beyond the track's ends, or when a pole has fallen."""
    share = max(-1, min(action.push, 1))
    if abs(share) < LEAST_PUSH:
        share = LEAST_PUSH if share >= 0 else -LEAST_PUSH
    cart.push = share * p.push
    for _ in range(STEPS_AN_ACTION):
        integrate(cart, cart.push, p)
    cart.score += 1
    cart.alive = abs(cart.x) < EDGE and abs(cart.long) < FALLEN and abs(cart.short) < FALLEN


def fitness(cart, steps):
    """Steps balanced."""
    return steps
