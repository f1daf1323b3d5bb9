"""The pace of a first minute."""

import dataclasses
import math

import pytest
from games_for_tests import quick_flappy

from games.flappy import game as flappy
from neuro.evolution import Evolution, EvolutionSettings
from neuro.game import Exam
from neuro.view.keys import Command
from neuro.view.theme import DARK
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.watch_model import WatchModel
from neuro.view.widgets.playback import SPEEDS, Playback
from neuro.view.widgets.story_pace import StoryPace

FRAME = 1 / 60


def told(lands_after, best=0.0):
    """The seconds that each generation is shown, when each lands after so many steps of play, until nobody waits."""
    story, seconds, number = StoryPace(), [], 0
    while math.isfinite(story.factor):
        shown, steps, over = 0.0, 0.0, False
        while math.isfinite(story.factor) and not over:
            story.advance(FRAME, number, best, 0.0)
            shown += FRAME
            steps += min(story.factor, 64) * FRAME * 60
            over = story.is_over(ended=steps >= lands_after)
        seconds.append(shown)
        number += 1
    return seconds


@pytest.mark.parametrize("lands_after", [10, 300, 3000, 10**9])
def test_whatever_becomes_of_its_generations_a_story_waits_for_none_after_64_seconds(lands_after):
    seconds = told(lands_after)
    assert 63.9 < sum(seconds) < 64.2
    assert max(seconds) <= 12.1
    assert min(seconds[:-1]) >= 0.79
    assert len(seconds) > 20


def test_the_first_generation_is_seen_at_normal_speed_and_later_ones_more_quickly():
    factors = []
    for number in (0, 1, 2, 3, 5, 6, 40):
        story = StoryPace()
        story.advance(FRAME, number, 0, 0)
        factors.append(story.factor)
    assert factors == [1, 2, 2, 4, 4, 8, 8]


def test_a_generation_that_does_not_come_down_passes_more_and_more_quickly():
    story, factors = StoryPace(), []
    for _ in range(round(3.4 / FRAME)):
        story.advance(FRAME, 9, 0, 0)
        factors.append(story.factor)
    assert factors == sorted(factors)
    assert factors[-1] == 64
    assert not story.is_over(ended=False)
    story.advance(0.2, 9, 0, 0)
    assert story.is_over(ended=False)


def test_a_new_record_is_seen_at_normal_speed_for_a_second():
    story, slow = StoryPace(), 0
    for step in range(180):
        story.advance(FRAME, 7, best=5 if step > 30 else 4, before=4)
        slow += story.factor == 1
    assert 58 <= slow <= 62


def test_breaks_grow_short_and_end_when_most_of_the_time_has_gone():
    story = StoryPace()
    lengths = [story.break_after(number) for number in range(9)]
    assert lengths == sorted(lengths, reverse=True)
    assert 0 < lengths[-1] < 1
    story.rest(50)
    assert story.break_after(9) == 0


def test_while_people_read_time_passes_slowly_but_not_for_ever():
    story = StoryPace()
    story.advance(FRAME, 9, 0, 0, captioned=True)
    assert story.factor == 2
    for _ in range(120):
        story.advance(FRAME, 9, 0, 0, captioned=True)
    assert story.factor > 2


def test_people_end_the_story_by_choosing_a_speed_and_begin_it_anew_by_its_key():
    watching = watched()
    assert watching.pace.story is not None
    watching.obey(Command("faster"))
    assert watching.pace.story is None
    assert watching.pace.label == "×2"
    watching.obey(Command("story"))
    assert watching.pace.story is not None
    watching.close()


def watched(**options):
    evolution = Evolution(quick_flappy, EvolutionSettings(seed=1, population=60, max_steps=400))
    return WatchModel(evolution, DARK, RunOptions(story=True, **options))


def test_what_is_learnt_is_the_same_at_every_pace():
    prints = []
    for story in (True, False):
        evolution = Evolution(quick_flappy, EvolutionSettings(seed=1, population=60, max_steps=400))
        options = RunOptions(generations=6, keep_going=True, stay_open=False, story=story, speed="1" if story else "64")
        watching = WatchModel(evolution, DARK, options)
        while not watching.done:
            watching.tick(0.1, hurried=True)
        watching.close()
        prints.append(evolution.fingerprint)
    assert prints[0] == prints[1]


def test_a_story_ends_with_the_run_and_a_farewell_lasts_some_seconds():
    watching = watched(generations=2, keep_going=True, stay_open=False, farewell=True)
    while not watching.ended:
        watching.tick(FRAME, hurried=True)
    assert watching.pace.story is None
    assert watching.pace.label == "×1"
    before = watching.seconds
    while not watching.done:
        watching.tick(FRAME, hurried=True)
    assert 3.9 < watching.seconds - before < 4.1
    watching.close()


@pytest.mark.parametrize(("factor", "name"), [(1, "1"), (2, "2"), (3, "2"), (64, "64"), (100, "64"), (math.inf, "max")])
def test_the_bar_shows_the_nearest_speed_below_the_storys(factor, name):
    pace = Playback(story=StoryPace())
    pace.story.factor = factor
    assert SPEEDS[pace.stop] == name
    assert pace.at_most == (name == "max")


def test_when_a_game_is_solved_evolution_goes_on_if_people_want():
    easy = dataclasses.replace(flappy, exam=Exam(score=1, courses=1, max_steps=400))
    evolution = Evolution(easy, EvolutionSettings(seed=1, population=60, max_steps=400))
    while not evolution.solved:
        evolution.step()
    watching, count = WatchModel(evolution, DARK, RunOptions()), evolution.generation
    for _ in range(60 * 12):
        watching.tick(FRAME, hurried=True)
    assert watching.ended
    assert evolution.generation == count
    watching.obey(Command("next"))
    assert not watching.ended
    assert watching.number == count
    watching.obey(Command("next"))
    watching.tick(FRAME, hurried=True)
    assert evolution.generation == count + 1
    watching.close()


def test_a_run_that_has_had_its_generations_plays_its_champion_on():
    watching = watched(generations=2, keep_going=True)
    while not watching.ended:
        watching.tick(FRAME, hurried=True)
    watching.obey(Command("next"))
    assert watching.ended
    assert watching.evolution.generation == 2
    watching.close()
