"""BLAKE2b as a kernel, for the fingerprint of a run (M.-J. Saarinen and J.-P. Aumasson, RFC 7693, 2015)."""

from __future__ import annotations

import numpy as np

from neuro.kernels import kernel, part

__all__ = ["STATE", "blake2b"]

#: The chain of eight words at the beginning, before length and key are mixed in.
STATE = (
    0x6A09E667F3BCC908,
    0xBB67AE8584CAA73B,
    0x3C6EF372FE94F82B,
    0xA54FF53A5F1D36F1,
    0x510E527FADE682D1,
    0x9B05688C2B3E6C1F,
    0x1F83D9ABFB41BD6B,
    0x5BE0CD19137E2179,
)

_START = np.array(STATE, np.uint64)
_ORDER = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ],
    np.int64,
)
#: The words that are mixed together: columns first, then diagonals.
_MIXED = (
    (0, 4, 8, 12),
    (1, 5, 9, 13),
    (2, 6, 10, 14),
    (3, 7, 11, 15),
    (0, 5, 10, 15),
    (1, 6, 11, 12),
    (2, 7, 8, 13),
    (3, 4, 9, 14),
)
_WORD, _WORDS, _ROUNDS = 8, 16, 12  # bytes of a word, words of a block, rounds
_R32, _R24, _R16, _R63 = np.uint64(32), np.uint64(24), np.uint64(16), np.uint64(63)
_R40, _R48, _R1 = np.uint64(40), np.uint64(48), np.uint64(1)


@part
def _mix(v, a, b, c, d, x, y):
    v[a] = v[a] + v[b] + x
    word = v[d] ^ v[a]
    v[d] = (word >> _R32) | (word << _R32)
    v[c] = v[c] + v[d]
    word = v[b] ^ v[c]
    v[b] = (word >> _R24) | (word << _R40)
    v[a] = v[a] + v[b] + y
    word = v[d] ^ v[a]
    v[d] = (word >> _R16) | (word << _R48)
    v[c] = v[c] + v[d]
    word = v[b] ^ v[c]
    v[b] = (word >> _R63) | (word << _R1)


@kernel
def blake2b(chain, room, words, before, length, last):
    """Take a message into a digest, or a part of one.

    Args:
        chain: ``(8,)`` uint64, the state: ``STATE`` with the digest's length mixed in; changed.
        room: ``(16,)`` uint64, overwritten.
        words: uint64, the part in whole blocks of 16 words, the least byte first, zeros behind its end; one block at
            least.
        before: Bytes of the message that were taken in earlier, in whole blocks.
        length: Bytes of this part; whole blocks, unless it is the last one.
        last: 1 where the message ends with it, else 0.
    """
    blocks = words.size // _WORDS
    for block in range(blocks):
        ends = last > 0 and block == blocks - 1
        for k in range(8):
            room[k] = chain[k]
            room[8 + k] = _START[k]
        room[12] ^= np.uint64(before + (length if ends else (block + 1) * _WORD * _WORDS))
        if ends:
            room[14] = ~room[14]
        for turn in range(_ROUNDS):
            order, at = _ORDER[turn % 10], block * _WORDS
            for k in range(8):
                a, b, c, d = _MIXED[k]
                _mix(room, a, b, c, d, words[at + order[2 * k]], words[at + order[2 * k + 1]])
        for k in range(8):
            chain[k] ^= room[k] ^ room[8 + k]
