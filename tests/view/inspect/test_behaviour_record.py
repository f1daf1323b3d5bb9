import numpy as np

from neuro.evolution.algorithms import Archive, Results
from neuro.policies import Vectors
from neuro.view.inspect.behaviour_record import CELLS, BehaviourRecord


def results(behaviour, fitness, score=None):
    scores = np.array(fitness if score is None else score, np.float32)[:, np.newaxis]
    return Results(np.array(fitness, np.float64), scores, np.array(behaviour, np.float32))


def numbered(*values):
    return Vectors(np.array(values, np.float32)[:, np.newaxis])


def best_at(record, column, row):
    known = record.now
    place = known.at_cell[column, row]
    return known.cells[place], float(known.genomes.genes(place)[0])


def test_each_square_holds_the_best_of_all_generations_and_says_since_when():
    record = BehaviourRecord(("x", "y"))
    record.add(0, numbered(1, 2, 3), results([[0, 0], [1, 1], [0.99, 0.99]], [5, 1, 2], [50, 10, 20]))
    record.add(1, numbered(4, 5), results([[0, 0], [1, 1]], [4, 9], [40, 90]))
    kept, genome = best_at(record, 0, 0)
    assert (kept.fitness, kept.score, kept.since, genome) == (5, 50, 0, 1)
    won, genome = best_at(record, CELLS - 1, CELLS - 1)
    assert (won.fitness, won.score, won.since, genome) == (9, 90, 1, 5)
    assert (record.now.filled, record.now.newest) == ((2, 2), 1)


def test_the_grid_reaches_as_far_as_anything_was_seen_and_never_shrinks():
    record = BehaviourRecord(("x", "y"))
    record.add(0, numbered(1, 2), results([[-4, 0], [4, 8]], [1, 1]))
    record.add(1, numbered(3, 4), results([[0, 1], [0, 2]], [1, 1]))
    assert (record.now.low.tolist(), record.now.high.tolist()) == ([-4, 0], [4, 8])


def test_it_begins_with_what_the_algorithm_has_kept():
    archive = Archive(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([3.0, 4.0]), numbered(7, 8), 10)
    record = BehaviourRecord(("x", "y"), archive)
    assert [(cell.fitness, cell.score, cell.since) for cell in record.now.cells] == [(3, None, -1), (4, None, -1)]
    record.add(12, numbered(9), results([[1, 1]], [5]))
    kept, genome = best_at(record, CELLS - 1, CELLS - 1)
    assert (kept.since, genome) == (12, 9)


def test_what_is_no_number_is_left_out_and_one_number_makes_one_row():
    record = BehaviourRecord(("height",))
    record.add(0, numbered(1, 2, 3), results([[0], [np.nan], [2]], [1, 9, 1]))
    assert record.now.names == ("height", "")
    assert {cell.row for cell in record.now.cells} == {0}
    assert [cell.column for cell in record.now.cells] == [0, CELLS - 1]


def test_of_a_game_that_describes_nothing_fitness_and_score_are_what_agents_did():
    record = BehaviourRecord(("fitness", "pipes"))
    record.add(0, numbered(1, 2), Results(np.array([1.0, 2.0]), np.array([[3.0], [5.0]], np.float32)))
    assert [cell.behaviour for cell in record.now.cells] == [(1, 3), (2, 5)]


def test_dots_of_many_generations_are_thinned_out_but_of_the_newest_all_are_kept():
    record, rng = BehaviourRecord(("x", "y")), np.random.default_rng(1)
    for number in range(100):
        record.add(number, numbered(*range(60)), results(rng.normal(size=(60, 2)), np.zeros(60)))
    ends = record.now.ends
    assert (ends[0].generation, ends[-1].generation, len(ends)) == (0, 99, 25)
    assert len(ends[-1].behaviour) == 60
    assert sum(len(one.behaviour) for one in ends) <= 25 * 60
    assert all(len(one.behaviour) <= 40 for one in ends[:-1])
