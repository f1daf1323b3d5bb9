import numpy as np
import pytest

from neuro.operators.synapses import chances_by_fitness, exchange

KEY = np.uint64(3)


def exchanged(chances, count=300, synapses=7, generation=1):
    genomes = np.arange(count * synapses, dtype=np.float32).reshape(count, synapses)
    before = genomes.copy()
    exchange(genomes, np.broadcast_to(chances, count).astype(np.float64), KEY, generation)
    return before, genomes


def test_weights_stay_in_their_place_and_none_is_lost():
    before, after = exchanged(0.5)
    assert (np.sort(after, axis=0) == before).all()
    assert (after != before).any()


def test_the_chance_says_how_many_leave_their_network():
    for chance, least, most in ((0.0, 0.0, 0.0), (0.4, 0.35, 0.45), (1.0, 0.98, 1.0)):
        before, after = exchanged(chance)
        assert least <= (before != after).mean() <= most


def test_places_are_shuffled_apart_from_each_other():
    _, after = exchanged(1.0)
    rows = after.astype(int) // 7
    assert (rows[:, 0] == rows[:, 1]).mean() < 0.05


def test_every_weight_may_come_anywhere():
    ends = np.zeros((4, 4))
    for generation in range(2000):
        _, after = exchanged(1.0, count=4, synapses=1, generation=generation)
        ends[np.arange(4), after[:, 0].astype(int)] += 1
    assert ends / 2000 == pytest.approx(0.25, abs=0.05)


def test_the_best_network_keeps_its_weights_and_the_worst_gives_all():
    chances = chances_by_fitness(np.array([5.0, 1.0, 3.0, -np.inf]), 10)
    assert chances[0] == pytest.approx(0, abs=1e-12)
    assert chances[1] == chances[3] == 1
    assert chances[2] == pytest.approx(1 - 0.5**0.1)
    assert chances_by_fitness(np.full(3, -np.inf), 10).tolist() == [1, 1, 1]
    assert chances_by_fitness(np.full(3, 2.0), 10).tolist() == [1, 1, 1]
