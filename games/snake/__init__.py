"""Snake."""

from games.snake import rules
from neuro.game import Exam, Game, Level
from neuro.network import Conv2D, Dense, Flatten, Input

game = Game(
    name="snake",
    title="Snake",
    rules=rules,
    layers=(Input(rules.OBSERVATION_SHAPE), Conv2D(8, 3, "relu", stride=3), Flatten(), Dense(3, "identity")),
    exam=Exam(score=10, courses=16, max_steps=2_000),
    max_steps=1_500,
    score_name="fruits",
    first_point="past the first fruit",
    agent="snake",
    keys={"left": (0.0,), "right": (2.0,)},
    rest=(1.0,),
    steps_per_second=8,
    levels={
        "classic": Level({}, "walls, and a hundred steps from fruit to fruit"),
        "open": Level({"open": 1}, "who leaves the board comes in again on the other side"),
        "stones": Level({"stones": 12}, "stones lie about, elsewhere on each course"),
        "hungry": Level({"hunger": 30}, "thirty steps from fruit to fruit"),
        "easy": Level({"open": 1, "hunger": 1_000}, "no walls and no hunger, for people who begin"),
    },
)
