"""Games and genomes that many tests play."""

import dataclasses
import math
import types

import duel_rules
import goal_rules
import numpy as np
import walk_rules

from games.flappy import game as flappy
from neuro.game import Exam, Game
from neuro.network import Dense, Input

#: An exam that costs little even without the JIT, and that nobody passes.
NO_EXAM = Exam(score=math.inf, courses=1, max_steps=20)

walk = Game(
    name="walk",
    title="Walk",
    rules=walk_rules,
    layers=(Input(2), Dense(2, "softmax")),
    exam=NO_EXAM,
    max_steps=40,
)

#: A game that can be won, shown at 5 steps a second.
goal = Game(
    name="goal",
    title="Goal",
    rules=goal_rules,
    layers=(Input(1), Dense(2, "identity")),
    exam=NO_EXAM,
    max_steps=40,
    keys={"right": (1.0,), "left": (0.0,)},
    steps_per_second=5,
)

#: A game of two players.
duel = Game(
    name="duel",
    title="Duel",
    rules=duel_rules,
    layers=(Input(2), Dense(2, "identity")),
    exam=NO_EXAM,
    max_steps=40,
    keys={"right": (1.0,), "left": (0.0,)},
)

quick_flappy = dataclasses.replace(flappy, exam=NO_EXAM)


def walk_by(decision, activation="softmax"):
    """The walk with another way from outputs to actions."""
    rules = types.ModuleType(f"walk_by_{decision}")
    rules.__dict__.update({**vars(walk_rules), "DECISION": decision})
    return dataclasses.replace(walk, name=decision, rules=rules, layers=(Input(2), Dense(2, activation)))


def threshold_bird():
    """A genome that flaps 46 pixels above the lower stone, and so never dies: made by hand."""
    genome = np.zeros(66, np.float32)
    genome[3] = 20  # the first hidden node sees the distance below the opening's lower edge
    genome[40] = 20 * 46 / 900
    genome[48] = 1  # and the first output sees that node
    return genome
