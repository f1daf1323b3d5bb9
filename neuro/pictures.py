"""Preparing pictures of single digits as MNIST and its kin were prepared: size, place and thickness."""

from __future__ import annotations

import math
import os
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.disk import opened
from neuro.errors import FileError, NeuroError, ShapeError

__all__ = ["centred", "fitted", "read_png", "side_of"]

_LARGEST_FILE, _LARGEST_PICTURE = 1 << 20, 1_000_000  # bytes, pixels
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FAINT = 0.1  # ink below this is paper
_FEW = 16  # pixels of a side
_BLOCK, _BLACK = 4, 0.305  # of the 8 × 8 digits: pixels of a block's side, and the share of the bitmap that is black
_BLURS, _LEAST = 8, 0.02  # how often a thin stroke is widened at most, and what is black in the end, at least


def side_of(shape: tuple[int, ...]) -> int:
    """Width and height of the square grey images that a network takes, given the shape of its inputs.

    Raises:
        ShapeError: If it takes something else.
    """
    size = math.prod(shape)
    side = math.isqrt(size)
    fits = shape in ((size,), (side, side), (side, side, 1))
    if side * side != size or not fits or side < 4:
        raise ShapeError(f"this network takes inputs of shape {shape}, not square grey images")
    return side


def _shrink(image: NDArray[Any], rows: int, columns: int) -> NDArray[np.float64]:
    """An image in another size; each new pixel is the mean of what it covers."""

    def cover(old: int, new: int) -> NDArray[np.float64]:
        edges = np.arange(new + 1) * old / new
        low, high = edges[:-1, np.newaxis], edges[1:, np.newaxis]
        places = np.arange(old)
        covered = np.clip(np.minimum(high, places + 1) - np.maximum(low, places), 0, None)
        return np.asarray(covered * new / old, np.float64)

    return np.asarray(cover(image.shape[0], rows) @ image @ cover(image.shape[1], columns).T, np.float64)


def centred(ink: NDArray[Any], side: int) -> NDArray[np.float32]:
    """A sign as it was prepared for learning, ``(side, side)`` from 0 (paper) to 1 (ink).

    As for MNIST, the box around the ink is scaled to 20 / 28 of the side and its centre of mass put in the middle. For
    images of few pixels, see ``_in_blocks``.

    Args:
        ink: ``(height, width)``, 0 (paper) to 1 (ink), of any size.
        side: Side of the result, in pixels.
    """
    there = ink > _FAINT
    if not there.any():
        return np.zeros((side, side), np.float32)
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float64)
    if side < _FEW:
        return _in_blocks(box, side)
    scale = round(side * 20 / 28) / max(box.shape)
    small = _shrink(box, *(max(1, round(length * scale)) for length in box.shape))
    return _put(small / small.max(), side)


def _put(image: NDArray[np.float64], side: int) -> NDArray[np.float32]:
    """An image on a square, its centre of mass as near to the middle as there is room."""
    middle = _centre_of_mass(image)
    top, left = (
        min(max(0, round((side - 1) / 2 - at)), side - length) for at, length in zip(middle, image.shape, strict=True)
    )
    out = np.zeros((side, side), np.float32)
    out[top : top + image.shape[0], left : left + image.shape[1]] = image
    return out


def _in_blocks(box: NDArray[np.float64], side: int) -> NDArray[np.float32]:
    """A sign as the 8 × 8 digits were made: a black and white bitmap four times as fine, and how full each block is.

    It fills the bitmap's height, and a half to three quarters of its width; its strokes are as thick as makes three
    tenths of the bitmap black, as those are, whatever pen has drawn them.
    """
    fine = side * _BLOCK
    wide = min(max(fine // 2, round(box.shape[1] * fine / box.shape[0])), fine * 3 // 4)
    grey = np.pad(_shrink(box, fine, wide), ((0, 0), (_BLOCK, _BLOCK)))
    wanted = round(_BLACK * fine * fine)
    for _ in range(_BLURS):
        grey = np.round(_blurred(grey), 9)
        if np.count_nonzero(grey > _LEAST) >= wanted:
            break
    darkest = np.sort(grey, axis=None)[-wanted]
    bitmap = (grey >= max(darkest, _LEAST)).astype(np.float64)
    return np.asarray(_put(bitmap, fine).reshape(side, _BLOCK, side, _BLOCK).mean(axis=(1, 3)), np.float32)


def _blurred(image: NDArray[np.float64]) -> NDArray[np.float64]:
    """An image of the same size, each pixel mixed with those beside it."""
    wide = np.pad(image, 1)
    rows = (wide[:-2] + 2 * wide[1:-1] + wide[2:]) / 4
    return np.asarray((rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4)


def _centre_of_mass(image: NDArray[np.float64]) -> tuple[float, float]:
    total = image.sum()
    return (
        float(image.sum(axis=1) @ np.arange(image.shape[0]) / total),
        float(image.sum(axis=0) @ np.arange(image.shape[1]) / total),
    )


def fitted(image: NDArray[Any], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """An image ``(side, side)`` as one sample of a network's inputs."""
    return image.reshape(shape).astype(np.float32)


def read_png(path: Path) -> NDArray[np.float64]:
    """The ink of a picture, ``(height, width)`` from 0 (paper) to 1 (ink); whatever its edges show is paper.

    Args:
        path: A PNG of at most 1 MiB and 1 megapixel.

    Raises:
        FileError: If it is no such picture.
        NeuroError: If pillow is not installed.
    """
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        raise NeuroError("pictures need the pillow package: pip install 'neuro-sandbox[pictures]'") from None
    _check_file(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=["PNG"]) as picture:
                if picture.width * picture.height > _LARGEST_PICTURE:
                    size = f"{picture.width} × {picture.height} pixels"
                    raise FileError(f"{path} has {size}, more than a picture's {_LARGEST_PICTURE:,}: scale it down")
                grey = picture.convert("RGBA")
                paper = Image.new("RGBA", grey.size, "white")
                values = np.asarray(Image.alpha_composite(paper, grey).convert("L"), np.float64) / 255
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombWarning) as error:
        raise FileError(f"cannot read {path} as a PNG: {error}") from error
    except Image.DecompressionBombError as error:
        raise FileError(f"cannot read {path} as a PNG: {error}") from error
    return _ink(values)


def _check_file(path: Path) -> None:
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        start = file.read(len(_SIGNATURE))
    if size > _LARGEST_FILE:
        raise FileError(f"{path} has {size:,} bytes, more than the {_LARGEST_FILE:,} that a picture may have")
    if start != _SIGNATURE:
        raise FileError(f"{path} is not a PNG, the only form of picture that is read")


def _ink(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each pixel is from the paper, whose shade the picture's edge shows."""
    edge = np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])
    away = np.abs(values - np.median(edge))
    most = away.max()
    return away / most if most > 0.05 else np.zeros_like(values)
