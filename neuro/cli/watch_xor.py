"""``neuro watch xor``: backprop and evolution learn the same four examples side by side."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from neuro.cli.algorithm_options import BreedingOptions, algorithm_given
from neuro.cli.checks import check_count, plural
from neuro.cli.options import KeepingOptions, RunSettings, ViewOptions
from neuro.cli.view_choice import chosen_view
from neuro.datasets import xor
from neuro.errors import SettingError
from neuro.evolution.algorithms import GeneticSettings
from neuro.evolution.supervised import Supervised, SupervisedEvolution
from neuro.network import Dense, Input, Network
from neuro.network.training import SGD
from neuro.random import random_seed

if TYPE_CHECKING:
    from neuro.view.examples.surface_learners import SurfaceLearner

__all__ = ["watch_side_by_side"]

_MOMENT = 5
_LINES = 10
_MEANT = {"seed", "population", "generations", "json", "quiet", "verbose", "view", "frames", "screenshot", "theme"}


def watch_side_by_side(
    options: RunSettings, breeding: BreedingOptions, keeping: KeepingOptions, showing: ViewOptions
) -> int:
    """Show two decision surfaces that bend into shape, or a line now and then where there is no window.

    Raises:
        SettingError: If a value is out of its range, or an option is given that means nothing here.
    """
    _check_meant(options, keeping, showing)
    check_count("generations", options.generations)
    seed = random_seed() if options.seed is None else options.seed
    where = chosen_view(showing)
    learners = _learners(seed, options, breeding)
    if where == "window":
        from neuro.view.examples.surface_window import SurfaceOptions, show_surfaces

        shown = SurfaceOptions(frames=showing.frames, screenshot=showing.screenshot, theme=showing.theme)
        show_surfaces("neuro · backprop and evolution", learners, shown)
    else:
        _in_lines(learners, quiet=options.quiet or options.json)
    told = [_result_of(learner) for learner in learners]
    if options.json:
        print(json.dumps({"dataset": "xor", "seed": seed, "pupils": told}, indent=2))
    else:
        for one in told:
            loss = "nothing learnt yet" if one["loss"] is None else f"loss {one['loss']:.4g}"
            print(f"{one['name']:9} {loss} after {plural(one['time'], one['unit'])}")
    return 0


def _check_meant(*groups: RunSettings | KeepingOptions | ViewOptions) -> None:
    for group in groups:
        for one in fields(group):
            if one.name not in _MEANT and getattr(group, one.name) != one.default:
                option = one.name.replace("_", "-")
                raise SettingError(f"--{option} means nothing to `neuro watch xor`, which keeps no run: leave it out")


def _learners(seed: int, options: RunSettings, breeding: BreedingOptions) -> list[SurfaceLearner]:
    from neuro.view.examples.surface_learners import SIDE_BY_SIDE, BackpropLearner, EvolutionLearner

    of = SIDE_BY_SIDE
    data, layers = xor(), [Input(2), Dense(of["hidden"], "tanh"), Dense(1, "sigmoid")]
    network = Network(layers, seed=seed)
    backprop = BackpropLearner(
        network,
        data.x,
        data.y,
        of["epochs"],
        _MOMENT,
        loss=of["loss"],
        optimizer=SGD(of["rate"]),
        batch_size=of["batch"],
        seed=seed,
    )
    _, given = algorithm_given(None, breeding)
    settings = GeneticSettings(**{"mutation_stdev": of["mutation_stdev"], "elites": of["elites"], **given})
    population = of["population"] if options.population is None else options.population
    task = Supervised(layers, data.x, data.y, goal=of["goal"])
    evolution = SupervisedEvolution(task, seed, population, breeding=settings)
    return [backprop, EvolutionLearner(evolution, options.generations or of["generations"])]


def _in_lines(learners: list[SurfaceLearner], *, quiet: bool) -> None:
    for learner in learners:
        told = 0
        while not learner.done:
            learner.learn()
            if not quiet and len(learner.history) >= told:
                told += max(1, learner.total // _LINES)
                print(f"{learner.title}: {learner.unit} {len(learner.history):,}, loss {learner.history.loss[-1]:.4g}")


def _result_of(learner: SurfaceLearner) -> dict[str, Any]:
    history = learner.history
    loss = min(history.loss) if len(history) else None
    told = {"name": learner.title, "unit": learner.unit, "time": len(history), "loss": loss}
    return told | {"fingerprint": learner.fingerprint}
