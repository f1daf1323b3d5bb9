"""A game, a layer, an algorithm and an engine of somebody else's, each a file, together in one run."""

import textwrap
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import Any, ClassVar

import numpy as np
import pytest
from own_algorithm import MINE

import neuro
from neuro.algorithms_folder import add_algorithms_folder
from neuro.evolution.algorithms import ALGORITHMS
from neuro.games_folder import add_games_folder
from neuro.kernels import bind, kernel
from neuro.network.layers import LAYERS, Layer
from neuro.rollout import evaluator as engines
from neuro.rollout.evaluator import Evaluator, open_local

SOURCE = TARGET = COUNT = LANES = 0

GAME = '''
"""Reach: walk along a line to a place that is seen."""

VERSION = 1
ACTIONS, DECISION = ("left", "right"), "versus"


class Setting:
    speed: float = 0.05


class Agent:
    place: float = 0
    goal: float = 0


def start(agent, p, rng):
    agent.goal = rng.uniform(-1, 1)


def see(agent, p):
    return {"place": agent.place, "goal": agent.goal}


def step(agent, action, p, rng):
    agent.place += p.speed if action.right else -p.speed
    if abs(agent.place - agent.goal) < p.speed:
        agent.score += 1
        agent.goal = rng.uniform(-1, 1)
'''


@kernel
def _halve(weights, nodes, memory):
    for place in range(COUNT * LANES):
        nodes[TARGET * LANES + place] = nodes[SOURCE * LANES + place] * np.float32(0.5)


class Backwards(Evaluator):
    """Evaluates the last genome first."""

    name = "backwards"

    def __init__(self, inner):
        self.inner = inner

    is_cached = False

    def compile(self, setting):
        self.inner.compile(setting)

    def evaluate(self, genomes, courses, setting, max_steps):
        turned = np.arange(len(genomes))[::-1].copy()
        found = self.inner.evaluate(genomes.take(turned), courses, setting, max_steps)
        return type(found)(found.fitness[turned], found.score[turned], found.steps[turned])


def open_backwards(game, policy, *, threads, address):
    return Backwards(open_local(game, policy, threads=threads, address=address))


@pytest.fixture
def outside(monkeypatch, tmp_path):
    """All four are found; gives the kind of the layer."""
    for name, files in (("games/reach", {"rules.py": GAME}), ("algorithms", {"mine.py": MINE})):
        (tmp_path / name).mkdir(parents=True)
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)
    (tmp_path / "games/reach/__init__.py").write_text(
        textwrap.dedent('''
            """Reach."""
            from neuro.game import Exam, Game
            from neuro.network import Dense, Input

            from . import rules

            game = Game(name="reach", title="Reach", rules=rules, layers=(Input(2), Dense(2)), max_steps=200,
                        exam=Exam(score=1000, courses=2, max_steps=300))
        ''')
    )
    for variable, add, folder in (
        ("NEURO_GAMES", add_games_folder, "games"),
        ("NEURO_ALGORITHMS", add_algorithms_folder, "algorithms"),
    ):
        monkeypatch.setenv(variable, "")
        add(tmp_path / folder)
    monkeypatch.setattr(
        engines, "entry_points", lambda **_: [EntryPoint("backwards", f"{__name__}:open_backwards", "")]
    )
    engines._points.cache_clear()
    monkeypatch.setitem(LAYERS, "halved", None)  # the class below registers itself; this takes it out again

    @dataclass(frozen=True)
    class Halved(Layer):
        kind: ClassVar[str] = "halved"

        def output_shape(self, shape):
            return shape

        def bind(self, places, *, raw=False) -> Any:
            return bind(_halve, inline=True, SOURCE=places.source, TARGET=places.target, COUNT=places.count,
                        LANES=places.lanes)  # fmt: skip

        def forward(self, x, parameters, scratch):
            return x * np.float32(0.5)

    yield Halved
    ALGORITHMS.pop("mine", None)
    engines._points.cache_clear()


def test_a_game_a_layer_an_algorithm_and_an_engine_from_outside_make_one_run_that_is_kept_and_resumed(
    outside, tmp_path
):
    layers = (neuro.Input(2), neuro.Dense(3, "tanh"), outside(), neuro.Dense(2))
    told = {"seed": 5, "population": 12, "episodes": 2, "layers": layers, "algorithm": "mine"}
    whole = neuro.evolve("reach", generations=4, engine="backwards", keep_going=True, **told)
    assert whole.fingerprint == neuro.evolve("reach", generations=4, keep_going=True, **told).fingerprint
    run = tmp_path / "run"
    neuro.evolve("reach", generations=2, keep_going=True, reporters=[neuro.Recorder(run)], **told)
    assert neuro.resume(run, generations=4, keep_going=True).fingerprint == whole.fingerprint
    neuro.save(whole.champion, tmp_path / "reach.neuro")
    assert neuro.load(tmp_path / "reach.neuro").network.layers == layers
    x = np.array([0.3, -0.7], np.float32)
    assert np.isfinite(whole.champion.network.predict(x)).all()
