"""What holds for algorithms that learn from steps: by values in a table, by a network of values, by preferences."""

import dataclasses

import numpy as np
import pytest

import neuro
from neuro.cli.algorithm_options import BreedingOptions
from neuro.cli.options import RunSettings
from neuro.cli.session import chosen_run
from neuro.errors import NeuroError, SettingError, ShapeError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.algorithms import ALGORITHMS, Results, begin_search, checked_settings, fields_of, policy_bred
from neuro.evolution.algorithms.measures import Measures
from neuro.evolution.algorithms.replay_memory import ReplayMemory
from neuro.evolution.algorithms.step_learning import StepLearning
from neuro.evolution.algorithms.value_learning import ValueLearning
from neuro.game import find_game
from neuro.policies import Explorers, PreferenceNetwork, ValueNetwork, ValueTable
from neuro.rollout.experience import room_for_steps

NAMES = sorted(name for name, kind in ALGORITHMS.items() if issubclass(kind, StepLearning))
every = pytest.mark.parametrize("name", NAMES)
exploring = pytest.mark.parametrize("name", [name for name in NAMES if issubclass(ALGORITHMS[name], ValueLearning)])
SMALL = {
    "dqn": {"hidden": 8, "updates": 20, "batch": 8, "memory": 1000},
    "ppo": {"hidden": 8, "batch": 8, "recorded": 1000},
    "q-learning": {"bins": 3, "recorded": 1000},
}
POLICIES = {
    "dqn": ValueNetwork(2, 2, hidden=8),
    "ppo": PreferenceNetwork(2, 2, hidden=8),
    "q-learning": ValueTable(2, 2, bins=3),
}


def corridor(count, seed, inputs=2):
    """Walks of three steps: the second choice gains 1, the first nothing; what is seen is chance."""
    rng, found = np.random.default_rng(seed), room_for_steps(count, count * 3, inputs)
    found.seen[:] = rng.normal(size=found.seen.shape)
    found.chosen[:] = rng.integers(0, 2, found.chosen.shape)
    found.gained[:] = found.chosen
    found.last[:], found.ended[:], found.lived[:] = rng.normal(size=found.last.shape), rng.random(count) < 0.5, 3
    return found


def begun(name, population=6, seed=1, **settings):
    own = ALGORITHMS[name].Settings(**{**SMALL[name], **settings})
    policy = dataclasses.replace(POLICIES[name], **({"bins": own.bins} if name == "q-learning" else {}))
    return begin_search(name, policy, policy.first(population, seed), seed, own)


def step(search):
    fitness = np.arange(float(len(search.ask())))
    scores = fitness[:, np.newaxis].astype(np.float32)
    search.tell(Results(fitness, scores, experience=corridor(len(search.ask()), search.generation)))


def digest(name, generations=4, *, resumed=False, **given):
    search = begun(name, **given)
    found = [search.ask().digest()]
    for _ in range(generations):
        step(search)
        if resumed:
            kept = {key: array.copy() for key, array in search.state().items()}
            search = begun(name, **given)
            search.restore(kept, len(found))
        found.append(search.ask().digest())
    return found


@every
def test_it_goes_on_from_its_state_with_the_same_bits(name):
    assert digest(name, resumed=True) == digest(name) != digest(name, seed=2)


@every
def test_it_learns_which_choice_gains(name):
    search = begun(name, population=30, learning_rate=0.02, **({"updates": 200} if name == "dqn" else {}))
    for _ in range(30):
        step(search)
    seen = np.random.default_rng(5).normal(size=(50, 2)).astype(np.float32)
    network = search.policy.network(search.best())
    assert (network.predict(seen).argmax(axis=1) == 1).mean() > 0.95


@exploring
def test_the_first_tries_nothing_and_the_last_most(name):
    epsilon = begun(name, population=5, epsilon=0.8).ask().epsilon
    assert epsilon == pytest.approx([0, 0.2, 0.4, 0.6, 0.8])
    assert begun(name, population=1, epsilon=0.8).ask().epsilon == pytest.approx([0.8])


@exploring
def test_exploring_grows_less_down_to_the_least(name):
    search = begun(name, epsilon=1.0, epsilon_decay=0.5, least_epsilon=0.2)
    found = []
    for _ in range(4):
        found.append(search.metrics()["epsilon"])
        step(search)
    assert found == [1.0, 0.5, 0.25, 0.2]


OTHERS = {
    "epsilon": 0.5, "epsilon_decay": 0.5, "least_epsilon": 0.9, "discount": 0.5, "learning_rate": 0.05, "bins": 4,
    "recorded": 12, "updates": 30, "batch": 9, "memory": 10, "horizon": 1, "target_every": 3, "double": False,
    "clip": 0.5, "advantage": 0.5, "hidden": 9, "depth": 1, "passes": 2, "clip_range": 0.01, "smoothing": 0.5,
    "entropy": 0.5,
}  # fmt: skip
#: Those that change what individuals are, and not how they learn: see the tests of the policies.
OF_POLICIES = {"hold": 3, "levels": 2, "hidden": 9, "depth": 1, "bins": 4}


@pytest.mark.parametrize(
    ("name", "field"), [(name, one.name) for name in NAMES for one in fields_of(ALGORITHMS[name].Settings)]
)
def test_every_setting_changes_what_is_learnt_or_who_learns(name, field):
    own = ALGORITHMS[name].Settings()
    if field in OF_POLICIES:
        game = find_game("poles" if field == "levels" else "flappy")
        other = dataclasses.replace(own, **{field: OF_POLICIES[field]})
        assert policy_bred(name, game, own) != policy_bred(name, game, other)
    elif field == "recorded":
        assert begun(name, recorded=12).steps_told == 12
    else:
        assert digest(name, 8, **{field: OTHERS[field]}) != digest(name, 8)


@every
@pytest.mark.parametrize("population", [1, 2, 3])
@pytest.mark.parametrize("fitness", [0.0, -np.inf, np.nan])
def test_small_populations_and_hostile_fitness_leave_finite_individuals_and_metrics(name, population, fitness):
    search = begun(name, population=population)
    for _ in range(3):
        nothing = room_for_steps(population, population, 2)._replace(lived=np.ones(population, np.int64))
        scores = np.zeros((population, 1), np.float32)
        search.tell(Results(np.full(population, fitness), scores, experience=nothing))
        assert np.isfinite(search.ask().networks).all()
        assert all(np.isfinite(value) for value in search.metrics().values())
    assert len(search.ask()) == population


@every
def test_gains_that_are_no_numbers_are_refused(name):
    broken = corridor(6, 1)
    broken.gained[2, 1] = np.nan
    with pytest.raises(NeuroError, match="changed the fitness by what is no finite number"):
        begun(name).tell(Results(np.zeros(6), np.zeros((6, 1), np.float32), experience=broken))


@every
def test_a_state_of_another_population_is_refused_and_the_population_may_change(name):
    with pytest.raises(ShapeError, match="goes on from"):
        begun(name, population=7).restore(begun(name).state(), 1)
    search = begun(name)
    search.population = 9
    step(search)
    assert len(search.ask()) == 9


@every
def test_it_asks_for_the_same_until_it_is_told_and_compiling_changes_nothing(name):
    search = begun(name)
    before = search.ask().digest()
    search.compile()
    assert search.ask().digest() == before


@every
def test_what_it_cannot_learn_is_refused_in_a_sentence(name):
    own = ALGORITHMS[name].Settings()
    with pytest.raises(SettingError, match=f"{name} learns games of one player, and Volley has 2"):
        policy_bred(name, find_game("volley"), own)
    with pytest.raises(SettingError, match="examples have no steps"):
        policy_bred(name, find_game("flappy").layers, own)
    with pytest.raises(SettingError, match="breeds networks of its own"):
        policy_bred(name, find_game("flappy"), own, find_game("flappy").layers)


def test_all_that_play_a_network_of_preferences_draw_their_choices_and_the_champion_draws_none():
    search = begun("ppo", population=5)
    assert search.ask().epsilon.tolist() == [1] * 5
    assert len(set(search.ask().key)) == 5
    assert search.best().epsilon.tolist() == [0]


def test_preferences_are_not_learnt_before_somebody_has_played_in_the_measures_of_inputs_and_gains():
    search = begun("ppo")
    known = search.state()["known: actor"].copy()
    step(search)
    assert (search.state()["known: actor"] == known).all()
    assert (search.ask().genes(0) != known).any()
    step(search)
    assert (search.state()["known: actor"] != known).any()


def test_a_table_that_would_be_too_large_is_refused():
    with pytest.raises(SettingError, match="take fewer bins, or dqn"):
        policy_bred("q-learning", find_game("snake"), ALGORITHMS["q-learning"].Settings())


@every
def test_it_says_where_it_comes_from_and_what_its_settings_mean(name):
    kind = ALGORITHMS[name]
    assert kind.title
    assert any(char.isdigit() for char in kind.source)
    assert all(one.about and (one.kind is bool or one.low is not None) for one in fields_of(kind.Settings))
    checked_settings(kind.Settings())


TOLD = {"seed": 4, "population": 12, "episodes": 2, "max_steps": 400, "keep_going": True}


@every
def test_its_run_is_kept_resumed_and_verified_to_the_same_bits(name, tmp_path):
    told = {**TOLD, "algorithm": name, **SMALL[name]}
    whole = neuro.evolve("flappy", generations=4, threads=1, **told)
    neuro.evolve("flappy", generations=2, threads=3, reporters=[neuro.Recorder(tmp_path / "run")], **told)
    assert neuro.resume(tmp_path / "run", generations=4, keep_going=True).fingerprint == whole.fingerprint
    verdict = neuro.verify(tmp_path / "run")
    assert verdict.agrees, verdict.why


def test_the_champion_is_the_network_that_tries_nothing():
    settings = EvolutionSettings(
        seed=4, population=12, episodes=2, algorithm="dqn", breeding=ALGORITHMS["dqn"].Settings(**SMALL["dqn"])
    )
    run = Evolution(find_game("flappy"), settings)
    for _ in range(3):
        run.step()
    best = run.champion
    assert isinstance(run._best.genome, Explorers)
    assert run._best.genome.epsilon.tolist() == [0]
    assert neuro.replay(best, seed=3)[0].score >= 0


def test_a_memory_holds_the_last_steps_added_up_and_what_comes_after():
    found = corridor(1, 3)._replace(ended=np.ones(1, np.float32))
    found.gained[0] = 1, 2, 4
    memory = ReplayMemory(4, 2)
    memory.remember(found, 2, 0.5, 1000, Measures(1.0, np.zeros(2), np.ones(2)))
    told = memory.transitions
    assert told.gained[:3].tolist() == [2, 4, 4]
    assert told.kept[:3].tolist() == [0.25, 0, 0]
    assert (told.then[0] == found.seen[0, 2]).all()
    assert (told.then[1] == found.last[0]).all()
    memory.remember(found, 1, 0.5, 15, Measures(1.0, np.ones(2), np.full(2, 2.0)))
    assert (len(memory), memory.count) == (4, 6)
    assert told.gained.tolist() == [1.5, 1.5, 4, 1]
    assert told.seen[1] == pytest.approx((found.seen[0, 2] - 1) / 2)


def test_measures_are_the_usual_gain_and_the_spread_of_what_was_seen():
    found = corridor(50, 3)
    scale, mean, size = Measures.of(found)
    assert scale == pytest.approx(0.1)
    assert mean == pytest.approx(found.seen.reshape(-1, 2).mean(axis=0), abs=1e-6)
    assert size == pytest.approx(found.seen.reshape(-1, 2).std(axis=0), abs=1e-6)


@every
def test_few_individuals_are_enough_unless_people_ask_for_more(name):
    assert EvolutionSettings(seed=1, algorithm=name).population == 16
    assert EvolutionSettings(seed=1, algorithm=name, population=40).population == 40
    _, settings, _ = chosen_run("flappy", RunSettings(algorithm=name), BreedingOptions())
    assert settings.population == 16
    _, settings, _ = chosen_run("flappy", RunSettings(algorithm=name, population=40), BreedingOptions())
    assert settings.population == 40
