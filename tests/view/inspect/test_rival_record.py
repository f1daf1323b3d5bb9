import dataclasses

import numpy as np
import pytest
from games_for_tests import duel

from neuro.evolution import Evolution, EvolutionSettings
from neuro.view.inspect.rival_record import RivalRecord, Rivals
from neuro.view.panels.rivals_panel import verdict


def followed(game, generations):
    run, record = Evolution(game, EvolutionSettings(5, 24, 1, 20)), RivalRecord()
    for number in range(generations):
        genomes = run.genomes.copy()
        run.step()
        record.add(number, genomes, run)
    return record.now


def table(*rows):
    return Rivals(tuple(range(len(rows))), (), np.array(rows, float))


def test_everyone_meets_everyone_and_what_one_wins_the_other_loses():
    rivals = followed(duel, 12)
    assert len(rivals.generations) == len(rivals.looks) == 8
    assert (rivals.generations[0], rivals.generations[-1]) == (0, 11)
    assert rivals.worth == pytest.approx(-rivals.worth.T)
    assert np.abs(rivals.worth).max() <= 1
    assert (followed(duel, 12).worth == rivals.worth).all()


def test_a_game_of_one_player_has_no_rivals():
    class Run:
        game = dataclasses.replace(duel, name="alone")
        results = None

    record = RivalRecord()
    record.add(0, None, Run)
    assert record.now.generations == ()


def test_a_circle_of_three_is_found_and_told():
    rivals = table([0, 1, -1], [-1, 0, 1], [1, -1, 0])
    assert rivals.circle is not None
    a, b, c = rivals.circle
    assert all(rivals.worth[one, other] > 0 for one, other in ((a, b), (b, c), (c, a)))
    assert verdict(rivals).startswith("A circle: 2 beats 0, 0 beats 1, 1 beats 2.")


def test_where_there_is_no_circle_the_newest_may_beat_all():
    rivals = table([0, -0.5, -1], [0.5, 0, -1], [1, 1, 0])
    assert rivals.circle is None
    assert "generation 2 beats all before it" in verdict(rivals)
    assert "does not beat all" in verdict(table([0, 1], [-1, 0]))
