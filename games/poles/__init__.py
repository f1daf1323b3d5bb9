"""Two poles: keep a long and a short pole upright on one cart. The field's ruler.

A cart runs on a track; two poles of different length stand on it on hinges, and one push moves all three. After A.
Wieland, "Evolving neural network controllers for unstable systems", 1991, with the equations and constants of F.
Gomez, J. Schmidhuber and R. Miikkulainen, "Accelerated neural evolution through cooperatively coevolved synapses",
2008, appendix A. A step is a fiftieth of a second.

Cart 1 kg; poles 1 m of 0.1 kg and 0.1 m of 0.01 kg; friction 0.0005 on the track and 0.000002 at the hinges; gravity
9.8 m/s². Integrated by Runge and Kutta's method of the fourth order, two steps of 0.01 s to an action.

Observation (float32, about [-1, 1]); on *blind* and *damped* there are the positions alone, rows 0, 2 and 4

=== ============== ============================================ =======
row name           quantity                                     unit
=== ============== ============================================ =======
0   position       of the cart, to the right of the middle      4.8 m
1   speed          to the right                                 2 m/s
2   long pole      its angle from upright, to the right         0.52 rad
3   long turning   how fast that grows                          2 rad/s
4   short pole     its angle from upright, to the right         0.52 rad
5   short turning  how fast that grows                          2 rad/s
=== ============== ============================================ =======

Action: one output from -1 to 1, *push*: 10 newtons to the left or to the right, and no less than 1/256 of that.

Start: all at rest, the long pole leaning 4.5 degrees to the right, the rest upright and in the middle. An episode ends
when a pole leans 36 degrees or the cart is 2.4 metres from the middle. There is no chance in it: one course is enough.

Score: steps. Fitness: steps; on *damped* that of Gruau, Whitley and Pyeatt (1996), see ``damped_rules.fitness``.
Solved: 100,000 steps, 33 minutes. Whether a champion is general, ``benchmarks/pole_starts.py`` tells: from how many of
625 other starts it balances for 1,000 steps.

Levels: *velocities* is solved without memory; *blind* needs it, and so does *damped*, whose episodes of training have
1,000 steps; *easy* is slow, for people who begin.

Versions: 1.
"""

from games.poles import blind_rules, damped_rules, rules, telling
from neuro.game import Exam, Game, Level
from neuro.network import Dense, Input, Normal, Recurrent

_BLIND = (Input(3), Recurrent(3, "tanh"), Dense(1, "tanh"))

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
    cause=telling.cause,
    sight=telling.sight,
    keys={"left": (-1.0,), "right": (1.0,)},
    initialiser=Normal(2.0),
    evolution={"mutation_stdev": 1.0, "mutation_floor": 0.3},
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
        "easy": Level(
            {"gravity": 0.8, "short": 0.4, "push": 3, "angle": 2},
            "slow, with poles of like length, for people who begin",
        ),
    },
)
