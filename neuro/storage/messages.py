"""Champions and models to protobuf and back."""

from __future__ import annotations

import datetime
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from neuro.champion import Champion
from neuro.errors import SettingError
from neuro.network import GraphNetwork, Network
from neuro.network.layers import Value
from neuro.random import checked_seed
from neuro.storage import limits, neuro_pb2
from neuro.storage.frame import Frame, Kind, newer_format
from neuro.storage.named_values import check_text, settings_from, settings_to
from neuro.storage.network_messages import network_from, network_to
from neuro.storage.refusal import Refusal, require
from neuro.storage.wire import parse

__all__ = ["Model", "checked_finite", "checked_moment", "checked_name", "decode", "encode", "format_of", "needs_of"]

#: Of the messages ``Champion`` and ``Model``.
_USUAL = 1

#: Of a ``Model`` that scales its numbers: a neuro that knows only format 1 would give it numbers as they are.
_SCALED = 2

#: Of a network that remembers: a neuro that knows only the formats before has no such layers.
_REMEMBERS = 3

#: Of a network of any topology: a neuro that knows only the formats before finds no layers in it.
_GRAPH = 4

#: The first neuro, major and minor, that reads each format.
_READABLE_SINCE = {_USUAL: (0, 1), _SCALED: (1, 0), _REMEMBERS: (1, 0), _GRAPH: (1, 0)}

_LARGEST = float(np.finfo(np.float32).max)


@dataclass(frozen=True, eq=False)
class Model:
    """A network by itself, and where it comes from.

    Args:
        network: The network.
        created: Time of its saving: ISO 8601, UTC.
        made_by: Version of neuro that saved it.
    """

    network: Network | GraphNetwork
    created: str
    made_by: str


def encode(content: Champion | Model) -> tuple[Kind, bytes]:
    """The kind of file and the body that hold a content: the same bytes for the same content.

    Raises:
        Refusal: If it has a value that cannot be stored.
    """
    try:
        if isinstance(content, Champion):
            kind, message = Kind.CHAMPION, _champion_to(content)
        else:
            kind, message = Kind.MODEL, _model_to(content)
    except (TypeError, ValueError) as error:  # protobuf's own checks of type and range
        raise Refusal(f"holds a value that cannot be stored: {error!s:.90}") from None
    return kind, message.SerializeToString(deterministic=True)


def needs_of(content: Champion | Model) -> tuple[int, int]:
    """The first neuro, major and minor, that can read a file of a content."""
    return _READABLE_SINCE[format_of(content.network)]


def format_of(network: Network | GraphNetwork) -> int:
    """The format of a file that holds a network."""
    if isinstance(network, GraphNetwork):
        return _GRAPH
    return _REMEMBERS if network.memory else _SCALED if network.scaling else _USUAL


def decode(frame: Frame) -> Champion | Model:
    """What a frame holds.

    Raises:
        Refusal: If it makes no sense, exceeds a limit or is of a newer format.
    """
    require(frame.kind in _READERS, "is a checkpoint of a run, no champion: go on with it by --resume")
    message_type, content_from, known = _READERS[frame.kind]
    message = parse(message_type, frame.body, limits.TABLE_FRAMING if frame.kind == Kind.MODEL else limits.FRAMING)
    require(message.format >= _USUAL, "does not say which format it has")
    if message.format not in known:
        raise newer_format(frame.needs)
    require(message.HasField("network"), "holds no network")
    require(
        message.format in (_SCALED, _REMEMBERS) or not message.network.HasField("scaling"),
        f"scales its numbers, which a file of format {message.format} cannot say",
    )
    content: Champion | Model = content_from(message)
    graph, remembers = isinstance(content.network, GraphNetwork), bool(content.network.memory)
    kinds = {_GRAPH: graph, _REMEMBERS: not graph}
    other = "a graph" if graph else "a network that remembers" if remembers else "a network of layers"
    told = f"holds {other}, which a file of format {message.format} cannot say"
    require(kinds.get(message.format, not graph and not remembers), told)
    return content


def _champion_to(champion: Champion) -> neuro_pb2.Champion:
    scales = isinstance(champion.network, Network) and champion.network.scaling is not None
    require(not scales, "holds a champion that scales its inputs, which games do not")
    return neuro_pb2.Champion(
        format=format_of(champion.network),
        network=network_to(champion.network),
        game=champion.game,
        rules_version=operator.index(champion.rules_version),
        setting=settings_to(champion.setting),
        seed=operator.index(champion.seed),
        generation=operator.index(champion.generation),
        fitness=float(champion.fitness),
        score=float(champion.score),
        algorithm=champion.algorithm,
        algorithm_settings=settings_to(champion.algorithm_settings),
        exam=settings_to(champion.exam),
        created=champion.created,
        made_by=champion.made_by,
        level=champion.level,
    )


def _champion_from(message: neuro_pb2.Champion) -> Champion:
    require(not message.network.HasField("scaling"), "holds a champion that scales its inputs, which games do not")
    require(message.rules_version > 0, "does not say which version of the rules it was made under")
    return Champion(
        network=network_from(message.network),
        game=checked_name(message.game, "game"),
        rules_version=message.rules_version,
        setting=_numbers(settings_from(message.setting, "the game")),
        seed=_seed(message.seed),
        generation=message.generation,
        fitness=checked_finite(message.fitness, "fitness"),
        score=checked_finite(message.score, "score"),
        algorithm=checked_name(message.algorithm, "algorithm"),
        algorithm_settings=settings_from(message.algorithm_settings, "the algorithm"),
        exam=settings_from(message.exam, "the exam"),
        created=checked_moment(message.created),
        made_by=check_text(message.made_by, "a version"),
        level=check_text(message.level, "a name of its level"),
    )


def _model_to(model: Model) -> neuro_pb2.Model:
    return neuro_pb2.Model(
        format=format_of(model.network),
        network=network_to(model.network),
        created=model.created,
        made_by=model.made_by,
    )


def _model_from(message: neuro_pb2.Model) -> Model:
    return Model(
        network=network_from(message.network),
        created=checked_moment(message.created),
        made_by=check_text(message.made_by, "a version"),
    )


#: The message of each kind of file, what makes its content, and the formats that are known.
_READERS: dict[Kind, tuple[Any, Callable[[Any], Champion | Model], tuple[int, ...]]] = {
    Kind.CHAMPION: (neuro_pb2.Champion, _champion_from, (_USUAL, _REMEMBERS, _GRAPH)),
    Kind.MODEL: (neuro_pb2.Model, _model_from, (_USUAL, _SCALED, _REMEMBERS, _GRAPH)),
}


def checked_name(text: str, what: str) -> str:
    """The text, if it is a name.

    Raises:
        Refusal: If it is empty, too long or unprintable.
    """
    require(text != "", f"names no {what}")
    return check_text(text, f"a name of its {what}")


def _numbers(values: Mapping[str, Value]) -> dict[str, float]:
    """The game's parameters, which are numbers within float32 and nothing else."""
    for name, value in values.items():
        fits = type(value) in (int, float) and abs(cast(float, value)) <= _LARGEST
        require(fits, f"holds a parameter {name!r} of the game that is not a number of float32")
    return cast(dict[str, float], values)


def checked_finite(value: float, what: str) -> float:
    """The number, if it is one.

    Raises:
        Refusal: If it is not finite.
    """
    require(math.isfinite(value), f"holds a {what} that is not a finite number")
    return value


def _seed(value: int) -> int:
    try:
        return checked_seed(value)
    except SettingError as error:
        raise Refusal(f"holds no usable seed: {error}") from None


def checked_moment(text: str) -> str:
    """The text, if it is a date.

    Raises:
        Refusal: If it is not.
    """
    try:
        datetime.datetime.fromisoformat(check_text(text, "a date"))
    except ValueError:
        raise Refusal(f"holds {text!r:.60} where the date should be (ISO 8601)") from None
    return text
