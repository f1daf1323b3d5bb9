"""Flappy: keep a small bird in the air and out of the stones.

World 800 × 900 pixels, y down, ground 100 high. The bird is 30 × 30 at x = 60. One step is a sixtieth of a second.

Observation (float32, about [-1, 1])

=== =============== ============================================= =======
row name            quantity                                      unit
=== =============== ============================================= =======
0   height          y of the bird's upper edge                    900 px
1   distance        from the bird's x to the stone's left edge    800 px
2   to top edge     below the opening's upper edge                900 px
3   to low edge     below the opening's lower edge                900 px
4   speed           downwards                                     9 px a step
=== =============== ============================================= =======

The stone observed is the one that the bird has not yet left behind.

Action: 1 flaps (speed becomes -6.9), 0 glides (speed grows by 0.35, up to 9). A network has two outputs, *flap* and
*glide*, and flaps when the first exceeds the second.

Start: height 450, speed 1, the first stone's left edge at x = 800. Stones are 70 wide, 230 apart, come 2.3 nearer a
step, and leave an opening of 120 whose upper edge is uniform in [120, 450), drawn from the course's seed.

Score: stones left behind. Fitness: see ``rules.fitness``. An episode ends when the bird touches a stone, the ground or
the sky. Behaviour: how often it flaps, a second, at most 5, and its mean height, from 0 at the ground to 100 at the
sky. Solved: 1,000 stones on each of 128 courses kept aside, never nearer than a pixel to an edge that kills: a genome
that barely passes these would fail on others.

Levels are values of the parameters in ``rules.Setting``: *classic* is the game as described here; in *breeze* openings
glide up and down, steadily; in *storm* opening, spacing and pace vary from pipe to pipe, and gusts push; in *gauntlet*
each pipe is harder than the last, and who gets furthest wins; *easy* has a wider gap, for people who begin.

Versions: 1, the constants of the project that this one continues.
"""

import math

from games.flappy import rules, telling
from neuro.game import Exam, Game, Level
from neuro.network import Dense, Input

game = Game(
    name="flappy",
    title="Flappy",
    rules=rules,
    layers=(Input(5), Dense(8, "tanh"), Dense(2, "sigmoid")),
    exam=Exam(score=1000, courses=128, max_steps=131_000, fitness=131_001),
    max_steps=10_000,
    score_name="pipes",
    first_point="past the first pipe",
    agent="bird",
    cause=telling.cause,
    sight=telling.sight,
    keys={"space": (1.0,), "up": (1.0,)},
    view_module="games.flappy.view",
    levels={
        "classic": Level({}, "the usual constants"),
        "breeze": Level({"glide": 60, "glide_length": 1600}, "openings glide up and down, steadily"),
        "storm": Level(
            {"gap": 140, "gap_spread": 20, "spacing_spread": 60, "pace_spread": 0.4, "gust": 0.1},
            "opening, spacing and pace vary from pipe to pipe, and gusts push",
            Exam(score=1000, courses=128, max_steps=200_000),
        ),
        "gauntlet": Level(
            {"gap": 126, "hardening": 1 / 50, "hard_gap": 98, "hard_glide": 40, "glide_length": 1600},
            "each pipe is harder than the last: who gets furthest?",
            Exam(score=math.inf, courses=1, max_steps=100_000),
            max_steps=30_000,
        ),
        "easy": Level({"gap": 190}, "a wider gap, for people who begin"),
    },
)
