"""``neuro guess``: draw a digit, or show a picture of one, and see what a network makes of it."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from cyclopts import Parameter

from neuro.cli.checks import check_count
from neuro.errors import FileError
from neuro.network import Network
from neuro.paths import shipped_champion
from neuro.pictures import centred, fitted, read_png, side_of
from neuro.storage.files import load

__all__ = ["guess"]

_SHIPPED = "digits"


def guess(
    file: Path | None = None,
    /,
    *,
    image: Path | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
    frames: int | None = None,
    screenshot: Path | None = None,
    theme: Literal["dark", "light"] | None = None,
) -> int:
    """Guess what is drawn: on a pad with the mouse, or in a picture from disk.

    The sign is centred and scaled as those were that the network learnt from. For example:

        neuro guess
        neuro guess mnist.neuro --image seven.png

    Args:
        file: A network for square grey images; the digit network that ships with neuro when not given.
        image: A PNG of at most 1 MiB and 1 megapixel, with one sign on plain paper; no window is opened.
        json: Together with `--image`: print the outputs as one JSON object, and nothing else.
        frames: Draw so many frames, then end.
        screenshot: Save the last frame as a PNG.
        theme: dark or light; as it was the last time when not given.
    """
    check_count("frames", frames)
    path = file or shipped_champion(_SHIPPED)
    network = load(path)
    if not isinstance(network, Network):
        raise FileError(f"{path} holds the champion of a game; guessing needs a network that has learnt images")
    side = side_of(network.shapes[0])
    if image is None and not json:
        from neuro.view.examples.guess_window import GuessOptions, guess_window

        guess_window(network, GuessOptions(frames=frames, screenshot=screenshot, theme=theme))
        return 0
    if image is None:
        raise FileError("--json needs a picture: neuro guess FILE --image PICTURE.png --json")
    seen = centred(read_png(image), side)
    outputs = np.asarray(network.predict(fitted(seen, network.shapes[0]))).ravel()
    best = int(outputs.argmax())
    if json:
        told = {"file": str(path), "image": str(image), "guess": best, "outputs": [float(one) for one in outputs]}
        print(json_format.dumps(told, indent=2))
        return 0
    print(_drawn(seen))
    for k, value in enumerate(outputs):
        print(f"{'→' if k == best else ' '} {k}  {'█' * round(30 * max(0.0, min(1.0, float(value)))):30} {value:7.2%}")
    return 0


def _drawn(image: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> str:
    """What the network sees, two signs to a pixel."""
    shades = " ░▒▓█"
    return "\n".join("".join(2 * shades[min(4, int(value * 4.999))] for value in row).rstrip() for row in image)
