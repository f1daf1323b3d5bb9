"""Snake: eat, grow, and bump into nothing.

A board of 10 × 10 places, numbered row by row; x is to the right, y down. An eighth of a second is a step, in which the
head moves by a place and the rest follows.

Observation (float32, 0 or 1): a picture of 9 × 9 pixels round the head, which is in its middle and always moves up

======= ======================================================= =====
channel quantity                                                value
======= ======================================================= =====
free    the head could go there: neither wall, stone nor body   1
fruit   the fruit; one that is too far is seen at the edge      1
======= ======================================================= =====

The last link counts as free, since it moves on. Seen so, what has been learnt at one place holds at all others: a
genetic algorithm of 500 needed 25 generations for ten fruits on each course. Of the same board seen from above (10 × 10
pixels, four directions to choose from) it learnt nothing in 200 generations, nor from round the head but unturned.

Actions: the largest of three outputs is done: turn *left*, go *straight* on, or turn *right*.

Start: three links in the sixth row, the head at x = 4, moving to the right. A fruit grows in one of the places that are
empty, each as likely, drawn from the course's seed; so are stones.

Score: fruits eaten. Fitness: see ``rules.fitness``. An episode ends when the head meets wall, stone or body, or after
100 steps without a fruit; a snake that fills the board has won. Solved: ten fruits on each of 16 courses kept aside.

Levels: *classic* is as described here; in *open* there is no wall, and the sides of the board meet; in *stones* up to
twelve places are stones, elsewhere on each course; in *hungry* a snake starves after 30 steps; *easy* is open and has
time, for people who begin.

Versions: 1.
"""

from games.snake import rules, telling
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
    cause=telling.cause,
    sight=telling.sight,
    levels={
        "classic": Level({}, "walls, and a hundred steps from fruit to fruit"),
        "open": Level({"open": 1}, "who leaves the board comes in again on the other side"),
        "stones": Level({"stones": 12}, "stones lie about, elsewhere on each course"),
        "hungry": Level({"hunger": 30}, "thirty steps from fruit to fruit"),
        "easy": Level({"open": 1, "hunger": 1_000}, "no walls and no hunger, for people who begin"),
    },
)
