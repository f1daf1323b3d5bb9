"""Actions of an environment as the rules of a game read them; those that are not in its space are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from neuro.envs.spaces import action_space
from neuro.errors import SettingError, ShapeError
from neuro.game import Game
from neuro.kernels import kernel

__all__ = ["Actions"]


@kernel
def _lie_between(actions, least, most):
    """Whether all do; no NaN does. Counted, since LLVM makes vectors of that."""
    right = np.int32(0)
    for k in range(actions.size):
        right += np.int32((actions[k] >= least) & (actions[k] <= most))
    return right == actions.size


class Actions:
    """The actions of a game.

    Args:
        game: The game.

    Attributes:
        known: For a choice among actions, the action rows of each choice, as the rules read them; empty where actions
            are arrays.
    """

    def __init__(self, game: Game) -> None:
        space = action_space(game)
        self._title, self._rows, self._space, self._shape = game.title, game.action_rows, space, space.shape
        count = int(space.n) if isinstance(space, spaces.Discrete) else 2
        self._whole = not isinstance(space, spaces.Box)
        self._least, self._most = 0.0 if self._whole else -1.0, float(count - 1)
        self.known = {k: np.float32(k) for k in range(count)} if isinstance(space, spaces.Discrete) else {}

    def of_one(self, action: Any) -> NDArray[Any]:
        """The action of one agent, ``(action rows,)``.

        Raises:
            ShapeError: If it has another shape.
            SettingError: If it is not in the space of actions.
        """
        given = action if type(action) is np.ndarray else _array(action)
        if given.shape != self._shape and (self._rows > 1 or given.shape not in ((), (1,))):
            raise ShapeError(f"an action in {self._title} is one of {self._space}, not {action!r:.80}")
        if not self._holds(given):
            raise SettingError(f"an action in {self._title} is one of {self._space}, not {action!r:.80}")
        return given if given.ndim == 1 else given.reshape(self._rows)

    def _holds(self, given: NDArray[Any]) -> bool:
        """Whether all are numbers of the space."""
        if given.dtype.kind not in "fiub":
            return False
        least, most = self._least, self._most
        values = given if given.ndim == 1 else given.ravel()
        for value in values.tolist():  # a few, for which arrays would take longer
            if not least <= value <= most:
                return False
        return not self._whole or not (given % 1).any()

    def of_many(self, agents: int, actions: Any) -> NDArray[np.float32]:
        """The actions of many agents, float32 ``(agents, action rows)``.

        Raises:
            ShapeError: If they are of other agents or actions.
            SettingError: If one is not in the space of actions.
        """
        found = _array(actions)
        if found.size != agents * self._rows or found.shape[:1] != (agents,):
            wanted = (agents,) if self._rows == 1 else (agents, self._rows)
            raise ShapeError(f"{agents} agents of {self._title} need actions of shape {wanted}, not {found.shape}")
        kind = found.dtype.kind
        if kind in "fiub":
            values = np.ascontiguousarray(found, np.float32).reshape(-1)
            broken = self._whole and kind == "f" and (values % 1).any()
            if _lie_between(values, self._least, self._most) and not broken:
                return values.reshape(agents, self._rows)
        wrong = next((k for k in range(agents) if not self._holds(np.asarray(found[k]))), 0)
        told = f"{found[wrong]!r:.80} of agent {wrong}"
        raise SettingError(f"an action in {self._title} is one of {self._space}, not {told}")


def _array(actions: Any) -> NDArray[Any]:
    try:
        return np.asarray(actions)
    except ValueError:  # rows of different lengths
        return np.array(None)
