"""Folders: assets of the package, the user's files, and caches."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs

from neuro.errors import FileError

__all__ = ["asset", "cache_root", "saves_root", "settings_file", "shipped_champion"]

_PACKAGE = Path(__file__).parent
#: What tells a checkout of neuro from any other folder: champions ship in its ``saves``.
_SIGNS = ("neuro/version.py", "saves/flappy.neuro")
_NOWHERE = Path(os.devnull)  # where nothing can be kept


def cache_root() -> Path:
    """The folder for what can be made again: compiled kernels. In ``$NUMBA_CACHE_DIR``, else the user's own for it."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen) / "neuro"
    return _of_user(platformdirs.user_cache_dir) or _NOWHERE


def _shipped(folder: str) -> Path:
    """A folder that ships with the package: inside it when installed from a wheel, beside it in a checkout."""
    installed = _PACKAGE / f"_{folder}"
    return installed if installed.is_dir() else _PACKAGE.parent / folder


def asset(name: str) -> Path:
    """A font, picture or sound that ships with the package, for example ``asset("fonts/Inter-Regular.otf")``."""
    return _shipped("assets") / name


def shipped_champion(game: str) -> Path:
    """The champion of a game that ships with the package; it may not be there."""
    return _shipped("saves") / f"{game}.neuro"


def settings_file() -> Path:
    """What windows remember: in ``$NEURO_CONFIG``, else in the user's folder for settings."""
    chosen = os.environ.get("NEURO_CONFIG")
    folder = Path(chosen) if chosen else _of_user(platformdirs.user_config_dir)
    return (folder or _NOWHERE) / "window.json"


def saves_root() -> Path:
    """Where new runs are kept.

    ``$NEURO_SAVES``; else ``saves`` of the checkout that the current folder lies in, wherever neuro was installed to;
    else the user's data folder.

    Raises:
        FileError: If the user has no home, and no other place was named.
    """
    chosen = os.environ.get("NEURO_SAVES")
    if chosen:
        return Path(chosen)
    checkout = _checkout_around()
    if checkout is not None:
        return checkout / "saves"
    folder = _of_user(platformdirs.user_data_dir)
    if folder is None:
        raise FileError("this user has no home to keep runs in; set NEURO_SAVES to a folder that can be written to")
    return folder / "saves"


def _checkout_around() -> Path | None:
    """The checkout of neuro that the current folder is or lies in."""
    try:
        here = Path.cwd()
    except OSError:  # the current folder has been removed
        return None
    return next((place for place in (here, *here.parents) if all((place / sign).is_file() for sign in _SIGNS)), None)


def _of_user(find: Callable[..., str]) -> Path | None:
    """A folder in the user's home; None for a user who has none."""
    try:
        folder = Path(find("neuro", appauthor=False))
    except RuntimeError:  # of platformdirs; older ones leave the sign for it in the path
        return None
    return None if folder.parts[:1] == ("~",) else folder
