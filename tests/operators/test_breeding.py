import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.operators import CROSSOVERS, Crossover, Gaussian, breeding
from neuro.operators.breeding import Breeding
from neuro.operators.selection import fittest
from neuro.random import Purpose, normal, philox
from neuro.thread_pool import at_most, share_rows

STARTS, KEY = np.array([0, 90, 140]), np.uint64(7)


def genomes(rows):
    return np.random.default_rng(3).normal(size=(rows, STARTS[-1])).astype(np.float32)


def bred(rows, children, way=None, generation=2):
    """Elites and children of some genomes, the rows written by the module's own code."""
    way = way or Breeding(Crossover(rate=0.5), Gaussian(), STARTS, KEY)
    draw = np.random.default_rng(4)
    elites, parents = draw.integers(0, rows, 3), draw.integers(0, rows, (children, 2))
    before = genomes(rows)
    expected = np.empty((children, STARTS[-1]), np.float32)
    way.crossing.apply(before, parents, expected, STARTS, KEY, generation)
    way.mutation.apply(expected, KEY, generation)
    mine = before.copy()
    found = way.next_generation(mine, elites, parents, np.empty_like(mine), generation)
    return found, np.concatenate((before[elites], expected)), mine


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("share", [1, 7, 1000])
def test_children_have_the_same_bits_however_rows_are_dealt_out(threads, share, monkeypatch):
    monkeypatch.setattr(breeding, "share_rows", lambda work, rows: share_rows(work, rows, share))
    with at_most(threads):
        found, expected, _ = bred(60, 57)
    assert found.tobytes() == expected.tobytes()


@pytest.mark.parametrize("children", [10, 57, 200])
def test_a_generation_of_another_size_has_memory_of_its_own(children):
    found, expected, mine = bred(60, children)
    assert found.tobytes() == expected.tobytes()
    assert np.shares_memory(found, mine) == (children + 3 == 60)


@pytest.mark.parametrize("method", CROSSOVERS)
def test_part_of_a_generation_is_bred_as_in_the_whole(method):
    before, parents = genomes(30), np.random.default_rng(5).integers(0, 30, (30, 2))
    whole, parts = np.empty_like(before), np.empty_like(before)
    for children, bounds in ((whole, (0, 30)), (parts, (0, 1, 18, 30))):
        for first, last in itertools.pairwise(bounds):
            part = children[first:last]
            Crossover(method, 0.7).apply(before, parents[first:last], part, STARTS, KEY, 4, first)
            Gaussian().apply(part, KEY, 4, first)
    assert whole.tobytes() == parts.tobytes()


@pytest.mark.parametrize("genes", [1, 127, 129, 300])
def test_a_mutation_adds_the_draws_of_the_stream_one_by_one(genes):
    """An oracle: word by word, a draw of the second stream for each gene whose word is small enough."""
    found = np.zeros((1, genes), np.float32)
    Gaussian(rate=0.3, stdev=0.5).apply(found, KEY, 9, first=6)

    def word(purpose, place):
        return int(philox(KEY, *(np.uint64(v) for v in (place // 4, 6, 9, int(purpose))))[place % 4])

    changed = [gene for gene in range(genes) if word(Purpose.MUTATE, gene) < 0.3 * 2**32]
    expected = np.zeros(genes, np.float32)
    for drawn, gene in enumerate(changed):
        expected[gene] = np.float32(0.0 + (0.0 + 0.5 * normal(np.uint64(word(Purpose.SIZE, drawn)))))
    assert found[0].tobytes() == expected.tobytes()


@given(st.lists(st.integers(0, 5), min_size=1, max_size=60), st.integers(0, 60))
def test_the_fittest_come_in_the_order_of_sorting_all(values, count):
    fitness, count = np.array(values, np.float64), min(count, len(values))
    assert fittest(fitness, count).tolist() == np.argsort(-fitness, kind="stable")[:count].tolist()
