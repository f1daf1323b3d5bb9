"""CartPole's equations, for one cart."""

from math import pi

from neuro.rules import cos, sin

VERSION = 1
ACTIONS, DECISION = ("right", "left"), "versus"
POLE, TOTAL, LENGTH, FORCE, TIME = 0.1, 1.1, 0.5, 10, 0.02  # kg, m, N, s
X_LIMIT, ANGLE_LIMIT, THIRDS = 2.4, 12 * pi / 180, 4 / 3
C2, C4, C6, S3, S5, S7 = 1 / 2, 1 / 24, 1 / 720, 1 / 6, 1 / 120, 1 / 5040


class Setting:
    """Metres a square second."""

    gravity: float = 9.8


class Agent:
    """A cart and its pole."""

    x: float = 0
    speed: float = 0
    angle: float = 0
    turning: float = 0


def start(cart, p, rng):
    """Everything near 0, within a twentieth."""
    cart.x, cart.speed = (rng.at(2) - 0.5) * 0.1, (rng.at(3) - 0.5) * 0.1
    cart.angle, cart.turning = (rng.at(4) - 0.5) * 0.1, (rng.at(5) - 0.5) * 0.1


def see(cart, p):
    """In units of the limits."""
    return {
        "position": cart.x / X_LIMIT,
        "speed": cart.speed / X_LIMIT,
        "angle": cart.angle / ANGLE_LIMIT,
        "turning": cart.turning,
    }


def step(cart, action, p, rng):
    """A fiftieth of a second by Euler's method; sine and cosine by their series, good to a millionth."""
    angle, turning = cart.angle, cart.turning
    square = angle * angle
    cosine = 1 - square * (C2 - square * (C4 - square * C6))
    sine = angle * (1 - square * (S3 - square * (S5 - square * S7)))
    force = FORCE if action.right else -FORCE
    push = (force + POLE * LENGTH * turning * turning * sine) / TOTAL
    bend = (p.gravity * sine - cosine * push) / (LENGTH * (THIRDS - POLE * cosine * cosine / TOTAL))
    cart.x += TIME * cart.speed
    cart.speed += TIME * (push - POLE * LENGTH * bend * cosine / TOTAL)
    cart.angle += TIME * turning
    cart.turning += TIME * bend
    cart.alive = abs(cart.x) <= X_LIMIT and abs(cart.angle) <= ANGLE_LIMIT
    cart.score += 1


def fitness(cart, steps):
    """Steps, less how far from the middle it ends."""
    return steps - abs(cart.x)


def draw(cart, paint, p):
    """A cart and its pole."""
    x, across, up = 400 + 150 * cart.x, 300 * sin(cart.angle), 300 * cos(cart.angle)
    paint.box(x - 38, 600, 76, 40, radius=8)
    paint.line([(x, 604), (x + across, 604 - up)], width=12)


def draw_world(cart, paint, p):
    """The rail between its ends."""
    paint.box(40, 640, 720, 3, "soft")
