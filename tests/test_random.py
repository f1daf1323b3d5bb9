import collections
import statistics

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import NeuroError, SettingError
from neuro.random import (
    Purpose,
    checked_seed,
    fill_words,
    normal,
    normals,
    philox,
    random_seed,
    stream_key,
    uniform,
    words,
)

words32 = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize(
    ("key", "counter", "answer"),
    [
        ((0, 0), (0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 2, (0xFFFFFFFF,) * 4, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (  # digits of pi
            (0xA4093822, 0x299F31D0),
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_known_answers_of_random123(key, counter, answer):
    found = philox(np.uint64(key[0] | key[1] << 32), *(np.uint64(word) for word in counter))
    assert tuple(int(word) for word in found) == answer


def test_a_stream_is_philox_counted_up():
    stream = words(6, seed=5, purpose=Purpose.MUTATE, generation=2, index=3)
    blocks = [philox(*(np.uint64(v) for v in (5, block, 3, 2, Purpose.MUTATE))) for block in (0, 1)]
    assert stream.dtype == np.uint32
    assert stream.tolist() == [int(word) for block in blocks for word in block][:6]


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_longer_stream_begins_with_the_shorter(a, b):
    short, long = sorted((a, b))
    assert (words(long, 1, Purpose.COURSE)[:short] == words(short, 1, Purpose.COURSE)).all()


@given(first=st.integers(0, 200), count=st.integers(0, 100))
def test_a_stream_can_be_begun_anywhere(first, count):
    whole = words(first + count, 1, Purpose.COURSE)
    assert words(count, 1, Purpose.COURSE, first=first).tolist() == whole[first:].tolist()


@pytest.mark.parametrize("count", [0, 1, 31, 32, 33, 70])
def test_filling_an_array_with_words_gives_the_beginning_of_the_stream(count):
    out = np.zeros(count, np.uint32)
    fill_words(out, np.uint64(5), int(Purpose.DROPOUT), 2, 3)
    assert out.tolist() == words(count, 5, Purpose.DROPOUT, 2, 3).tolist()


@given(st.lists(words32, max_size=40))
def test_many_normal_draws_have_the_bits_of_single_ones(drawn):
    out = np.zeros(len(drawn) + 8)
    normals(np.array(drawn, np.uint32), len(drawn), out)
    assert out[: len(drawn)].tolist() == [normal(np.uint64(word)) for word in drawn]


def test_seed_purpose_generation_and_index_each_give_another_stream():
    ways = [(1, Purpose.COURSE, 0, 0), (2, Purpose.COURSE, 0, 0), (1, Purpose.EXAM, 0, 0), (1, Purpose.COURSE, 1, 0)]
    ways.append((1, Purpose.COURSE, 0, 1))
    assert len({words(4, *way).tobytes() for way in ways}) == len(ways)


@given(words32)
def test_normal_is_the_quantile_of_its_word(word):
    exact = statistics.NormalDist().inv_cdf((word + 0.5) / 2**32)
    assert normal(np.uint64(word)) == pytest.approx(exact, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("word", [0, 1, 59, 60, 322122547, 322122548, 2**31 - 1, 2**31, 2**32 - 1])
def test_normal_is_right_at_its_ends_and_where_its_formula_changes(word):
    exact = statistics.NormalDist().inv_cdf((word + 0.5) / 2**32)
    assert normal(np.uint64(word)) == pytest.approx(exact, rel=1e-6, abs=1e-7)


@given(words32)
def test_normal_is_symmetric(word):
    assert normal(np.uint64(word)) == pytest.approx(-normal(np.uint64(2**32 - 1 - word)), rel=1e-6, abs=1e-9)


@given(words32, st.integers(0, 2**24))
def test_uniform_is_its_hash_written_anew(seed, counter):
    expected = oracles.uniform(seed, counter)
    assert uniform(np.uint32(seed), counter) == expected
    assert uniform(np.uint32(seed), np.float32(counter)) == expected
    assert 0 <= expected < 1


def test_uniform_fills_its_interval_evenly_along_a_course_and_across_courses():
    along = [float(uniform(np.uint32(9), k)) for k in range(8000)]
    across = [float(uniform(np.uint32(k), 0)) for k in range(8000)]
    for drawn in (along, across):
        counts = collections.Counter(int(10 * value) for value in drawn)
        assert all(700 < counts[tenth] < 900 for tenth in range(10))  # 800 each, 3.7 standard deviations


@pytest.mark.parametrize("seed", [-1, 2**63, 1.0, "1", None, True, np.int64(-3)])
def test_what_is_not_a_seed_is_refused_by_name(seed):
    with pytest.raises(SettingError, match="whole number from 0 to") as caught:
        checked_seed(seed)
    assert repr(seed) in str(caught.value)
    assert isinstance(caught.value, (NeuroError, ValueError))


@pytest.mark.parametrize("seed", [0, 2**63 - 1, np.uint8(7)])
def test_a_seed_is_taken_as_it_is(seed):
    assert checked_seed(seed) == seed
    assert type(checked_seed(seed)) is int


def test_a_random_seed_is_a_seed_and_another_each_time():
    drawn = {checked_seed(random_seed()) for _ in range(5)}
    assert len(drawn) > 1
    assert max(drawn) < 1_000_000


def test_a_generator_gives_keys_of_its_own_state():
    first, again = np.random.default_rng(3), np.random.default_rng(3)
    assert stream_key(first) == stream_key(again) != stream_key(first)
    assert stream_key(7) == 7
    assert stream_key(None) != stream_key(None)
    with pytest.raises(SettingError):
        stream_key("7")
