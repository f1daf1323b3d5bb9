"""Arrays of random numbers, for searches that draw every gene of a generation.

Normal draws come in pairs, from a length and a direction (G. E. P. Box and M. E. Muller, "A note on the generation of
random normal deviates", 1958), in float32 from basic operations only: the same bits on every machine.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel, part
from neuro.random import Purpose, philox_blocks, room_for
from neuro.thread_pool import share_rows

__all__ = ["draw_normal", "draw_uniform"]

_TOGETHER = 2048  # draws of one stream: enough for whole vectors, and all they need stays in the nearest cache
_STREAMS = 128  # that one thread draws at a time: what waking it is worth

_HALF, _ONE, _MINUS_TWO = np.float32(0.5), np.float32(1), np.float32(-2)
_UNIT_32, _UNIT_24 = np.float32(2.0**-32), np.float32(2.0**-24)
_FRACTION, _EXPONENT_OF_ONE = np.uint32(0x7FFFFF), np.uint32(0x3F800000)
_FRACTION_BITS, _BIAS, _BYTE = np.uint32(23), np.float32(127), np.uint32(8)
_ROOT_OF_TWO, _LN2 = np.float32(1.41421356), np.float32(0.6931471805599453)
_L3, _L5, _L7, _L9 = (np.float32(1 / c) for c in (3, 5, 7, 9))
# sin(πx) and cos(πx) for |x| <= 1/2, by their series.
_S1, _S3, _S5, _S7, _S9, _S11 = (
    np.float32(c)
    for c in (
        3.141592653589793, -5.16771278004997, 2.550164039877345, -0.5992645293207921, 0.08214588661112823,
        -0.00737043094571435,
    )
)  # fmt: skip
_C2, _C4, _C6, _C8, _C10, _C12 = (
    np.float32(c)
    for c in (
        -4.934802200544679, 4.058712126416768, -1.3352627688545893, 0.2353306303588935, -0.02580689139001406,
        0.0019295743094039,
    )
)  # fmt: skip


@part
def _lengths(words, count, sizes, powers):
    """Lengths sqrt(-2 log u) of normal pairs, where u is each word's share of all words.

    Args:
        words: ``(n,)`` uint32, of which the first ``count`` are read.
        count: Number of lengths.
        sizes: float32, at least ``(count,)``, written.
        powers: float32, at least ``(count,)``, room for exponents.
    """
    bits = sizes.view(np.uint32)
    for k in range(count):
        sizes[k] = (np.float32(words[k]) + _HALF) * _UNIT_32
    for k in range(count):
        word = bits[k]
        powers[k] = np.float32(word >> _FRACTION_BITS) - _BIAS
        bits[k] = np.uint32((word & _FRACTION) | _EXPONENT_OF_ONE)
    for k in range(count):
        fraction = sizes[k]
        large = fraction > _ROOT_OF_TWO
        fraction = fraction * _HALF if large else fraction
        power = powers[k] + _ONE if large else powers[k]
        s = (fraction - _ONE) / (fraction + _ONE)
        c = s * s
        logarithm = power * _LN2 - _MINUS_TWO * (((((_L9 * c + _L7) * c + _L5) * c + _L3) * c) * s + s)
        sizes[k] = np.sqrt(_MINUS_TWO * logarithm)


@kernel
def _fill_normal(out, first, key, generation, purpose, words, sizes, powers):
    """Fill ``out`` with normal draws, a stream for each ``_TOGETHER`` of them; see ``draw_normal``.

    Args:
        out: float32 ``(n,)``, written.
        first: Number of the first stream.
        key: The run's key of random draws.
        generation: The generation.
        purpose: A ``Purpose``.
        words: ``(room_for(_TOGETHER),)`` uint32, room.
        sizes: ``(_TOGETHER // 2,)`` float32, room.
        powers: ``(_TOGETHER // 2,)`` float32, room.
    """
    for start in range(0, out.size, _TOGETHER):
        count = min(_TOGETHER, out.size - start)
        pairs = (count + 1) // 2
        philox_blocks(words, key, 0, (2 * pairs + 3) // 4, first + start // _TOGETHER, generation, purpose)
        _lengths(words, pairs, sizes, powers)
        for k in range(pairs):
            word = words[pairs + k]
            x = np.float32(word) * _UNIT_32 - _HALF
            c = x * x
            cosine = (((((_C12 * c + _C10) * c + _C8) * c + _C6) * c + _C4) * c + _C2) * c + _ONE
            out[start + k] = sizes[k] * (cosine if word & np.uint32(1) else -cosine)
            sizes[k] *= (((((_S11 * c + _S9) * c + _S7) * c + _S5) * c + _S3) * c + _S1) * x
        for k in range(count - pairs):
            out[start + pairs + k] = sizes[k]


@kernel
def _fill_uniform(out, first, key, generation, purpose, words):
    """Fill ``out`` with draws from [0, 1); see ``_fill_normal``."""
    for start in range(0, out.size, _TOGETHER):
        count = min(_TOGETHER, out.size - start)
        philox_blocks(words, key, 0, (count + 3) // 4, first + start // _TOGETHER, generation, purpose)
        for k in range(count):
            out[start + k] = np.float32(np.int32(words[k] >> _BYTE)) * _UNIT_24


def _share_streams(draw: Callable[[NDArray[np.float32], int], None], out: NDArray[np.float32]) -> None:
    """Call ``draw(part, first)`` for parts of an array, where ``first`` is the number of the part's first stream."""
    flat = out.reshape(-1)

    def work(first: int, last: int) -> None:
        draw(flat[first * _TOGETHER : last * _TOGETHER], first)

    share_rows(work, -(-flat.size // _TOGETHER), _STREAMS)


def draw_normal(out: NDArray[np.float32], key: np.uint64, generation: int, purpose: Purpose) -> None:
    """Fill an array with standard normal draws; none is larger than 6.8.

    Args:
        out: Written; its rows lie one behind the other. What stands in it before a row does not depend on how many
            rows follow.
        key: The run's key of random draws.
        generation: The generation that they are for.
        purpose: What they are for.
    """

    def draw(part: NDArray[np.float32], first: int) -> None:
        half = _TOGETHER // 2
        room = np.empty(room_for(_TOGETHER), np.uint32), np.empty(half, np.float32), np.empty(half, np.float32)
        _fill_normal(part, first, key, generation, np.uint64(purpose), *room)

    _share_streams(draw, out)


def draw_uniform(out: NDArray[np.float32], key: np.uint64, generation: int, purpose: Purpose) -> None:
    """Fill an array with draws from [0, 1); see ``draw_normal``."""

    def draw(part: NDArray[np.float32], first: int) -> None:
        _fill_uniform(part, first, key, generation, np.uint64(purpose), np.empty(room_for(_TOGETHER), np.uint32))

    _share_streams(draw, out)
