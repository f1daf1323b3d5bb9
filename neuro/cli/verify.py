"""``neuro verify``: checking a recorded run or champion by playing it again."""

from __future__ import annotations

import json as json_format
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from neuro.cli.checks import check_count, plural
from neuro.cli.replay import champion_file
from neuro.errors import SettingError
from neuro.texts import shown
from neuro.verification import Verdict
from neuro.verification import verify as play_again

__all__ = ["running_again", "verify"]


def verify(
    path: Path,
    /,
    *,
    sample: int | None = None,
    threads: int | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Play a run or a champion again, and see whether it comes out as recorded; exits with 1 if it does not.

    A run is played again from its settings: every generation, checkpoint and champion must be what its folder says. A
    champion is played on the courses of its generation. A live page is written again, and its run or replay begun. So:

        neuro verify saves/flappy-1

    Args:
        path: A run's folder, a champion's file, a live page, or the name of a game whose champion ships with neuro.
        sample: Play only so many generations, each from the checkpoint before it.
        threads: Number of threads; as many as the machine has when not given. Changes no result.
        json: Print the verdict as one JSON object, and nothing else.
    """
    check_count("sample", sample)
    check_count("threads", threads)
    is_page = path.suffix.lower() == ".html" and not path.is_dir()
    if is_page and sample is not None:
        raise SettingError("--sample is of a run's folder: a page is compared as a whole; leave it out")
    path = path if path.is_dir() or is_page else champion_file(path)
    with running_again() as told:
        if is_page:
            from neuro.live.page_check import verify_page  # only here: it loads what draws pages

            verdict = verify_page(path, threads=threads, on_generation=told)
        else:
            verdict = play_again(path, sample=sample, threads=threads, on_generation=told)
    if json:
        print(json_format.dumps({"path": str(path), **asdict(verdict)}, indent=2))
    elif verdict.agrees:
        print(shown(_confirmed(path, verdict)))
    else:
        where = "" if verdict.differs_at is None else f" in generation {verdict.differs_at}"
        print(shown(f"neuro: {path} is not as recorded{where}: {verdict.why}"), file=sys.stderr)
    return 0 if verdict.agrees else 1


@contextmanager
def running_again() -> Iterator[Callable[[int], None] | None]:
    """Shows on a terminal how many generations have been played; silent elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # only here: rich takes longer to load than a short run

    console = Console(file=sys.stderr)
    with console.status("running again") as status:
        yield lambda played: status.update(f"running again: {plural(played, 'generation')}")


def _confirmed(path: Path, verdict: Verdict) -> str:
    if verdict.what == "champion":
        return f"{path} is true: its fitness and score came out again, bit for bit."
    if verdict.what == "lesson":
        return f"{path} is true: it is what neuro writes, and what is learnt on it began here with the same bits."
    if verdict.what == "replay":
        return f"{path} is true: it is what neuro writes, and the beginning of its replay came out again, bit for bit."
    count = plural(verdict.generations, "generation")
    if verdict.what == "page":
        return f"{path} is true: it is what neuro writes, and {count} of its run came out again, bit for bit."
    every = "" if verdict.generations == verdict.recorded else f" of {verdict.recorded:,}"
    return f"{path} is true: {count}{every} came out again, bit for bit."
