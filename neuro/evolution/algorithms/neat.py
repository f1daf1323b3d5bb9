"""NEAT: networks that begin without hidden nodes and grow, in species that protect what is new.

K. O. Stanley and R. Miikkulainen, "Evolving neural networks through augmenting topologies", Evolutionary Computation
10(2), 2002. Beyond the paper: the threshold of species moves so that there are about as many as are wanted, and links
and nodes may also be taken out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError, SettingError, ShapeError
from neuro.evolution.algorithms.algorithm import Algorithm, Lineage, Results, worst_where_nothing
from neuro.evolution.algorithms.neat_children import breed, copy_genomes
from neuro.evolution.algorithms.neat_growth import grow, know
from neuro.evolution.algorithms.neat_settings import NeatSettings
from neuro.evolution.algorithms.neat_species import Members, assign_species, offspring_of, plan_children, represent
from neuro.network.graph_forward import GRAPH_ACTIVATIONS
from neuro.network.graph_programs import empty_programs, links_in, sort_programs, take_programs
from neuro.network.topologies import (
    Topologies,
    empty_topologies,
    packed_topologies,
    unpacked_topologies,
)
from neuro.policies import Genomes, Graph, Graphs, Layered, Policy
from neuro.policies.graphs import compiled_programs
from neuro.thread_pool import share_rows

__all__ = ["Neat"]

_SHARE = 256  # children that a thread breeds at a time
_STEP = 1.2  # what the threshold is multiplied by or divided by in a generation
_MANY, _FEW = 1.25, 0.75  # of the species that are wanted: the threshold stays between them
_MOST = 1.3  # of the species that are wanted: there are never more
_LEAST_THRESHOLD, _LARGEST_THRESHOLD = 1e-3, 1e6
_NUMBERS = 2**31 - 1  # historical numbers


class Neat(Algorithm):
    """A population of topologies in species; see ``Algorithm``."""

    name: ClassVar[str] = "neat"
    title: ClassVar[str] = "NEAT, networks that grow"
    source: ClassVar[str] = "K. O. Stanley and R. Miikkulainen, 2002"
    Settings: ClassVar[type[NeatSettings]] = NeatSettings
    policies: ClassVar[tuple[str, ...]] = (Graph.kind,)
    breeds: ClassVar[bool] = True
    settings: NeatSettings

    def __init__(self, policy: Policy, first: Genomes, seed: int, settings: NeatSettings) -> None:
        if not isinstance(policy, Graph) or not isinstance(first, Graphs):
            raise SettingError(f"the algorithm {self.name!r} breeds topologies, not a policy of kind {policy.kind!r}")
        self.settings, self.population, self.generation = settings, len(first), 0
        self._policy, self._key = policy, np.uint64(seed)
        self._genomes, self._elites = first, 0
        self._counters = np.array([policy.parameters, policy.input_count + 1 + policy.output_count], np.int64)
        self._threshold, self._born = float(settings.compatibility_threshold), 0
        self._species, self._kinds = np.zeros(len(first), np.int64), _Kinds.none()
        self._table = np.zeros(1 << 12, np.int64), np.zeros(1 << 12, np.int32)
        self._room, self._spare = empty_topologies(0, 0, 0), empty_programs(0, 0)
        self._assign(first.topologies, np.full(len(first), -1), self._representatives(first.topologies, 0), 0)

    @classmethod
    def policy_for(cls, policy: Policy, settings: NeatSettings) -> Policy:
        """Topologies of the game's inputs and outputs, which remember where the game's own networks do."""
        last = policy.layers[-1].activation if isinstance(policy, Layered) else ""
        recurrent = policy.memory > 0 if settings.recurrent is None else settings.recurrent
        return Graph(
            math.prod(policy.inputs),
            math.prod(policy.outputs),
            hidden=settings.activation,
            output=last if last in GRAPH_ACTIVATIONS else "identity",
            recurrent=recurrent,
            others=settings.others,
        )

    @property
    def elites(self) -> int:
        """How many of the genomes that wait live on unchanged: the champions of large species."""
        return self._elites

    def ask(self) -> Graphs:
        return self._genomes

    def tell(self, results: Results) -> None:
        old, worth = self._genomes.topologies, _worth(results.fitness)
        order = np.lexsort((old.sizes[:, 0], -worth))  # of equals the smaller network is the better
        size = self._sizes(results.fitness, worth, order)
        members = Members.of(self._species, order, len(size))
        plan = self._plan(order, members, size)
        new = self._bred(old, plan)
        reps = self._representatives(new, len(size))
        kept, merged = np.zeros(len(size), np.int64), np.zeros(len(size), np.int64)
        chosen = reps, kept, merged, self._threshold, self.settings.compatibility, self._key, self.generation
        count = represent(old, members, size, *chosen)
        self._kinds = self._kinds.take(kept[:count])
        self.generation += 1
        self._settle(new, plan, merged[self._species[plan[:, 0]]], reps, int(count))

    def _settle(
        self, new: Topologies, plan: NDArray[np.int64], before: NDArray[np.int64], reps: Topologies, count: int
    ) -> None:
        """Let the children be the next generation: champions first, then like beside like, which is faster."""
        inputs, outputs = self._policy.input_count, self._policy.output_count
        self._spare = programs = compiled_programs(new, inputs, outputs, self._spare)
        champions, children = np.flatnonzero(plan[:, 2] == 0), np.flatnonzero(plan[:, 2])
        sort_programs(programs, children, np.empty_like(children))
        order = np.concatenate([champions, children])
        new, programs, plan = _taken(new, order), take_programs(programs, order), plan[order]
        self._elites = champions.size
        self.lineage = Lineage(plan[: self._elites, 0].copy(), plan[self._elites :, :2].copy())
        self._genomes = Graphs(inputs, outputs, new, programs)
        self._assign(new, before[order], reps, count)

    def _sizes(
        self, fitness: NDArray[np.float64], worth: NDArray[np.float64], order: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The children of each species; species that have not improved for long have none."""
        count, settings = len(self._kinds.number), self.settings
        best = np.full(count, -np.inf)
        np.maximum.at(best, self._species, worst_where_nothing(fitness))
        improved = best > self._kinds.best
        self._kinds.best[improved], self._kinds.improved[improved] = best[improved], self.generation
        protected = list(dict.fromkeys(self._species[order].tolist()))[: settings.protected_species]
        alive = self.generation - self._kinds.improved <= settings.dropoff_age
        alive[protected] = True
        return offspring_of(worth, self._species, alive, self.population)

    def _plan(self, order: NDArray[np.int64], members: Members, size: NDArray[np.int64]) -> NDArray[np.int64]:
        """Who has children with whom, the champions that live on first and the best of them before the others."""
        plan, rank = np.zeros((self.population, 3), np.int64), np.empty_like(order)
        rank[order] = np.arange(order.size)
        plan_children(order, rank, members, size, self.settings.mating, plan, self._key, self.generation)
        return plan[np.lexsort((np.where(plan[:, 2] == 0, rank[plan[:, 0]], 0), plan[:, 2]))]

    def _bred(self, old: Topologies, plan: NDArray[np.int64]) -> Topologies:
        """The children of a plan, in its order; good until the next generation is bred."""
        links, nodes = old.source.shape[1] + 2, old.node.shape[1] + 1
        if (
            self._room.source.shape[0] != len(plan)
            or self._room.source.shape[1] < links
            or self._room.node.shape[1] < nodes
        ):
            self._room = empty_topologies(len(plan), links + links // 2, nodes + nodes // 2)
        new, want, ends = self._room, np.zeros_like(plan), (self._policy.input_count, self._policy.output_count)
        rates = self.settings.rates(recurrent=self._policy.recurrent)

        def work(first: int, last: int) -> None:
            breed(old, plan, new, want, first, last, rates, *ends, self._key, self.generation)

        share_rows(work, len(plan), _SHARE)
        coming = 3 * int((want[:, 0] > 0).sum())
        if int(self._counters.max()) + coming > _NUMBERS:
            raise NeuroError("this run has used up all historical numbers: begin another with its champion's settings")
        while not know(old, *self._table, coming):
            self._table = np.zeros(2 * self._table[0].size, np.int64), np.zeros(2 * self._table[0].size, np.int32)
        grow(new, want, rates, *ends, *self._table, self._counters, self._key, self.generation)
        return new

    @property
    def _most_species(self) -> int:
        """How many species there may be; of those that the threshold is not moved for as many as there are genomes."""
        return math.ceil(_MOST * self.settings.species) if self.settings.species else self.population

    def _representatives(self, new: Topologies, count: int) -> Topologies:
        """Room for the representatives of the species that there are, and of new ones."""
        return empty_topologies(max(count, self._most_species), new.source.shape[1], new.node.shape[1])

    def _assign(self, new: Topologies, before: NDArray[np.int64], reps: Topologies, count: int) -> None:
        """Give each genome that waits a species, and move the threshold towards the number that is wanted."""
        self._species, settings = np.zeros(len(new.sizes), np.int64), self.settings
        most, how = max(1, self._most_species), settings.compatibility
        there = int(assign_species(new, before, self._species, reps, count, most, self._threshold, how))
        self._kinds, self._born = (
            self._kinds.with_new(there - count, self._born, self.generation),
            self._born + there - count,
        )
        if settings.species:
            alive = np.count_nonzero(np.bincount(self._species))
            factor = (
                _STEP if alive > _MANY * settings.species else 1 / _STEP if alive < _FEW * settings.species else 1.0
            )
            self._threshold = min(_LARGEST_THRESHOLD, max(_LEAST_THRESHOLD, self._threshold * factor))

    def species(self) -> NDArray[np.int64]:
        return self._kinds.number[self._species]

    def metrics(self) -> dict[str, float]:
        """Of the genomes that wait: species, and the mean numbers of hidden nodes and links that outputs depend on."""
        programs = self._genomes.packed()
        return {
            "species": float(len(np.unique(self._species))),
            "hidden": float(programs.hidden.mean()),
            "links": float((links_in(programs) if self._policy.others else programs.length).mean()),
        }

    def compile(self) -> None:
        """Breed a pair of which nothing is kept."""
        first = self._policy.first(2, 0)
        pair = Neat(self._policy, first, 0, self.settings)
        pair.tell(Results.of(np.zeros(2)))

    def state(self) -> dict[str, NDArray[Any]]:
        return {
            **packed_topologies(self._genomes.topologies),
            "species": self._species,
            "kinds": np.stack([self._kinds.number, self._kinds.improved]),
            "best": self._kinds.best,
            "counters": np.array([*self._counters, self._born, self._elites], np.int64),
            "threshold": np.array([self._threshold]),
        }

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        try:
            found = unpacked_topologies(arrays)
            numbers, (threshold,) = arrays["counters"].tolist(), arrays["threshold"].tolist()
            kinds = _Kinds(*(one.copy() for one in (*arrays["kinds"], arrays["best"])))
            *counters, self._born, self._elites = numbers
            species = arrays["species"].copy()
        except (KeyError, ValueError, TypeError) as error:
            raise ShapeError(f"NEAT goes on from the arrays that its state has, not from these: {error}") from None
        if species.shape != (self.population,) or len(found.sizes) != self.population:
            raise ShapeError(f"a population of {self.population} cannot go on from {len(found.sizes)} genomes")
        self._counters, self._threshold = np.array(counters, np.int64), threshold
        self._species, self._kinds, self.lineage = species, kinds, None
        self._genomes = Graphs(self._policy.input_count, self._policy.output_count, found)
        self.generation = generation


class _Kinds(NamedTuple):
    """The species that there are, the oldest first.

    Attributes:
        number: int64 ``(species,)``, the how-many-th that there ever was.
        improved: int64 ``(species,)``, the generation in which the best of it was found.
        best: float64 ``(species,)``, the fitness of the best that it ever had; -inf before it had any.
    """

    number: NDArray[np.int64]
    improved: NDArray[np.int64]
    best: NDArray[np.float64]

    @classmethod
    def none(cls) -> _Kinds:
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))

    def take(self, places: NDArray[np.int64]) -> _Kinds:
        return _Kinds(self.number[places], self.improved[places], self.best[places])

    def with_new(self, count: int, born: int, generation: int) -> _Kinds:
        """With so many new species behind the others."""
        return _Kinds(
            np.concatenate([self.number, np.arange(born, born + count)]),
            np.concatenate([self.improved, np.full(count, generation)]),
            np.concatenate([self.best, np.full(count, -np.inf)]),
        )


def _taken(found: Topologies, places: NDArray[np.int64]) -> Topologies:
    """Copies of some genomes, in the order of the places, with no more room than they need."""
    links, nodes = (int(one) for one in found.sizes.max(axis=0))
    taken = empty_topologies(len(places), links, nodes)
    share_rows(lambda first, last: copy_genomes(found, places, taken, first, last), len(places), _SHARE)
    return taken


def _worth(fitness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fitness from 0 for the worst to 1 for the best; what is no finite number is as good as the worst or the best."""
    finite = fitness[np.isfinite(fitness)]
    low, high = (float(finite.min()) / 2, float(finite.max()) / 2) if finite.size else (0.0, 0.0)
    halves = np.nan_to_num(fitness / 2, nan=low, posinf=high, neginf=low)  # halves, since their span is finite
    return np.asarray((halves - low) / (high - low) if high > low else np.zeros_like(fitness))
