"""A policy of somebody else's, whose genomes are no vectors, in every window and every record."""

import json
import re

import numpy as np
import pytest
from policy_for_tests import OneWire, Rewire

import neuro
from neuro.errors import SettingError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.game import find_game
from neuro.rollout.stepwise import Rollout
from neuro.view.keys import Command
from neuro.view.pages.replay_page import replay_page
from neuro.view.play.play_model import PlayModel
from neuro.view.play.rivals import Rivals
from neuro.view.replay.replay_model import EpisodeOptions, ReplayModel
from neuro.view.theme import DARK
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel

GAME = find_game("flappy")
TOLD = {"algorithm": Rewire.name, "seed": 4, "population": 24, "episodes": 2, "keep_going": True}


def evolution(generations=0):
    settings = EvolutionSettings(seed=4, population=24, episodes=2, algorithm=Rewire.name)
    found = Evolution(GAME, settings)
    for _ in range(generations):
        found.step()
    return found


def test_its_run_is_kept_resumed_and_verified_to_the_same_bits(tmp_path):
    whole = neuro.evolve("flappy", generations=4, **TOLD)
    run = tmp_path / "run"
    neuro.evolve("flappy", generations=2, reporters=[neuro.Recorder(run)], **TOLD)
    assert neuro.resume(run, generations=4, keep_going=True).fingerprint == whole.fingerprint
    verdict = neuro.verify(run)
    assert verdict.agrees, verdict.why


def test_its_network_says_what_it_says():
    run = evolution(1)
    genome = run.genomes.take([3])
    assert isinstance(run.policy, OneWire)
    rollout = Rollout(GAME, run.policy, genome, np.zeros(1, np.uint32), max_steps=5)
    nodes = rollout.nodes(0)
    assert (run.policy.network(genome).predict(nodes[:5]) == nodes[5:]).all()


@pytest.fixture(scope="module")
def champion():
    return evolution(3).champion


@pytest.fixture
def watching():
    watched = WatchModel(evolution(2), DARK, RunOptions(generations=3, keep_going=True))
    yield watched
    watched.close()


def test_it_is_watched_with_its_own_sketch_and_weights_that_cannot_be_changed_say_so(watching):
    watching.tick(0.3)
    mind = snapshot_of(watching).mind
    agent = watching.focus.agent
    genome = watching.evolution.genomes.take([agent])
    assert mind.sketch.summary == "2 wires"
    assert (mind.weights == genome.sign[0]).all()
    inputs = mind.input_values
    assert (mind.output_values == genome.sign[0] * inputs[genome.source[0]] + genome.offset[0]).all()
    with pytest.raises(SettingError, match="no weights that can be changed"):
        watching.obey(Command("weight", 0, amount=1.0))
    assert snapshot_of(watching).mind.changed == 0


def test_it_is_told_why_one_died_and_the_champion_plays_on_in_the_end(watching):
    watching.focus.selected = 5
    for _ in range(600):
        watching.tick(1 / 60, hurried=True)
        watching.wait_for_inquiry()
        if watching.can_flash_back:
            break
    watching.obey(Command("death"))
    assert len(watching.flashback.why.sides[0].outputs) == 2
    watching.obey(Command("death"))
    watching.obey(Command("speed", 4))
    for _ in range(900):
        watching.tick(1 / 60, hurried=True)
        if watching.ended:
            break
    assert watching.ended
    watching.tick(0.1)
    shown = snapshot_of(watching)
    assert shown.population == 1
    assert shown.mind.sketch.summary.startswith("5 – 2")
    assert len(shown.milestones) >= 1


def test_its_champion_is_saved_replayed_raced_and_exported_as_the_network_that_it_is(champion, tmp_path):
    neuro.save(champion, tmp_path / "champion.neuro")
    loaded = neuro.load(tmp_path / "champion.neuro")
    told = [neuro.replay(one, seed=3) for one in (champion, loaded)]
    assert told[0] == told[1]
    replaying = ReplayModel(GAME, [loaded], [3], DARK, EpisodeOptions(max_steps=300))
    replaying.obey(Command("seek", 20))
    assert (replaying.sight(elsewhere=True).mind.genes == loaded.network.genome).all()
    playing = PlayModel(GAME, 3, [loaded], DARK)
    playing.begin()
    playing.tick(0.1)
    assert len(playing.against) == 1
    assert Rivals(GAME, GAME.setting, [loaded]).scores(3) == [told[1][0].score]
    assert json.loads(re.search(r"const replay = (\{.*?\});\n", replay_page(loaded, 3, 100), re.DOTALL)[1])["brain"]
