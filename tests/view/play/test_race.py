import dataclasses

import numpy as np
from games_for_tests import threshold_bird

from games.flappy import game
from neuro.network import Network
from neuro.rollout.stepwise import Rollout
from neuro.view.keys import Command
from neuro.view.replay.replay_model import EpisodeOptions, ReplayModel
from neuro.view.theme import DARK


def flier(champion):
    """A champion that never falls."""
    return dataclasses.replace(champion, network=Network.from_genome(game.layers, threshold_bird()), generation=7)


def faller(champion):
    return dataclasses.replace(champion, network=Network.from_genome(game.layers, np.zeros(66)), generation=1)


def test_all_play_the_same_course_as_they_would_alone(champion):
    racing = ReplayModel(
        game, [faller(champion)], [5], DARK, EpisodeOptions(max_steps=400), against=[flier(champion), champion]
    )
    racing.obey(Command("seek", 300))
    for k, one in enumerate((faller(champion), flier(champion), champion)):
        genomes = one.network.genome[np.newaxis]
        alone = Rollout(game, game.layers, genomes, np.array([5], np.uint32), max_steps=400)
        alone.advance(300)
        assert (racing.stage.state[:, k] == alone.state[:, 0]).all()


def test_the_race_goes_on_until_nobody_plays(champion):
    racing = ReplayModel(game, [faller(champion)], [5], DARK, EpisodeOptions(max_steps=400), against=[flier(champion)])
    racing.obey(Command("seek", 400))
    standing = racing.racers()
    assert [racer.alive for racer in standing] == [False, True]
    assert [racer.name for racer in standing] == ["generation 1", "generation 7"]
    assert standing[1].score > 0
    assert racing.stage.leader is None
    assert not racing.stage.fell
