import numpy as np
import pytest
from games_for_tests import quick_flappy

from neuro.errors import SettingError, UnknownNameError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.settings import KILL, Change
from neuro.evolution.timeline import Timeline

SETTINGS = EvolutionSettings(seed=3, population=40, episodes=2, max_steps=150)


def grown(generations, settings=SETTINGS, **more):
    evolution = Evolution(quick_flappy, settings, **more)
    for _ in range(generations):
        evolution.step()
    return evolution


def test_a_change_for_a_later_generation_leaves_the_one_that_waits_as_it_is():
    evolution = grown(2)
    evolution.change("parameters.gap", 200, generation=3)
    assert evolution.coming_setting.gap == 120
    evolution.step()
    assert evolution.setting.gap == 120
    assert evolution.changes == []
    assert evolution.coming_setting.gap == 200, "the next generation waits in the changed world"
    assert evolution.setting.gap == 120
    evolution.step()
    assert evolution.setting.gap == 200
    assert evolution.changes == [Change(3, "parameters.gap", 200.0)]
    assert (evolution.settings_at(2).parameters, evolution.settings_at(3).parameters) == ({}, {"gap": 200.0})


def test_a_change_that_comes_late_holds_from_the_next_generation_and_is_recorded_so():
    evolution = grown(4)
    evolution.change("parameters.gap", 200, generation=2)
    evolution.step()
    assert evolution.changes == [Change(4, "parameters.gap", 200.0)]


def test_two_changes_for_two_generations_are_both_made():
    evolution = grown(1)
    evolution.change("parameters.gap", 150, generation=2)
    evolution.change("parameters.gap", 90, generation=3)
    gaps = []
    for _ in range(3):
        gaps.append(float(evolution.coming_setting.gap))
        evolution.step()
    assert gaps == [120, 150, 90]


def test_a_change_that_waits_can_be_taken_back():
    evolution = grown(1)
    evolution.change("parameters.gap", 200, generation=2)
    evolution.change("mutation_rate", 0.5)
    assert evolution.take_back("parameters.gap")
    assert not evolution.take_back("parameters.gap")
    evolution.step()
    evolution.step()
    assert [one.name for one in evolution.changes] == ["mutation_rate"]


def test_the_world_of_every_generation_comes_again_when_the_run_is_made_again():
    evolution = Evolution(quick_flappy, SETTINGS)
    timeline = Timeline()
    timeline.start(evolution)
    for generation in range(8):
        if generation == 2:
            evolution.change("parameters.gap", 200, generation=3)
        if generation == 5:
            evolution.change("parameters.gravity", 0.5)
        timeline.generation(evolution, evolution.step())
    worlds = [(timeline.at(g).coming_setting.gap, timeline.at(g).coming_setting.gravity) for g in range(8)]
    assert [float(gap) for gap, _ in worlds] == [120] * 3 + [200] * 5
    assert [gravity > 0.4 for _, gravity in worlds] == [False] * 5 + [True] * 3
    again = grown(8, changes=evolution.changes)
    assert again.fingerprint == evolution.fingerprint
    assert grown(8).fingerprint != evolution.fingerprint


def rows(genomes):
    return {row.tobytes() for row in genomes}


def best_of(evolution, count):
    """The best genomes of the generation that waits, by a step of a copy."""
    genomes = evolution.genomes.matrix.copy()
    copy = Evolution(quick_flappy, SETTINGS, changes=evolution.changes, state=evolution.state().detached(),
                     history=evolution.history)  # fmt: skip
    told = []
    tell = copy._algorithm.tell
    copy._algorithm.tell = lambda results: (told.append(results.fitness), tell(results))
    copy.step()
    return genomes[np.argsort(-told[0], kind="stable")[:count]]


def test_a_killed_elite_lives_on_no_more_and_the_next_best_take_its_place():
    settings = EvolutionSettings(**{**vars(SETTINGS), "breeding": SETTINGS.breeding.__class__(elites=0.1)})
    evolution = grown(3, settings)
    assert evolution.elite == 4
    best = best_of(evolution, 8)
    evolution.change(KILL, 4)
    evolution.step()
    after = rows(evolution.genomes.matrix)
    assert not rows(best[:4]) & after
    assert rows(best[4:]) <= after
    assert evolution.changes == [Change(3, KILL, 4)]
    assert evolution.settings == settings


def test_an_elite_is_killed_once_and_not_in_every_generation_after():
    evolution = grown(3)
    evolution.change(KILL, 10)
    evolution.step()
    again = Evolution(quick_flappy, SETTINGS, changes=evolution.changes, state=evolution.state().detached(),
                      history=evolution.history)  # fmt: skip
    afresh = grown(4, changes=evolution.changes)
    for run in (evolution, again, afresh):
        run.step()
        run.step()
    assert evolution.fingerprint == again.fingerprint == afresh.fingerprint
    assert grown(6).fingerprint != evolution.fingerprint
    assert len(rows(evolution.genomes.matrix) & rows(grown(6).genomes.matrix)) < 40


def test_the_record_of_who_was_killed_stays():
    evolution, alone = grown(3), grown(4)
    evolution.change(KILL, 10)
    evolution.step()
    assert evolution.champion.fitness == alone.champion.fitness
    assert evolution.history[3].best_fitness == alone.history[3].best_fitness


@pytest.mark.parametrize("count", [39, 40, 5_000])
def test_one_is_left_whatever_is_asked(count):
    evolution = grown(1)
    evolution.change(KILL, count)
    evolution.step()
    evolution.step()
    assert evolution.genomes.matrix.shape[0] == 40


@pytest.mark.parametrize("selection", ["tournament", "roulette", "rank", "truncation"])
def test_every_selection_goes_on_after_a_killing(selection):
    settings = EvolutionSettings(**{**vars(SETTINGS), "breeding": SETTINGS.breeding.__class__(selection=selection)})
    evolution = grown(1, settings)
    evolution.change(KILL, 4)
    evolution.step()
    assert np.isfinite(evolution.genomes.matrix).all()
    assert evolution.step().best_fitness > 0


@pytest.mark.parametrize("count", [0, -1, 2.5, "all", True, None])
def test_so_many_cannot_be_killed(count):
    with pytest.raises(SettingError, match="kill_elite must be a whole number from 1"):
        grown(0).change(KILL, count)


def test_random_search_has_no_elite():
    assert grown(0, EvolutionSettings(seed=1, population=10, algorithm="random")).elite == 0


def test_an_unknown_change_names_the_nearest():
    with pytest.raises(UnknownNameError, match="kill_elite"):
        grown(0).change("kill_elit", 3)
