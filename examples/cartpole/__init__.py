"""CartPole: push a cart so that the pole on it does not fall. The worked example of docs/games.md.

After A. G. Barto, R. S. Sutton and C. W. Anderson, "Neuronlike adaptive elements that can solve difficult learning
control problems", 1983, with the constants of Gymnasium's ``CartPole-v1``. Seen: position, speed, angle, turning, in
units of their limits. Action 1 pushes to the right. Score: steps. Out beyond 2.4 metres or 12 degrees. Version 1.
"""

from neuro.game import Exam, Game
from neuro.network import Dense, Input

from . import rules

game = Game(
    name="cartpole",
    title="CartPole",
    rules=rules,
    layers=(Input(4), Dense(8, "tanh"), Dense(2, "identity")),
    exam=Exam(score=500, courses=100, max_steps=500),
    max_steps=500,
    score_name="steps",
    agent="pole",
    keys={"left": (0.0,), "right": (1.0,)},
    held=True,
    steps_per_second=50,
)
