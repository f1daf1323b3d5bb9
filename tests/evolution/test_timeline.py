import math

import pytest
from run_folders import GENERATIONS, all_but_time, alone, recorded
from test_evolution import small

from neuro.errors import NeuroError, SettingError
from neuro.evolution.run import run
from neuro.evolution.timeline import Timeline


def evolved(timeline, changes=()):
    evolution = small()
    timeline.start(evolution)
    for generation in range(GENERATIONS):
        for place, name, value in changes:
            if place == generation:
                evolution.change(name, value)
        timeline.generation(evolution, evolution.step())
    return evolution


def fingerprints(evolution):
    return ["", *(record.fingerprint for record in evolution.history)]


@pytest.mark.parametrize("most", [0, 3 * 20 * 66 * 4, math.inf], ids=["two states", "three states", "all states"])
def test_every_generation_can_be_had_again_just_as_it_was(most):
    timeline = Timeline(most=int(most) if math.isfinite(most) else 1 << 30)
    evolution = evolved(timeline)
    for generation in range(GENERATIONS + 1):
        again = timeline.at(generation)
        assert again.generation == generation
        assert again.fingerprint == fingerprints(evolution)[generation]
        run(again, generations=GENERATIONS, keep_going=True)
        assert all_but_time(again) == all_but_time(evolution)


def test_settings_that_were_changed_on_the_way_are_changed_again():
    timeline = Timeline(most=0)
    evolution = evolved(timeline, [(4, "mutation_rate", 0.9), (7, "parameters.gravity", 0.5)])
    assert evolution.fingerprint != alone().fingerprint
    assert timeline.at(3).settings.breeding.mutation_rate != 0.9
    assert timeline.at(5).settings.breeding.mutation_rate == 0.9
    for generation in range(GENERATIONS + 1):
        assert timeline.at(generation).fingerprint == fingerprints(evolution)[generation]


def test_no_more_states_are_held_than_there_is_room_for():
    timeline = Timeline(most=4 * 20 * 66 * 4)
    evolved(timeline)
    assert len(timeline.held) == 4
    assert timeline.held[-1] == GENERATIONS


def test_states_that_are_kept_in_a_folder_shorten_the_way(tmp_path):
    evolution, folder = recorded(tmp_path / "run", checkpoint_every=1, keep=GENERATIONS)
    timeline = Timeline(kept=folder.kept_states)
    timeline.start(evolution)
    told = []
    again = timeline.at(7, told.append)
    assert told == []
    assert again.fingerprint == fingerprints(evolution)[7]
    assert timeline.at(0, told.append).generation == 0


def test_a_past_that_comes_out_differently_is_told_of():
    timeline = Timeline(most=0)
    evolution = evolved(timeline)
    evolution.game = type(evolution.game)(
        **{**vars(evolution.game), "initialiser": evolution.game.initialiser.__class__(0.1)}
    )
    with pytest.raises(NeuroError, match="generation 0 came out differently"):
        timeline.at(1)


def test_only_where_the_run_has_been_can_be_had():
    timeline = Timeline()
    with pytest.raises(NeuroError, match="looks back on a run that it has been told of"):
        timeline.at(0)
    evolved(timeline)
    for generation in (-1, GENERATIONS + 1):
        with pytest.raises(SettingError, match="has been at generations 0 to 12"):
            timeline.at(generation)
