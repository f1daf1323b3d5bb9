"""Volley: two slimes, a ball and a net; who drops the ball loses a point, and who loses five the match.

The game of "Neural Slime Volleyball" (D. Ha, 2015), by the equations of the package slimevolleygym (D. Ha, 2020). A
court is 48 units wide and high, its ground at 1.5, its net 1 wide and 3.5 high with a round top. Slimes are half discs
of radius 1.5, the ball has a radius of 0.5. A thirtieth of a second is a step.

Observation (float32, about [-3, 3]), each player's as if it stood at the right; the unit is ten

==== ========================= ==========================================
row  name                      quantity
==== ========================= ==========================================
0–3  x, height, speed, rise    where it is from the net on, and its speed
4–7  ball …                    the same of the ball
8–11 other …                   the same of the other one, from its side
==== ========================= ==========================================

Actions: each of three outputs that is positive is a key that is held: *forward*, to the net, at 17.5 units a second,
*backward*, and *jump*, with 13.5 upwards, from the ground alone. Gravity is 29.4. The ball bounces off all and loses
nothing, but is never faster than 22.5.

Start: slimes in the middle of their halves, the ball 12 over the ground at the net. It waits for a second, then flies
off with [-20, 20) to the side and [10, 25) up, drawn from the course's seed; so it does after each point.

Score: points won. Fitness: points won less points lost; time and hits, which count for less than a point, tell apart
who loses all. An episode ends with five points of one player.

Levels: *classic* is self-play: each genome plays the best of earlier generations, on both sides; *baseline* has the
champion of 2015 in the second seat (``baseline_rules``), solved by who loses to it on none of 16 courses; *easy* has a
slower ball, for people. In the exam of *classic* a genome plays itself, and the first of the two may lose no more than
it wins, in 3,000 steps with 50 hits, on each of 16 courses.

Versions: 1.
"""

from games.volley import rules
from neuro.game import Exam, Game, Level
from neuro.network import Dense, Input

game = Game(
    name="volley",
    title="Volley",
    rules=rules,
    layers=(Input(12), Dense(10, "tanh"), Dense(3, "tanh")),
    exam=Exam(score=0, courses=16, max_steps=3_000, fitness=0.8),
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
    pairing="hall",
    levels={
        "classic": Level({}, "self-play, against the best of earlier generations"),
        "baseline": Level(
            {"baseline": 1},
            "against the champion of 2015",
            Exam(score=0, courses=16, max_steps=3_000, fitness=0),
            pairing="itself",
        ),
        "easy": Level({"gravity": 20, "ball_speed": 16}, "a slower ball, for people who begin"),
    },
)
