import math
import sys

import pytest

from neuro.view.watch.evolution_thread import EvolutionThread


@pytest.fixture
def learner(run):
    made = EvolutionThread(run, 4, keep_going=True)
    yield made
    made.close()


def test_it_evolves_what_it_is_told_and_then_rests(learner, run):
    learner.evolve(2)
    learner.wait()
    assert not learner.busy
    assert run.generation == learner.cohort.number == 2
    assert learner.cohort.genomes.digest() == run.genomes.digest()


def test_it_stops_at_the_end_of_the_run(learner, run):
    learner.evolve(math.inf)
    learner.wait()
    assert learner.finished
    assert run.generation == 4
    learner.evolve(1)
    learner.wait()
    assert run.generation == 4


def test_a_solved_run_is_finished_unless_it_keeps_going(run):
    run.solved = True
    for keep_going in (True, False):
        learner = EvolutionThread(run, None, keep_going=keep_going)
        learner.close()
        assert learner.finished is not keep_going


def test_its_cohort_is_a_copy_that_no_breeding_changes(learner):
    first = learner.cohort
    kept = first.genomes.digest()
    learner.evolve(2)
    learner.wait()
    assert first.genomes.digest() == kept


def test_what_the_evolution_raises_is_raised_where_it_is_shown(learner, run, monkeypatch):
    def fail():
        raise ZeroDivisionError("rules divided by zero")

    monkeypatch.setattr(run, "step", fail)
    learner.evolve(1)
    learner.wait()
    with pytest.raises(ZeroDivisionError, match="rules"):
        learner.busy  # noqa: B018


def test_threads_take_turns_as_before_when_it_is_closed(run):
    before = sys.getswitchinterval()
    learners = [EvolutionThread(run, 1, keep_going=False) for _ in range(2)]
    for learner in learners:  # in whatever order
        assert sys.getswitchinterval() < before
        learner.close()
    assert sys.getswitchinterval() == pytest.approx(before)
