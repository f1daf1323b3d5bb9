"""How a comparison goes on, as a table on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from neuro.comparison import Contest, ContestFolder, standing_of
from neuro.comparison.comparison_table import heading, steps_told
from neuro.numerals import legible

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["shown_progress"]

_BAR = 20  # characters


@contextmanager
def shown_progress(contest: Contest, folder: ContestFolder, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """While this context lasts, a table shows how far each algorithm is; what it yields is called when that changes.

    Args:
        contest: What is compared.
        folder: The runs that have ended.
        quiet: Whether nothing is to be shown; nothing is, either, where there is no terminal.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # only here: rich takes longer to load than a short run
    from rich.live import Live

    with Live(console=Console(file=sys.stderr), transient=True, refresh_per_second=5) as live:
        yield lambda: live.update(_table(contest, folder))


def _table(contest: Contest, folder: ContestFolder) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(heading(contest)), box=None, title_justify="left", pad_edge=False)
    for name, justify in (("algorithm", "left"), ("runs", "left"), ("", "right"), ("solved", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for name in ("agent-steps to solve", "score"):
        table.add_column(name, justify="right")
    for algorithm in contest.algorithms:
        runs = folder.of(algorithm)
        done = len(runs) * _BAR // contest.seeds
        told = ["", "", ""]
        if runs:
            standing = standing_of(algorithm, runs)
            told = [f"{standing.solved:,}", steps_told(standing.steps[1]), legible(standing.score)]
        bar = "█" * done + "░" * (_BAR - done)
        table.add_row(escape(algorithm), bar, f"{len(runs):,} of {contest.seeds:,}", *told)
    return table
