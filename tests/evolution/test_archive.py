import numpy as np
import pytest
from searches import begun

from neuro.evolution.algorithms import Results

SEEN = np.array([[0.0, 0.0], [1.0, 1.0], [0.98, 0.97]], np.float32)


def told(name, **settings):
    search = begun(name, population=3, **settings)
    search.tell(Results(np.array([1.0, 2.0, 3.0]), np.zeros((3, 1), np.float32), SEEN))
    return search.archive()


def test_the_archive_of_map_elites_is_the_best_of_each_cell_with_its_genome():
    archive = told("map-elites", cells=4)
    assert (archive.cells, archive.fitness.tolist()) == (4, [1.0, 3.0])
    assert archive.behaviour == pytest.approx(SEEN[[0, 2]])
    assert len(archive.genomes) == 2


def test_the_archive_of_novelty_search_is_behaviours_alone():
    archive = told("novelty", archive_each=5)
    assert archive.behaviour.shape == (5, 2)
    assert archive.fitness is archive.genomes is None


def test_an_algorithm_that_keeps_no_behaviours_has_no_archive():
    assert told("ga") is None
