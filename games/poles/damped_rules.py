"""Two poles on a cart, seen without velocities, and with a fitness that wants them to come to rest.

After F. Gruau, D. Whitley and L. Pyeatt, "A comparison between cellular encoding and direct encoding for genetic neural
networks", 1996: whoever wiggles the poles can balance them without knowing how fast they move, and earns little here.
"""

from games.poles import blind_rules, rules
from games.poles.picture import WORLD, draw, draw_ground
from games.poles.rules import ACTIONS, DECISION, DIALS, LIMITS, VERSION, Setting

__all__ = ["ACTIONS", "DECISION", "DIALS", "LIMITS", "VERSION", "WORLD", "Setting", "draw", "draw_ground"]

TRACE = ("alive", "score", "x", "speed", "long", "long_turning", "short", "short_turning")
LATEST, SHARE_OF_TIME, SHARE_OF_REST, AT_REST = 100, 0.1 / 1000, 0.9, 0.75
LEAST_UNREST = 0.000001  # nothing divides by zero


class Agent:
    """A cart and its poles, in metres, radians and seconds, and how restless they were in each of the latest steps."""

    x: float = 0
    speed: float = 0
    long: float = 0
    long_turning: float = 0
    short: float = 0
    short_turning: float = 0
    push: float = 0
    unrest: list[float] = [0] * LATEST


def start(cart, p, rng):
    """As with velocities."""
    rules.start(cart, p, rng)


def see(cart, p):
    """As the blind do."""
    return blind_rules.see(cart, p)


def bounds(p):
    """The least and the largest value of each quantity that is seen."""
    return blind_rules.bounds(p)


def step(cart, action, p, rng):
    """As with velocities; and remember how far everything is from rest, the short pole aside."""
    rules.step(cart, action, p, rng)
    cart.unrest[(cart.score - 1) % LATEST] = abs(cart.x) + abs(cart.speed) + abs(cart.long) + abs(cart.long_turning)


def fitness(cart, steps):
    """A tenth for the steps, in thousands; the rest for how little moved in the latest hundred, where there are."""
    unrest = LEAST_UNREST
    for one in cart.unrest:
        unrest += one
    return SHARE_OF_TIME * steps + (SHARE_OF_REST * AT_REST / unrest if steps >= LATEST else 0)
