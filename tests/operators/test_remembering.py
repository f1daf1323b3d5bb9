import numpy as np

from neuro.operators.remembering import forget, take_better


def test_what_is_no_worse_is_remembered():
    known, fitness = np.array([1.0, 2.0, 3.0, -np.inf]), np.array([0.5, 2.0, 4.0, -np.inf])
    remembered, genomes = np.zeros((4, 2), np.float32), np.ones((4, 2), np.float32)
    better = take_better(genomes, fitness, remembered, known)
    assert better.tolist() == [False, True, True, True]
    assert known.tolist() == [1.0, 2.0, 4.0, -np.inf]
    assert remembered[:, 0].tolist() == [0, 1, 1, 1]


def test_remembered_fitness_sinks_towards_the_worst():
    known = np.array([1.0, 5.0, -np.inf])
    forget(known, 0.25)
    assert known.tolist() == [1.0, 4.0, -np.inf]
    forget(known, 0.0)
    assert known.tolist() == [1.0, 4.0, -np.inf]
    nothing = np.full(2, -np.inf)
    forget(nothing, 0.5)
    assert np.isneginf(nothing).all()
