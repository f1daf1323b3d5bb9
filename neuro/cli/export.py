"""``neuro export``: a network in a form that other programs understand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from neuro.champion import Champion
from neuro.errors import SettingError
from neuro.network import Network
from neuro.storage.files import load, save

__all__ = ["export"]


def export(file: Path, target: Path, /) -> int:
    """Write a network in another form; the target's suffix says which.

    `.gone` is the form of the Go library gone, `.onnx` that of ONNX (needs the extra onnx), `.html` a page with a
    drawing pad that guesses in the browser, for networks of images, and `.neuro` our own. For example::

        neuro export digits.neuro page.html

    Args:
        file: A `.neuro` or `.gone` file; of a champion the network is taken.
        target: The file to write.
    """
    found = load(file)
    network = found.network if isinstance(found, Champion) else found
    forms = _forms()
    suffix = target.suffix.lower()
    if suffix not in forms:
        raise SettingError(f"cannot tell the form of {target} by its suffix; known are {', '.join(sorted(forms))}")
    forms[suffix](network, target)
    print(f"wrote {target} ({target.stat().st_size:,} bytes)")
    return 0


def _forms() -> dict[str, Callable[[Network, Path], None]]:
    from neuro.storage.gone import save_gone
    from neuro.storage.onnx import save_onnx
    from neuro.storage.page import save_page

    return {".gone": save_gone, ".html": save_page, ".neuro": save, ".onnx": save_onnx}
