import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.storage import limits, wire
from neuro.storage.neuro_pb2 import Champion, Integers, Layer, Network, Parameters, Setting
from neuro.storage.refusal import Refusal
from neuro.storage.wire import _varint, parse

EMPTY_LAYERS = b"\x0a\x00"
LARGE = 8 << 20


def field(number, contents):
    """A field of a length and contents, as protobuf spells it."""
    return varint(number << 3 | 2) + varint(len(contents)) + contents


def varint(value):
    digits = bytearray()
    while value >= 0x80:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(digits) + bytes([value])


HOSTILE = {
    "a million empty messages": field(2, EMPTY_LAYERS * (LARGE // 2)),
    "packed numbers": field(5, field(6, field(1, bytes(LARGE)))),
    "a huge text": field(3, b"a" * LARGE),
    "settings without end": field(5, b"") * (LARGE // 2),
    "the same number again and again": b"\x08\x01" * (LARGE // 2),
    "parameters again and again": field(2, field(2, field(3, b"")) * (LARGE // 4)),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_message_of_many_parts_is_refused_with_little_memory_and_little_reading(body, monkeypatch):
    read, next_field = [], wire._next_field
    monkeypatch.setattr(wire, "_next_field", lambda *place: read.append(place[1]) or next_field(*place))
    with pytest.raises(Refusal, match="describes itself in more than"):
        parse(Champion, body)
    assert len(read) <= limits.FRAMING / 2 + 1, "each field costs two bytes at least; of megabytes, no more is read"
    monkeypatch.undo()
    tracemalloc.start()
    with pytest.raises(Refusal):
        parse(Champion, body)
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert memory < 32 << 20


def test_bulk_in_bytes_fields_is_welcome():
    parameters = Parameters(dtype="<f4", count=1, data=bytes(LARGE))
    message = Champion(network=Network(parameters=parameters))
    assert parse(Champion, message.SerializeToString()) == message


def test_what_a_newer_neuro_has_added_is_passed_over():
    message = Champion(game="flappy")
    assert parse(Champion, message.SerializeToString() + field(9999, bytes(LARGE))).game == "flappy"


def test_everything_besides_bulk_counts_up_to_the_limit():
    message = Champion(game="a" * (limits.FRAMING - 4))  # 4: the field's number and length
    assert parse(Champion, message.SerializeToString()) == message
    message.game += "a"
    with pytest.raises(Refusal):
        parse(Champion, message.SerializeToString())


@pytest.mark.parametrize(
    "body",
    [
        b"\x08",
        b"\xff" * 20,
        b"\x0b",
        b"\x1a\x05a",
        b"\x1a\x02\xff\xff",
        b"\x00\x00",
        b"\x0f",
        b"\x0d\x00",
        b"\x09",
    ],
)
def test_what_is_no_message_is_refused(body):
    with pytest.raises(Refusal, match="cannot be read"):
        parse(Champion, body)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_refused(body):
    try:
        parse(Champion, body)
    except Refusal:
        return


numbers = st.lists(st.integers(-(1 << 63), (1 << 63) - 1), max_size=5)
settings = st.builds(Setting, name=st.text(max_size=9), integers=st.builds(Integers, values=numbers))
layers = st.builds(Layer, kind=st.text(max_size=9), settings=st.lists(settings, max_size=3))
parameters = st.builds(Parameters, dtype=st.text(max_size=3), data=st.binary(max_size=300))
networks = st.builds(Network, layers=st.lists(layers, max_size=3), parameters=parameters)


@given(st.builds(Champion, network=networks, game=st.text(max_size=200), fitness=st.floats(allow_nan=False)))
def test_every_small_message_passes(message):
    assert parse(Champion, message.SerializeToString()) == message


@given(st.integers(0, (1 << 63) - 1))
def test_a_varint_is_read_as_protobuf_writes_it(number):
    spelled = Champion(seed=number).SerializeToString()[1:]
    if number:
        assert _varint(memoryview(spelled), 0) == (number, len(spelled))
