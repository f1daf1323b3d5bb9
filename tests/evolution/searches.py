"""Tasks for algorithms that search vectors, in plain NumPy: each gives the fitness of every row of a matrix."""

import numpy as np

from neuro.evolution.algorithms import ALGORITHMS, Results
from neuro.network import Dense, Input
from neuro.policies import Layered, Vectors, genomes_of

#: Names of neuro's own algorithms that breed vectors.
NAMES = sorted(
    name for name, kind in ALGORITHMS.items() if kind.__module__.startswith("neuro.") and "layers" in kind.policies
)


def sphere(x):
    return -np.square(x).sum(axis=1)


def rastrigin(x):
    return -(10 * x.shape[1] + (np.square(x) - 10 * np.cos(2 * np.pi * x)).sum(axis=1))


def rosenbrock(x):
    return -(100 * np.square(x[:, 1:] - np.square(x[:, :-1])) + np.square(1 - x[:, :-1])).sum(axis=1)


def xor(x):
    """Minus the squared error of 2-4-1 networks of tanh on the four cases of XOR, ``(n, 17)``."""
    cases = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    hidden = np.tanh(np.einsum("ci,nhi->nch", cases, x[:, :8].reshape(-1, 4, 2)) + x[:, np.newaxis, 8:12])
    out = np.tanh(np.einsum("nch,nh->nc", hidden, x[:, 12:16]) + x[:, 16:17])
    return -np.square(out - [-1, 1, 1, -1]).sum(axis=1)


def cart_pole(x, steps=500):
    """Steps that linear controllers balance a pole on a cart, ``(n, 5)`` (A. Barto and others, 1983)."""
    x = np.tile(x, (3, 1))
    state = np.repeat([[0.04, 0, -0.03, 0.02], [-0.02, 0.03, 0.04, 0], [0, -0.04, 0.02, -0.03]], len(x) // 3, axis=0)
    alive, lived = np.ones(len(x), bool), np.zeros(len(x))
    for _ in range(steps):
        speed, angle, turning = state.T[1:]
        force = np.where((state * x[:, :4]).sum(axis=1) + 0.01 * x[:, 4] > 0, 10.0, -10.0)
        sine, cosine = np.sin(angle), np.cos(angle)
        push = (force + 0.05 * turning**2 * sine) / 1.1
        bend = (9.8 * sine - cosine * push) / (0.5 * (4 / 3 - 0.1 * cosine**2 / 1.1))
        state = state + 0.02 * np.stack([speed, push - 0.05 * bend * cosine / 1.1, turning, bend], axis=1)
        alive &= (np.abs(state[:, 0]) < 2.4) & (np.abs(state[:, 2]) < 0.2095)
        lived += alive
        if not alive.any():
            break
        state[~alive] = 0
    return lived.reshape(3, -1).mean(axis=0)


def policy(parameters):
    """Networks of so many parameters, 2 at least."""
    return Layered((Input(parameters - 1), Dense(1)))


def begun(name, population=20, parameters=10, seed=1, start=0.0, size=1.0, **settings):
    """An algorithm at the beginning of a search; the first genomes lie ``size`` around ``start``."""
    kind, rng = ALGORITHMS[name], np.random.default_rng(seed)
    first = (start + size * rng.normal(size=(population, parameters))).astype(np.float32)
    return kind(policy(parameters), Vectors(first), seed, kind.Settings(**settings))


def asked(search):
    """The matrix that it asks for, ``(population, parameters)``."""
    return genomes_of(search.ask()).matrix


def step(search, task=sphere):
    """A generation, whose behaviour are the first two genes; returns its fitness."""
    genomes = asked(search).copy()
    fitness = task(genomes.astype(np.float64))
    search.tell(Results(fitness, np.zeros((len(genomes), 1), np.float32), genomes[:, :2]))
    return fitness


def best_after(name, task, generations, goal=np.inf, **begin):
    """The best fitness that a search has seen, its own candidates with it; it ends when the goal is reached."""
    search, best = begun(name, **begin), -np.inf
    for _ in range(generations):
        best = max(best, step(search, task).max())
        own = search.best()
        if own is not None:
            best = max(best, task(np.asarray(own, np.float64)[np.newaxis])[0])
        if best >= goal:
            break
    return best


def digest(name, generations=4, resumed=False, **begin):
    """Every bit of some generations, as a number; from the third on by a search that takes up the first's state."""
    search, found = begun(name, **begin), b""
    for generation in range(generations):
        if resumed and generation == 2:
            kept, number = {key: array.copy() for key, array in search.state().items()}, search.generation
            blank = policy(asked(search).shape[1]).blank(len(asked(search)))
            search = type(search)(policy(asked(search).shape[1]), blank, int(begin.get("seed", 1)), search.settings)
            search.restore(kept, number)
        found += asked(search).tobytes()
        step(search)
    return hash(found + asked(search).tobytes())
