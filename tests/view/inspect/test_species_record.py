import numpy as np

from neuro.view.inspect.species_record import SpeciesRecord, families_of_species, looks_of_species, name_of_species
from neuro.view.looks import FAMILIES


def test_each_species_has_its_size_in_every_generation_and_the_one_in_which_it_began():
    record = SpeciesRecord()
    for generation, species in enumerate(([0, 0, 0], [0, 1, 1], [1, 1, 4])):
        record.add(generation, np.array(species))
    assert record.now.generations == (0, 1, 2)
    assert record.now.sizes == ({0: 3}, {0: 1, 1: 2}, {1: 2, 4: 1})
    assert record.now.since == {1: 1, 4: 2}


def test_without_species_nothing_is_known():
    record = SpeciesRecord()
    record.add(0, None)
    assert record.now.generations == ()


def test_of_a_long_run_some_generations_are_kept_and_the_newest_always():
    record = SpeciesRecord()
    for generation in range(2_000):
        record.add(generation, np.array([generation // 500]))
    generations = record.now.generations
    assert 150 < len(generations) <= 602
    assert (generations[0], generations[-1]) == (0, 1_999)
    assert list(generations) == sorted(set(generations))


def test_a_species_is_a_family_and_later_ones_of_a_family_have_a_number():
    names = [name_of_species(number) for number in range(len(FAMILIES) + 1)]
    assert names == [*FAMILIES, f"{next(iter(FAMILIES))} 2"]
    assert families_of_species(np.array([0, 7])).tolist() == [0, 1]
    assert looks_of_species(7) == list(FAMILIES.values())[1]
