"""NEAT beside neat-python, playing and breeding in turn in one process: ``python benchmarks/neat_against_python.py``.

Both populations have 1,000 genomes of about as many genes, grown by random fitness under each one's own mutations. In a
round both play Flappy (theirs in a Python loop, as its users write it; ours so that nobody dies), then both breed: what
a generation costs besides its flights, species and the networks that are made of genomes included. One thread each,
seconds of the processor; the ratios are medians over rounds. Needs ``pip install neat-python==2.0.0``.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import neat
import numpy as np
from neat.nn import FeedForwardNetwork
from neat_speed import drifted, rate
from peers.world import fly

from neuro.evolution.algorithms import Results
from neuro.evolution.algorithms.neat import Neat
from neuro.game import find_game
from neuro.policies import Graph
from neuro.rollout.program import program
from neuro.thread_pool import at_most

_GENES = 20  # links of a genome, about
_STEPS = 400
_CONFIG = """
[NEAT]
fitness_criterion = max
fitness_threshold = 1e9
pop_size = 1000
reset_on_extinction = True
no_fitness_termination = True

[DefaultGenome]
num_inputs = 5
num_hidden = 0
num_outputs = 2
feed_forward = True
initial_connection = full_direct
activation_default = tanh
activation_mutate_rate = 0.0
activation_options = tanh
aggregation_default = sum
aggregation_mutate_rate = 0.0
aggregation_options = sum
bias_init_mean = 0.0
bias_init_stdev = 1.0
bias_init_type = gaussian
bias_max_value = 30.0
bias_min_value = -30.0
bias_mutate_power = 0.5
bias_mutate_rate = 0.7
bias_replace_rate = 0.1
response_init_mean = 1.0
response_init_stdev = 0.0
response_init_type = gaussian
response_max_value = 30.0
response_min_value = -30.0
response_mutate_power = 0.0
response_mutate_rate = 0.0
response_replace_rate = 0.0
weight_init_mean = 0.0
weight_init_stdev = 1.0
weight_init_type = gaussian
weight_max_value = 30
weight_min_value = -30
weight_mutate_power = 0.5
weight_mutate_rate = 0.8
weight_replace_rate = 0.1
compatibility_disjoint_coefficient = 1.0
compatibility_excess_coefficient = 1.0
compatibility_weight_coefficient = 0.5
compatibility_include_node_genes = True
compatibility_enable_penalty = 0.0
conn_add_prob = 0.2
conn_delete_prob = 0.0
node_add_prob = 0.03
node_delete_prob = 0.0
enabled_default = True
enabled_mutate_rate = 0.01
enabled_rate_to_true_add = 0.0
enabled_rate_to_false_add = 0.0
single_structural_mutation = false
structural_mutation_surer = default

[DefaultSpeciesSet]
compatibility_threshold = 3.0

[DefaultStagnation]
species_fitness_func = max
max_stagnation = 20
species_elitism = 2

[DefaultReproduction]
elitism = 2
survival_threshold = 0.2
min_species_size = 2
"""


def grown() -> neat.Population:
    """A population of neat-python whose genomes have grown to so many links."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "neat.ini"
        path.write_text(_CONFIG)
        parts = neat.DefaultGenome, neat.DefaultReproduction, neat.DefaultSpeciesSet, neat.DefaultStagnation
        population = neat.Population(neat.Config(*parts, str(path)), seed=1)
    genes = population.config.genome_config
    usual, genes.node_add_prob = genes.node_add_prob, 0.7  # grown in few generations
    while statistics.mean(len(one.connections) for one in population.population.values()) < _GENES:
        bred(population)
    genes.node_add_prob = usual
    return population


def bred(population: neat.Population) -> float:
    """Breed neat-python's next generation by random fitness; the seconds that it took, networks included."""
    for one in population.population.values():
        one.fitness = random.random()
    config, generation = population.config, population.generation
    start = time.process_time()
    population.population = population.reproduction.reproduce(config, population.species, config.pop_size, generation)
    population.species.speciate(config, population.population, generation)
    for one in population.population.values():
        FeedForwardNetwork.create(one, config)
    population.generation += 1
    return time.process_time() - start


def played(population: neat.Population) -> float:
    """Bird-steps a second of neat-python's networks."""
    genomes = population.population.values()
    brains = [FeedForwardNetwork.create(one, population.config).activate for one in genomes]
    start = time.process_time()
    return fly(brains, _STEPS) / (time.process_time() - start)


def told(search: Neat, rng: np.random.Generator) -> float:
    """Seconds that it takes to tell our search what became of its genomes, and to make programs of the next ones."""
    results = Results.of(rng.normal(size=search.population))
    start = time.process_time()
    with at_most(1):
        search.tell(results)
        search.ask().packed()
    return time.process_time() - start


def main(rounds: int) -> None:
    """Print both ratios."""
    random.seed(1)
    game, graph, rng = find_game("flappy").at(""), Graph(5, 2, output="sigmoid"), np.random.default_rng(1)
    setting = game.setting_with({"gap": 400, "flap": -0.1, "gravity": 0.01, "max_speed": 0.1})  # nobody dies
    peer, ours = grown(), drifted(graph, 1000, 2.5)
    flying, breeding, here, there = [], [], [], []
    for round_ in range(rounds + 1):
        genomes = ours.ask()
        here.append(rate(program(game, graph).with_room_for(genomes), genomes, setting))
        there.append(played(peer))
        flying.append(here[-1] / there[-1])
        seconds = bred(peer), told(ours, rng)
        breeding.append(seconds[0] / seconds[1])
        if round_ == 0:  # the first compiles
            for values in (flying, breeding, here, there):
                values.clear()
    links = statistics.mean(len(one.connections) for one in peer.population.values())
    own = float(ours.ask().packed().length.mean())
    print(f"1,000 genomes of {own:.0f} links (neat-python {links:.0f}), {rounds} rounds")
    rates = f"{statistics.median(here) / 1e6:,.0f} M and {statistics.median(there) / 1e3:,.0f} k agent-steps a second"
    print(f"flying: {statistics.median(flying):,.0f} times neat-python's rate ({rates})")
    print(f"breeding: {statistics.median(breeding):,.0f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
