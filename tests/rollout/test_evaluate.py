import os

import numpy as np
import pytest
from games_for_tests import quick_flappy
from hypothesis import given, settings
from hypothesis import strategies as st
from test_loop import bits, genomes_of

from neuro.errors import SettingError
from neuro.kernels import JIT
from neuro.rollout.evaluate import evaluate, thread_count
from neuro.rollout.program import program

COURSES = np.arange(3, dtype=np.uint32)


def outcome_of(genomes, courses=COURSES, threads=1):
    loops = program(quick_flappy, quick_flappy.layers)
    return evaluate(loops, genomes, courses, quick_flappy.setting, 300, threads)


def test_results_do_not_depend_on_the_number_of_threads():
    genomes = genomes_of(2, 101)
    assert len({bits(outcome_of(genomes, threads=threads)) for threads in (1, 2, 3, None)}) == 1


@settings(max_examples=20)
@given(rows=st.lists(st.integers(0, 39), min_size=1, max_size=30), threads=st.integers(1, 3))
def test_a_genome_fares_the_same_in_whatever_company(rows, threads):
    genomes = genomes_of(3, 40)
    whole, some = outcome_of(genomes), outcome_of(genomes[rows], threads=threads)
    for values, expected in ((some.fitness, whole.fitness), (some.score, whole.score), (some.steps, whole.steps)):
        assert values.tobytes() == expected[rows].tobytes()


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_what_is_compiled_plays_genomes_that_cannot_be_written_to_such_as_those_of_a_file():
    genomes, loops = genomes_of(4, 3), program(quick_flappy, quick_flappy.layers)
    found = bits(outcome_of(genomes))
    compiled = len(loops.rollout.signatures)
    genomes.flags.writeable = False
    assert bits(outcome_of(genomes)) == found
    assert len(loops.rollout.signatures) == compiled


def test_memory_that_others_have_played_in_changes_nothing():
    first = bits(outcome_of(genomes_of(7, 90)))
    for seed, threads in ((8, 1), (9, 2), (10, 3)):
        outcome_of(genomes_of(seed, 200), threads=threads)
    assert bits(outcome_of(genomes_of(7, 90), threads=2)) == first


def test_a_column_is_a_course():
    genomes, courses = genomes_of(4, 20), np.array([9, 9, 2**32 - 1, 7], np.uint32)
    together = outcome_of(genomes, courses)
    for column in range(4):
        alone = outcome_of(genomes, courses[column : column + 1])
        assert (alone.fitness[:, 0] == together.fitness[:, column]).all()
    assert (together.fitness[:, 0] != together.fitness[:, 3]).any()


def test_the_outcome_has_a_row_for_each_genome_and_counts_every_step():
    outcome = outcome_of(genomes_of(5, 7))
    for values, dtype in ((outcome.fitness, np.float32), (outcome.score, np.float32), (outcome.steps, np.int64)):
        assert (values.shape, values.dtype) == ((7, 3), dtype)
    assert outcome.agent_steps == outcome.steps.sum() > 0


def test_genomes_of_any_memory_layout_are_taken():
    genomes = genomes_of(6, 10)
    expected = bits(outcome_of(genomes[:5]))
    assert bits(outcome_of(np.asfortranarray(genomes[:5]))) == expected
    assert bits(outcome_of(genomes[:5].astype(np.float64))) == expected
    assert bits(outcome_of(np.repeat(genomes, 2, axis=0)[:10:2])) == expected


def test_there_are_as_many_threads_as_asked_for_or_as_the_machine_gives(monkeypatch):
    assert thread_count(5) == 5
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 4, 6}, raising=False)
    assert thread_count() == thread_count(0) == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert thread_count() == 1


def test_fewer_threads_than_none_are_refused():
    with pytest.raises(SettingError, match=r"threads must be a whole number.*not -1"):
        thread_count(-1)
