"""How CartPole looks."""

import math

from neuro.view.plain import PlainScene

from . import rules


class Scene(PlainScene):
    """Carts on a rail, each with its pole."""

    def place(self, agent):
        """Where a cart is."""
        return 400 + 150 * float(self.state[rules.X, agent]), 620.0

    def draw_world(self, paint):
        """The rail between its ends."""
        paint.fill((40, 640, 720, 3), self.theme.soft)

    def draw_agent(self, paint, agent, colour, alpha):
        """A cart and its pole."""
        (x, y), angle = self.place(agent), float(self.state[rules.ANGLE, agent])
        paint.box((x - 38, y - 20, 76, 40), colour, 8, alpha)
        paint.lines([(x, y - 16), (x + 300 * math.sin(angle), y - 16 - 300 * math.cos(angle))], colour, 12, alpha)
