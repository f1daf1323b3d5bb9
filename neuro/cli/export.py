"""``neuro export``: a network in a form that other programs understand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from neuro.champion import Champion
from neuro.cli.ancestors import ancestry_of
from neuro.cli.checks import check_count
from neuro.cli.replay import champion_file
from neuro.errors import SettingError
from neuro.network import GraphNetwork
from neuro.storage.atomic import write_atomically
from neuro.storage.files import load, save

__all__ = ["export"]


def export(
    file: Path,
    target: Path,
    /,
    *,
    seed: int = 0,
    max_steps: int | None = None,
    ancestors: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Write a network in another form; the target's suffix says which.

    `.gone` is the form of the Go library gone, `.onnx` that of ONNX (needs the extra onnx), and `.neuro` our own.
    `.html` is one page that needs nothing else: of a champion its recorded episode with its brain at work, of a network
    of images a drawing pad on which it guesses. For example:

        neuro export saves/flappy-1/champion.neuro page.html
        neuro export saves/flappy-1 learnt.html --ancestors

    Args:
        file: A `.neuro` or `.gone` file, a run's folder, or the name of a game whose champion ships with neuro.
        target: The file to write.
        seed: Seed of the course that a champion plays on its page.
        max_steps: The longest episode on a page, in steps; a minute of play when not given.
        ancestors: For a run's folder: write a page of how it learnt, with champions of about five generations on one
            course.
    """
    check_count("max-steps", max_steps)
    if ancestors:
        _save_ancestors(file, target, seed, max_steps)
        return 0
    found = load(champion_file(file))
    network = found.network if isinstance(found, Champion) else found
    forms = _forms()
    suffix = target.suffix.lower()
    if suffix not in forms:
        raise SettingError(f"cannot tell the form of {target} by its suffix; known are {', '.join(sorted(forms))}")
    if suffix == ".html" and isinstance(found, Champion):
        _save_replay_page(found, target, seed, max_steps)
    elif isinstance(network, GraphNetwork) and suffix != ".neuro":
        raise SettingError(
            f"a network that grew by neat can be written as .neuro, and a champion's episode as .html, not as {suffix}"
        )
    else:
        forms[suffix](network, target)
    _say_written(target)
    return 0


def _say_written(target: Path) -> None:
    print(f"wrote {target} ({target.stat().st_size:,} bytes)")


def _save_ancestors(run: Path, target: Path, seed: int, max_steps: int | None) -> None:
    """Write the page of how a run learnt."""
    if target.suffix.lower() != ".html":
        raise SettingError(f"--ancestors makes a page: let its name end in .html, not {target.name!r}")
    from neuro.view.pages.ancestors_page import ancestors_page

    write_atomically(target, ancestors_page(ancestry_of(run, seed=seed, max_steps=max_steps)).encode())
    _say_written(target)


def _save_replay_page(champion: Champion, target: Path, seed: int, max_steps: int | None) -> None:
    """Write the page of a champion's replay."""
    from neuro.view.pages.replay_page import save_replay_page

    save_replay_page(champion, target, seed=seed, max_steps=max_steps)


def _forms() -> dict[str, Callable[[Any, Path], None]]:
    from neuro.storage.onnx import save_onnx
    from neuro.storage.page import save_page

    return {".gone": save, ".html": save_page, ".neuro": save, ".onnx": save_onnx}
