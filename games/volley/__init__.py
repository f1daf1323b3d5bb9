"""Volley."""

from games.volley import rules
from neuro.game import Exam, Game, Level
from neuro.network import Dense, Input

game = Game(
    name="volley",
    title="Volley",
    rules=rules,
    layers=(Input(12), Dense(10, "tanh"), Dense(3, "tanh")),
    exam=Exam(score=0, courses=16, max_steps=3_000, fitness=10),
    max_steps=1_000,
    score_name="points",
    first_point="past the first point",
    agent="slime",
    keys={
        "left": (0.0, 1.0, 0.0),
        "right": (1.0, 0.0, 0.0),
        "up": (0.0, 0.0, 1.0),
        "left+up": (0.0, 1.0, 1.0),
        "right+up": (1.0, 0.0, 1.0),
    },
    rest=(0.0, 0.0, 0.0),
    held=True,
    steps_per_second=30,
    levels={
        "classic": Level({}, "self-play"),
        "baseline": Level(
            {"baseline": 1},
            "against the champion of 2015",
            Exam(score=0, courses=16, max_steps=3_000, fitness=0),
            pairing="itself",
        ),
        "easy": Level({"gravity": 20, "ball_speed": 16}, "a slower ball, for people who begin"),
    },
)
