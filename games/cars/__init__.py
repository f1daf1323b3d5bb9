"""Cars: steer, accelerate and brake by five rays, on roads that nobody has seen before.

World 1100 × 900 units, x to the right, y down. A road is a closed curve of eight harmonics (F. P. Kuhl and C. R.
Giardina, 1982), and 40 units wide to either side. One step is a sixtieth of a second.

Observation (float32, [0, 1.8])

=== ============== ===================================================== =====
row name           quantity                                              unit
=== ============== ===================================================== =====
0   ray far left   how far the road is free at -60 degrees, at most 260  260
1   ray left       the same at -30 degrees                               260
2   ray ahead      the same straight ahead                               260
3   ray right      the same at 30 degrees                                260
4   ray far right  the same at 60 degrees                                260
5   speed          units a step                                          5
=== ============== ===================================================== =====

Rays see the edges of the road from the post behind the car to the seventh before it, of 64 posts a lap; farther on they
meet the end of what is looked at.

Action: two outputs from -1 to 1, *steer right* and *gas*. Gas adds up to 0.07 to the speed, and braking takes up to
0.16 off it; the air takes 0.8 %. Wheels turn the car by up to speed / 40 radians a step, but tyres hold a push to the
side (speed × turning) of 0.3 alone: fast cars have wide bends, and must brake for narrow ones.

Start: at rest on the starting line, along the road. Score: gates that were passed, eight a lap. Fitness: gates with the
part of the way to the next one. Behaviour: its mean speed, in units a step, and how far its wheels were turned on the
mean, of 100. An episode ends off the road, half a road's width behind the last post, and after 120 steps without a new
post. Solved: 32 gates (four laps) within 1,800 steps, half a minute, on each of 64 roads that training never sees.

Levels: on *roads* each course has a road of its own, drawn by chance: ``1 / (1 + waves)`` around a middle, whose bends
are no narrower than the parameter ``bends`` says, one way round or the other. *bend*, *lakes* and *hairpins* have one
road each, and their exam is on it, too; *easy* has wide roads and slow cars, for people. A road of one's own is drawn
in the window (G), or is a text of points, for ``--map FILE``: see ``outline``.

Versions: 1.
"""

from games.cars import rules
from games.cars.outline import BEND, HAIRPINS, LAKES, read_road, road_of
from games.steering import STEERING_KEYS
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
    keys=STEERING_KEYS,
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
