"""``neuro evolve``: learn without a picture."""

from __future__ import annotations

import sys

from neuro.cli.session import Session, announce_compiling, open_session
from neuro.cli.settings import BreedingOptions, RunSettings
from neuro.cli.words import plural
from neuro.evolution.reporters import Reporter
from neuro.evolution.run import run

__all__ = ["evolve"]

_LONGEST = 1000  # generations, when nobody says


def evolve(game: str, /, *, settings: RunSettings | None = None, breeding: BreedingOptions | None = None) -> int:
    """Evolve networks that play a game, as fast as the machine can.

    Stops when the best network passes the game's exam, after 1,000 generations, or when you press Ctrl-C; the best is
    kept in each case. For example::

        neuro evolve flappy --seed 1

    Args:
        game: Its name; see `neuro games`.
        settings: The run.
        breeding: How the genetic algorithm breeds.
    """
    options = settings or RunSettings()
    session = open_session(game, options, breeding or BreedingOptions())
    announce_compiling(session.evolution, quiet=options.quiet)
    limit = options.generations or (None if options.keep_going else _LONGEST)
    try:
        run(session.evolution, generations=limit, keep_going=options.keep_going, reporters=_reporters(options))
    except KeyboardInterrupt:
        return _stop(session)
    session.keep()
    session.tell()
    return 0


def _reporters(options: RunSettings) -> list[Reporter]:
    if options.quiet or not sys.stderr.isatty():
        return []
    from neuro.cli.progress import ProgressLine  # only here: rich takes longer to load than a short run

    return [ProgressLine(options.generations)]


def _stop(session: Session) -> int:
    session.keep()
    print(f"Stopped after {plural(session.evolution.generation, 'generation')}.", file=sys.stderr)
    session.tell()
    return 130
