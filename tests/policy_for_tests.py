"""A policy whose genomes are no vectors: each output is one input, as it is or turned round, and an offset."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

import neuro
from neuro.kernels import bind, kernel
from neuro.network import Dense, Input, Network
from neuro.policies import Genomes, Sketch
from neuro.policies.policy import BoundPolicy, Policy
from neuro.policies.sketch import Links, Node

INPUTS = OUTPUTS = LANES = 0


@kernel
def _think(weights, nodes, memory):
    for j in range(OUTPUTS):
        for lane in range(LANES):
            source = int(weights[3 * j * LANES + lane])
            value = weights[(3 * j + 1) * LANES + lane] * nodes[source * LANES + lane]
            nodes[(INPUTS + j) * LANES + lane] = value + weights[(3 * j + 2) * LANES + lane]


@kernel
def _load(weights, packed, genome, lane):
    source, sign, offset = packed
    for j in range(OUTPUTS):
        weights[3 * j, lane] = source[genome, j]
        weights[3 * j + 1, lane] = sign[genome, j]
        weights[3 * j + 2, lane] = offset[genome, j]


class Wires(Genomes):
    """Arrays (population, outputs): the input of each output, 1 or -1, and what is added."""

    def __init__(self, source, sign, offset):
        self.source, self.sign, self.offset = source, sign, offset

    def __len__(self):
        return len(self.source)

    def take(self, places):
        chosen = np.asarray(places, np.int64)
        return Wires(self.source[chosen], self.sign[chosen], self.offset[chosen])

    def packed(self):
        return self.source, self.sign, self.offset

    def rows(self):
        return np.concatenate([self.source.astype(np.float32), self.sign, self.offset], axis=1)

    def arrays(self):
        return {"source": self.source, "sign": self.sign, "offset": self.offset}

    def update(self, digest):
        for array in self.packed():
            digest.update(np.ascontiguousarray(array).data)

    def with_others(self, others):
        parts = zip(*(one.packed() for one in (self, *others)), strict=True)
        return Wires(*(np.concatenate(part) for part in parts))

    def genes(self, place):
        return self.sign[place]


@dataclass(frozen=True)
class OneWire(Policy):
    kind: ClassVar[str] = "one-wire-for-tests"
    seen: int
    said: int

    inputs = property(lambda self: (self.seen,))
    outputs = property(lambda self: (self.said,))
    parameters = property(lambda self: 3 * self.said)
    rows = property(lambda self: 4 * self.said + self.seen)
    preserves_order = True

    def settings(self):
        return {"seen": self.seen, "said": self.said}

    def first(self, population, seed, initialiser=None):
        rng, shape = np.random.default_rng(seed), (population, self.said)
        sign = np.where(rng.random(shape) < 0.5, -1, 1).astype(np.float32)
        return Wires(rng.integers(0, self.seen, shape), sign, rng.normal(size=shape).astype(np.float32))

    def blank(self, population):
        shape = population, self.said
        return Wires(np.zeros(shape, np.int64), np.zeros(shape, np.float32), np.zeros(shape, np.float32))

    def genomes(self, arrays):
        return Wires(arrays["source"], arrays["sign"], arrays["offset"])

    def bind(self, lanes, *, raw_outputs=False):
        sizes = {"INPUTS": self.seen, "OUTPUTS": self.said, "LANES": lanes}
        return BoundPolicy(
            think=bind(_think, inline=True, **sizes),
            load=bind(_load, inline=True, **sizes),
            parameters=3 * self.said,
            nodes=self.seen + self.said,
            output=self.seen,
        )

    def network(self, genome):
        weights = np.zeros((self.said, self.seen), np.float32)
        weights[np.arange(self.said), genome.source[0]] = genome.sign[0]
        values = np.concatenate([weights.ravel(), genome.offset[0]])
        return Network.from_genome((Input(self.seen), Dense(self.said, "identity")), values)

    def sketch(self, genome):
        nodes = [Node(0.0, k, "input") for k in range(self.seen)]
        nodes += [Node(1.0, self.seen + j, "output") for j in range(self.said)]
        target, gene = self.seen + np.arange(self.said), np.arange(self.said)
        links = Links(genome.source[0], target, gene, np.zeros(self.said, np.bool_))
        return Sketch(tuple(nodes), links, f"{self.said} wires", newest=0)


@dataclass(frozen=True)
class RewireSettings:
    step: float = neuro.setting(0.3, "How far offsets are moved", low=0, high=2)


class Rewire(neuro.Algorithm):
    """The better half stays; each of the others becomes one of these with another wire or offset."""

    name = "rewire-for-tests"
    policies = (OneWire.kind,)
    Settings = RewireSettings

    def __init__(self, policy, first, seed, settings):
        self.policy, self.settings, self.population, self.seed = policy, settings, len(first), seed
        self.generation, self._genomes = 0, first

    @classmethod
    def policy_for(cls, policy, settings):  # noqa: ARG003
        return OneWire(*policy.inputs, *policy.outputs)

    def ask(self):
        return self._genomes

    def tell(self, results):
        self.generation += 1
        rng, order = np.random.default_rng((self.seed, self.generation)), np.argsort(-results.fitness, kind="stable")
        half = self.population // 2
        found = self._genomes.take([*order[:half], *order[: self.population - half]])
        children, one = np.arange(half, self.population), rng.integers(0, self.policy.said, self.population - half)
        found.source[children, one] = rng.integers(0, self.policy.seen, children.size)
        found.offset[children] += (self.settings.step * rng.normal(size=(children.size, self.policy.said))).astype("f4")
        self._genomes = found

    def state(self):
        return dict(self._genomes.arrays())

    def restore(self, arrays, generation):
        self._genomes, self.generation = self.policy.genomes(arrays).copy(), generation
