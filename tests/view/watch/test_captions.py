"""Captions say what is really happening in a run, each at its moment and only so often."""

import types
from dataclasses import replace

import pytest

from neuro.view.watch.captions import CAPTIONS, LEARNERS_CAPTIONS, Caption, CaptionChoice, Moment, captions_of

FRAME = 1 / 60
ROLLOUT = Moment(agent="bird", score_name="pipes", population=1000, weights=66, elites=10, steps=100)


def with_facts(**facts):
    return replace(ROLLOUT, **facts)


def said(moment, captions=CAPTIONS):
    """The text that is said at a moment by somebody who has said nothing yet."""
    chosen = CaptionChoice(captions)
    chosen.advance(FRAME, moment)
    if chosen.shown is None:
        return None
    return " ".join("".join(piece for piece, _ in line) for line in chosen.shown.lines)


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        ({"steps": 0}, "Every bird has a small brain: 66 numbers"),
        ({"fallen": 0.4}, "1,000 random brains."),
        ({"best": 1, "fallen": 0.1}, "Some do better than others, by luck."),
        ({"between": 0.2}, "These 10 got furthest. They live on unchanged: the elite."),
        ({"number": 1}, "Generation 1 begins: 10 old birds and 990 new ones."),
        ({"number": 2, "fallen": 0.6}, "Most changes do harm, and those birds fail;"),
        ({"number": 1, "between": 0.2}, "A child has some numbers of its mother,"),
        ({"number": 5, "record": 4.0, "before": 1.0}, "A new record: 4 pipes,"),
        ({"number": 5, "decides": True, "decisions": ("flap", "glide")}, "Look at the map: flap where"),
        ({"number": 5, "family": "Ember", "share": 0.683}, "One family spreads: Ember. 683 of 1,000 birds"),
        ({"number": 5, "gone": "Iris"}, "Iris has died out:"),
        ({"number": 15, "still": 10, "alike": True}, "Nothing new for 10 generations: they are all alike"),
        ({"number": 15, "still": 10}, "Nothing new for 10 generations: a lucky change"),
        ({"number": 29, "exam": 128}, "This one does it: it has passed the exam, 128 courses"),
    ],
)  # fmt: skip
def test_a_caption_is_said_when_it_is_true(moment, begins):
    assert said(with_facts(**moment)).startswith(begins)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"number": 5, "record": 1.2, "before": 1.0},
        {"number": 5, "share": 0.5},
        {"number": 15, "still": 9},
        {"number": 15, "still": 11},
        {"number": 1, "elites": 0},
        {"number": 9, "fallen": 1.0},
    ],
)
def test_nothing_is_said_where_there_is_nothing_to_say(facts):
    assert said(with_facts(**facts)) is None


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        ({"steps": 0}, "All 16 birds share one brain: 66 numbers, drawn at random."),
        ({"fallen": 0.4}, "Nobody has taught it anything: they try"),
        ({"best": 1, "fallen": 0.1}, "What gained something will be done more often,"),
        ({"number": 1}, "The brain has learnt a little from all their steps."),
        ({"number": 5, "record": 4.0, "before": 1.0}, "A new record: 4 pipes,"),
        ({"number": 15, "still": 10, "alike": True}, "Nothing new for 10 generations: somebody has to find"),
        ({"number": 29, "exam": 128}, "This one does it: it has passed the exam, 128 courses"),
        ({"number": 5, "share": 1.0, "family": "Ember"}, None),
        ({"number": 5, "gone": "Iris"}, None),
    ],
)  # fmt: skip
def test_where_all_share_one_brain_nothing_is_said_of_children_and_families(moment, begins):
    found = said(with_facts(**{"population": 16, "elites": 0, **moment}), LEARNERS_CAPTIONS)
    assert found is None if begins is None else found.startswith(begins)


def spend(chosen, seconds, moment):
    for _ in range(round(seconds / FRAME)):
        chosen.advance(FRAME, moment)


def test_a_caption_stays_until_it_can_be_read_and_is_said_once():
    chosen, begin = CaptionChoice(), with_facts(steps=0)
    chosen.advance(FRAME, begin)
    assert chosen.shown.left == 1
    spend(chosen, 2.9, begin)
    assert chosen.shown.name == "brains"
    assert 0 < chosen.shown.left < 0.5
    spend(chosen, 4, begin)
    assert chosen.shown is None
    spend(chosen, 20, begin)
    assert chosen.shown is None


def test_a_caption_waits_for_the_one_before_but_not_if_its_moment_passes():
    chosen = CaptionChoice()
    spend(chosen, 0.5, with_facts(steps=0))
    spend(chosen, 0.5, with_facts(fallen=0.5))
    assert chosen.shown.name == "brains"
    spend(chosen, 0.1, with_facts(between=0.2))
    assert chosen.shown.name == "elite"


def test_a_caption_that_may_be_said_again_is_said_only_when_its_moment_comes_again():
    chosen, record = CaptionChoice(), with_facts(number=5, record=2.0)
    counts = []
    for _ in range(5):
        spend(chosen, 8, record)
        counts.append(chosen._times["record"])
        spend(chosen, 1, with_facts(number=6))
    assert counts == [1, 2, 3, 3, 3]


def test_muted_it_says_nothing_and_does_not_make_up_for_it():
    chosen = CaptionChoice(muted=True)
    spend(chosen, 1, with_facts(steps=0))
    assert chosen.shown is None
    chosen.muted = False
    spend(chosen, 1, with_facts(number=9))
    assert chosen.shown is None
    spend(chosen, 1, with_facts(number=9, gone="Fern"))
    assert chosen.shown.name == "gone"
    chosen.muted = True
    assert chosen.shown is None


def test_a_game_says_it_in_its_own_words():
    scene = types.SimpleNamespace(captions={"elite": "These {elites} flew furthest.\nLong live the *elite*."})
    chosen = CaptionChoice(captions_of(scene))
    spend(chosen, 0.1, with_facts(between=0.2))
    assert chosen.shown.lines[1] == (("Long live the ", False), ("elite", True), (".", False))
    assert said(with_facts(steps=0), captions_of(scene)).startswith("Every bird")


def test_each_caption_has_two_lines_and_one_new_term_at_most_but_for_the_map():
    for caption in (*CAPTIONS, *LEARNERS_CAPTIONS):
        assert isinstance(caption, Caption)
        assert caption.text.count("\n") == 1
        assert caption.text.count("*") in (0, 2) or caption.name == "map"
        caption.text.format(**ROLLOUT.words())
