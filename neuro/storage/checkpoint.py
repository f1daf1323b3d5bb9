"""Where a run stands, to a file and back."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import FileError
from neuro.evolution.settings import CHANGES, Change
from neuro.evolution.state import Best, EvolutionState
from neuro.policies import Policy
from neuro.storage import limits, neuro_pb2
from neuro.storage.atomic import write_atomically
from neuro.storage.files import frame_of, now
from neuro.storage.frame import Buffer, Frame, Kind, enclosed, newer_format
from neuro.storage.kept_genomes import arrays_of_best, best_genome_from, best_genome_to, split_arrays, usual
from neuro.storage.messages import checked_finite, checked_moment, checked_name
from neuro.storage.named_values import check_text, settings_from, settings_to
from neuro.storage.refusal import Refusal, require
from neuro.storage.wire import parse
from neuro.version import __version__

__all__ = ["Checkpoint", "decode_checkpoint", "encode_checkpoint", "load_checkpoint", "save_checkpoint"]

#: The usual one, and that of a best genome that is no vector, which an older neuro cannot read.
_USUAL, _OTHER_GENOME = 1, 2

#: The first neuro, major and minor, that reads each format.
_READABLE_SINCE = {_USUAL: (0, 1), _OTHER_GENOME: (1, 0)}

_LENGTH = struct.Struct("<Q")  # of the message, before it
_DTYPES = {"<f4": np.float32, "<f8": np.float64, "<i8": np.int64}
_NAMES = {np.dtype(dtype): name for name, dtype in _DTYPES.items()}
_DIGEST = 16


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A run's state, and which run it is of.

    Attributes:
        state: The state of the run; its arrays may not be written to.
        run: A digest of the settings that the run began with, 16 bytes.
        game: Name of the game.
        algorithm: Name of the algorithm.
        created: Time of its making: ISO 8601, UTC.
        made_by: The version of neuro that made it.
    """

    state: EvolutionState
    run: bytes
    game: str
    algorithm: str
    created: str = ""
    made_by: str = ""


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Write a checkpoint, whole or not at all.

    Raises:
        FileError: If it cannot be written.
    """
    try:
        needs = _READABLE_SINCE[_format_of(checkpoint.state)]
        parts = enclosed(Kind.CHECKPOINT, *encode_checkpoint(checkpoint), needs=needs)
    except Refusal as refusal:
        raise FileError(f"cannot write {path}: nothing could load a file that {refusal}") from None
    write_atomically(path, parts)


def load_checkpoint(path: Path, policy: Policy | None = None) -> Checkpoint:
    """The checkpoint that a file holds.

    Args:
        path: The file.
        policy: The run's policy, by which a best genome that is neither vector nor graph is made; an empty one
            where there is none.

    Raises:
        FileError: If there is no such file, or it is anything but whole, unchanged and sensible.
    """
    try:
        return decode_checkpoint(frame_of(path, limits.CHECKPOINT_FILE), policy)
    except Refusal as refusal:
        raise FileError(f"{path} {refusal}") from None


def encode_checkpoint(checkpoint: Checkpoint) -> list[Buffer]:
    """The body of a checkpoint's file, in parts.

    Raises:
        Refusal: If it has a value that cannot be stored.
    """
    best = checkpoint.state.best
    kept = {**checkpoint.state.arrays, **arrays_of_best(None if best is None else best.genome)}
    arrays = {name: _little_endian(array) for name, array in kept.items()}
    try:
        message = _message_of(checkpoint, arrays).SerializeToString(deterministic=True)
    except (TypeError, ValueError) as error:  # protobuf's own checks of type and range
        raise Refusal(f"holds a value that cannot be stored: {error}") from None
    _checkpoint_from(parse(neuro_pb2.Checkpoint, message, limits.CHECKPOINT_FRAMING), arrays, None)
    return [_LENGTH.pack(len(message)), message, *(_bytes_of(array) for array in arrays.values())]


def decode_checkpoint(frame: Frame, policy: Policy | None = None) -> Checkpoint:
    """What a frame holds; see ``load_checkpoint``.

    Raises:
        Refusal: If it is no checkpoint, makes no sense, exceeds a limit or is of a newer format.
    """
    require(frame.kind == Kind.CHECKPOINT, "holds no checkpoint of a run")
    body = memoryview(frame.body)
    require(len(body) >= _LENGTH.size, "is damaged inside: its message is cut short")
    end = _LENGTH.size + _LENGTH.unpack_from(body)[0]
    require(end <= len(body), "is damaged inside: its message is cut short")
    message = parse(neuro_pb2.Checkpoint, body[_LENGTH.size : end], limits.CHECKPOINT_FRAMING)
    if message.format > _OTHER_GENOME:
        raise newer_format(frame.needs)
    require(message.format >= _USUAL, "does not say which format it has")
    told = f"holds a best genome that a file of format {message.format} cannot hold"
    arrays = _arrays_from(message.arrays, body[end:])
    other = message.best.HasField("graph") or bool(split_arrays(arrays)[1])
    require((message.format == _OTHER_GENOME) == other, told)
    return _checkpoint_from(message, arrays, policy)


def _format_of(state: EvolutionState) -> int:
    return _USUAL if state.best is None or usual(state.best.genome) else _OTHER_GENOME


def _message_of(checkpoint: Checkpoint, arrays: Mapping[str, NDArray[Any]]) -> neuro_pb2.Checkpoint:
    state = checkpoint.state
    return neuro_pb2.Checkpoint(
        format=_format_of(state),
        run=checkpoint.run,
        game=checkpoint.game,
        algorithm=checkpoint.algorithm,
        generation=state.generation,
        fingerprint=bytes.fromhex(state.fingerprint),
        arrays=[_array_to(name, array) for name, array in arrays.items()],
        best=None if state.best is None else _best_to(state.best),
        solved=state.solved,
        agent_steps=state.agent_steps,
        seconds=state.seconds,
        changes=[_change_to(change) for change in state.changes],
        created=checkpoint.created or now(),
        made_by=checkpoint.made_by or __version__,
    )


def _checkpoint_from(
    message: neuro_pb2.Checkpoint, arrays: Mapping[str, NDArray[Any]], policy: Policy | None
) -> Checkpoint:
    own, kept = split_arrays(arrays)
    generation, best = message.generation, message.HasField("best")
    require(len(message.run) == _DIGEST, "does not say which run it is of")
    require(len(message.fingerprint) == (_DIGEST if generation else 0), "holds a fingerprint of another length")
    require(best == (generation > 0), "holds a best genome before the first generation, or none after it")
    state = EvolutionState(
        generation=generation,
        arrays=own,
        fingerprint=message.fingerprint.hex(),
        best=_best_from(message.best, generation, kept, policy) if best else None,
        solved=message.solved,
        agent_steps=message.agent_steps,
        seconds=checked_finite(message.seconds, "duration"),
        changes=_changes_from(message.changes, generation),
    )
    return Checkpoint(
        state=state,
        run=message.run,
        game=checked_name(message.game, "game"),
        algorithm=checked_name(message.algorithm, "algorithm"),
        created=checked_moment(message.created),
        made_by=check_text(message.made_by, "a version"),
    )


def _little_endian(array: NDArray[Any]) -> NDArray[Any]:
    require(array.dtype in _NAMES, f"holds an array of {array.dtype}, which is not one of {', '.join(_DTYPES)}")
    return np.ascontiguousarray(array, array.dtype.newbyteorder("<"))


def _bytes_of(array: NDArray[Any]) -> Buffer:
    """The bytes of an array, without a copy."""
    return array.reshape(-1).view(np.uint8).data


def _array_to(name: str, array: NDArray[Any]) -> neuro_pb2.Array:
    return neuro_pb2.Array(name=name, dtype=_NAMES[array.dtype], shape=array.shape)


def _arrays_from(messages: Sequence[neuro_pb2.Array], data: memoryview) -> dict[str, NDArray[Any]]:
    """The arrays, views of the bytes, which they use up exactly."""
    require(len(messages) <= limits.ARRAYS, f"holds more than {limits.ARRAYS} arrays")
    found: dict[str, NDArray[Any]] = {}
    place = 0
    for message in messages:
        name = checked_name(message.name, "array")
        require(name not in found, f"holds the array {name!r} twice")
        require(message.dtype in _DTYPES, f"holds an array of type {message.dtype!r:.60}")
        require(len(message.shape) <= limits.DIMENSIONS, f"holds an array {name!r} of too many dimensions")
        count, dtype = math.prod(message.shape), np.dtype(message.dtype)
        require(place + count * dtype.itemsize <= len(data), f"has not the bytes that its array {name!r} needs")
        array = np.frombuffer(data, dtype, count, place).reshape(tuple(message.shape))
        found[name] = array  # of any numbers: an algorithm may begin with infinity, and weights may overflow
        place += array.nbytes
    require(place == len(data), "has bytes left over behind its arrays")
    return found


def _best_to(best: Best) -> neuro_pb2.Best:
    return neuro_pb2.Best(
        **best_genome_to(best.genome),
        generation=best.generation,
        fitness=best.fitness,
        score=best.score,
        solved=best.solved,
    )


def _best_from(
    message: neuro_pb2.Best, generation: int, arrays: Mapping[str, NDArray[Any]], policy: Policy | None
) -> Best:
    require(message.generation < generation, "holds a best genome of a later generation")
    return Best(
        genome=best_genome_from(message, arrays, policy),
        generation=message.generation,
        fitness=checked_finite(message.fitness, "fitness"),
        score=checked_finite(message.score, "score"),
        solved=message.solved,
    )


def _change_to(change: Change) -> neuro_pb2.Change:
    return neuro_pb2.Change(generation=change.generation, setting=settings_to({change.name: change.value})[0])


def _changes_from(messages: Sequence[neuro_pb2.Change], generation: int) -> tuple[Change, ...]:
    require(len(messages) <= CHANGES, f"holds more than {CHANGES:,} changes of settings")
    found: list[Change] = []
    for message in messages:
        ((name, value),) = settings_from([message.setting], "the run").items()
        earliest = found[-1].generation if found else 0
        require(earliest <= message.generation <= generation, "holds changes of settings out of their order")
        found.append(Change(message.generation, name, value))
    return tuple(found)
