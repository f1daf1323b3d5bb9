"""A gallery: a folder of pages in which every game is learnt, level by level, ready for any web space."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path

from neuro.errors import FileError, NeuroError
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game, find_game
from neuro.live.champion_page import champion_page
from neuro.live.composed_page import live_page
from neuro.paths import asset, shipped_champion
from neuro.policies import Policy
from neuro.storage.atomic import write_atomically
from neuro.storage.files import load_champion
from neuro.view.pages.game_poster import game_poster

__all__ = ["Begin", "write_gallery"]

#: A run of the game of a name, on one of its levels or its usual one.
Begin = Callable[[str, str | None], tuple[Game, EvolutionSettings, Policy]]


def write_gallery(folder: Path, names: Sequence[str], begin: Begin, tell: Callable[[str], None]) -> int:
    """Write a page for each game and level, one for each champion that ships, and the page that leads to them.

    Args:
        folder: A folder that is empty or not there.
        names: Names of the games.
        begin: Gives the run that is in the page of a game and a level.
        tell: Called with a sentence for each page that is written, and for each game that cannot be in a page.

    Returns:
        How many games it shows.

    Raises:
        FileError: If the folder holds something already, or cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FileError(f"{folder} is not empty: a gallery needs a folder of its own")
    except OSError as error:
        raise FileError(f"cannot make the folder {folder}: {error.strerror}") from None
    cards = [card for name in names if (card := _card(folder, name, begin, tell))]
    page = asset("live/gallery.html").read_text(encoding="utf-8").replace("<!--CARDS-->", "\n".join(cards))
    write_atomically(folder / "index.html", page.encode())
    return len(cards)


def _card(folder: Path, name: str, begin: Begin, tell: Callable[[str], None]) -> str:
    """The pages of one game, and the card that leads to them; nothing where no page can have it."""
    try:
        game = find_game(name)
        items = [_level(folder, name, level, begin, tell) for level in game.levels or (None,)]
        write_atomically(folder / f"{name}.png", game_poster(game))
        items += _champion(folder, name, tell)
    except NeuroError as error:
        tell(f"{name}: {error}")
        return ""
    lines = "".join(items)
    return (
        f'<li class="card"><img src="{html.escape(name)}.png" alt=""><div><h2>{html.escape(game.title)}</h2>'
        f"<p>{html.escape(game.about)}</p><ul>{lines}</ul></div></li>"
    )


def _level(folder: Path, name: str, level: str | None, begin: Begin, tell: Callable[[str], None]) -> str:
    """Write the page of one level; the line that leads to it."""
    game, settings, policy = begin(name, level)
    file = folder / (f"{name}.html" if level is None else f"{name}-{level}.html")
    write_atomically(file, live_page(game, settings, policy).encode())
    tell(f"wrote {file}")
    about = "" if level is None else game.levels[level].about
    return _line(file, level or "watch it learn", about)


def _line(file: Path, name: str, about: str, kind: str = "") -> str:
    told = html.escape(file.name), html.escape(name), html.escape(about)
    return '<li class="{}"><a href="{}">{}</a> <span>{}</span></li>'.format(kind, *told)


def _champion(folder: Path, name: str, tell: Callable[[str], None]) -> list[str]:
    """Write the page of the champion that ships with a game, if one does."""
    path = shipped_champion(name)
    if not path.is_file():
        return []
    champion = load_champion(path)
    file = folder / f"{name}-champion.html"
    write_atomically(file, champion_page(champion, path.read_bytes(), path.name).encode())
    tell(f"wrote {file}")
    return [_line(file, "a champion plays", f"any course, live; it has reached {champion.score:,.6g}", "champion")]
