"""``neuro export``: a network in a form that other programs understand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from neuro.champion import Champion
from neuro.cli.algorithm_options import BreedingOptions
from neuro.cli.ancestors import ancestry_of
from neuro.cli.checks import check_count
from neuro.cli.live_export import live_text, options_of_a_run
from neuro.cli.options import LiveOptions, RunSettings
from neuro.cli.replay import champion_file
from neuro.cli.session import chosen_run
from neuro.errors import SettingError
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game, game_names
from neuro.network import GraphNetwork
from neuro.policies import Policy
from neuro.storage.atomic import check_writable, write_atomically
from neuro.storage.files import load, save

__all__ = ["export"]


def export(
    file: Path | None = None,
    target: Path | None = None,
    /,
    *,
    seed: int | None = None,
    max_steps: int | None = None,
    ancestors: Annotated[bool, Parameter(negative="")] = False,
    live: Annotated[bool, Parameter(negative="")] = False,
    gallery: Path | None = None,
    run: LiveOptions | None = None,
    breeding: BreedingOptions | None = None,
) -> int:
    """Write a network in another form; the target's suffix says which.

    `.gone` is the form of the Go library gone, `.onnx` that of ONNX (needs the extra onnx), and `.neuro` our own.
    `.html` is one page that needs nothing else: of a champion its recorded episode with its brain at work, of a network
    of images a drawing pad on which it guesses. For example:

        neuro export saves/flappy-1/champion.neuro page.html
        neuro export saves/flappy-1 learnt.html --ancestors
        neuro export flappy live.html --live
        neuro export saves/flappy-1 replay.html --live
        neuro export xor xor.html --live
        neuro export --gallery web

    Args:
        file: A `.neuro` or `.gone` file, a run's folder, or the name of a game whose champion ships with neuro; with
            --live the name of any game, a champion's file, a run's folder, xor or digits.
        target: The file to write. Neither is needed with --gallery.
        seed: Seed of the course that a champion plays on its page, 0 when not given; of a live page's run, a random one
            when not given.
        max_steps: The longest episode on a page, in steps; a minute of play when not given.
        ancestors: For a run's folder: write a page of how it learnt, with champions of about five generations on one
            course.
        live: Write a page that computes what it shows, in any browser, to the same bits as here: a population of the
            game learns, a champion plays any course, or a network learns xor or digits.
        gallery: Write a folder of live pages instead, one for each game and level, with those of shipped champions and
            a page that leads to all; `--games DIR` adds your own.
        run: The run of a live page.
        breeding: The algorithm's settings in a live page.
    """
    check_count("max-steps", max_steps)
    run, breeding = run or LiveOptions(), breeding or BreedingOptions()
    if gallery is not None:
        others: dict[str, object] = {"FILE": file, "--live": live, "--ancestors": ancestors, "--max-steps": max_steps}
        _check_alone(others | {f"--{name.replace('_', '-')}": True for name in options_of_a_run(run, breeding)})
        return _save_gallery(gallery, 1 if seed is None else seed)
    if file is None or target is None:
        raise SettingError("give what is to be written and the file to write, as in `neuro export flappy page.html`")
    check_writable(target, b"")  # before a page is made, which takes seconds
    if live:
        if ancestors:
            raise SettingError("--ancestors is of a run that is over, and --live of one that begins: give one of them")
        write_atomically(target, live_text(str(file), target, seed, max_steps, run, breeding).encode())
        _say_written(target)
        return 0
    _check_no_run(run, breeding)
    seed = 0 if seed is None else seed
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


def _check_no_run(run: LiveOptions, breeding: BreedingOptions) -> None:
    """Refuse options of a live page where none is written."""
    given = options_of_a_run(run, breeding)
    if given:
        raise SettingError(f"--{given[0].replace('_', '-')} is for live pages: give --live, too, or leave it out")


def _check_alone(others: dict[str, object]) -> None:
    """Refuse what has no meaning beside --gallery."""
    given = [name for name, value in others.items() if value not in (None, False)]
    if given:
        raise SettingError(f"--gallery shows every game and level as it comes: leave {given[0]} out")


def _save_gallery(folder: Path, seed: int) -> int:
    """Write a gallery; the exit code."""
    from neuro.live.gallery import write_gallery

    def begin(game: str, level: str | None) -> tuple[Game, EvolutionSettings, Policy]:
        return chosen_run(game, RunSettings(seed=seed, level=level), BreedingOptions())

    shown = write_gallery(folder, list(game_names()), begin, partial(print, flush=True))
    print(f"{shown} games: open {folder / 'index.html'}")
    return 0


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
    from neuro.view.face.guess_page import save_page

    return {".gone": save, ".html": save_page, ".neuro": save, ".onnx": save_onnx}
