"""Cars."""

from games.cars import rules
from games.cars.outline import BEND, HAIRPINS, LAKES, read_road, road_of
from neuro.game import Exam, Game, Level
from neuro.network import Dense, Input

game = Game(
    name="cars",
    title="Cars",
    rules=rules,
    layers=(Input(6), Dense(8, "tanh"), Dense(2, "tanh")),
    exam=Exam(score=32, courses=64, max_steps=1_800),
    max_steps=1_200,
    score_name="gates",
    first_point="through the first gate",
    agent="car",
    held=True,
    keys={
        "up": (0, 1),
        "down": (0, -1),
        "left": (-1, 0),
        "right": (1, 0),
        "up+left": (-1, 1),
        "up+right": (1, 1),
        "down+left": (-1, -1),
        "down+right": (1, -1),
    },
    read_map=read_road,
    draw_map=road_of,
    levels={
        "roads": Level({}, "another road in each generation, and an exam on roads that nobody has seen"),
        "bend": Level(BEND, "always the same road, with wide bends and a narrow one"),
        "lakes": Level(LAKES, "always the same road, around two lakes"),
        "hairpins": Level(HAIRPINS, "always the same road, with three hairpins"),
        "easy": Level({"width": 58, "bends": 2.5, "power": 0.04}, "wide roads and slow cars, for people who begin"),
    },
)
