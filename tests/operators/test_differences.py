import numpy as np
import pytest

from neuro.operators.differences import BASES, Difference
from neuro.thread_pool import at_most

KEY = np.uint64(7)


def trials(members, base, weight=0.5, rate=1.0, best=(0,), generation=1):
    out = np.full_like(members, np.nan)
    Difference(base, weight, rate).apply(members, np.array(best), out, KEY, generation)
    return out


def steps(base, count, best=(0,)):
    """What trials are made of: coefficients of each member, in a population whose members are unit vectors."""
    return trials(np.eye(count, dtype=np.float32), base, best=best)


@pytest.mark.parametrize("count", [4, 5, 30])
def test_a_random_trial_is_another_member_and_the_difference_of_two_more(count):
    for row, found in enumerate(steps("rand", count)):
        assert sorted(found[found != 0].tolist()) == [-0.5, 0.5, 1.0]
        assert found[row] == 0


def test_a_trial_from_the_best_starts_there():
    found = steps("best", 30, best=(4, 9))
    starts = {int(row.argmax()) for row in found if row.max() >= 1}
    assert starts == {4, 9}
    assert found.sum(axis=1) == pytest.approx(1)


def test_a_trial_between_its_member_and_the_best_has_of_both():
    for row, found in enumerate(steps("current-to-best", 30, best=(4,))):
        assert found.sum() == pytest.approx(1)
        assert found[row] == 0.5 + 0.5 * (row == 4)
        assert np.abs(found).sum() == pytest.approx(2) or found[4] in (0.0, 1.0, 0.5, 1.5)


def test_every_other_member_is_chosen_as_often():
    members = np.eye(6, dtype=np.float32)
    chosen = np.zeros(6)
    for generation in range(400):
        chosen += (trials(members, "rand", generation=generation)[2] == 1.0).astype(float)
    assert chosen[2] == 0
    assert np.delete(chosen, 2) / 400 == pytest.approx(0.2, abs=0.07)


def test_the_rate_says_how_many_genes_come_from_the_step_and_one_always_does():
    members = np.random.default_rng(1).normal(size=(200, 50)).astype(np.float32)
    for rate in (0.0, 0.3):
        changed = (trials(members, "rand", rate=rate) != members).sum(axis=1)
        assert changed.min() >= 1
        assert changed.mean() == pytest.approx(1 + 49 * rate, abs=1)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_members_are_enough_to_try(base, count):
    assert np.isfinite(trials(np.random.default_rng(1).normal(size=(count, 3)).astype(np.float32), base)).all()


def test_threads_change_no_trial():
    members, found = np.random.default_rng(1).normal(size=(3000, 4)).astype(np.float32), []
    for threads in (1, 3):
        with at_most(threads):
            found.append(trials(members, "rand"))
    assert (found[0] == found[1]).all()
