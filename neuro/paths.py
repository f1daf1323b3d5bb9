"""Where things are kept."""

from __future__ import annotations

from pathlib import Path

import platformdirs

__all__ = ["cache_root"]


def cache_root() -> Path:
    """The folder for what can be made again: compiled kernels."""
    return Path(platformdirs.user_cache_dir("neuro", appauthor=False))
