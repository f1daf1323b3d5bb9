"""Saving and loading: what was saved comes back, or one sentence says why not."""

from __future__ import annotations

import datetime
import io
import os
from pathlib import Path

from neuro.champion import Champion
from neuro.disk import opened
from neuro.errors import FileError
from neuro.network import GraphNetwork, Network
from neuro.storage import limits
from neuro.storage.atomic import check_writable, write_atomically
from neuro.storage.frame import Frame, enclose, read_frame
from neuro.storage.gone_format import SUFFIX, gone_from, gone_to
from neuro.storage.messages import Model, decode, encode, needs_of
from neuro.storage.refusal import Refusal, require
from neuro.version import __version__

_EXPORTS = (".html", ".onnx")  # whose names promise another kind of file

__all__ = ["check_savable", "frame_of", "load", "load_champion", "now", "read", "save"]


def save(thing: Champion | Network | GraphNetwork, path: str | os.PathLike[str]) -> None:
    """Write a champion or a network to a file, whole or not at all.

    Args:
        thing: What to keep.
        path: The file to write, by custom with the suffix ``.neuro``. A file that is there is replaced. What ends in
            ``.gone`` is written in the form of the Go library gone, which holds the network alone.

    Raises:
        FileError: If the file cannot be written, or could not be loaded again, or ends in ``.onnx`` or ``.html``.
    """
    path = Path(path)
    write_atomically(path, _bytes_of(thing, path))


def check_savable(thing: Champion | Network | GraphNetwork, path: str | os.PathLike[str]) -> None:
    """Raise FileError unless ``save`` would succeed now: do all of its work but for giving the file its name.

    To be asked before something is learnt that is to be kept: what a network will have learnt takes the place that its
    first weights take.

    Args:
        thing: What is to be kept; a network that is to be trained has its ``state``.
        path: The file that is to be written.

    Raises:
        FileError: As ``save``.
    """
    path = Path(path)
    check_writable(path, _bytes_of(thing, path))


def _bytes_of(thing: Champion | Network | GraphNetwork, path: Path) -> bytes:
    """The bytes of a file that holds a thing.

    Raises:
        FileError: If nothing could load them again.
    """
    content = Model(thing, now(), __version__) if isinstance(thing, Network | GraphNetwork) else thing
    if not isinstance(content, Champion | Model):
        raise FileError(f"cannot write {path}: only a Champion or a Network can be saved, not {type(thing).__name__}")
    suffix = path.suffix.lower()
    if suffix in _EXPORTS:
        raise FileError(f"cannot write {path}: `neuro export` makes {suffix} files; one that ends in .neuro is kept")
    if suffix == SUFFIX:
        try:
            return gone_to(content.network)
        except Refusal as refusal:
            raise FileError(f"cannot write {path}: it {refusal}") from None
    try:
        data = enclose(*encode(content), needs_of(content))
        decode(read_frame(io.BytesIO(data), len(data), limits.MODEL_FILE))
    except Refusal as refusal:
        raise FileError(f"cannot write {path}: nothing could load a file that {refusal}") from None
    return data


def load(path: str | os.PathLike[str]) -> Champion | Network | GraphNetwork:
    """The champion or the network that a file holds: one of neuro's, or of the Go library gone (``.gone``).

    A file is data: no code in it is ever run. A champion's game need not be installed.

    Raises:
        FileError: If there is no such file, or it is anything but whole, unchanged and sensible.
    """
    content = read(path)
    return content.network if isinstance(content, Model) else content


def load_champion(path: str | os.PathLike[str]) -> Champion:
    """The champion that a file holds.

    Raises:
        FileError: As ``load``, and if the file holds a network that has never played.
    """
    found = load(path)
    if not isinstance(found, Champion):
        raise FileError(f"{path} holds a network, but no champion of a game: `neuro inspect` shows what is in it")
    return found


def read(path: str | os.PathLike[str]) -> Champion | Model:
    """What a file holds, with the date and version of a network too.

    Raises:
        FileError: As ``load``.
    """
    path = Path(path)
    try:
        if path.suffix.lower() == SUFFIX:
            return Model(gone_from(_contents(path)), "", "gone")
        return decode(frame_of(path))
    except Refusal as refusal:
        raise FileError(f"{path} {refusal}") from None


def frame_of(path: Path, most: int = limits.MODEL_FILE) -> Frame:
    """The frame of a file.

    Args:
        path: The file.
        most: Bytes that it may have.

    Raises:
        FileError: If it cannot be read.
        Refusal: If it is not a whole and unchanged file of neuro's.
    """
    with opened(path) as file:
        return read_frame(file, os.fstat(file.fileno()).st_size, most)


def _contents(path: Path) -> bytes:
    """All of a small file."""
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        require(size > 0, "is empty")
        require(size <= limits.MODEL_FILE, f"has {size:,} bytes, more than the {limits.MODEL_FILE:,} that it may have")
        return file.read(size)


def now() -> str:
    """This moment: ISO 8601, UTC."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
