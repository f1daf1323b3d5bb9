"""Translation between an environment's spaces and a network's numbers."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from neuro.errors import NeuroError

__all__ = ["Translation"]

_LARGEST = 1e6  # bounds above say nothing of the size of what is seen


@dataclass(frozen=True, eq=False)
class Translation:
    """What an environment shows, as a network's inputs; a network's outputs, as the environment's actions.

    Boxes are flattened and divided by their finite bounds; a number of Discrete becomes as many inputs, one of them 1.
    Of Discrete actions the largest output is taken, of MultiBinary those above 0; those of a box are spread over it.

    Args:
        seen: The observation space: Box, Discrete or MultiBinary.
        done: The action space: the same.

    Raises:
        NeuroError: If they are others.
    """

    seen: spaces.Space[Any]
    done: spaces.Space[Any]

    def __post_init__(self) -> None:
        for what, space in (("shows", self.seen), ("takes", self.done)):
            if not isinstance(space, (spaces.Box, spaces.Discrete, spaces.MultiBinary)):
                raise NeuroError(
                    f"networks play environments of Box, Discrete and MultiBinary spaces, and this one {what} {space}"
                )
        if isinstance(self.done, spaces.Box) and not self.done.is_bounded():
            raise NeuroError(f"a box of actions must have finite bounds, and this environment takes {self.done}")

    @property
    def inputs(self) -> int:
        """How many."""
        return int(spaces.utils.flatdim(self.seen))

    @property
    def outputs(self) -> int:
        """How many."""
        return int(spaces.utils.flatdim(self.done))

    @property
    def decision(self) -> str:
        """How outputs become actions, see ``neuro.game.DECISIONS``."""
        if isinstance(self.done, spaces.Discrete):
            return "argmax"
        return "threshold" if isinstance(self.done, spaces.MultiBinary) else "continuous"

    def inputs_of(self, seen: Any) -> NDArray[np.float32]:
        """Observations ``(agents, ...)`` as inputs, float32 ``(agents, inputs)``.

        Raises:
            ValueError: If they are not of the space that was promised, or not finite.
        """
        found = np.asarray(seen)
        if isinstance(self.seen, spaces.Discrete):
            return self._one_of(found)
        flat = found.reshape(len(found), -1).astype(np.float32)
        if flat.shape[1] != self.inputs:
            raise ValueError(f"what it shows has the shape {found.shape[1:]}, and its space is {self.seen}")
        if not np.isfinite(flat).all():
            raise ValueError("what it shows are not finite numbers")
        return np.asarray(flat / self._scale if isinstance(self.seen, spaces.Box) else flat, np.float32)

    def _one_of(self, found: NDArray[Any]) -> NDArray[np.float32]:
        assert isinstance(self.seen, spaces.Discrete)
        which = found.astype(np.int64) - int(self.seen.start)
        if which.ndim != 1 or which.min() < 0 or which.max() >= self.inputs:
            raise ValueError(f"it shows {found.tolist()!r:.80}, which is not in {self.seen}")
        return np.eye(self.inputs, dtype=np.float32)[which]

    @functools.cached_property
    def _scale(self) -> NDArray[np.float32]:
        assert isinstance(self.seen, spaces.Box)
        largest = np.maximum(np.abs(self.seen.low), np.abs(self.seen.high)).reshape(-1).astype(np.float64)
        return np.where((largest > 0) & (largest < _LARGEST), largest, 1.0).astype(np.float32)

    def actions_of(self, outputs: NDArray[np.float32]) -> Any:
        """Outputs ``(agents, outputs)`` as actions ``(agents, ...)`` of the environment's own type."""
        match self.done:
            case spaces.Discrete():
                return outputs.argmax(axis=1).astype(np.int64) + int(self.done.start)
            case spaces.MultiBinary():
                return (outputs > 0).astype(np.int8).reshape(len(outputs), *self.done.shape)
        assert isinstance(self.done, spaces.Box)
        share = (outputs.reshape(len(outputs), *self.done.shape) + 1) / 2
        spread = self.done.low + np.clip(share, 0, 1) * (self.done.high - self.done.low)
        return spread.astype(self.done.dtype)
