import numpy as np
import pytest

import neuro
from neuro.datasets import digits, xor
from neuro.errors import SettingError, ShapeError
from neuro.network import Conv2D, Dense, Flatten, Input, Network
from neuro.network.training import LOSSES
from neuro.network.training.population_loss import PopulationLoss

LAYERS = [Input(2), Dense(4, "tanh"), Dense(1, "sigmoid")]


def test_xor_is_solved_by_evolution_and_then_polished_by_backprop():
    data = xor()
    result = neuro.evolve(neuro.Supervised(LAYERS, data.x, data.y, goal=0.02), seed=1, population=60, generations=200)
    assert result.solved
    assert result.history.loss[-1] <= 0.02
    before = result.network.evaluate(data.x, data.y, "mse").loss
    assert before == pytest.approx(min(result.history.loss), rel=1e-4)
    result.network.train(data.x, data.y, loss="mse", optimizer=neuro.SGD(0.3), epochs=500, batch_size=1, seed=1)
    assert result.network.evaluate(data.x, data.y).loss < before / 5


def test_the_same_seed_gives_the_same_fingerprint_and_another_another():
    task = neuro.Supervised(LAYERS, *(getattr(xor(), name) for name in "xy"), goal=0)
    found = [neuro.evolve(task, seed=seed, population=20, generations=5).fingerprint for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]


def test_a_few_digits_are_learnt_by_evolution():
    data = digits()
    chosen = np.flatnonzero(data.y < 2)[:60]
    x, y = data.x[chosen].reshape(-1, 64), data.y[chosen]
    task = neuro.Supervised([Input(64), Dense(2, "softmax")], x, y, loss="cross-entropy", goal=0.05)
    result = neuro.evolve(task, seed=1, population=80, generations=150)
    assert result.network.evaluate(x, y).accuracy > 0.95
    assert result.history.accuracy[-1] > 0.95


@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_a_populations_losses_are_those_of_each_network(loss):
    chosen = LOSSES[loss]()
    layers = [Input(3), Dense(5, "softplus"), Dense(2, chosen.link or "identity")]
    networks = [Network(layers, seed=seed) for seed in range(4)]
    rng = np.random.default_rng(1)
    x = rng.normal(size=(6, 3)).astype(np.float32)
    targets = np.eye(2, dtype=np.float32)[rng.integers(0, 2, 6)]
    score = PopulationLoss(layers, networks[0].shapes, chosen, x, targets)
    losses, rights = score(np.stack([network.genome for network in networks]))
    for network, found, right in zip(networks, losses, rights, strict=True):
        expected = network.evaluate(x, targets, chosen)
        assert found == pytest.approx(expected.loss, rel=1e-4)
        if chosen.counts_right:
            assert right == pytest.approx(expected.accuracy)


def test_what_cannot_evolve_on_examples_is_named():
    x, y = np.zeros((3, 4, 4, 1)), np.zeros((3, 1))
    with pytest.raises(ShapeError, match="only Dense layers"):
        neuro.evolve(neuro.Supervised([Input((4, 4, 1)), Conv2D(2), Flatten(), Dense(1)], x, y), seed=1)
    with pytest.raises(SettingError, match="population must be"):
        neuro.evolve(neuro.Supervised(LAYERS, *(getattr(xor(), name) for name in "xy")), seed=1, population=1)


DATA = xor()
SMALL = {"seed": 1, "population": 20, "generations": 3}


def task(goal=0.0):
    return neuro.Supervised(LAYERS, DATA.x, DATA.y, goal=goal)


def test_every_argument_is_obeyed():
    told, asked = [], []

    class Listener(neuro.Reporter):
        def generation(self, evolution, record):
            told.append(record.best_fitness)

    plain = neuro.evolve(task(), **SMALL)
    heard = neuro.evolve(task(), **SMALL, reporters=[Listener()], threads=2)
    assert heard.fingerprint == plain.fingerprint
    assert [-fitness for fitness in told] == plain.history.loss
    other = neuro.evolve(task(), **SMALL, algorithm="random")
    assert other.fingerprint != plain.fingerprint
    assert other.history.loss[0] == plain.history.loss[0]
    stopped = neuro.evolve(task(), **SMALL, stop=lambda: asked.append(0) or len(asked) > 1)
    assert len(stopped.history) == 1
    assert len(neuro.evolve(task(goal=9.0), **SMALL).history) == 1
    assert len(neuro.evolve(task(goal=9.0), **SMALL, keep_going=True).history) == 3


def test_what_means_nothing_to_examples_is_refused():
    given = {"episodes": 4, "level": "storm", "parameters": {}, "max_steps": 9, "layers": LAYERS}
    for name, value in given.items():
        with pytest.raises(SettingError, match=f"{name} is for games"):
            neuro.evolve(task(), **SMALL, **{name: value})
    with pytest.raises(neuro.UnknownNameError, match="unknown algorithm 'no such thing'"):
        neuro.evolve(task(), **SMALL, algorithm="no such thing")
    with pytest.raises(neuro.UnknownNameError, match="did you mean 'mutation_rate'"):
        neuro.evolve(task(), **SMALL, muation_rate=0.1)


def test_a_run_on_examples_is_kept_in_no_folder(tmp_path):
    with pytest.raises(neuro.NeuroError, match="leave the Recorder out"):
        neuro.evolve(task(), **SMALL, reporters=[neuro.Recorder(tmp_path / "run")])
    assert not (tmp_path / "run").exists()


def test_fingerprints_are_those_of_before_one_manager_evolved_everything():
    # Made by the loop of examples alone, which this replaced; see "one generation loop" in the CHANGELOG.
    assert neuro.evolve(task(), seed=3, population=12, generations=5).fingerprint == "398f08d18060dc7cf936d5823560ec29"


def test_threads_share_genomes_without_changing_a_bit():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(3000, 2)), rng.normal(size=(3000, 1))
    found = {neuro.evolve(neuro.Supervised(LAYERS, x, y), **SMALL, threads=threads).fingerprint for threads in (1, 3)}
    assert len(found) == 1
