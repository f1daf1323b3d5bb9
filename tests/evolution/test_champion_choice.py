import numpy as np
import pytest
from algorithms_for_tests import Drift
from games_for_tests import quick_flappy, threshold_bird

from neuro.evolution import ALGORITHMS, Evolution, EvolutionSettings
from neuro.evolution.champion_choice import Meeting
from neuro.policies import Vectors, genome_of
from neuro.random import Purpose, words
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import program
from neuro.verification import verify_champion

#: The genome of one number stands for its fitness on every course.
ONE, TWO, THREE = (genome_of(np.array([number], np.float32)) for number in (1, 2, 3))


def meeting(worth):
    """A meeting where genomes are worth what a function says, and the courses that were asked for, in turn."""
    asked = []

    def evaluate_on(genome, courses):
        asked.append((float(genome.matrix[0, 0]), len(courses)))
        return worth(float(genome.matrix[0, 0]), courses)

    return Meeting(evaluate_on), asked


def test_the_better_on_the_same_courses_wins_and_nobody_is_evaluated_twice():
    found, asked = meeting(lambda number, courses: number + courses / 2**33)
    assert found.is_better(TWO, ONE)
    assert not found.is_better(ONE, TWO)
    assert found.is_better(THREE, TWO)
    assert [number for number, _ in asked] == [1, 2, 2, 1, 3, 3]


def test_who_is_worse_everywhere_at_first_is_not_evaluated_on():
    found, asked = meeting(lambda number, courses: np.full(len(courses), number))
    assert not found.is_better(ONE, TWO)
    assert asked == [(2.0, 32), (1.0, 8)]


def test_the_same_genome_is_no_candidate_and_equals_change_nothing():
    found, asked = meeting(lambda _, courses: np.zeros(len(courses)))
    assert not found.is_better(ONE, ONE)
    assert asked == []
    assert not found.is_better(TWO, ONE)


def test_in_a_changed_world_the_champion_is_evaluated_again():
    found, asked = meeting(lambda number, courses: np.full(len(courses), number))
    found.is_better(ONE, TWO)
    found.forget()
    found.is_better(ONE, TWO)
    assert [number for number, _ in asked] == [2, 1, 2, 1]


def run(choice, generations=10, **settings):
    """A run, and every candidate that it had."""
    evolution = Evolution(quick_flappy, EvolutionSettings(11, 30, 1, 2000, champion_choice=choice, **settings))
    candidates, meet = [], evolution._meet
    evolution._meet = lambda found: (candidates.extend(found), meet(found))[1]
    for _ in range(generations):
        evolution.step()
    return evolution, candidates


def test_no_candidate_of_a_run_is_better_than_its_champion_on_the_courses_of_their_meeting():
    evolution, candidates = run("same-courses")
    courses, loops = words(32, 0, Purpose.MEETING), program(quick_flappy, quick_flappy.layers)
    genomes = np.concatenate([one.genome.matrix for one in candidates])
    fitness = evaluate(loops, genomes, courses, quick_flappy.setting, 2000).fitness.astype(np.float64).sum(axis=1)
    champion = next(k for k, one in enumerate(candidates) if one.generation == evolution.champion.generation)
    assert fitness[champion] == fitness.max()


def test_the_choice_changes_no_fingerprint_and_old_runs_keep_theirs():
    fair, _ = run("same-courses")
    old, candidates = run("fitness")
    assert fair.fingerprint == old.fingerprint
    assert old.champion.fitness == max(one.fitness for one in candidates)


def test_the_champion_comes_out_again_when_a_run_is_taken_up_again():
    evolution, _ = run("same-courses")
    again = Evolution(
        quick_flappy, evolution.initial_settings, state=evolution.state().detached(), history=evolution.history
    )
    for one in (evolution, again):
        for _ in range(3):
            one.step()
    assert again.champion.network.genome.tobytes() == evolution.champion.network.genome.tobytes()


@pytest.fixture
def knowing():
    """An algorithm whose own candidate never dies."""
    found = type("Knowing", (Drift,), {"name": "knowing-for-tests", "best": lambda _: threshold_bird()})
    yield found.name
    del ALGORITHMS[found.name]


def test_what_an_algorithm_names_besides_its_population_can_become_the_champion(knowing):
    evolution, candidates = run("same-courses", generations=1, algorithm=knowing)
    assert len(candidates) == 2
    champion = evolution.champion
    assert champion.network.genome.tobytes() == threshold_bird().tobytes()
    assert champion.fitness > evolution.history[0].best_fitness
    assert verify_champion(champion).agrees


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (np.zeros((29, 66), np.float32), "asks for 29 genomes where 30 are wanted"),
        (np.zeros((30, 65), np.float32), "asks for genomes of 65 parameters where the network has 66"),
        (np.zeros(66, np.float32), "float32 matrix"),
        (
            np.diag([0] * 29 + [np.nan]).astype(np.float32)[:, [*range(29), *[29] * 37]],
            "the algorithm 'drift-for-tests' asks for genome 29, which holds what is no number",
        ),
    ],
)
def test_genomes_that_are_no_generation_are_refused_in_a_sentence(asked, message):
    evolution = Evolution(quick_flappy, EvolutionSettings(1, 30, 1, 100, algorithm="drift-for-tests"))
    evolution._algorithm.ask = lambda: asked
    with pytest.raises(Exception, match=message) as caught:
        evolution.step()
    assert type(caught.value).__module__ == "neuro.errors"


def test_a_plain_matrix_will_do(monkeypatch):
    settings = EvolutionSettings(1, 30, 1, 100, algorithm="drift-for-tests")
    whole, plain = (Evolution(quick_flappy, settings) for _ in range(2))
    ask = plain._algorithm.ask
    plain._algorithm.ask = lambda: ask().matrix
    assert isinstance(plain.genomes, Vectors)
    assert plain.step().fingerprint == whole.step().fingerprint
