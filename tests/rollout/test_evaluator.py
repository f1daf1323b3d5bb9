"""Who evaluates is chosen by the run: an engine, which changes no bit of it."""

from importlib.metadata import EntryPoint

import numpy as np
import pytest
from games_for_tests import quick_flappy
from test_loop import bits, genomes_of

from neuro.errors import NeuroError, SettingError, ShapeError, UnknownNameError
from neuro.evolution.run import evolve
from neuro.game import find_game
from neuro.network import Dense, Input
from neuro.rollout import evaluator as module
from neuro.rollout.evaluate import evaluate
from neuro.rollout.evaluator import Evaluator, engine_names, open_evaluator, open_local
from neuro.rollout.outcome import Outcome
from neuro.rollout.program import program

COURSES = np.arange(3, dtype=np.uint32)
OPENED = []


class Halves(Evaluator):
    """An engine of somebody else's: the first half of the genomes, then the second."""

    name = "halves"

    def __init__(self, inner):
        self.inner, self.asked, self.closed = inner, 0, False
        OPENED.append(self)

    @property
    def is_cached(self):
        return self.inner.is_cached

    def compile(self, setting):
        self.inner.compile(setting)

    def evaluate(self, genomes, courses, setting, max_steps):
        self.asked += 1
        parts = [genomes.take(places) for places in np.array_split(np.arange(len(genomes)), 2)]
        halves = [self.inner.evaluate(part, courses, setting, max_steps) for part in parts if len(part)]
        values = zip(*((half.fitness, half.score, half.steps) for half in halves), strict=True)
        return Outcome(*map(np.concatenate, values))

    def close(self):
        self.closed = True


def open_halves(game, layers, *, threads, address):
    return Halves(open_local(game, layers, threads=threads, address=address))


@pytest.fixture
def _halves(monkeypatch):
    """An installed package that brings the engine."""
    point = EntryPoint("halves", f"{__name__}:open_halves", "neuro.engines")
    monkeypatch.setattr(module, "entry_points", lambda **_: [point])
    module._points.cache_clear()
    yield
    module._points.cache_clear()


def test_local_is_what_evaluate_finds():
    genomes, loops = genomes_of(1, 20), program(quick_flappy, quick_flappy.layers)
    with open_evaluator(quick_flappy, quick_flappy.layers, threads=2) as evaluator:
        evaluator.compile(quick_flappy.setting)
        found = evaluator.evaluate(genomes, COURSES, quick_flappy.setting, 90)
    assert bits(found) == bits(evaluate(loops, genomes, COURSES, quick_flappy.setting, 90))
    assert evaluator.is_cached


@pytest.mark.usefixtures("_halves")
def test_an_engine_of_ones_own_comes_by_its_entry_point_and_gives_the_same_run():
    run = {"seed": 3, "population": 20, "generations": 3, "max_steps": 90, "episodes": 2}
    OPENED.clear()
    assert engine_names() == ["halves", "local", "ray"]
    assert evolve(quick_flappy, **run, engine="halves").fingerprint == evolve(quick_flappy, **run).fingerprint
    (used,) = OPENED
    assert used.asked >= 3
    assert used.closed


def test_an_engine_that_cannot_be_imported_is_a_sentence(monkeypatch):
    monkeypatch.setattr(module, "entry_points", lambda **_: [EntryPoint("broken", "no_such_module:open", "")])
    module._points.cache_clear()
    with pytest.raises(NeuroError, match=r"the engine 'broken' \(no_such_module:open\) cannot be imported: "):
        open_evaluator(quick_flappy, quick_flappy.layers, "broken")
    module._points.cache_clear()


def test_an_unknown_engine_is_told_with_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown engine 'rai'; did you mean 'ray'"):
        open_evaluator(quick_flappy, quick_flappy.layers, "rai")


def test_an_address_means_nothing_to_threads():
    with pytest.raises(SettingError, match="the engine is local and has no address"):
        open_evaluator(quick_flappy, quick_flappy.layers, address="auto")


def test_a_network_that_does_not_fit_is_refused_before_anything_starts():
    with pytest.raises(ShapeError, match="needs a network of 5 inputs"):
        open_evaluator(quick_flappy, (Input(3), Dense(2)), "ray")


def test_an_environment_of_others_is_played_by_its_own_engine_alone():
    pytest.importorskip("gymnasium")
    game = find_game("gym:CartPole-v1")
    assert open_evaluator(game, game.layers).name == "local"
    for given in ({"engine": "ray"}, {"address": "auto"}):
        with pytest.raises(SettingError, match=r"CartPole-v1 plays itself.*leave"):
            open_evaluator(game, game.layers, **given)
