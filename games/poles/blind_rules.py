"""Two poles on a cart, seen without velocities: who balances them has to remember."""

from games.poles import rules
from games.poles.picture import WORLD, draw, draw_ground
from games.poles.rules import ACTIONS, ANGLE_UNIT, DECISION, DIALS, LIMITS, VERSION, X_UNIT, Agent, Setting

__all__ = ["ACTIONS", "DECISION", "DIALS", "LIMITS", "VERSION", "WORLD", "Agent", "Setting", "draw", "draw_ground"]


def start(cart, p, rng):
    """As with velocities."""
    rules.start(cart, p, rng)


def see(cart, p):
    """Where everything is, and not how fast it moves."""
    return {"position": cart.x * X_UNIT, "long pole": cart.long * ANGLE_UNIT, "short pole": cart.short * ANGLE_UNIT}


def bounds(p):
    """The least and the largest value of each quantity that is seen."""
    return rules.bounds(p)[::2]


def step(cart, action, p, rng):
    """As with velocities."""
    rules.step(cart, action, p, rng)


def fitness(cart, steps):
    """Steps balanced."""
    return steps
