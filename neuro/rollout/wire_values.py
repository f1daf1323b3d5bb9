"""Policies, genomes and outcomes as bytes and plain values, and back: what goes from one machine to another."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import named
from neuro.network import Layer
from neuro.network.layers import LAYERS
from neuro.policies import POLICIES, Genomes, Policy
from neuro.rollout.outcome import Outcome

__all__ = [
    "Plain",
    "arrays_from",
    "arrays_to",
    "outcome_from",
    "outcome_to",
    "policy_from",
    "policy_to",
    "row_bytes",
    "rows_of",
    "setting_to",
]

Plain = Any  # str, int, float, bool, bytes, None; dictionaries, lists and tuples of them

_LAYER = "layer of kind"


def policy_to(policy: Policy) -> dict[str, Plain]:
    """A policy by its kind and the values of its fields."""
    return {"kind": policy.kind, "fields": {one.name: _plain(getattr(policy, one.name)) for one in fields(policy)}}  # type: ignore[arg-type]


def policy_from(values: dict[str, Plain]) -> Policy:
    """The policy that ``policy_to`` made plain values of.

    Raises:
        UnknownNameError: If this machine knows no such policy, or none of its layers.
    """
    made: Policy = named("policy", values["kind"], POLICIES)(
        **{name: _object(value) for name, value in values["fields"].items()}
    )
    return made


def _plain(value: Any) -> Plain:
    if isinstance(value, Layer):
        return {_LAYER: value.kind, **value.settings()}
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _object(value: Plain) -> Any:
    if isinstance(value, dict) and _LAYER in value:
        return named("layer", value[_LAYER], LAYERS)(**{name: one for name, one in value.items() if name != _LAYER})
    return tuple(map(_object, value)) if isinstance(value, tuple) else value


def _packed(array: NDArray[Any]) -> Plain:
    """The type, the shape of a row, and the bytes of an array, little-endian."""
    kind = array.dtype.newbyteorder("<")
    return kind.str, array.shape[1:], np.ascontiguousarray(array, kind).tobytes()


def _unpacked(packed: Plain, count: int) -> NDArray[Any]:
    """The array of so many rows; it can be written to, for kernels are compiled anew for others."""
    kind, shape, data = packed
    return np.frombuffer(data, kind).reshape(count, *shape).astype(np.dtype(kind).newbyteorder("="))


def arrays_to(genomes: Genomes) -> dict[str, Plain]:
    """Genomes as the bytes of their arrays."""
    return {name: _packed(array) for name, array in genomes.arrays().items()}


def arrays_from(arrays: dict[str, Plain], count: int) -> dict[str, NDArray[Any]]:
    """The arrays of so many genomes, from which their policy makes them."""
    return {name: _unpacked(packed, count) for name, packed in arrays.items()}


def rows_of(arrays: dict[str, Plain], first: int, count: int, population: int) -> dict[str, Plain]:
    """The arrays of some of the genomes.

    Args:
        arrays: What ``arrays_to`` made of all of them.
        first: The place of the first one.
        count: The number of them.
        population: The number of all.
    """
    found = {}
    for name, (kind, shape, data) in arrays.items():
        size = len(data) // population
        found[name] = (kind, shape, data[first * size : (first + count) * size])
    return found


def row_bytes(arrays: dict[str, Plain], population: int) -> int:
    """Bytes that one genome takes."""
    return max(1, sum(len(data) for _, _, data in arrays.values()) // population)


def setting_to(setting: Any) -> dict[str, float]:
    """A game's parameters by name."""
    return {name: float(value) for name, value in setting._asdict().items()}


def outcome_to(outcome: Outcome) -> dict[str, Plain]:
    """An outcome as the bytes of its arrays, and its faults."""
    arrays = {name: _packed(value) for name, value in vars(outcome).items() if isinstance(value, np.ndarray)}
    return {"count": len(outcome.fitness), "arrays": arrays, "faults": outcome.faults}


def outcome_from(values: dict[str, Plain]) -> Outcome:
    """The outcome that ``outcome_to`` made plain values of."""
    arrays: dict[str, Any] = {**arrays_from(values["arrays"], values["count"])}
    return Outcome(**arrays, faults=tuple(values["faults"]))
