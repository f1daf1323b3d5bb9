"""Snake."""

from games.snake import rules
from neuro.game import Exam, Game, Level
from neuro.network import Conv2D, Dense, Flatten, Input

game = Game(
    name="snake",
    title="Snake",
    rules=rules,
    layers=(Input((9, 9, 2)), Conv2D(8, 3, "relu", stride=3), Flatten(), Dense(3, "identity")),
    exam=Exam(score=10, courses=32, max_steps=2_000),
    max_steps=1_000,
    score_name="fruits",
    first_point="past the first fruit",
    agent="snake",
    keys={"left": (0.0,), "right": (2.0,)},
    rest=(1.0,),
    steps_per_second=8,
    levels={
        "classic": Level({}, "walls, and a hundred steps from fruit to fruit"),
        "open": Level({"open": 1}, "who leaves the board on one side comes in on the other"),
    },
)
