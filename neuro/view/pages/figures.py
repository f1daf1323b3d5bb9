"""What all figures for a page have in common: fonts, colours as matplotlib takes them, and files of the same bytes."""

from __future__ import annotations

import importlib.util
import io
from typing import Any

from neuro.errors import NeuroError, SettingError
from neuro.paths import asset
from neuro.view.theme import Colour

__all__ = ["FORMATS", "can_draw", "hex_of", "new_figure", "written"]

#: Kinds of files that a figure can be written as.
FORMATS = (".pdf", ".png", ".svg")


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def hex_of(colour: Colour) -> str:
    """A colour as ``"#rrggbb"``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def new_figure(**options: Any) -> Any:
    """An empty figure, for whose texts the family "Inter" is known.

    Args:
        **options: What matplotlib's ``Figure`` takes.

    Raises:
        NeuroError: If matplotlib is not installed.
    """
    if not can_draw():
        raise NeuroError("a plot needs matplotlib: pip install 'neuro-sandbox[plot]'")
    from matplotlib import font_manager
    from matplotlib.figure import Figure

    font_manager.fontManager.addfont(str(asset("fonts/Inter-Regular.otf")))
    return Figure(**options)


def written(figure: Any, suffix: str) -> bytes:
    """The file's bytes, the same each time.

    Args:
        figure: The figure.
        suffix: One of ``FORMATS``.

    Raises:
        SettingError: If there is no such format.
    """
    if suffix not in FORMATS:
        raise SettingError(f"a plot is a file that ends in {', '.join(FORMATS)}, not {suffix or 'nothing'!r}")
    import matplotlib

    file = io.BytesIO()
    nothing: dict[str, Any] = {".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
    with matplotlib.rc_context({"svg.hashsalt": "neuro", "svg.fonttype": "path"}):
        figure.savefig(file, format=suffix[1:], metadata=nothing[suffix])
    return file.getvalue()
