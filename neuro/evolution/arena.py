"""Where a generation is evaluated: each genome alone, or in matches against others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError
from neuro.evolution.algorithms import Algorithm
from neuro.evolution.pairing import pairing
from neuro.evolution.thinning import thin
from neuro.game import Game
from neuro.policies import Genomes, Policy, joined_genomes
from neuro.rollout.evaluator import Evaluator
from neuro.rollout.outcome import Outcome

__all__ = ["Arena", "check_told"]

_GENOMES, _GENERATIONS = "hall of fame", "generations of the hall of fame"  # names of arrays in a run's state
_PART = f"{_GENOMES}: "  # of the names of arrays of genomes that are no vectors


class Arena:
    """Evaluates generations of a game, and keeps the genomes of earlier ones that its pairing asks for.

    Args:
        game: The game.
        policy: The policy of the genomes.
        seed: The seed of the run.

    Raises:
        UnknownNameError: If the game has several players and names a pairing that there is not.
    """

    def __init__(self, game: Game, policy: Policy, seed: int) -> None:
        self._seed, self._policy = seed, policy
        self._players, self._pairing = game.players, pairing(game.pairing)
        self._kept = self._pairing.kept if game.players > 1 else 0
        self._hall: dict[int, Genomes] = {}  # by generation, each of length 1

    def compile(self, evaluator: Evaluator, setting: Any, steps_told: int) -> None:
        """Compile what ``evaluate`` needs; see there for the arguments."""
        evaluator.compile(setting)
        if steps_told:
            evaluator.evaluate_recorded(self._policy.blank(1), np.zeros(1, np.uint32), setting, 1, 1)

    def evaluate(
        self,
        evaluator: Evaluator,
        genomes: Genomes,
        courses: NDArray[np.uint32],
        setting: Any,
        max_steps: int,
        generation: int,
        steps_told: int = 0,
    ) -> Outcome:
        """What becomes of the genomes of a generation.

        Args:
            evaluator: What plays.
            genomes: The genomes.
            courses: Seeds of the courses.
            setting: The game's parameters.
            max_steps: The longest episode, in steps.
            generation: Number of the generation.
            steps_told: How many steps are written down at most, of all genomes together.

        Raises:
            SettingError: If the pairing does not suit the game or the genomes.
            NeuroError: If the evaluator fails.
        """
        if steps_told:
            return evaluator.evaluate_recorded(genomes, courses, setting, max_steps, steps_told)
        if self._players == 1:
            return evaluator.evaluate(genomes, courses, setting, max_steps)
        matches = self._pairing.draw(len(genomes), self._players, self._seed, generation, len(self._hall))
        if self._hall:
            genomes = joined_genomes([genomes, *self._hall.values()])
        return evaluator.evaluate_matches(genomes, matches, courses, setting, max_steps)

    def keep(self, best: Genomes, generation: int) -> None:
        """Let the best genome of a generation be an opponent of later ones, if the pairing has such."""
        if self._kept:
            self._hall[generation] = best.copy()
            self._hall = {number: self._hall[number] for number in thin(self._hall, self._kept)}

    def state(self) -> dict[str, NDArray[Any]]:
        """The genomes that are kept, as arrays of a run's state, whole numbers in int64; nothing where none are."""
        if not self._hall:
            return {}
        found = joined_genomes(list(self._hall.values())).arrays()
        kept = {name: array if array.dtype.kind == "f" else array.astype(np.int64) for name, array in found.items()}
        named = {_GENOMES if name == "genomes" else f"{_PART}{name}": array for name, array in kept.items()}
        return {**named, _GENERATIONS: np.array(list(self._hall), np.int64)}

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """Take the kept genomes from the arrays of a run's state; returns the others, which are the algorithm's."""
        names = {name for name in arrays if name in (_GENOMES, _GENERATIONS) or name.startswith(_PART)}
        if names:
            kept = {name.removeprefix(_PART): arrays[name] for name in names - {_GENERATIONS, _GENOMES}}
            kept |= {"genomes": arrays[_GENOMES]} if _GENOMES in names else {}
            usual = self._policy.blank(1).arrays()
            genomes = self._policy.genomes({name: array.astype(usual[name].dtype) for name, array in kept.items()})
            numbers = arrays[_GENERATIONS].tolist()
            self._hall = {number: genomes.take([place]) for place, number in enumerate(numbers)}
        return {name: array for name, array in arrays.items() if name not in names}


def check_told(algorithm: Algorithm, evaluator: Evaluator) -> None:
    """Refuse an engine that does not write down the steps that an algorithm learns from.

    Args:
        algorithm: The algorithm.
        evaluator: What evaluates its genomes.

    Raises:
        SettingError: If it is such an engine.
    """
    if algorithm.steps_told and not evaluator.records:
        raise SettingError(f"{algorithm.name} learns from steps, which this engine does not write down: use local")
