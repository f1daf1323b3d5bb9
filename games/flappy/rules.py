"""Flappy's rules, for one bird: the only place where its equations stand."""

VERSION = 1
ACTIONS, DECISION = ("flap", "glide"), "versus"  # flap when the first output exceeds the second
TRACE = ("alive", "score", "height", "speed", "pipe_x", "top", "pipe", "room")  # the others follow from these
ALIVE, SCORE, HEIGHT, SPEED, PIPE_X, TOP, PIPE, ROOM, GAP, PACE, LOW, FLAPS, FLOWN = range(13)  # rows of the state

WIDTH, FLOOR = 800, 800  # the world is 900 high, its ground 100
BIRD_X, BIRD_SIZE, BIRD_RIGHT = 60, 30, 90
PIPE_WIDTH, TOP_MIN, TOP_SPAN = 70, 120, 330

# Draws of a course: the n-th stands at n for the height of pipe n, and this much further for its other qualities.
OPENINGS, SPACINGS, PACES, PHASES, GUSTS = (k << 20 for k in (1, 2, 3, 4, 8))
GUST_LENGTH, GUSTS_A_PIPE = 60, 16


class Setting:
    """Flappy's parameters, in pixels, steps and pixels a step; those that are 0 by default make up the levels."""

    gravity: float = 0.35  # added to the speed, a step
    flap: float = -6.9  # speed after a flap; negative is up
    max_speed: float = 9  # largest downward speed
    gap: float = 120  # height of an opening
    spacing: float = 230  # horizontal space between pipes
    pace: float = 2.3  # how far the pipes come nearer, a step
    glide: float = 0  # how far openings glide up, and down, from where they begin
    glide_length: float = 600  # way of a pipe during which its opening goes up and down once
    gap_spread: float = 0  # by how much openings are higher or lower than `gap` at most
    spacing_spread: float = 0  # the same of the spacing
    pace_spread: float = 0  # the same of the pace, which changes from pipe to pipe
    gust: float = 0  # largest upward or downward push of the wind; it changes every 60 pixels
    # After 1 / hardening pipes openings are half-way to `hard_gap`, and glides to `hard_glide`.
    hardening: float = 0
    hard_gap: float = 120
    hard_glide: float = 0


class Agent:
    """A bird, and the pipe that it has not yet left behind."""

    height: float = 450
    speed: float = 1
    pipe_x: float = WIDTH
    top: float = 0
    pipe: int = 0
    room: float = FLOOR
    gap: float = 0
    pace: float = 0
    low: float = 0  # the lower edge of the opening
    flaps: int = 0
    flown: float = 0  # the heights of all steps, added up


#: The least and the largest value of each parameter.
LIMITS = {
    "gravity": (0.01, 5),
    "flap": (-30, -0.1),
    "max_speed": (0.1, 100),
    "gap": (30, 400),
    "spacing": (40, 2000),
    "pace": (0.1, 20),
    "glide": (0, 100),
    "glide_length": (10, 100_000),
    "gap_spread": (0, 200),
    "spacing_spread": (0, 1000),
    "pace_spread": (0, 10),
    "gust": (0, 1),
    "hardening": (0, 10),
    "hard_gap": (30, 400),
    "hard_glide": (0, 100),
}


#: What people may turn while a run goes on: a name, what it is, and a slider's ends.
DIALS = {
    "gap": ("Opening", "The height of an opening, in pixels; a bird is 30 high", 60, 240),
    "gravity": ("Gravity", "What is added to the downward speed in each step", 0.1, 0.8),
    "pace": ("Pace", "How far the stones come nearer in each step", 1, 6),
    "spacing": ("Way between stones", "The room between two stones, in pixels", 120, 500),
    "gust": ("Wind", "The largest push of the wind, up or down, in each step", 0, 0.4),
    "glide": ("Gliding openings", "How far openings glide up, and down, from where they begin, in pixels", 0, 100),
}


def bounds(p):
    """The least and the largest value of each row of the observation, the last before an end included."""
    s = {name: float(value) for name, value in p._asdict().items()}
    fall, rise = s["max_speed"] + s["gust"], s["flap"] - s["gust"]
    low, high = min(rise, 0.0), 800.0 + max(fall, 0.0)  # of the height
    glide, pace = max(s["glide"], s["hard_glide"]), s["pace"] + s["pace_spread"]
    top_low, top_high = 120 - glide, 450 + glide
    far, widest = max(800.0, s["spacing"] + s["spacing_spread"]), max(s["gap"], s["hard_gap"]) + s["gap_spread"]
    narrowest = min(s["gap"], s["hard_gap"]) - s["gap_spread"]
    return [
        (low / 900 - 0.01, high / 900 + 0.01),
        ((-10 - pace - 60) / 800 - 0.01, far / 800 + 0.01),
        ((low - top_high) / 900 - 0.01, (high - top_low) / 900 + 0.01),
        ((low - top_high - widest) / 900 - 0.01, (high - top_low - narrowest) / 900 + 0.01),
        (rise / 9 - 0.01, fall / 9 + 0.01),
    ]


def spread(draw, most, rng):
    """A draw between -most and most."""
    return most * (2 * rng.at(draw) - 1)


def hardness(pipe, p):
    """From 0 at the first pipe towards 1."""
    return 1 - 1 / (1 + p.hardening * pipe)


def opening(pipe, p, rng):
    """Height of the opening of a pipe."""
    gap = p.gap + spread(pipe + OPENINGS, p.gap_spread, rng)
    return gap + (p.hard_gap - gap) * hardness(pipe, p)


def space_behind(pipe, p, rng):
    """Space between a pipe and the next."""
    return p.spacing + spread(pipe + SPACINGS, p.spacing_spread, rng)


def pace_at(pipe, p, rng):
    """How far the pipes come nearer in a step, while a pipe is the one to pass."""
    return p.pace + spread(pipe + PACES, p.pace_spread, rng)


def pipe_top(pipe, p, rng):
    """Where the upper edge of the opening of a pipe begins, in [120, 450)."""
    return TOP_MIN + TOP_SPAN * rng.at(pipe)


def top_at(pipe, x, p, rng):
    """The upper edge of the opening of a pipe whose left edge stands at ``x``."""
    turn = x / p.glide_length + rng.at(pipe + PHASES) + 2
    wave = 4 * abs(turn - int(turn) - 0.5) - 1
    return pipe_top(pipe, p, rng) + wave * (p.glide + (p.hard_glide - p.glide) * hardness(pipe, p))


def wind(pipe, x, p, rng):
    """What a gust adds to the downward speed in a step."""
    return spread(pipe * GUSTS_A_PIPE + int(x / GUST_LENGTH + 2) + GUSTS, p.gust, rng)


def meet_pipe(bird, p, rng):
    """The next pipe becomes the one to pass."""
    bird.top = top_at(bird.pipe, bird.pipe_x, p, rng)
    bird.gap = opening(bird.pipe, p, rng)
    bird.low = bird.top + bird.gap
    bird.pace = pace_at(bird.pipe, p, rng)


def start(bird, p, rng):
    """Begin before the first pipe."""
    meet_pipe(bird, p, rng)


def see(bird, p):
    """What a bird sees, scaled to about [-1, 1]."""
    return {
        "height": bird.height * (1 / 900),
        "distance": (bird.pipe_x - BIRD_X) * (1 / 800),
        "to top edge": (bird.height - bird.top) * (1 / 900),
        "to low edge": (bird.height - bird.low) * (1 / 900),
        "speed": bird.speed * (1 / 9),
    }


def step(bird, action, p, rng):
    """One sixtieth of a second: beat or fall, touch or live, and the stones come nearer."""
    if p.gust > 0:
        bird.speed += wind(bird.pipe, bird.pipe_x, p, rng)
    bird.speed = p.flap if action.flap else min(bird.speed + p.gravity, p.max_speed)
    bird.height += bird.speed
    bird.flaps += action.flap
    bird.flown += bird.height

    ceiling, floor = (bird.top, bird.low - BIRD_SIZE) if bird.pipe_x < BIRD_RIGHT else (0, FLOOR - BIRD_SIZE)
    bird.room = min(bird.room, bird.height - ceiling, floor - bird.height)
    bird.alive = bird.room >= 0

    bird.pipe_x -= bird.pace
    if bird.pipe_x <= BIRD_X - PIPE_WIDTH:  # it is left behind
        bird.score += bird.alive
        bird.pipe_x += PIPE_WIDTH + space_behind(bird.pipe, p, rng)
        bird.pipe += 1
        meet_pipe(bird, p, rng)
    if p.glide > 0 or p.hardening > 0:
        bird.top = top_at(bird.pipe, bird.pipe_x, p, rng)
        bird.low = bird.top + bird.gap


def fitness(bird, steps):
    """Steps lived, plus the narrowest room so far between the bird and an edge that kills, in pixels.

    So a near miss counts for more than a wide one, and of those that lived to the end the safe flier for most.
    """
    return steps + bird.room


def behaviour(bird, steps):
    """How it flies: how often it flaps, which needs no more than twice a second, and how high, the sky being 100."""
    lived = max(steps, 1)
    height = 100 - 100 * bird.flown / (lived * (FLOOR - BIRD_SIZE))
    return {"flaps a second": min(60 * bird.flaps / lived, 5), "mean height": height}
