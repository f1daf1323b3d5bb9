"""``neuro evolve``: learn without a picture."""

from __future__ import annotations

import sys

from neuro.cli.algorithm_options import BreedingOptions
from neuro.cli.evolve_examples import evolve_examples
from neuro.cli.line_reporter import LineReporter
from neuro.cli.options import KeepingOptions, RunSettings
from neuro.cli.session import Session, announce_compiling, open_session
from neuro.cli.signals import StopSignals
from neuro.evolution.evolved_examples import EXAMPLES
from neuro.evolution.reporters import Reporter
from neuro.evolution.run import run

__all__ = ["evolve"]

_LONGEST = 1000  # generations, by default


def evolve(
    game: str | None = None,
    /,
    *,
    settings: RunSettings | None = None,
    keeping: KeepingOptions | None = None,
    breeding: BreedingOptions | None = None,
) -> int:
    """Evolve networks that play a game, or that learn the examples xor or digits, as fast as the machine can.

    Stops when the best network passes the game's exam, after 1,000 generations, or when you press Ctrl-C; all is kept
    in each case, and `--resume` goes on with it. For example:

        neuro evolve flappy --seed 1

    Args:
        game: Name of the game; see `neuro games`. Or xor or digits, whose best network is kept in a file. Not needed
            with `--resume`.
        settings: The run.
        keeping: Options of the run's folder and logs.
        breeding: The algorithm's settings.
    """
    if game in EXAMPLES:
        own = settings or RunSettings(), keeping or KeepingOptions(), breeding or BreedingOptions()
        return evolve_examples(game, *own, _reporters(own[0]), longest=_LONGEST)
    session = open_session(
        game, settings or RunSettings(), breeding or BreedingOptions(), keeping or KeepingOptions(), longest=_LONGEST
    )
    with StopSignals() as stop:
        if session.recorder is not None:
            with session.running(stop):
                _evolve(session, stop)
        return session.end(stop)


def _evolve(session: Session, stop: StopSignals) -> None:
    options, evolution = session.options, session.evolution
    announce_compiling(evolution, quiet=options.quiet)
    run(
        evolution,
        generations=options.generations,
        keep_going=options.keep_going,
        reporters=[*session.reporters, *_reporters(options)],
        stop=stop,
    )


def _reporters(options: RunSettings) -> list[Reporter]:
    if options.verbose:
        return [LineReporter(to_stderr=True)]
    if options.quiet or not sys.stderr.isatty():
        return []
    from neuro.cli.progress_line import ProgressLine  # only here: rich takes longer to load than a short run

    return [ProgressLine(options.generations)]
