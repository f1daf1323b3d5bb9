"""XOR arena: stand on the pad that the two lamps call for. The smallest game that needs a hidden layer.

Agents stand in an arena from -1 (left wall) to 1 (right wall). In each round two lamps are lit or dark. When exactly
one is lit, the right place is the pad *different*, from 0.35 to 1; otherwise it is the pad *same*, from -1 to -0.35.
An agent that stands on the wrong pad, or on neither, when the round closes is out. One step is a sixtieth of a second.

Observation (float32, [-1, 1])

=== ========== =================================================== =======
row name       quantity                                            unit
=== ========== =================================================== =======
0   lamp A     brightness, from -1 (dark) to 1 (lit), with noise   ½
1   lamp B     the same                                            ½
2   position   to the right of the middle                          1
3   speed      to the right                                        1/20
=== ========== =================================================== =======

Action: two outputs in [-1, 1], *push right* and *push left*; what the first exceeds the second, up to 1 either way,
pushes. A step multiplies the speed by 0.92 and adds 0.004 of push, so agents reach a twentieth of the arena's half a
step; walls stop them.

Lamps: every four rounds show the four patterns (dark dark, lit dark, dark lit, lit lit) in an order drawn from the
course's seed, so that no agent survives four rounds by knowing only three of them. Brightness is up to 0.2 away from
wholly dark (0) or wholly lit (1).

Rounds: 55 to 99 steps of random length, and up to 60 more at first, falling to none in round 12. An agent at a wall
needs 38 steps to the other pad. So it has to go at once, and to stay: no agent can be on one pad first and on the other
later and be right on either, because the moment at which the round closes is not known.

Why a hidden layer: a network without one compares a single weighted sum of what it sees with 0. Lamps enter that sum
as a number that grows with each lamp, and *different* lies between the two cases of *same*. Position and speed could
help only by making the motion swing back in time, for which rounds are too short and their ends too random.

Start: position 0, speed 0. Score: rounds survived. Fitness: see ``rules.fitness``. Solved: 200 rounds on each of 64
courses kept aside.

Versions: 1.
"""

from games.xor_arena import rules, telling
from neuro.game import Exam, Game
from neuro.network import Dense, Input, Normal

game = Game(
    name="xor_arena",
    title="XOR arena",
    rules=rules,
    layers=(Input(4), Dense(6, "tanh"), Dense(2, "tanh")),
    exam=Exam(score=200, courses=64, max_steps=20_000),
    max_steps=3_000,
    score_name="rounds",
    first_point="past the first round",
    agent="agent",
    cause=telling.cause,
    sight=telling.sight,
    keys={"right": (1.0, 0.0), "left": (0.0, 1.0)},
    held=True,
    view_module="games.xor_arena.view",
    initialiser=Normal(2.0),
    evolution={"mutation_stdev": 1.0, "mutation_floor": 0.2},
)
