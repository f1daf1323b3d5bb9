"""Random numbers by counter: what is drawn depends on its key and place, never on the order of calls.

``philox`` is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011). The
key is the run's seed; the counter names the purpose, the generation, the individual and the place in its stream. So
threads, blocks, resuming and replaying cannot change a draw. All arithmetic fits 64 bits, so it is the same with and
without the JIT.

``uniform`` is the cheap generator for the rules of games: a hash of a course's seed and a counter.
"""

from __future__ import annotations

import secrets
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError
from neuro.kernels import JIT, kernel, part

__all__ = [
    "SEED_LIMIT",
    "TOGETHER",
    "Purpose",
    "checked_seed",
    "fill_words",
    "log_of_share",
    "normal",
    "normals",
    "philox",
    "philox_blocks",
    "random_seed",
    "room_for",
    "stream_key",
    "uniform",
    "words",
]

#: Seeds are whole numbers from 0 up to, but not including, this.
SEED_LIMIT = 1 << 63

#: Blocks of random words that ``philox_blocks`` draws together, as many as the widest vectors hold.
TOGETHER = 8 if JIT else 1


class Purpose(IntEnum):
    """What a draw is for: part of its counter, so that no two uses share a stream."""

    INITIALISE = 1
    COURSE = 2
    SELECT = 3
    CROSS = 4
    MUTATE = 5
    SIZE = 6
    EXAM = 7
    EPISODE = 8
    PAIR = 9
    MEETING = 9
    JUDGE = 10
    SHUFFLE = 20
    DROPOUT = 21
    HOLD_OUT = 22
    MATE = 40
    ALIGN = 41
    CHANGE = 42
    REDRAW = 43
    GROW = 44
    REPRESENT = 45
    EXPLORE = 60
    REPLAY = 61


_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_UNIT_32 = np.float64(2.0**-32)
_UNIT_24 = np.float32(2.0**-24)


@kernel
def philox(key, c0, c1, c2, c3):
    """Four random 32-bit words, each held in a uint64.

    Args:
        key: The 64-bit key, uint64.
        c0: The counter's first word, a uint64 below 2^32.
        c1: The counter's second word, a uint64 below 2^32.
        c2: The counter's third word, a uint64 below 2^32.
        c3: The counter's fourth word, a uint64 below 2^32.
    """
    key0 = key & _LOW
    key1 = key >> _HALF
    for _ in range(10):
        product0 = _MULTIPLIER_0 * c0
        product1 = _MULTIPLIER_1 * c2
        c0 = (product1 >> _HALF) ^ c1 ^ key0
        c1 = product1 & _LOW
        c2 = (product0 >> _HALF) ^ c3 ^ key1
        c3 = product0 & _LOW
        key0 = (key0 + _WEYL_0) & _LOW
        key1 = (key1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@kernel
def philox_blocks(out, key, first, count, index, generation, purpose):
    """Fill ``out`` with the words of some blocks of the stream (key, purpose, generation, index), block by block.

    Whole groups of ``TOGETHER`` blocks are drawn, since processors draw a group in the time of one: the words behind
    those that were asked for are the stream's next ones.

    Args:
        out: ``(n,)`` uint32, written; n is at least 4 times ``count``, rounded up to a multiple of ``TOGETHER``.
        key: The key, uint64.
        first: The first block.
        count: Number of blocks.
        index: The individual.
        generation: The generation.
        purpose: A ``Purpose``.
    """
    c1, c2, c3 = np.uint64(index) & _LOW, np.uint64(generation) & _LOW, np.uint64(purpose)
    for k in range((count + TOGETHER - 1) // TOGETHER * TOGETHER):
        four = philox(key, np.uint64(first + k) & _LOW, c1, c2, c3)
        out[4 * k] = np.uint32(four[0])
        out[4 * k + 1] = np.uint32(four[1])
        out[4 * k + 2] = np.uint32(four[2])
        out[4 * k + 3] = np.uint32(four[3])


def room_for(words: int) -> int:
    """How long the array must be that ``philox_blocks`` fills with so many words."""
    return -(-words // (4 * TOGETHER)) * 4 * TOGETHER


@kernel
def fill_words(out, key, purpose, generation, index):
    """Fill ``out`` (n,), uint32, with the first n words of the stream (key, purpose, generation, index)."""
    whole = out.size // (4 * TOGETHER) * TOGETHER
    philox_blocks(out, key, 0, whole, index, generation, purpose)
    for start in range(4 * whole, out.size, 4):
        four = philox(key, np.uint64(start >> 2), np.uint64(index), np.uint64(generation), np.uint64(purpose))
        for k in range(min(4, out.size - start)):
            out[start + k] = np.uint32(four[k])


@part
def log_of_share(x):
    """Natural logarithm of a float64 in (0, 1], from basic operations only, to about 1e-15."""
    exponent = 0.0
    while x < 0.7071067811865476:
        x *= 2.0
        exponent -= 1.0
    s = (x - 1.0) / (x + 1.0)
    square = s * s
    total = 1.0 / 21.0
    for k in range(9, -1, -1):
        total = total * square + 1.0 / (2.0 * k + 1.0)
    return 2.0 * s * total + exponent * 0.6931471805599453


@kernel
def _share(word):
    """The share of all words that are below this one, in (0, 1)."""
    return (np.float64(word) + 0.5) * _UNIT_32


@part
def _central_quantile(q):
    """The normal quantile of 0.5 + q, for q from -0.425 to 0.425."""
    r = 0.180625 - q * q
    numerator = ((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179
    denominator = ((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1.0
    return q * numerator / denominator


@part
def _outer_quantile(p):
    """The normal quantile of p, where it is farther from 0.5 than 0.425."""
    r = np.sqrt(-log_of_share(p if p < 0.5 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        numerator = ((0.17023821103 * r + 1.3067284816) * r + 2.756815390) * r + 1.4234372777
        denominator = (0.12021132975 * r + 0.7370016425) * r + 1.0
    else:
        r -= 5.0
        numerator = ((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150
        denominator = (0.012258202635 * r + 0.24197894225) * r + 1.0
    size = numerator / denominator
    return -size if p < 0.5 else size


@kernel
def normal(word):
    """The standard normal quantile of a 32-bit word: a Gaussian draw, float64.

    Algorithm AS 241, PPND7 (Wichura, 1988), accurate to about 1e-7, with a logarithm of our own: mathematics
    libraries differ between machines in their last bits.
    """
    p = _share(word)
    q = p - 0.5
    return _central_quantile(q) if abs(q) <= 0.425 else _outer_quantile(p)


@kernel
def normals(words, count, out):
    """Fill ``out`` with ``normal`` of each of the first ``count`` words; what stands behind those is lost.

    Args:
        words: ``(n,)`` uint32; n is at least ``count``.
        count: Number of draws.
        out: float64, written; at least ``count``, rounded up to a multiple of ``TOGETHER``.
    """
    for k in range(min(words.size, (count + TOGETHER - 1) // TOGETHER * TOGETHER)):
        out[k] = _central_quantile(_share(words[k]) - 0.5)
    for k in range(count):
        p = _share(words[k])
        if abs(p - 0.5) > 0.425:
            out[k] = _outer_quantile(p)


@kernel
def _scramble(x):
    """A bijection of 32-bit words that mixes every bit (lowbias32 of C. Wellons, 2018)."""
    x = np.uint64(x)
    x ^= x >> np.uint64(16)
    x = (x * np.uint64(0x7FEB352D)) & _LOW
    x ^= x >> np.uint64(15)
    x = (x * np.uint64(0x846CA68B)) & _LOW
    return x ^ (x >> np.uint64(16))


@kernel
def uniform(seed, counter):
    """A float32 in [0, 1) for the rules of a game, the same for the same course seed and counter.

    Args:
        seed: The course's seed, uint32.
        counter: Number of the draw within the course: a whole number from 0 up, of any type, below 2^24 when a float32.
    """
    place = (np.uint64(counter) * np.uint64(0x9E3779B9) + np.uint64(0x85EBCA6B)) & _LOW
    word = _scramble(_scramble(seed) ^ place)
    return np.float32(word >> np.uint64(8)) * _UNIT_24


def words(
    count: int, seed: int, purpose: Purpose, generation: int = 0, index: int = 0, first: int = 0
) -> NDArray[np.uint32]:
    """Words of a stream, uint32 ``(count,)``, from its ``first`` on."""
    skipped = first % 4
    out = np.empty(room_for(skipped + count), np.uint32)
    philox_blocks(out, np.uint64(seed), first // 4, -(-(skipped + count) // 4), index, generation, int(purpose))
    return out[skipped : skipped + count]


def checked_seed(seed: int) -> int:
    """The seed, if it is one.

    Raises:
        SettingError: If it is not a whole number from 0 to 2^63 - 1.
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 0 <= seed < SEED_LIMIT:
        raise SettingError(f"a seed is a whole number from 0 to {SEED_LIMIT - 1}, not {seed!r}")
    return int(seed)


def random_seed() -> int:
    """A random seed, short enough to read aloud."""
    return secrets.randbelow(1_000_000)


def stream_key(rng: np.random.Generator | int | None) -> np.uint64:
    """The key that a caller's source of randomness stands for.

    Args:
        rng: A NumPy generator (one 64-bit draw is taken), a seed, or None for fresh randomness.

    Raises:
        SettingError: If it is something else.
    """
    if rng is None:
        return np.uint64(secrets.randbits(64))
    if isinstance(rng, np.random.Generator):
        return rng.integers(1 << 64, dtype=np.uint64)
    return np.uint64(checked_seed(rng))
