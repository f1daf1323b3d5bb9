"""Maze."""

from games.maze import rules
from games.maze.maps import DECEPTIVE, OPEN, drawn_maze
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
    read_map=drawn_maze,
    levels={
        "medium": Level({}, "the medium maze of the paper: some walls in the way"),
        "deceptive": Level(DECEPTIVE, "the hard maze: who goes nearer to the goal ends in a blind alley"),
        "open": Level(OPEN, "no walls but those around, for people who begin"),
    },
)
