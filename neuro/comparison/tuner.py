"""Proposals for settings by the tree-structured Parzen estimator of Optuna (Bergstra and others, 2011)."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from typing import Any

from neuro.comparison.search_space import Dimension
from neuro.errors import NeuroError

__all__ = ["check_tuner", "proposed"]


def check_tuner() -> None:
    """Raise NeuroError unless Optuna is installed.

    Raises:
        NeuroError: If it is not.
    """
    if importlib.util.find_spec("optuna") is None:
        raise NeuroError("tuning needs Optuna: pip install 'neuro-sandbox[tune]'")


def proposed(
    dimensions: Sequence[Dimension], tried: Sequence[tuple[Mapping[str, Any], float | None]], seed: int
) -> dict[str, Any]:
    """Settings to be tried next, by name; the first are the defaults.

    Each proposal has a random stream of its own, so what was tried so far fixes what comes next.

    Args:
        dimensions: What is searched.
        tried: The settings that were tried, and what they were worth; None where they were refused.
        seed: Seed of every random draw.

    Raises:
        NeuroError: If Optuna is not installed.
    """
    if not tried:
        return {one.name: one.default for one in dimensions}
    check_tuner()
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(seed=(seed * 1_000_003 + len(tried)) % 2**32)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    space = {one.name: _distribution(one) for one in dimensions}
    for settings, worth in tried:
        within = all(one.holds(settings[one.name]) for one in dimensions)
        if worth is not None and within:
            study.add_trial(optuna.trial.create_trial(params=dict(settings), distributions=space, value=worth))
    asked = study.ask(space).params
    return {one.name: one.rounded(asked[one.name]) for one in dimensions}


def _distribution(one: Dimension) -> Any:
    from optuna import distributions

    if one.choices:
        return distributions.CategoricalDistribution(one.choices)
    if one.whole:
        return distributions.IntDistribution(int(one.low), int(one.high), log=one.by_logarithm)
    return distributions.FloatDistribution(one.low, one.high, log=one.by_logarithm)
