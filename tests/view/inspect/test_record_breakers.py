import itertools

import pytest

from neuro.view.inspect.record_breakers import few, with_champions
from neuro.view.keys import Command
from neuro.view.looks import looks_of_one
from neuro.view.theme import DARK
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel


class Stub:
    """A champion, as far as a milestone looks at it."""

    def __init__(self, champion, generation):
        self.network, self.genome, self.generation = champion.network, champion.genome, generation


def watching_of(run, **options):
    return WatchModel(run, DARK, RunOptions(**options))


@pytest.fixture
def champions(run):
    """Those of the first generations of a run, which it has reached since."""
    found = []
    for _ in range(6):
        run.step()
        if not found or run.champion is not found[-1]:
            found.append(run.champion)
    assert len(found) > 1
    return found


def test_a_run_that_was_taken_up_again_shows_who_broke_the_record_before(run, champions):
    watching = watching_of(run, champions=champions)
    shown = snapshot_of(watching).milestones
    assert [one.generation for one in shown] == [one.generation for one in champions]
    assert [one.looks for one in shown] == [looks_of_one(one.network.genome) for one in champions]
    watching.close()
    alone = watching_of(run)
    assert len(snapshot_of(alone).milestones) == 1
    alone.close()


def test_a_branch_keeps_those_of_the_past_that_it_shares(run, champions):
    watching = watching_of(run, champions=champions)
    cut = champions[-1].generation
    watching.obey(Command("travel", cut))
    watching.tick(1 / 60, hurried=True)
    watching.branch()
    assert [one.generation for one in snapshot_of(watching).milestones] == [one.generation for one in champions[:-1]]
    watching.close()


def test_memory_stays_bounded_and_what_is_kept_is_spread_over_the_run(champion):
    milestones = ()
    for generation in range(1000):
        milestones = with_champions(milestones, [Stub(champion, generation)])
    assert len(milestones) <= 120
    generations = [one.generation for one in milestones]
    assert (generations[0], generations[-1]) == (0, 999)
    assert max(b - a for a, b in itertools.pairwise(generations)) < 40


@pytest.mark.parametrize(("count", "chosen"), [(0, []), (1, [0]), (2, [0, 1]), (9, [0, 4, 8])])
def test_a_few_are_the_first_the_middle_one_and_the_newest(champion, count, chosen):
    milestones = with_champions((), [Stub(champion, generation) for generation in range(count)])
    assert [one.generation for one in few(milestones)] == chosen
