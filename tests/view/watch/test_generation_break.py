"""The break between two generations shows what has really been bred."""

import numpy as np
import pytest

from games.flappy import game
from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.algorithms import GeneticSettings
from neuro.view.keys import Command
from neuro.view.looks import looks_of, looks_of_one, own_looks
from neuro.view.marker import PLAIN
from neuro.view.theme import DARK
from neuro.view.watch.evolution_thread import Cohort
from neuro.view.watch.generation_break import generation_break
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.watch_model import WatchModel

FRAME = 1 / 60


def two_generations(algorithm="ga", **breeding):
    own = GeneticSettings(**breeding) if algorithm == "ga" else None
    settings = EvolutionSettings(seed=5, population=200, episodes=2, max_steps=300, algorithm=algorithm, breeding=own)
    run = Evolution(game, settings)
    before = Cohort.of(run)
    run.step()
    return run, before, Cohort.of(run)


def test_the_elite_are_those_who_live_on_with_their_scores():
    run, before, after = two_generations(elites=0.04)
    shown = generation_break(before, looks_of(before.genomes), after, 4.0, PLAIN)
    assert shown.number == 0
    assert len(shown.elite) == len(shown.scores) == 8
    for place, looks in enumerate(shown.elite):
        assert looks == looks_of_one(after.genomes.take([place]))
        assert (before.genomes.matrix[after.lineage.elites[place]] == after.genomes.matrix[place]).all()
    assert shown.scores[0] == pytest.approx(run.history[0].best_score)


def test_no_more_than_ten_are_shown_and_everybody_is_counted():
    _, before, after = two_generations(elites=0.2)
    shown = generation_break(before, looks_of(before.genomes), after, 4.0, PLAIN)
    assert len(shown.elite) == 10
    assert 40 + len(shown.births) + shown.others == 200


def test_children_are_shown_with_their_own_parents():
    _, before, after = two_generations(elites=0.1, crossover_rate=1.0, mutation_rate=0.0)
    looks = looks_of(before.genomes)
    shown = generation_break(before, looks, after, 4.0, PLAIN)
    assert len(shown.births) == 4
    children = {looks_of_one(genome): genome for genome in after.genomes.matrix}
    parents = {own_looks(row): genome for row, genome in zip(looks, before.genomes.matrix, strict=True)}
    for birth in shown.births:
        child, mother, father = children[birth.looks], after.genomes.matrix[birth.mother], parents[birth.father]
        assert ((child == mother) | (child == father)).all()
        assert birth.change


def test_without_crossover_children_have_one_parent():
    _, before, after = two_generations(elites=0.1, crossover_rate=0.0)
    shown = generation_break(before, looks_of(before.genomes), after, 4.0, PLAIN)
    assert [birth.father for birth in shown.births] == [None] * 4


def test_where_nobody_lives_on_there_is_no_break():
    for options in ({"algorithm": "random"}, {"elites": 0.0}):
        _, before, after = two_generations(**options)
        assert generation_break(before, looks_of(before.genomes), after, 4.0, PLAIN) is None


def test_its_pictures_stand_still_where_motion_is_reduced():
    _, before, after = two_generations()
    shown, moments = generation_break(before, looks_of(before.genomes), after, 4.0, PLAIN), []
    while not shown.is_over:
        moments.append(shown.at(still=True))
        shown.advance(FRAME)
    assert len(np.unique(moments)) == 3
    assert 0 < min(moments) < max(moments) < 40


def watched(**options):
    evolution = Evolution(game, EvolutionSettings(seed=5, population=60, episodes=2, max_steps=300))
    return WatchModel(evolution, DARK, RunOptions(story=True, **options))


def until_break(watching):
    while watching.interlude is None:
        watching.tick(FRAME, hurried=True)


def test_after_a_generation_there_is_a_break_and_then_the_next_one_plays():
    watching = watched()
    until_break(watching)
    assert (watching.number, watching.evolution.generation) == (0, 1)
    begin = watching.seconds
    while watching.interlude is not None:
        watching.tick(FRAME, hurried=True)
    assert watching.seconds - begin == pytest.approx(7.5, abs=0.1)
    assert watching.number == 1
    watching.close()


@pytest.mark.parametrize("command", ["next", "max"])
def test_a_break_can_be_skipped(command):
    watching = watched()
    until_break(watching)
    watching.obey(Command(command))
    watching.tick(FRAME, hurried=True)
    assert watching.interlude is None
    assert watching.number >= 1
    watching.close()


def test_breaks_can_be_switched_off_and_time_travel_has_none():
    watching = watched()
    until_break(watching)
    watching.travel(0)
    assert watching.interlude is None
    watching.live()
    assert watching.number == 1
    watching.obey(Command("breaks"))
    for _ in range(60 * 8):
        watching.tick(FRAME, hurried=True)
        assert watching.interlude is None
    assert watching.number > 1
    watching.close()


def test_a_paused_break_waits():
    watching = watched()
    until_break(watching)
    watching.tick(FRAME, hurried=True)
    share = watching.interlude.share
    watching.obey(Command("pause"))
    for _ in range(60):
        watching.tick(FRAME, hurried=True)
    assert watching.interlude.share == share
    watching.close()


def test_a_steady_pace_has_no_breaks_until_people_ask_for_them():
    evolution = Evolution(game, EvolutionSettings(seed=5, population=60, episodes=2, max_steps=300))
    watching = WatchModel(evolution, DARK, RunOptions(speed="8"))
    for _ in range(120):
        watching.tick(FRAME, hurried=True)
        assert watching.interlude is None
    watching.obey(Command("breaks"))
    until_break(watching)
    watching.close()
