"""The outputs of a network as one number to draw: the action that they lean to, and how clearly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.game import Game
from neuro.policies import Policy
from neuro.view.scene import Scene
from neuro.view.widgets.dropdown import Choice

__all__ = ["Leaning", "Meaning", "Scales"]


class Leaning(NamedTuple):
    """What outputs lean to, at some places or moments.

    Args:
        values: Numbers ``(n,)``: above 0 to what is warm, below 0 to what is cold; where actions have colours of their
            own, the lead of the first over the second.
        winners: The action that leads, by number, ``(n,)``, where actions have colours of their own; else None.
    """

    values: NDArray[np.float32]
    winners: NDArray[np.intp] | None


class Meaning(NamedTuple):
    """What the colours of a leaning stand for.

    Args:
        less: The action of a value below 0.
        more: The action of a value above 0.
        names: Names of the actions, where each has a colour of its own.
        output: The outputs, of which one at a time is shown, where each acts for itself.
    """

    less: str
    more: str
    names: tuple[str, ...] = ()
    output: Choice | None = None


class Scales:
    """Weighs the outputs of networks that play a game.

    Two outputs of which one wins, or that work against each other, are weighed against each other; of more, each action
    has a colour. Outputs that act each for itself are looked at one at a time.

    Args:
        game: The game.
        policy: The policy of the networks.
    """

    def __init__(self, game: Game, policy: Policy) -> None:
        self._names, self._decision = game.actions, game.decision
        self._middle = np.float32(policy.middle)

    def _each(self, scene: Scene) -> bool:
        """Whether each output acts for itself."""
        acts = self._decision in ("threshold", "continuous")
        return acts and len(self._names) > 1 and not (len(self._names) == 2 and scene.opposed)

    def meaning(self, scene: Scene, output: int) -> Meaning:
        """What the colours stand for, when this output is looked at."""
        names = self._names
        if self._each(scene):
            less, more = ("not", "") if self._decision == "threshold" else ("−", "+")
            return Meaning(less, more, output=Choice(names, output, names[output]))
        if len(names) > 2:
            return Meaning("", "", names)
        return Meaning(names[1] if len(names) == 2 else f"not {names[0]}", names[0])

    def weigh(self, outputs: NDArray[np.float32], scene: Scene, output: int) -> Leaning:
        """What some answers of a network ``(outputs, n)`` lean to, when this output is looked at."""
        if self._each(scene):
            return Leaning(outputs[output] - self._middle, None)
        if len(outputs) == 1:
            return Leaning(outputs[0] - self._middle, None)
        if len(outputs) == 2:
            return Leaning(outputs[0] - outputs[1], None)
        second, first = np.partition(outputs, -2, axis=0)[-2:]
        return Leaning(first - second, outputs.argmax(axis=0))
