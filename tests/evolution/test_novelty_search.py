import numpy as np
import pytest
from searches import asked, begun

from neuro.evolution.algorithms import Results


def told(search, behaviour, fitness):
    """A generation whose fitness and behaviour are functions of the genomes."""
    genomes = asked(search).astype(np.float64)
    seen = None if behaviour is None else behaviour(genomes).astype(np.float32)
    search.tell(Results(fitness(genomes), np.zeros((len(genomes), 1), np.float32), seen))
    return genomes


def trap(genomes):
    """A hill at 0, and far from it a higher one, with a valley between."""
    place = genomes[:, 0]
    return np.where(place > 6, 10.0, -np.abs(place))


def farthest(name, generations=60, **settings):
    settings = {"mutation_stdev": 0.1, "mutation_floor": 0.1, "mutation_rate": 1.0, **settings}
    search = begun(name, population=50, size=0.1, **settings)
    return max(trap(told(search, lambda x: x[:, :1], trap)).max() for _ in range(generations))


def test_novelty_gets_out_of_a_trap_that_holds_fitness():
    assert farthest("ga") <= 0
    assert farthest("novelty") == 10
    assert farthest("novelty", fitness_share=1.0) <= 0


def test_what_has_been_seen_is_new_no_more():
    """Half of the genomes behave as the archive has it; those that do not have all children."""
    search = begun("novelty", population=40, archive_each=200, elites=0, mutation_rate=0, crossover_rate=0, pressure=20)
    known = np.zeros((40, 2), np.float32)
    search.tell(Results(np.zeros(40), np.zeros((40, 1), np.float32), known))
    new = np.where(np.arange(40)[:, np.newaxis] < 20, known, known + np.arange(40)[:, np.newaxis] / 40).astype(
        np.float32
    )
    before = asked(search).copy()
    search.tell(Results(np.zeros(40), np.zeros((40, 1), np.float32), new))
    parents = {row.tobytes() for row in before[20:]}
    assert all(row.tobytes() in parents for row in asked(search))


def test_the_archive_grows_by_lot_up_to_its_limit():
    search = begun("novelty", archive_each=4, archive_most=10)
    sizes = []
    for _ in range(4):
        told(search, lambda x: x[:, :3], lambda x: x[:, 0])
        sizes.append(int(search.metrics()["archive"]))
    assert sizes == [4, 8, 10, 10]
    assert search.state()["archive"].shape == (10, 3)


def test_of_a_game_without_behaviour_fitness_and_score_are_what_is_new():
    search = begun("novelty")
    told(search, None, lambda x: x[:, 0])
    assert search.state()["archive"].shape[1] == 2


def test_a_behaviour_that_is_no_number_is_not_new():
    search = begun("novelty", population=12)
    told(search, lambda x: np.where(np.arange(12)[:, np.newaxis] % 2 == 0, np.nan, x[:, :2]), lambda x: x[:, 0])
    assert np.isfinite(search.state()["archive"]).all()
    told(search, lambda x: np.full_like(x[:, :2], np.inf), lambda x: x[:, 0])
    assert np.isfinite(asked(search)).all()


def test_rows_of_any_size_count_as_much():
    def bred(factor):
        search = begun("novelty", population=30)
        for _ in range(2):
            told(search, lambda x: x[:, :2] * [1.0, factor], lambda x: x[:, 0])
        return asked(search).copy()

    assert (bred(1.0) == bred(1024.0)).all()


@pytest.mark.parametrize("count", [1, 2, 9])
def test_distances_are_means_over_the_nearest(count):
    from neuro.operators.novelty import mean_distances

    rng = np.random.default_rng(1)
    these, others = rng.normal(size=(7, 3)), rng.normal(size=(9, 3))
    away = np.sort(np.linalg.norm(these[:, np.newaxis] - others, axis=2), axis=1)
    assert mean_distances(these, others, count) == pytest.approx(away[:, :count].mean(axis=1))
    assert mean_distances(these, others, 50) == pytest.approx(away.mean(axis=1))
    assert mean_distances(these, others[:0], 5).tolist() == [0] * 7
