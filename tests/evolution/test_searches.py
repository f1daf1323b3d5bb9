"""What holds for every algorithm that searches vectors, whatever it is."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import searches
from searches import NAMES, asked, begun, best_after, cart_pole, digest, rastrigin, rosenbrock, sphere, step, xor

from neuro.errors import SettingError, ShapeError
from neuro.evolution.algorithms import ALGORITHMS, Results, checked_settings, fields_of
from neuro.thread_pool import at_most

HERE = Path(__file__).parent
every = pytest.mark.parametrize("name", NAMES)
#: Those that go straight for fitness: not those that look for what is new, which have tests of their own.
LEARN = [name for name in NAMES if name not in ("map-elites", "novelty", "random")]
learns = pytest.mark.parametrize("name", LEARN)

#: How near each comes to the best value 0 of ten parameters: sphere in 150 generations of 40 from afar, Rastrigin in
#: 250 of 60, Rosenbrock in 400 of 40. Who has one step size for all genes finds no way along Rosenbrock's valley.
NEAR = {
    "annealing": (2e-2, 20, 12),
    "cmaes": (1e-10, 10, 1e-6),
    "cosyne": (1e-2, 5, 12),
    "de": (1e-6, 45, 5),
    "es": (2e-3, 45, 12),
    "ga": (5e-3, 20, 12),
    "pso": (1e-5, 12, 8),
    "sep-cmaes": (1e-10, 15, 8),
    "snes": (1e-7, 12, 10),
    "xnes": (1e-3, 5, 1e-3),
}
#: Generations of 100 genomes to solve XOR, and of 40 to balance a pole from controllers that all push the wrong way.
SOON = {
    "annealing": (30, 15),
    "cmaes": (40, 15),
    "cosyne": (50, 25),
    "de": (30, 30),
    "es": (70, 60),
    "ga": (50, 40),
    "pso": (30, 40),
    "sep-cmaes": (60, 15),
    "snes": (80, 15),
    "xnes": (60, 15),
}


@learns
def test_it_finds_the_middle_of_a_sphere(name):
    assert best_after(name, sphere, 150, population=40, start=1.5) > -NEAR[name][0]


@learns
def test_it_finds_a_good_hollow_among_many(name):
    assert best_after(name, rastrigin, 250, population=60, start=1.0) > -NEAR[name][1]


@learns
def test_it_comes_along_a_bent_valley(name):
    assert best_after(name, rosenbrock, 400, population=40) > -NEAR[name][2]


@learns
def test_it_learns_exclusive_or(name):
    assert best_after(name, xor, SOON[name][0], goal=-0.1, population=100, parameters=17) >= -0.1


WRONG = {"population": 40, "parameters": 5, "start": -0.5, "size": 0.1}


@learns
def test_it_balances_a_pole(name):
    assert best_after(name, cart_pole, SOON[name][1], goal=475, **WRONG) >= 475


def changed_values(one):
    """Other values that a setting may have, the likeliest to matter first."""
    if one.kind is bool:
        return [not one.default]
    if one.choices:
        return [choice for choice in one.choices if choice != one.default]
    low, high = one.low if one.low is not None else 0.0, one.high if one.high is not None else 1000.0
    told = 1.0 if one.default is None else float(one.default)
    values = [told * 2, told / 2, told + 0.25, told + 5, (low + high) / 2, low, high]
    return [one.kind(value) for value in values if low <= value <= high and one.kind(value) != one.default]


#: What a setting matters beside, where it is not a method alone.
BESIDE = {
    "migration": {"islands": 2, "migration_every": 1},
    "migration_every": {"islands": 2, "migration": 0.5},
}


def matters(name, field):
    """Whether a setting changes what is bred: alone, or beside another method that it is for."""
    wanted = digest(name)
    others = [{}, *([BESIDE[field.name]] if field.name in BESIDE else [])]
    others += [{one.name: choice} for one in fields_of(ALGORITHMS[name].Settings) for choice in one.choices]
    for beside in others:
        usual = digest(name, **beside) if beside else wanted
        for value in changed_values(field):
            if field.name in beside:
                continue
            try:
                if digest(name, **{**beside, field.name: value}) != usual:
                    return True
            except SettingError:
                continue
    return False


@pytest.mark.parametrize(
    ("name", "field"),
    [
        pytest.param(name, one, id=f"{name}-{one.name}")
        for name in NAMES
        for one in fields_of(ALGORITHMS[name].Settings)
    ],
)
def test_every_setting_changes_what_is_bred(name, field):
    assert matters(name, field)


@every
def test_it_goes_on_from_its_state_with_the_same_bits(name):
    assert digest(name, resumed=True) == digest(name)


@every
def test_the_seed_changes_the_search_and_repeats_it(name):
    a, b = (digest(name, seed=seed) for seed in (1, 2))
    assert a != b
    assert a == digest(name, seed=1)


@every
def test_any_number_of_threads_breeds_the_same(name):
    def bred(threads):
        with at_most(threads):
            return digest(name, generations=2, population=5000, parameters=5)

    assert bred(1) == bred(3)


def test_another_process_without_compiled_kernels_breeds_the_same_bits():
    code = "import searches; print([searches.digest(name, population=9, resumed=True) for name in searches.NAMES])"
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONHASHSEED": "0", "PYTHONPATH": str(HERE)}
    plain = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    del environment["NUMBA_DISABLE_JIT"]
    code = code.replace(", resumed=True", "")
    compiled = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert plain.returncode == 0, plain.stderr
    assert plain.stdout == compiled.stdout


@every
def test_a_state_of_another_population_is_refused(name):
    kept = begun(name, population=12).state()
    with pytest.raises(ShapeError, match="goes on from"):
        begun(name, population=13).restore(kept, 1)


@every
@pytest.mark.parametrize("population", [1, 2, 3, 7])
def test_a_small_or_odd_population_works_or_is_refused_in_a_sentence(name, population):
    least = getattr(ALGORITHMS[name], "least_population", 1)
    if population < least:
        with pytest.raises(SettingError, match=f"{name} needs a population of at least {least}, not {population}"):
            begun(name, population=population)
        return
    search = begun(name, population=population)
    for _ in range(4):
        step(search)
        assert asked(search).shape == (population, 10)
        assert np.isfinite(asked(search)).all()


HOSTILE = {
    "all equal": lambda count: np.zeros(count),
    "-inf among them": lambda count: np.where(np.arange(count) % 3 == 0, -np.inf, np.arange(count)),
    "nothing but -inf": lambda count: np.full(count, -np.inf),
    "nan among them": lambda count: np.where(np.arange(count) % 3 == 0, np.nan, np.arange(count)),
    "nothing but nan": lambda count: np.full(count, np.nan),
    "huge": lambda count: np.arange(count) * 1e37,
}


@every
@pytest.mark.parametrize("fitness", HOSTILE.values(), ids=HOSTILE)
def test_hostile_fitness_leaves_finite_genomes_and_metrics(name, fitness):
    search = begun(name, population=12)
    for _ in range(4):
        search.tell(Results.of(fitness(12)))
        assert np.isfinite(asked(search)).all()
        assert all(np.isfinite(value) for value in search.metrics().values())
        assert search.best() is None or np.isfinite(search.best()).all()


@every
def test_what_is_no_number_counts_as_the_worst(name):
    def bred(worst):
        search = begun(name, population=12)
        search.tell(Results.of(np.where(np.arange(12) % 3 == 0, worst, np.arange(12.0))))
        return asked(search).copy()

    assert (bred(np.nan) == bred(-np.inf)).all()


@every
def test_the_population_may_change_while_a_run_goes_on(name):
    search = begun(name, population=12)
    for population in (20, 7, 7, 30):
        step(search)
        search.population = population
        step(search)
        assert len(asked(search)) == population
        kept = {key: array.copy() for key, array in search.state().items()}
        search.restore(kept, search.generation)
    assert np.isfinite(asked(search)).all()


@every
def test_it_asks_for_the_same_until_it_is_told(name):
    search = begun(name)
    assert asked(search).tobytes() == asked(search).tobytes()


@every
def test_compiling_changes_nothing(name):
    search = begun(name)
    before = {key: array.copy() for key, array in search.state().items()}
    search.compile()
    assert all((array == before[key]).all() for key, array in search.state().items())


@every
def test_it_says_where_it_comes_from_and_what_its_settings_mean(name):
    kind = ALGORITHMS[name]
    assert kind.title
    assert any(char.isdigit() for char in kind.source)
    for one in fields_of(kind.Settings):
        assert one.about, one.name
        assert one.kind in (bool, str) or (one.low is not None), one.name
    checked_settings(kind.Settings())
    assert len(set(begun(name).metrics())) == len(begun(name).metrics())


@every
def test_a_dial_shows_its_setting_and_turns_it(name):
    search = begun(name)
    step(search)
    for dial in search.dials(1):
        assert dial.low <= dial.value <= dial.high, dial
        search.settings = dataclasses.replace(search.settings, **search.turned(dial.name, dial.high, 1))
        checked_settings(search.settings)
    step(search)
    assert np.isfinite(asked(search)).all()


def test_no_algorithm_is_left_out_of_the_tables():
    assert set(NEAR) == set(SOON) == set(LEARN)
    assert searches.NAMES
