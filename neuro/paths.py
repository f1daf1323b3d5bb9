"""Where things are kept: what ships with the package, what a user makes, and what can be made again."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

__all__ = ["asset", "cache_root", "saves_root", "settings_file", "shipped_champion"]

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent


def cache_root() -> Path:
    """The folder for what can be made again: compiled kernels."""
    return Path(platformdirs.user_cache_dir("neuro", appauthor=False))


def _shipped(folder: str) -> Path:
    """A folder that ships with the package: inside it when installed from a wheel, beside it in a checkout."""
    installed = _PACKAGE / f"_{folder}"
    return installed if installed.is_dir() else _CHECKOUT / folder


def asset(name: str) -> Path:
    """A font, picture or sound that ships with the package, for example ``asset("fonts/Inter-Regular.otf")``."""
    return _shipped("assets") / name


def shipped_champion(game: str) -> Path:
    """The champion of a game that ships with the package; it may not be there."""
    return _shipped("saves") / f"{game}.neuro"


def settings_file() -> Path:
    """What windows remember: in ``$NEURO_CONFIG``, else in the user's folder for settings."""
    chosen = os.environ.get("NEURO_CONFIG")
    folder = Path(chosen) if chosen else Path(platformdirs.user_config_dir("neuro", appauthor=False))
    return folder / "window.json"


def saves_root() -> Path:
    """Where new runs are kept.

    ``$NEURO_SAVES``; else ``saves`` of the checkout, inside one; else the user's data folder.
    """
    chosen = os.environ.get("NEURO_SAVES")
    if chosen:
        return Path(chosen)
    if (_CHECKOUT / "pyproject.toml").is_file() and Path.cwd().is_relative_to(_CHECKOUT):
        return _CHECKOUT / "saves"
    return Path(platformdirs.user_data_dir("neuro", appauthor=False)) / "saves"
