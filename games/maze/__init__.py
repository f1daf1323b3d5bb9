"""Maze: find the way to the goal by six rangefinders, where who comes nearer may be on the wrong way.

The maze navigation task of J. Lehman and K. O. Stanley, "Abandoning objectives: evolution through the search for
novelty alone", Evolutionary Computation 19, 2011, with the walls of its two mazes. A robot of radius 8 begins at the
start, looking to the right. Lengths are in units of the maze, x to the right, y down; one step is a sixtieth of a
second of play.

Observation (float32, [0, 1])

===== ========================================= ================================================== =====
row   name                                      quantity                                           unit
===== ========================================= ================================================== =====
0-5   ray left, ahead left, ahead, ahead right, how far the way is free at -90, -45, 0, 45, 90 and 100
      right, behind                             180 degrees, at most 100
6-9   goal ahead, right, behind, left           1 for the quarter in which the goal is, whatever   1
                                                stands between, else 0
===== ========================================= ================================================== =====

Action: two outputs, *turn right* and *go*. In a step they add half a degree, and half a unit, of theirs to how fast the
robot turns and drives, which stay within 3 degrees and 3 units a step, either way. A robot that would touch a wall
stays where it is, and turns.

Episode: 400 steps, or until the robot is within 5 units of the goal, and has won. Nothing is drawn by chance, so there
is one course. Score: how much nearer to the goal it is than the start, in percent, as the crow flies, and 100 when it
has won. Fitness: 300 less the distance to the goal at the end. Behaviour: where it ended, x and y. Solved: the goal is
reached.

Levels: *medium* and *deceptive* are the medium and the hard maze of the paper, *open* has no walls but those around it.
In *deceptive* a blind alley leads to the very wall behind which the goal is: fitness is highest there, and who is to
arrive has to go away from the goal first. A maze of one's own is a text, for ``--map FILE``: see ``maps.drawn_maze``.

Versions: 1.
"""

from games.maze import rules
from games.maze.maps import DECEPTIVE, OPEN, drawn_maze
from games.steering import STEERING_KEYS
from neuro.game import Exam, Game, Level
from neuro.network import Dense, Input

game = Game(
    name="maze",
    title="Maze",
    rules=rules,
    layers=(Input(10), Dense(8, "tanh"), Dense(2, "tanh")),
    exam=Exam(score=100, courses=1, max_steps=400),
    max_steps=400,
    episodes=1,
    score_name="% of the way",
    agent="robot",
    held=True,
    keys=STEERING_KEYS,
    read_map=drawn_maze,
    levels={
        "medium": Level({}, "the medium maze of the paper: some walls in the way"),
        "deceptive": Level(DECEPTIVE, "the hard maze: who goes nearer to the goal ends in a blind alley"),
        "open": Level(OPEN, "no walls but those around, for people who begin"),
    },
)
