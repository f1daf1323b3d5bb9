"""Species of NEAT: genomes that are alike compete with each other alone, so that what is new has time to improve.

Species stand in the order of their age. Of each there is a representative, a random member of the generation before.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.neat_children import copy_genome, share_of
from neuro.kernels import kernel, part
from neuro.random import Purpose, philox

__all__ = [
    "Compatibility",
    "Mating",
    "Members",
    "assign_species",
    "distance",
    "offspring_of",
    "plan_children",
    "represent",
]

_MATE, _REPRESENT = np.uint64(Purpose.MATE), np.uint64(Purpose.REPRESENT)
_ZERO = np.uint64(0)
_LEAST = 1e-9  # the share of a species whose members are all the worst there are


class Compatibility(NamedTuple):
    """How the distance of two genomes is measured; see ``NeatSettings``."""

    excess: float
    disjoint: float
    weight: float
    small: int


class Mating(NamedTuple):
    """Who has children with whom; see ``NeatSettings``."""

    survival: float
    crossover: float
    outside: float
    champions: int


@part
def distance(one, a, other, b, how):
    """The compatibility distance of two genomes: c1 E / N + c2 D / N + c3 W, in one pass over their sorted genes.

    Args:
        one: ``Topologies``.
        a: The row of the first genome in them.
        other: ``Topologies``.
        b: The row of the second genome in those.
        how: ``Compatibility``.
    """
    n, m = one.sizes[a, 0], other.sizes[b, 0]
    i, j, matching, apart, total = 0, 0, 0, 0, 0.0
    while i < n and j < m:
        x, y = one.innovation[a, i], other.innovation[b, j]
        if x == y:
            total += abs(np.float64(one.weight[a, i]) - np.float64(other.weight[b, j]))
            matching += 1
        else:
            apart += 1
        i += x <= y
        j += y <= x
    size = max(n, m)
    scale = 1.0 if size < how.small else np.float64(size)
    mean = total / matching if matching else 0.0
    return how.excess * (n - i + m - j) / scale + how.disjoint * apart / scale + how.weight * mean


@kernel
def assign_species(new, before, species, reps, count, most, threshold, how):
    """Give each genome a species: its mother's if that is near enough, else the first that is, else a new one.

    Args:
        new: ``Topologies``.
        before: int64 ``(population,)``, the species of each one's mother; -1 when that has died out.
        species: int64 ``(population,)``, written.
        reps: ``Topologies`` of the representatives, with room for ``most``; new ones are written.
        count: Number of species that there are.
        most: Number of species that there may be; where all are too far, a genome joins its mother's, or the nearest.
        threshold: The distance from which on a genome is of another species.
        how: ``Compatibility``.

    Returns:
        How many species there are then.
    """
    for r in range(new.sizes.shape[0]):
        mine = before[r]
        if mine >= 0 and distance(new, r, reps, mine, how) >= threshold:
            mine = -1
        nearest, least = np.int64(0), np.inf
        s = np.int64(0)
        while mine < 0 and s < count:
            far = np.inf if s == before[r] else distance(new, r, reps, s, how)
            if far < threshold:
                mine = s
            if far < least:
                nearest, least = s, far
            s += 1
        if mine < 0 and count < most:
            mine = np.int64(count)
            copy_genome(new, r, reps, mine)
            count += 1
        if mine < 0:
            mine = before[r] if before[r] >= 0 else nearest
        species[r] = mine
    return count


@kernel
def represent(old, members, size, reps, kept, merged, threshold, how, key, generation):
    """Choose the representatives of the species that live on, and merge those that have come together.

    Args:
        old: ``Topologies`` of the parents.
        members: ``Members``.
        size: int64 ``(species,)``, the number of children of each; 0 for those that die out.
        reps: ``Topologies`` with room for all; written, without gaps.
        kept: int64 ``(species,)``, the species that each of the representatives stands for; written.
        merged: int64 ``(species,)``, the place of each species among the new ones; -1 when it has died out; written.
        threshold: The distance below which two become one.
        how: ``Compatibility``.
        key: The run's key.
        generation: Number of the parents' generation.

    Returns:
        How many species there are then.
    """
    count = np.int64(0)
    for s in range(size.size):
        merged[s] = -1
        if size[s] == 0:
            continue
        word, begin = philox(key, np.uint64(s), _ZERO, np.uint64(generation), _REPRESENT)[0], members.begin[s]
        nth = np.int64((word * np.uint64(members.begin[s + 1] - begin)) >> np.uint64(32))
        copy_genome(old, members.place[begin + nth], reps, count)
        for u in range(count):
            if distance(reps, count, reps, u, how) < threshold:
                merged[s] = u
                break
        if merged[s] < 0:
            merged[s], kept[count] = count, s
            count += 1
    return count


def offspring_of(
    worth: NDArray[np.float64], species: NDArray[np.int64], alive: NDArray[np.bool_], population: int
) -> NDArray[np.int64]:
    """The children of each species, by the mean worth of its members: explicit fitness sharing.

    Args:
        worth: ``(parents,)``, from 0 for the worst to 1 for the best.
        species: ``(parents,)``.
        alive: ``(species,)``, which may have children; at least one.
        population: The number of children.
    """
    members = np.bincount(species, minlength=alive.size)
    total = np.bincount(species, worth, minlength=alive.size)
    may = alive & (members > 0)
    share = np.where(may, total / np.maximum(members, 1) + _LEAST, 0.0)
    exact = share / math.fsum(share) * population
    size = exact.astype(np.int64)
    rest = np.where(may, exact - size, -1.0)
    largest = np.argsort(-rest, kind="stable")[: int(may.sum())]
    missing = population - int(size.sum())
    for k in range(missing):  # the largest remainders
        size[largest[k % largest.size]] += 1
    return size


class Members(NamedTuple):
    """The members of all species, one species after the other, the best of each first.

    Attributes:
        place: int64 ``(population,)``, places in the population.
        begin: int64 ``(species + 1,)``, where the members of each species begin, and the end.
    """

    place: NDArray[np.int64]
    begin: NDArray[np.int64]

    @classmethod
    def of(cls, species: NDArray[np.int64], order: NDArray[np.int64], count: int) -> Members:
        """The members of so many species, by the species of each and the order of all, the best first."""
        begin = np.concatenate([[0], np.cumsum(np.bincount(species, minlength=count))])
        return cls(order[np.argsort(species[order], kind="stable")], begin)


@kernel
def plan_children(order, rank, members, size, how, plan, key, generation):
    """Say who has children with whom: those of each species in turn, its champion unchanged first.

    Args:
        order: int64 ``(parents,)``, the parents, the best first.
        rank: int64 ``(parents,)``, the place of each in that order.
        members: ``Members``.
        size: int64 ``(species,)``, the children of each.
        how: ``Mating``.
        plan: int64 ``(children, 3)``, written; see ``breed``.
        key: The run's key.
        generation: Number of the parents' generation.
    """
    r = 0
    for s in range(size.size):
        begin = members.begin[s]
        count = members.begin[s + 1] - begin
        breeding = np.uint64(min(count, max(1, np.int64(np.ceil(how.survival * count)))))
        for k in range(size[s]):
            if k == 0 and count >= how.champions:
                plan[r, 0], plan[r, 1], plan[r, 2] = members.place[begin], members.place[begin], 0
                r += 1
                continue
            words = philox(key, _ZERO, np.uint64(r), np.uint64(generation), _MATE)
            a = b = members.place[begin + np.int64((words[0] * breeding) >> np.uint64(32))]
            if share_of(words[1]) < how.crossover:
                b = members.place[begin + np.int64((words[2] * breeding) >> np.uint64(32))]
                if share_of(words[3]) < how.outside:
                    better = np.uint64(max(1, order.size // 5))
                    b = order[np.int64((words[2] * better) >> np.uint64(32))]
            plan[r, 0], plan[r, 1], plan[r, 2] = (b, a, 1) if rank[b] < rank[a] else (a, b, 1)
            r += 1
