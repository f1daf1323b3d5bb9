"""``neuro cache``: compiled code."""

from __future__ import annotations

import shutil
from typing import Annotated

from cyclopts import Parameter

from neuro.paths import cache_root

__all__ = ["cache"]


def cache(*, clear: Annotated[bool, Parameter(negative="")] = False) -> int:
    """Say where compiled code is kept and how large it is; it is made again when needed.

    Args:
        clear: Remove it.
    """
    root = cache_root()
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
    if clear:
        shutil.rmtree(root, ignore_errors=True)
        print(f"removed {size / 1e6:.1f} MB of compiled code from {root}")
    else:
        print(f"{size / 1e6:.1f} MB of compiled code in {root}; `neuro cache --clear` removes it")
    return 0
