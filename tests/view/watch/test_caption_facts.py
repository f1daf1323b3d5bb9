"""What captions are told of a run."""

import dataclasses
from types import SimpleNamespace

import pytest

from neuro.view.looks import FAMILIES
from neuro.view.theme import DARK
from neuro.view.watch.caption_facts import CaptionFacts
from neuro.view.watch.captions import CAPTIONS, Caption
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel


@pytest.fixture
def snapshot(run):
    """A moment of a run that has just begun."""
    watching = WatchModel(run, DARK, RunOptions())
    yield snapshot_of(watching)
    watching.close()


def heard(*moments):
    """What a caption that is always due is told at each of the moments."""
    told = []
    listener = Caption("all", "one\ntwo", lambda moment: told.append(moment) is not None)
    facts = CaptionFacts((listener,), muted=False)
    for moment in moments:
        facts.update(moment)
    return told


def scored(*scores):
    return [SimpleNamespace(best_score=score) for score in scores]


@pytest.mark.parametrize(
    ("scores", "record", "before", "still"),
    [
        ((), None, 0.0, 0),
        ((1.0,), None, 0.0, 0),
        ((1.0, 3.0), 3.0, 1.0, 0),
        ((3.0, 1.0), None, 3.0, 1),
        ((3.0, 3.0, 2.0), None, 3.0, 2),
    ],
)
def test_a_record_is_told_with_the_one_before_it(snapshot, scores, record, before, still):
    (told,) = heard(dataclasses.replace(snapshot, history=scored(*scores)))
    assert (told.record, told.before, told.still) == (record, before, still)


def test_a_family_that_was_large_and_has_died_out_is_told(snapshot):
    rest = [(0.0, 0.0)] * (len(FAMILIES) - 2)
    both, small, one = (
        dataclasses.replace(snapshot, families=[(share, 0.0), (1 - share, 0.0), *rest]) for share in (0.3, 0.05, 0.0)
    )
    first = next(iter(FAMILIES))
    assert [told.gone for told in heard(both, one)] == ["", first]
    assert [told.gone for told in heard(small, one)] == ["", ""]
    assert heard(both)[0].share == pytest.approx(0.7)


def test_that_all_are_alike_is_measured_against_the_first_generation(snapshot):
    told = [heard(dataclasses.replace(snapshot, diversity={0: 1.0, 9: last}))[0] for last in (0.3, 0.2)]
    assert [one.alike for one in told] == [False, True]


def test_the_facts_of_a_moment_are_those_of_the_snapshot(snapshot):
    (told,) = heard(dataclasses.replace(snapshot, exam=128, between=0.5, elite=4))
    assert (told.exam, told.between, told.elites, told.population) == (128, 0.5, 4, snapshot.population)
    assert told.weights == 66
    assert told.fallen == 0


def test_nothing_is_said_of_the_past(snapshot):
    assert heard(dataclasses.replace(snapshot, rewound=True)) == []


def test_every_caption_can_be_said_of_a_real_moment(snapshot):
    (told,) = heard(snapshot)
    for caption in CAPTIONS:
        caption.text.format(**told.words())
