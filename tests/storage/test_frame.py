import io
import random

import pytest

from neuro.errors import FileError
from neuro.storage import limits
from neuro.storage.files import load
from neuro.storage.frame import _HEADER, FORMAT, MAGIC, Kind, _digest, enclose, enclosed, read_frame
from neuro.storage.refusal import Refusal


def unframed(data):
    return read_frame(io.BytesIO(data), len(data))


def framed(*, magic=MAGIC, frame_format=FORMAT, kind=1, needs=(0, 1), body=b"body"):
    """A frame with anything in its header and a correct checksum."""
    header = _HEADER.pack(magic, frame_format, kind, *needs, len(body))
    return header + body + _digest(header, body)


def refused(data):
    try:
        unframed(data)
    except Refusal:
        return True
    return False


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("body", [b"", b"x", bytes(range(256)) * 100])
def test_what_was_enclosed_comes_back(kind, body):
    frame = unframed(enclose(kind, body))
    assert (frame.kind, frame.body) == (kind, body)


def test_every_flipped_bit_is_refused(saved):
    for bit in range(len(saved) * 8):
        changed = bytearray(saved)
        changed[bit // 8] ^= 1 << bit % 8
        assert refused(bytes(changed)), f"bit {bit}"


def test_every_truncation_is_refused(saved):
    assert not refused(saved)
    assert all(refused(saved[:length]) for length in range(len(saved)))


def test_every_byte_too_many_is_refused(saved):
    assert all(refused(saved + bytes(more)) for more in range(1, 70))


def test_a_thousand_random_corruptions_are_refused_by_load(saved, written):
    rng = random.Random(20261124)
    for _ in range(1000):
        damaged = corrupted(saved, rng)
        with pytest.raises(FileError):
            load(written(damaged))


def corrupted(data, rng):
    """The data with some bytes changed, cut out, added or swapped."""
    damaged = bytearray(data)
    while damaged == data:
        start, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
        match rng.randrange(4):
            case 0:
                damaged[start:end] = rng.randbytes(end - start)
            case 1:
                del damaged[start:end]
            case 2:
                damaged[start:start] = rng.randbytes(rng.randrange(1, 50))
            case 3:
                damaged[start:end] = damaged[start:end][::-1]
    return bytes(damaged)


@pytest.mark.parametrize("data", [framed(kind=77, needs=(3, 14)), framed(frame_format=2, needs=(3, 14))])
def test_a_newer_file_is_refused_with_the_version_that_it_needs(data, written):
    with pytest.raises(FileError, match=r"version 3\.14 or later"):
        load(written(data))


def test_a_damaged_file_is_not_taken_for_a_newer_one():
    data = bytearray(framed())
    data[8] ^= 2  # the frame format
    with pytest.raises(Refusal, match="damaged"):
        unframed(bytes(data))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\x80\x04\x95pickle" + bytes(100), "not a file of neuro's"),
        (b"PK\x03\x04" + bytes(100), "not a file of neuro's"),
        (b"x", "not a file of neuro's"),
        (framed(magic=b"\x89neuro\n\n"), "not a file of neuro's"),  # what a text-mode transfer makes of it
        (MAGIC[:5], "cut short"),
        (framed()[:20], "cut short"),
        (framed()[:-1], "cut short"),
        (framed() + b"\n", "damaged: its header promises 60 bytes, and 61"),
    ],
)
def test_a_file_is_refused_in_words_that_say_why(data, words, written):
    path = written(data)
    with pytest.raises(FileError, match=words) as refusal:
        load(path)
    assert str(path) in str(refusal.value)


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    length = limits.GENOME_FILE
    header = _HEADER.pack(MAGIC, FORMAT, Kind.CHAMPION, 0, 1, length)

    class Unread(io.BytesIO):
        def read(self, size=-1):
            assert size <= _HEADER.size
            return super().read(size)

    with pytest.raises(Refusal, match="16,777,216"):
        read_frame(Unread(header), _HEADER.size + length + 32)


def test_a_length_beyond_the_file_is_refused_before_it_is_read(written):
    header = _HEADER.pack(MAGIC, FORMAT, Kind.CHAMPION, 0, 1, (1 << 64) - 1)
    with pytest.raises(FileError, match="cut short or damaged"):
        load(written(header + bytes(100)))


def test_a_body_that_is_too_large_is_not_enclosed():
    with pytest.raises(Refusal, match="16,777,216"):
        enclose(Kind.CHAMPION, bytes(limits.GENOME_FILE))


@pytest.mark.parametrize("size", [(4 << 20) - 1, 4 << 20, (4 << 20) + 1, (9 << 20) + 5])
def test_a_large_body_is_guarded_like_a_small_one_however_it_is_cut_up(size):
    body = random.Random(size).randbytes(size)
    whole = b"".join(enclosed(Kind.CHECKPOINT, body[:100], body[100:]))
    assert whole == enclose(Kind.CHECKPOINT, body)
    assert read_frame(io.BytesIO(whole), len(whole), limits.CHECKPOINT_FILE).body == body
    for place in (30, size // 2, size - 1, size + 40):
        damaged = bytearray(whole)
        damaged[place] ^= 4
        with pytest.raises(Refusal):
            read_frame(io.BytesIO(damaged), len(damaged), limits.CHECKPOINT_FILE)


def test_pieces_that_change_places_are_noticed():
    body = bytes(4 << 20) + b"1" * (4 << 20)
    whole = enclose(Kind.CHECKPOINT, body)
    swapped = whole[:24] + body[4 << 20 :] + body[: 4 << 20] + whole[-32:]
    with pytest.raises(Refusal, match="bytes have changed"):
        read_frame(io.BytesIO(swapped), len(swapped), limits.CHECKPOINT_FILE)
