"""Entries of the start screen's list: the user's runs, the newest first, then the champions that ship."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from neuro.champion import Champion
from neuro.cli.checks import plural
from neuro.errors import FileError, NeuroError
from neuro.game import Game, find_game, game_names
from neuro.numerals import legible
from neuro.paths import saves_root, shipped_champion
from neuro.storage.files import load_champion
from neuro.storage.manifest import Manifest
from neuro.storage.runs import RunFolder
from neuro.view.marker import PLAIN, Marker, marker_of
from neuro.view.start.kept_list import Entry, EntryAction

__all__ = ["kept_entries"]

_MOST = 40  # runs that are listed: the newest


def kept_entries() -> list[Entry]:
    """All that can be opened; a folder that cannot be read is listed with what is wrong, and nothing to do."""
    return [*_runs(), *_shipped()]


def _runs() -> Iterator[Entry]:
    root: Path | None = None
    with contextlib.suppress(FileError):
        root = saves_root()
    if root is None or not root.is_dir():
        return
    found = [(path.stat().st_mtime, path.parent) for path in _manifests(root)]
    for _, folder in sorted(found, key=lambda one: one[0], reverse=True)[:_MOST]:
        try:
            yield _entry_of(RunFolder(folder))
        except NeuroError as error:
            yield Entry(folder.name, str(error))


def _manifests(root: Path) -> list[Path]:
    """For every run in a folder, the file that changes with each generation, else the one that never does."""
    with contextlib.suppress(OSError):
        both = [(path.parent / "history.csv", path) for path in root.glob("*/run.toml")]
        return [history if history.is_file() else manifest for history, manifest in both]
    return []


def _entry_of(folder: RunFolder) -> Entry:
    manifest = folder.manifest
    champion = load_champion(folder.champion_file) if folder.champion_file.is_file() else None
    game = _game_of(manifest.game)
    count = plural(_generations(folder.history_file), "generation")
    where = f"{manifest.algorithm} · {count} · {folder.path.name}"
    title = _title(game, manifest.game, manifest.level)
    if champion is None:
        return Entry(title, where, "nothing learnt yet", deeds=tuple(_run_deeds(folder, manifest, game)))
    deeds = (*_run_deeds(folder, manifest, game), *_champion_deeds(champion, folder.champion_file, game))
    return _champion_entry(title, where, champion, game, deeds)


def _champion_entry(
    title: str, where: str, champion: Champion, game: Game | None, deeds: tuple[EntryAction, ...]
) -> Entry:
    score = f"{legible(champion.score)} {game.score_name if game else 'points'}"
    return Entry(title, where, score, bool(champion.exam.get("solved")), champion.genome, deeds, _marker(game))


def _marker(game: Game | None) -> Marker:
    """A game's marker; a plain one where its view cannot be imported."""
    with contextlib.suppress(NeuroError):
        return marker_of(game)
    return PLAIN


def _shipped() -> Iterator[Entry]:
    for name in game_names():
        path = shipped_champion(name)
        game = _game_of(name)
        if game is None or not path.is_file():
            continue
        with contextlib.suppress(NeuroError):
            champion = load_champion(path)
            where = f"{champion.algorithm} · ships with neuro"
            yield _champion_entry(
                _title(game, name, champion.level), where, champion, game, _champion_deeds(champion, path, game)
            )


def _game_of(name: str) -> Game | None:
    """A game that is installed; one of another world, or one that cannot be imported, is not opened for a list."""
    with contextlib.suppress(NeuroError):
        return find_game(name) if name in game_names() else None
    return None


def _title(game: Game | None, name: str, level: str) -> str:
    if game is None:
        return name
    return game.title if level in ("", next(iter(game.levels), "")) else f"{game.title}, {level}"


def _generations(history: Path) -> int:
    """Lines of a run's history below its heading."""
    try:
        return max(0, history.read_bytes().count(b"\n") - 1)
    except OSError:
        return 0


def _run_deeds(folder: RunFolder, manifest: Manifest, game: Game | None) -> Iterator[EntryAction]:
    if game is not None and game.has_rules:
        yield EntryAction(
            "Go on", "Watch it learn on, travel back, or branch off", ("watch", "--resume", str(folder.path))
        )


def _champion_deeds(champion: Champion, path: Path, game: Game | None) -> tuple[EntryAction, ...]:
    """What can be done with a champion; only a game that people play can be raced."""
    found = [EntryAction("Replay", "Its champion again, the same each time", ("replay", str(path)))]
    if game is not None and game.has_rules:
        if game.keys:
            found.append(
                EntryAction("Race it", "Play yourself, with its champion as a ghost", _race(champion, path, game))
            )
        target = path.with_suffix(".html") if path.name == "champion.neuro" else saves_root() / f"{game.name}.html"
        about = "Write what it does as one web page, to send to anybody"
        found.append(EntryAction("Share as a page", about, ("export", str(path), str(target))))
    return tuple(found)


def _race(champion: Champion, path: Path, game: Game) -> tuple[str, ...]:
    """A race in the world that a champion learnt in."""
    level = ("--level", champion.level) if champion.level else ()
    with contextlib.suppress(NeuroError):
        usual = game.at(champion.level).setting._asdict()
        others = [f"{name}={value!r}" for name, value in champion.setting.items() if float(usual[name]) != value]
        return ("play", game.name, *level, *(word for one in others for word in ("--set", one)), "--against", str(path))
    return ("play", game.name, "--against", str(path))
