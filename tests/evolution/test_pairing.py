import dataclasses

import numpy as np
import pytest
from games_for_tests import duel
from graphs_for_tests import grown

from neuro.errors import SettingError, UnknownNameError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.arena import Arena
from neuro.evolution.checked_results import checked_state
from neuro.evolution.pairing import PAIRINGS, AllAgainstAll, HallOfFame, RandomOpponents, pairing
from neuro.policies import Graph
from neuro.storage.checkpoint import Checkpoint, load_checkpoint, save_checkpoint

every_pairing = pytest.mark.parametrize("name", PAIRINGS)


def run_of(name="random", population=12, **more):
    game = dataclasses.replace(duel, pairing=name)
    return Evolution(game, EvolutionSettings(seed=3, population=population, episodes=2), **more)


@every_pairing
@pytest.mark.parametrize("population", [2, 7, 30])
@pytest.mark.parametrize("earlier", [0, 5])
def test_each_genome_sits_where_it_is_judged(name, population, earlier):
    matches = PAIRINGS[name]().draw(population, 2, 1, 4, earlier)
    assert len(matches.seats) == population
    assert (matches.players.reshape(-1)[matches.seats] == np.arange(population)[:, np.newaxis]).all()
    assert 0 <= matches.players.min() <= matches.players.max() < population + earlier


@every_pairing
def test_the_same_seed_pairs_alike_and_another_does_not(name):
    def drawn(seed, generation):
        return PAIRINGS[name]().draw(20, 2, seed, generation, 3).players.tobytes()

    assert drawn(1, 2) == drawn(1, 2)
    assert (len({drawn(1, 2), drawn(2, 2), drawn(1, 3)}) == 3) == (name not in ("all", "itself"))


@pytest.mark.parametrize("players", [2, 3, 5])
def test_at_random_each_genome_plays_once_a_round(players):
    matches = RandomOpponents(3).draw(20, players, 1, 0)
    rounds = matches.players.reshape(3, -1)
    assert all(set(one.tolist()) == set(range(20)) for one in rounds)


def test_all_against_all_meet_once_and_change_seats():
    players = AllAgainstAll().draw(9, 2, 1, 0).players
    assert sorted(map(sorted, players.tolist())) == [[i, j] for i in range(9) for j in range(i + 1, 9)]
    assert {bool(one < other) for one, other in players} == {True, False}


@pytest.mark.parametrize("players", [2, 4])
def test_in_the_hall_of_fame_all_opponents_are_of_earlier_generations(players):
    matches = HallOfFame(4).draw(10, players, 1, 5, earlier=6)
    genomes = matches.players < 10
    assert (genomes.sum(axis=1) == 1).all()
    assert set(np.flatnonzero(genomes.any(axis=0))) == set(range(players))
    assert len(set(matches.players[~genomes].tolist())) == 6


@pytest.mark.parametrize(("population", "players"), [(300, 2), (1, 2), (9, 3)])
def test_all_against_all_is_for_two_players_and_small_populations(population, players):
    with pytest.raises(SettingError, match="all against all is for"):
        AllAgainstAll().draw(population, players, 1, 0)


@every_pairing
def test_a_run_in_matches_repeats_resumes_and_obeys_no_thread(name):
    whole, again = run_of(name), run_of(name, threads=1)
    for _ in range(5):
        whole.step()
    for _ in range(2):
        again.step()
    state = again.state().detached()
    resumed = run_of(name, state=state, history=again.history, threads=2)
    for _ in range(3):
        resumed.step()
    assert resumed.fingerprint == whole.fingerprint


def test_a_hall_of_fame_is_kept_in_checkpoints(tmp_path):
    run = run_of("hall")
    for _ in range(3):
        run.step()
    save_checkpoint(Checkpoint(run.state(), bytes(16), "duel", "ga"), tmp_path / "c.neuro")
    state = load_checkpoint(tmp_path / "c.neuro").state
    resumed = run_of("hall", state=state, history=run.history)
    run.step()
    resumed.step()
    assert resumed.fingerprint == run.fingerprint


def test_networks_that_grew_are_kept_in_a_hall_of_fame_by_arrays_that_files_hold():
    policy = Graph(2, 2)
    best, game = grown(policy, 3, 6).take([1]), dataclasses.replace(duel, pairing="hall")
    arena, again = Arena(game, policy, 1), Arena(game, policy, 1)
    arena.keep(best, 4)
    state = checked_state(arena.state(), "neat")
    assert again.restore({**state, "theirs": np.zeros(1)}).keys() == {"theirs"}
    (kept,) = again._hall.values()
    assert kept.digest() == best.digest()


def test_a_game_of_two_is_learnt():
    run = run_of(population=40)
    records = [run.step() for _ in range(8)]
    assert records[-1].mean_fitness > records[0].mean_fitness
    assert run.champion is not None


def test_the_algorithm_hears_of_behaviour_the_mean_over_all_matches():
    run, told = run_of(), []
    tell = run._algorithm.tell
    run._algorithm.tell = lambda results: (told.append(results), tell(results))
    run.step()
    (results,) = told
    assert (results.behaviour.shape, results.behaviour.dtype) == ((12, 2), np.float32)
    assert results.scores.shape == (12, 8)


def test_a_pairing_that_there_is_not_is_named():
    with pytest.raises(UnknownNameError, match="pairing"):
        run_of("randm")


def test_a_pairing_is_named_with_its_settings():
    assert pairing("hall:rounds=8") == HallOfFame(rounds=8)
    assert pairing("all:most=500") == AllAgainstAll(most=500)
    assert run_of("random:rounds=3")._arena._pairing.draw(12, 2, 3, 0).seats.shape == (12, 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [("hall:rounds=0", "from 1"), ("hall:rounds", "from 1"), ("hall:round=8", "rounds"), ("hole", "hall")],
)
def test_settings_of_pairings_that_mean_nothing_are_refused_in_a_sentence(text, said):
    with pytest.raises((SettingError, UnknownNameError), match=said):
        pairing(text)
