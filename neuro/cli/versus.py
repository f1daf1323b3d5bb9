"""``neuro watch GAME --versus A,B``: several algorithms learn the same courses side by side."""

from __future__ import annotations

import json
from dataclasses import replace

from neuro.cli.algorithm_options import BreedingOptions, algorithms_given
from neuro.cli.branch_recorder import BranchRecorder
from neuro.cli.line_reporter import LineReporter
from neuro.cli.options import KeepingOptions, RunSettings, ViewOptions
from neuro.cli.recording_progress import window_options
from neuro.cli.session import announce_compiling, open_session
from neuro.cli.signals import StopSignals
from neuro.cli.view_choice import chosen_view
from neuro.errors import SettingError
from neuro.evolution.run import run
from neuro.random import random_seed

__all__ = ["watch_versus"]

_LEAST, _MOST = 2, 4


def watch_versus(
    game: str | None,
    names: str,
    settings: RunSettings,
    breeding: BreedingOptions,
    keeping: KeepingOptions,
    showing: ViewOptions,
) -> int:
    """Watch several algorithms on the same courses; where there is no window, they learn one after the other.

    Raises:
        SettingError: If they are not two to four, or a run is to be gone on with.
        UnknownNameError: If there is no such algorithm.
    """
    if settings.algorithm is not None:
        raise SettingError("--versus names the algorithms that are watched: leave --algorithm out")
    algorithms = algorithms_given(names, breeding)
    if not _LEAST <= len(algorithms) <= _MOST or keeping.resume is not None:
        raise SettingError(
            f"--versus takes two to four algorithms, such as ga,random, and begins new runs; not {names!r}"
        )
    if settings.engine not in (None, "local") or settings.address is not None:
        raise SettingError("--versus evaluates on this machine's threads: leave --engine and --address out")
    where = chosen_view(showing)
    settings = replace(settings, seed=random_seed() if settings.seed is None else settings.seed)
    runs: list[BranchRecorder] = []
    with StopSignals(at_once=True) as stop:
        try:
            for place, (chosen, own) in enumerate(algorithms, start=1):
                kept = replace(keeping, out=keeping.out and keeping.out / f"{place}-{chosen.partition(':')[0]}")
                runs.append(BranchRecorder(open_session(game, replace(settings, algorithm=chosen), own, kept)))
            for one in runs:
                announce_compiling(one.session.evolution, quiet=settings.quiet, now=where != "window")
            if where == "window" or showing.record:
                _in_window(runs, settings, showing, unattended=where == "none")
            else:
                _in_turn(runs, [chosen for chosen, _ in algorithms], settings)
        except KeyboardInterrupt:
            pass  # all is kept below, and the exit code tells of the signal
        finally:
            for one in runs:  # also those that had not begun: their folders are let go of
                one.finish()
    if settings.json:
        print(json.dumps({"versus": [one.session.result() for one in runs]}, indent=2))
        return stop.exit_code
    for (chosen, _), one in zip(algorithms, runs, strict=True):
        print(f"{chosen}:")
        one.session.print_result()
    return stop.exit_code


def _in_window(runs: list[BranchRecorder], settings: RunSettings, showing: ViewOptions, *, unattended: bool) -> None:
    from neuro.view.versus.versus_window import versus_window
    from neuro.view.watch.watch_window import WatchOptions

    for one in runs:
        one.start()
    with window_options(
        WatchOptions,
        showing,
        quiet=settings.quiet or settings.json,
        unattended=unattended,
        keep_going=settings.keep_going,
        stay_open=not (settings.json or settings.quiet or unattended),
        speed=showing.speed or "1",
    ) as shown:
        options = [
            replace(shown, generations=one.session.options.generations, reporters=one.session.reporters) for one in runs
        ]
        versus_window([one.session.evolution for one in runs], options)


def _in_turn(runs: list[BranchRecorder], names: list[str], settings: RunSettings) -> None:
    """Evolve one run after the other; ``run`` calls the reporters at the beginning and the end of each."""
    for one, name in zip(runs, names, strict=True):
        told = () if settings.quiet else (LineReporter(to_stderr=settings.json, of=name),)
        run(
            one.session.evolution,
            generations=one.session.options.generations or 100,  # random search may never end by itself
            keep_going=settings.keep_going,
            reporters=[*one.session.reporters, *told],
        )
