import numpy as np

from games.flappy import game
from neuro.network import Network
from neuro.rollout.probe import Probe
from neuro.rollout.stepwise import Rollout


def test_what_is_thought_about_states_is_what_the_rollout_thinks():
    genomes = np.stack([Network(game.layers, seed=k).genome for k in range(3)])
    rollout = Rollout(game, game.layers, genomes, np.arange(3, dtype=np.uint32), max_steps=50)
    thinker = Probe(game, game.layers, game.setting)
    for _ in range(20):
        rollout.advance(1)
        for agent in range(3):
            nodes = thinker.nodes(genomes[agent], rollout.state[:, agent : agent + 1])[:, 0]
            assert nodes.tobytes() == rollout.nodes(agent).tobytes()


def test_more_states_than_lanes_are_thought_about_one_by_one():
    thinker = Probe(game, game.layers, game.setting)
    rng = np.random.default_rng(1)
    states = rng.uniform(1, 500, (len(game.state), 300)).astype(np.float32)
    genome = Network(game.layers, seed=4).genome
    together = thinker.nodes(genome, states)
    alone = [thinker.nodes(genome, states[:, k : k + 1])[:, 0] for k in (0, 127, 128, 299)]
    assert together.shape == (15, 300)
    assert (together[:, (0, 127, 128, 299)] == np.stack(alone, axis=1)).all()
