"""MNIST (LeCun, Cortes and Burges, 1998) and data sets in its form, such as Fashion-MNIST, from files on disk.

Either the four IDX files, gzipped or not, or ``mnist_train.csv`` and ``mnist_test.csv`` with a label and 784 pixels in
each line, as the digit classifier of the Go project read them.
"""

from __future__ import annotations

import gzip
import math
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from neuro.datasets.dataset import DataSet
from neuro.disk import opened
from neuro.errors import FileError

__all__ = ["mnist", "read_idx"]

_LARGEST = 1 << 30  # bytes of a file, unpacked
_BYTES = 0x08  # IDX's number for the type uint8
_PARTS = ("train", "t10k")
_TABLES = ("mnist_train.csv", "mnist_test.csv")


def mnist(folder: str | Path) -> DataSet:
    """MNIST (LeCun, Cortes and Burges, 1998), or what has its form: float32 images ``(28, 28, 1)``, 0 paper to 1 ink.

    Args:
        folder: Holds the four IDX files under their usual names, gzipped or not, or ``mnist_train.csv`` and
            ``mnist_test.csv``.

    Raises:
        FileError: If the folder lacks the files, or one is not what it should be.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileError(f"there is no folder {folder}: --data names the one with the files of MNIST")
    tables = [folder / name for name in _TABLES]
    pairs = [_read_table(path) for path in tables] if all(map(Path.is_file, tables)) else _read_four(folder)
    (x, y), (test_x, test_y) = pairs
    classes = max(10, int(max(y.max(), test_y.max())) + 1)
    return DataSet("mnist", x, y, test_x, test_y, tuple(map(str, range(classes))))


def _read_four(folder: Path) -> list[tuple[NDArray[np.float32], NDArray[np.int64]]]:
    found = []
    for part in _PARTS:
        images, labels = _find(folder, f"{part}-images", 3), _find(folder, f"{part}-labels", 1)
        x, y = read_idx(images, 3), read_idx(labels, 1)
        if len(x) != len(y):
            raise FileError(f"{images} holds {len(x):,} images, but {labels} holds {len(y):,} labels")
        found.append((_scaled(x), y.astype(np.int64)))
    return found


def _find(folder: Path, part: str, rank: int) -> Path:
    names = [f"{part}{joint}idx{rank}-ubyte{end}" for joint in "-." for end in ("", ".gz")]
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise FileError(
        f"{folder} lacks {names[0]} (or {names[1]}), and {_TABLES[0]} with {_TABLES[1]} is not there either"
    )


def _scaled(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    found = images[..., np.newaxis].astype(np.float32)
    found /= np.float32(255)
    return found


def read_idx(path: Path, rank: int) -> NDArray[np.uint8]:
    """The bytes of an IDX file, gzipped or not.

    Args:
        path: The file.
        rank: Number of dimensions that the array must have.

    Raises:
        FileError: If it is no such file, too large, or shorter or longer than it says.
    """
    try:
        with opened(path) as plain:
            packed = plain.read(2) == b"\x1f\x8b"
            plain.seek(0)
            if not packed:
                return _read_idx(plain, path, rank)
            with gzip.GzipFile(fileobj=plain) as unpacked:
                return _read_idx(unpacked, path, rank)  # type: ignore[arg-type]
    except (OSError, EOFError, zlib.error) as error:
        raise FileError(f"cannot read {path}: {error}") from error


def _read_idx(file: BinaryIO, path: Path, rank: int) -> NDArray[np.uint8]:
    header = file.read(4)
    if len(header) < 4 or header[:3] != bytes([0, 0, _BYTES]) or header[3] != rank:
        raise FileError(f"{path} is not an IDX file of bytes in {rank} dimensions, as MNIST's are")
    sizes = tuple(int(size) for size in np.frombuffer(file.read(4 * rank).ljust(4 * rank, b"\0"), ">u4"))
    count = math.prod(sizes)
    if not 0 < count <= _LARGEST:
        raise FileError(f"{path} says that it holds {' × '.join(map(str, sizes))} bytes, which cannot be")
    data = file.read(count + 1)
    if len(data) != count:
        there = f"{len(data):,}" if len(data) < count else "more"
        raise FileError(f"{path} is damaged: it should hold {count:,} bytes after its header, and {there} are there")
    return np.frombuffer(data, np.uint8).reshape(sizes)


def _read_table(path: Path) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    try:
        with opened(path) as file:
            skipped = 0 if file.readline().split(b",")[0].strip().isdigit() else 1
        rows = np.loadtxt(path, np.uint8, delimiter=",", skiprows=skipped, ndmin=2)
    except (OSError, ValueError, OverflowError) as error:
        raise FileError(f"cannot read {path}: {error}") from error
    if rows.shape[1] != 785:
        raise FileError(f"{path} has {rows.shape[1]} columns; a label and 784 pixels make 785")
    return _scaled(rows[:, 1:].reshape(-1, 28, 28)), rows[:, 0].astype(np.int64)
