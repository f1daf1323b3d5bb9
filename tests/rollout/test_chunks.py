"""Chunks are worth their message, and together they are the population."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.rollout.chunks import LEAST_SECONDS, chunks_of


@given(
    population=st.integers(1, 200_000),
    size=st.integers(4, 100_000),
    workers=st.integers(1, 200),
    cost=st.none() | st.floats(1e-9, 10),
)
def test_chunks_are_the_population_part_after_part(population, size, workers, cost):
    chunks = chunks_of(population, size, workers, cost)
    assert chunks[0][0] == 0
    assert sum(count for _, count in chunks) == population
    assert all(first + count == after for (first, count), (after, _) in itertools.pairwise(chunks))
    assert max(count for _, count in chunks) - min(count for _, count in chunks) <= 1


@pytest.mark.parametrize("cost", [1e-6, 1e-5, 1e-4])
@pytest.mark.parametrize("population", [100, 10_000, 1_000_000])
def test_a_chunk_is_as_much_work_as_is_worth_a_message_unless_the_whole_is_less(population, cost):
    least = min(count for _, count in chunks_of(population, 264, 8, cost)) * cost
    assert least >= min(LEAST_SECONDS, population * cost) * 0.999


def test_much_work_is_dealt_in_more_chunks_than_there_are_workers():
    assert len(chunks_of(1_000_000, 264, 4, 1e-4)) >= 16


def test_no_message_grows_with_the_networks():
    assert max(count for _, count in chunks_of(1000, 4_000_000, 2, 1e-9)) * 4_000_000 <= 2 * 16 * 2**20
