"""The frame around every file: says what is inside, and shows any change.

======== ===== ===============================================================
offset   bytes
======== ===== ===============================================================
0        8     magic number; a transfer that treats the file as text breaks it
8        2     frame format
10       2     kind of message
12       2 + 2 the first neuro, major and minor, that can read this file
16       8     length of the body
24       ...   body: one protobuf message; of a checkpoint, arrays too
24 + ... 32    blake2b-256 of all bytes before it
======== ===== ===============================================================

A body of more than 4 MiB is hashed piece by piece, 4 MiB each, on all cores, by SHA-256, for which processors have
instructions: the hash is then of the header and the pieces' hashes.

Whole numbers are little-endian. The hash shows damage; it does not show who wrote the file. Magic, length and hash stay
where they are in every future format, so that a damaged file is never mistaken for a newer one.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO, TypeAlias

from neuro.storage import limits
from neuro.storage.refusal import Refusal, require

__all__ = ["FORMAT", "MAGIC", "Buffer", "Frame", "Kind", "enclose", "enclosed", "newer_format", "read_frame"]

Buffer: TypeAlias = bytes | bytearray | memoryview

MAGIC = b"\x89neuro\r\n"
FORMAT = 1

_HEADER = struct.Struct("<8sHHHHQ")
_HASH_SIZE = 32
_PIECE = 4 << 20  # bytes


class Kind(IntEnum):
    """What a file holds: the message of its body. Numbers are never used again."""

    CHAMPION = 1
    MODEL = 2
    CHECKPOINT = 3


#: Bytes that a file of each kind may have.
_SIZES = {
    Kind.CHAMPION: limits.GENOME_FILE,
    Kind.MODEL: limits.MODEL_FILE,
    Kind.CHECKPOINT: limits.CHECKPOINT_FILE,
}

#: The first neuro, major and minor, that reads most of what this one writes.
_READABLE_SINCE = (0, 1)


@dataclass(frozen=True)
class Frame:
    """A whole and unchanged file.

    Attributes:
        kind: What the body holds.
        body: The message.
        needs: The first neuro, major and minor, that can read it.
    """

    kind: Kind
    body: bytes
    needs: tuple[int, int]


def newer_format(needs: tuple[int, int]) -> Refusal:
    """The refusal of a file in a format that this neuro does not know."""
    return Refusal(f"is from a newer neuro: version {needs[0]}.{needs[1]} or later can read it")


def _hash(parts: Iterable[Buffer]) -> bytes:
    digest = hashlib.blake2b(digest_size=_HASH_SIZE)
    for part in parts:
        digest.update(part)
    return digest.digest()


def _hash_of_piece(parts: Iterable[Buffer]) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def _digest(header: bytes, *body: Buffer) -> bytes:
    """The hash of a file."""
    with ExitStack() as stack:
        return _hashing(header, body, stack)()


def _hashing(header: bytes, body: Sequence[Buffer], stack: ExitStack) -> Callable[[], bytes]:
    """Begin to hash a file; what is returned waits for the hash. Threads end with the stack."""
    if sum(memoryview(part).nbytes for part in body) <= _PIECE:
        return lambda: _hash((header, *body))
    threads = stack.enter_context(ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="hash"))
    hashes = threads.map(_hash_of_piece, _pieces(body))
    return lambda: _hash((header, *hashes))


def _pieces(body: Sequence[Buffer]) -> Iterator[list[memoryview]]:
    """The body in pieces of one size, the last may be shorter; each in parts that follow one another."""
    piece: list[memoryview] = []
    room = _PIECE
    for part in body:
        rest = memoryview(part)
        while rest.nbytes:
            piece.append(rest[:room])
            rest, room = rest[room:], room - piece[-1].nbytes
            if not room:
                yield piece
                piece, room = [], _PIECE
    if piece:
        yield piece


def enclose(kind: Kind, body: bytes, needs: tuple[int, int] = _READABLE_SINCE) -> bytes:
    """The bytes of a file.

    Raises:
        Refusal: As ``enclosed``.
    """
    return b"".join(enclosed(kind, body, needs=needs))


def enclosed(kind: Kind, *body: Buffer, needs: tuple[int, int] = _READABLE_SINCE) -> Iterator[Buffer]:
    """The bytes of a file, in parts to be written one after another: a large body is not copied.

    It is hashed by other threads while it is written.

    Args:
        kind: What the body holds.
        body: The parts of the body, one after the other.
        needs: The first neuro, major and minor, that can read it.

    Raises:
        Refusal: If the file would be larger than its kind may be.
    """
    length = sum(memoryview(part).nbytes for part in body)
    _check_size(kind, _HEADER.size + length + _HASH_SIZE, _SIZES[kind])
    header = _HEADER.pack(MAGIC, FORMAT, kind, *needs, length)
    return _parts(header, body)


def _parts(header: bytes, body: Sequence[Buffer]) -> Iterator[Buffer]:
    with ExitStack() as stack:
        digest = _hashing(header, body, stack)
        yield header
        yield from body
        yield digest()


def read_frame(file: BinaryIO, size: int, most: int = limits.GENOME_FILE) -> Frame:
    """What a file holds, if it is whole and unchanged.

    Args:
        file: The file, open at its beginning.
        size: Size of the file in bytes. No more is read, and nothing but the header if it is not what the header says.
        most: Bytes that it may have, whatever its kind.

    Raises:
        Refusal: If it is not a file of neuro's, is cut short, too large, changed, or of a newer format.
    """
    header = file.read(_HEADER.size)
    frame_format, kind, needs, length = _read_header(header, size, most)
    body = file.read(length)
    require(
        file.read(_HASH_SIZE) == _digest(header, body),
        "is damaged: its checksum shows that bytes have changed; use another copy of it",
    )
    if frame_format != FORMAT or kind not in _SIZES:
        raise newer_format(needs)
    return Frame(Kind(kind), body, needs)


def _read_header(header: bytes, size: int, most: int) -> tuple[int, int, tuple[int, int], int]:
    """Frame format, kind, the neuro that it needs and the body's length."""
    require(size > 0, "is empty")
    require(header[: len(MAGIC)] == MAGIC[: len(header)], "is not a file of neuro's")
    require(len(header) == _HEADER.size, f"is cut short: only {len(header)} bytes are left")
    _, frame_format, kind, major, minor, length = _HEADER.unpack(header)
    whole = _HEADER.size + length + _HASH_SIZE
    require(size >= whole, f"is cut short or damaged: its header promises {whole:,} bytes, and {size:,} are there")
    require(size <= whole, f"is damaged: its header promises {whole:,} bytes, and {size:,} are there")
    _check_size(kind, size, min(most, _SIZES[Kind(kind)]) if kind in _SIZES else limits.GENOME_FILE)
    return frame_format, kind, (major, minor), length


def _check_size(kind: int, size: int, allowed: int) -> None:
    hint = "; it is a run's: see --resume" if kind == Kind.CHECKPOINT else ""
    require(size <= allowed, f"has {size:,} bytes, more than the {allowed:,} that such a file may have{hint}")
