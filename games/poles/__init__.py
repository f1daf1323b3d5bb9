"""Poles."""

from games.poles import blind_rules, damped_rules, rules
from neuro.game import Exam, Game, Level
from neuro.network import Dense, Input, Recurrent

_BLIND = (Input(3), Recurrent(5, "tanh"), Dense(1, "tanh"))

game = Game(
    name="poles",
    title="Two poles",
    rules=rules,
    layers=(Input(6), Dense(1, "tanh")),
    exam=Exam(score=100_000, courses=1, max_steps=100_000),
    max_steps=100_000,
    episodes=1,
    score_name="steps",
    agent="cart",
    keys={"left": (-1.0,), "right": (1.0,)},
    held=True,
    steps_per_second=50,
    levels={
        "velocities": Level({}, "positions, angles and how fast they change"),
        "blind": Level({}, "without velocities: who balances has to remember", rules=blind_rules, layers=_BLIND),
        "damped": Level(
            {},
            "as blind, and poles that come to rest count for more",
            max_steps=1000,
            rules=damped_rules,
            layers=_BLIND,
        ),
    },
)
