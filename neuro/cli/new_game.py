"""``neuro new-game``: a game of one's own, to begin with."""

from __future__ import annotations

import keyword
import shlex
import string
from pathlib import Path
from shutil import rmtree

from neuro.disk import in_words
from neuro.errors import FileError, SettingError
from neuro.game import game_names
from neuro.paths import asset

__all__ = ["new_game"]


def new_game(name: str, /, *, out: Path = Path(".")) -> int:
    """Write a small game that runs, evolves and shows itself as it is: the beginning of one of your own.

    For example:

        neuro new-game pong
        neuro watch pong --games .

    Args:
        name: What people will type: small letters, digits and underscores.
        out: The folder that the game's folder is made in.
    """
    if not name.isidentifier() or not name.islower() or keyword.iskeyword(name):
        raise SettingError(
            f"a game's name is made of small letters, digits and underscores, like my_game; not {name!r}"
        )
    if name in game_names():
        raise SettingError(f"there is a game {name!r} already: choose another name (see `neuro games`)")
    folder, part = out / name, out / f".{name}.part"  # a game is written whole or not at all
    if folder.exists():
        raise FileError(f"{folder} is there already, and nothing in it was changed: choose another name")
    try:
        part.mkdir(parents=True, exist_ok=True)
        _write(part, {"name": name, "title": name.replace("_", " ").capitalize()})
        part.rename(folder)
    except (OSError, ValueError) as error:
        rmtree(part, ignore_errors=True)
        raise FileError(f"cannot write {folder}: {in_words(error)}") from error
    print(f"Made {folder}: rules.py, __init__.py, test_game.py and README.md")
    print(f"Watch it learn: neuro watch {name} --games {shlex.quote(str(out))}")
    return 0


def _write(folder: Path, names: dict[str, str]) -> None:
    for template in sorted(asset("new_game").glob("*.txt")):
        text = string.Template(template.read_text(encoding="utf-8")).substitute(names)
        (folder / template.name.removesuffix(".txt")).write_text(text, encoding="utf-8")
