"""Lines of descent and origins of genes, against a record that forgets nothing."""

import dataclasses
import gc

import numpy as np
import pytest
from run_folders import GAME, begun, recorded

from neuro.descent.chosen import chosen_of
from neuro.descent.family_tree import Ancestor, find_family, grow_family
from neuro.descent.genes import GeneOrigins
from neuro.descent.pedigree import Individual, Pedigree
from neuro.errors import FileError, NeuroError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.algorithms import Lineage, settings_of
from neuro.evolution.run import run
from neuro.policies import Vectors


def evolution_of(algorithm="ga", **own):
    settings = EvolutionSettings(
        seed=5, population=30, episodes=2, max_steps=120, algorithm=algorithm, breeding=settings_of(algorithm, own)
    )
    return Evolution(GAME, settings)


def vectors(*rows):
    return Vectors(np.array(rows, np.float32))


def test_a_gene_is_the_parents_that_has_its_value_and_a_changed_one_the_nearer_parents():
    origins = GeneOrigins(vectors([1, 2, 3, 4], [5, 6, 7, 8]))
    lineage = Lineage(np.array([1]), np.array([[0, 1], [0, 1]]))
    given = origins.advance(lineage, vectors([5, 6, 7, 8], [1, 6, 3.1, 7.5], [1.1, 2, 6.9, 4]), 1)
    assert [one.tolist() for one in origins.of(0)] == [[1, 1, 1, 1], [0, 0, 0, 0]], "it lives on"
    assert [one.tolist() for one in origins.of(1)] == [[0, 1, 0, 1], [0, 0, 1, 1]]
    assert [one.tolist() for one in origins.of(2)] == [[0, 0, 0, 0], [1, 0, 1, 0]], "nothing is the father's alone"
    assert given.from_mother.tolist() == [1.0, 0.5, 1.0]
    assert given.from_father.tolist() == [0.0, 0.5, 0.0]
    assert given.changed.tolist() == [0.0, 0.5, 0.5]


@pytest.mark.parametrize("algorithm", ["ga", "novelty", "neat"])
def test_a_line_is_the_one_that_a_record_of_everything_has(algorithm):
    evolution = evolution_of(algorithm, **({"fitness_share": 0.5} if algorithm == "novelty" else {}))
    pedigree, everybody = Pedigree(evolution.genomes.copy()), [evolution.genomes.copy()]
    for generation in range(1, 16):
        evolution.step()
        pedigree.advance(evolution.lineage, evolution.genomes, generation)
        everybody.append(evolution.genomes.copy())
    pedigree.settle()
    for place, living in enumerate(pedigree.living):
        line = list(living.line())
        assert line[-1].who.generation == 0
        for one in line:
            assert one.who.genome.digest() == everybody[one.who.generation].take([one.who.place]).digest()
            assert one.parent is None or one.gave >= one.mate_gave
            assert one.mate is None or one.mate.genome is not None
        assert line[0].who.genome.digest() == evolution.genomes.take([place]).digest()
        founder, born = pedigree.origins.of(place)
        assert len(founder) == len(born) == len(evolution.genomes.genes(place))
        assert born.max() <= 15


def test_what_is_kept_does_not_grow_with_the_run():
    evolution = evolution_of()
    pedigree = Pedigree(evolution.genomes.copy())
    kept = []
    for generation in range(1, 61):
        evolution.step()
        pedigree.advance(evolution.lineage, evolution.genomes, generation)
        if generation in (30, 60):
            gc.collect()
            kept.append(sum(type(one) is Individual for one in gc.get_objects()))  # isinstance asks dead proxies
    assert kept[1] - kept[0] < 200, f"the line that all share, of 900 that were born: {kept}"


def test_a_champions_family_is_found_again_from_its_folder_which_stays_as_it_is(tmp_path):
    evolution, folder = recorded(tmp_path / "run")
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    played = []
    tree = find_family(folder.path, threads=1, on_generation=played.append)
    assert played == list(range(1, evolution.champion.generation + 1))
    assert tree.line[-1].genome.digest() == evolution.champion.genome.digest()
    assert tree.line[0].generation == 0
    assert sum(one.share for one in tree.founders) == pytest.approx(1)
    assert sum(tree.changed.values()) == pytest.approx(1)
    assert all(one.score is not None for one in tree.line)
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == before


def test_a_run_that_does_not_come_out_as_recorded_is_told_apart(tmp_path):
    _, folder = recorded(tmp_path / "run")
    text = folder.history_file.read_text().splitlines()
    cells = text[1].split(",")
    cells[-1] = "0" * 32
    folder.history_file.write_text("\n".join([text[0], ",".join(cells), *text[2:]]) + "\n")
    with pytest.raises(NeuroError, match="generation 0 does not come out as recorded"):
        find_family(folder.path)


@pytest.mark.parametrize("algorithm", ["es", "de", "random"])
def test_who_breeds_no_children_is_told_so_before_anything_is_played(tmp_path, algorithm):
    evolution, folder = begun(tmp_path / "run", evolution=evolution_of(algorithm))
    run(evolution, generations=1)
    with pytest.raises(FileError, match="has no champion yet"):
        find_family(folder.path)
    recorded(tmp_path / "other", evolution=evolution_of(algorithm), generations=3)
    with pytest.raises(NeuroError, match=f"{algorithm} has no family trees.* ga, .*neat.* breed"):
        find_family(tmp_path / "other")


def test_an_algorithm_that_says_no_parents_is_refused_when_it_is_seen(monkeypatch):
    evolution = evolution_of()
    run(evolution, generations=4, keep_going=True)
    monkeypatch.setattr("neuro.evolution.algorithms.Genetic.tell", lambda _, __: None)
    last = dataclasses.replace(evolution.champion, generation=3)
    with pytest.raises(NeuroError, match="has no family trees"):
        grow_family(evolution_of(), last)


def test_of_a_long_line_its_ends_are_shown_and_where_most_was_gained():
    scores = [0.0] * 40
    scores[7], scores[20], scores[33] = 5.0, 30.0, 31.0
    line = [Ancestor(k, 0, vectors([0]), score, 1.0, None, 0.0, 0.0) for k, score in enumerate(scores)]
    assert chosen_of(line, 5) == [0, 7, 20, 33, 39]
    assert chosen_of(line[:1], 5) == [0]
    assert chosen_of(line[:3], 8) == [0, 1, 2]
