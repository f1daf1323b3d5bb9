"""``neuro export --live``: pages that compute what they show, of a population, of a champion."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

from neuro.champion import Champion
from neuro.cli.algorithm_options import BreedingOptions, given_flags
from neuro.cli.options import LiveOptions, RunSettings
from neuro.cli.replay import champion_file
from neuro.cli.session import chosen_run
from neuro.errors import SettingError
from neuro.exact_replay import game_of
from neuro.game import Game
from neuro.random import checked_seed, random_seed
from neuro.storage.files import load

__all__ = ["live_text", "options_of_a_run"]


def live_text(
    file: str, target: Path, seed: int | None, max_steps: int | None, run: LiveOptions, breeding: BreedingOptions
) -> str:
    """The text of a live page.

    Args:
        file: The name of a game, whose population learns; xor or digits, which a network learns from examples; or a
            champion's file or folder, which plays.
        target: The page's file.
        seed: Seed of the run, or of the champion's first course.
        max_steps: The longest episode; as the page has it when None.
        run: The run of a population.
        breeding: The algorithm's settings.

    Raises:
        NeuroError: If there is nothing of that name, or a page cannot have it.
        SettingError: If an option means nothing here.
    """
    if target.suffix.lower() != ".html":
        raise SettingError(f"--live makes a page: let its name end in .html, not {target.name!r}")
    path = Path(file)
    if (path / "champion.neuro").is_file() or path.is_file() or path.suffix.lower() in (".neuro", ".gone"):
        return _of_file(champion_file(path), seed, max_steps, run, breeding)
    if file in ("xor", "digits"):
        return _of_examples(file, seed, max_steps, run, breeding)
    chosen = chosen_run(file, RunSettings(seed=seed, max_steps=max_steps, **vars(run)), breeding)
    from neuro.live import live_page, waits_for_compiler

    if waits_for_compiler(*chosen):
        _announce()
    _tell_of_discs(chosen[0])
    return live_page(*chosen)


def _announce() -> None:
    print("compiling for browsers (first page only) …", file=sys.stderr, flush=True)


def _tell_of_discs(game: Game) -> None:
    """Say why a page will not have the game's own drawing, where it will not."""
    from neuro.view.face.face_page import why_plain

    if why := why_plain(game):
        print(f"the page shows discs instead of the game's drawing: {why}", file=sys.stderr, flush=True)


def _of_examples(
    name: str, seed: int | None, max_steps: int | None, run: LiveOptions, breeding: BreedingOptions
) -> str:
    given = [*options_of_a_run(run, breeding), *(["max_steps"] if max_steps is not None else [])]
    if given:
        option = given[0].replace("_", "-")
        raise SettingError(f"--{option} is of a game: the page of {name} has sliders of its own; leave it out")
    from neuro.live.digits_page import digits_page, waits_for_digits
    from neuro.live.examples_page import waits_for_examples, xor_page

    waits, page = (waits_for_examples, xor_page) if name == "xor" else (waits_for_digits, digits_page)
    if waits():
        _announce()
    return page(random_seed() if seed is None else checked_seed(seed))


def _of_file(path: Path, seed: int | None, max_steps: int | None, run: LiveOptions, breeding: BreedingOptions) -> str:
    given = options_of_a_run(run, breeding)
    if given:
        name = given[0].replace("_", "-")
        raise SettingError(f"--{name} is of a population that learns: leave it out, or name a game instead of a file")
    found = load(path)
    if not isinstance(found, Champion):
        raise SettingError(f"{path} holds a network that has never played: leave --live out for a page of it")
    from neuro.live import champion_page
    from neuro.live.champion_page import waits_for_player

    if waits_for_player(found):
        _announce()
    _tell_of_discs(game_of(found)[0])
    return champion_page(found, path.read_bytes(), path.name, course=seed or 0, max_steps=max_steps)


def options_of_a_run(run: LiveOptions, breeding: BreedingOptions) -> list[str]:
    """Names of the options of a run that were given."""
    return [name for name, value in asdict(run).items() if value is not None] + list(given_flags(breeding))
