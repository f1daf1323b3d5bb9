"""``neuro evolve xor``: evolution on examples, without a picture."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

from neuro.cli.algorithm_options import BreedingOptions, algorithm_given
from neuro.cli.checks import check_count, plural
from neuro.cli.kept_file import free_file
from neuro.cli.options import KeepingOptions, RunSettings
from neuro.cli.signals import StopSignals
from neuro.errors import FileError, SettingError
from neuro.evolution.algorithms import population_of, settings_of
from neuro.evolution.evolved_examples import EXAMPLES
from neuro.evolution.reporters import Reporter
from neuro.evolution.run import run
from neuro.evolution.supervised import SupervisedEvolution
from neuro.network import GraphNetwork
from neuro.paths import saves_root
from neuro.random import random_seed
from neuro.storage.files import check_savable, save
from neuro.storage.logs import CsvLog, TensorBoardLog

__all__ = ["evolve_examples", "size_of"]

_MEANT = {"seed", "population", "generations", "algorithm", "threads", "keep_going", "json", "quiet", "verbose"}
_MEANT |= {"out", "csv", "log_dir"}


def size_of(network: Any) -> dict[str, int]:
    """What ``--json`` tells of a network that grew; nothing of others, whose size was given."""
    return {"hidden": network.hidden_nodes, "links": network.links} if isinstance(network, GraphNetwork) else {}


def evolve_examples(
    name: str,
    options: RunSettings,
    keeping: KeepingOptions,
    breeding: BreedingOptions,
    reporters: list[Reporter],
    *,
    longest: int,
) -> int:
    """Evolve networks that learn examples, and keep the best in a file.

    Args:
        name: One of ``EXAMPLES``.
        options: The run.
        keeping: The file that keeps the network, and the logs.
        breeding: The algorithm's settings.
        reporters: What tells how it goes.
        longest: Generations at most when nobody says.

    Raises:
        SettingError: If a value is out of its range, or an option is given that means nothing here.
        FileError: If the network cannot be kept.
    """
    _check_meant(name, options, keeping)
    check_count("generations", options.generations)
    check_count("threads", options.threads)
    algorithm, given = algorithm_given(options.algorithm, breeding)
    evolution = SupervisedEvolution(
        EXAMPLES[name](),
        random_seed() if options.seed is None else options.seed,
        population_of(algorithm, options.population, usual=150),
        algorithm=algorithm,
        breeding=settings_of(algorithm, given),
        threads=options.threads,
    )
    path = _file_of(name, keeping.out)
    check_savable(evolution.network, path)
    evolution.compile()
    logs: list[Reporter] = [] if keeping.csv is None else [CsvLog(keeping.csv)]
    logs += [] if keeping.log_dir is None else [TensorBoardLog(keeping.log_dir)]
    with StopSignals() as stop:
        limit = options.generations or longest
        run(evolution, generations=limit, keep_going=options.keep_going, reporters=[*logs, *reporters], stop=stop)
        save(evolution.network, path)
        told = _result_of(name, evolution, path)
        print(json.dumps(told, indent=2) if options.json else _report(told))
        sys.stdout.flush()
        return stop.exit_code


def _check_meant(name: str, *groups: RunSettings | KeepingOptions) -> None:
    for group in groups:
        for one in fields(group):
            if one.name not in _MEANT and getattr(group, one.name) != one.default:
                option = one.name.replace("_", "-")
                raise SettingError(f"--{option} means nothing to the examples of {name}: leave it out")


def _file_of(name: str, asked: Path | None) -> Path:
    """The file that keeps the network."""
    if asked is None:
        return free_file(name, saves_root())
    if asked.suffix != ".neuro":
        raise FileError(f"what learns examples is kept in a file: let --out end in .neuro, not {asked.name!r}")
    return asked


def _result_of(name: str, evolution: SupervisedEvolution, path: Path) -> dict[str, Any]:
    """The object that ``--json`` prints."""
    best = max(evolution.history, key=lambda one: (one.solved, one.best_fitness))
    return {
        "dataset": name,
        "algorithm": evolution.algorithm,
        "seed": evolution.settings.seed,
        "population": evolution.settings.population,
        "generations": evolution.generation,
        "evaluations": evolution.evaluations,
        "seconds": evolution.seconds,
        "compile_seconds": evolution.compile_seconds,
        "loss": 0.0 - best.best_fitness,
        "accuracy": best.best_score,
        "solved": evolution.solved,
        **size_of(evolution.network),
        "file": str(path),
        "fingerprint": evolution.fingerprint,
    }


def _report(told: dict[str, Any]) -> str:
    verdict = "Learnt" if told["solved"] else "Not learnt"
    grown = f", {told['hidden']} hidden nodes, {told['links']} links" if "links" in told else ""
    return (
        f"{verdict} in {plural(told['generations'], 'generation')}: {told['accuracy']:.0%} right, loss "
        f"{told['loss']:.4g}{grown} ({told['seconds']:.2f} s, seed {told['seed']}).\nKept in {told['file']}"
    )
