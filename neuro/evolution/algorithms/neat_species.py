"""Species of NEAT: genomes that are alike compete with each other alone, so that what is new has time to improve.

Species stand in the order of their age. Of each there is a representative, a random member of the generation before.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from neuro.evolution.algorithms.neat_children import copy_genome, share_of
from neuro.kernels import kernel
from neuro.random import Purpose, philox

__all__ = ["Compatibility", "Mating", "assign_species", "distance", "offspring_of", "plan_children", "represent"]

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


@kernel
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
def represent(old, species, size, reps, kept, merged, threshold, how, key, generation):
    """Choose the representatives of the species that live on, and merge those that have come together.

    Args:
        old: ``Topologies`` of the parents.
        species: int64 ``(population,)``.
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
    members = np.zeros(size.size, np.int64)
    for g in range(species.size):
        members[species[g]] += 1
    count = np.int64(0)
    for s in range(size.size):
        merged[s] = -1
        if size[s] == 0:
            continue
        word = philox(key, np.uint64(s), _ZERO, np.uint64(generation), _REPRESENT)[0]
        nth = np.int64((word * np.uint64(members[s])) >> np.uint64(32))
        for g in range(species.size):
            if species[g] == s:
                if nth == 0:
                    copy_genome(old, g, reps, count)
                    break
                nth -= 1
        for u in range(count):
            if distance(reps, count, reps, u, how) < threshold:
                merged[s] = u
                break
        if merged[s] < 0:
            merged[s], kept[count] = count, s
            count += 1
    return count


@kernel
def offspring_of(worth, species, alive, population, size):
    """Share out the children among species, by the mean worth of their members: explicit fitness sharing.

    Args:
        worth: float64 ``(parents,)``, from 0 for the worst to 1 for the best.
        species: int64 ``(parents,)``.
        alive: bool ``(species,)``, which may have children; at least one.
        population: The number of children.
        size: int64 ``(species,)``, the children of each; written.
    """
    share, members = np.zeros(size.size), np.zeros(size.size, np.int64)
    for g in range(worth.size):
        share[species[g]] += worth[g]
        members[species[g]] += 1
    total = 0.0
    for s in range(size.size):
        share[s] = share[s] / members[s] + _LEAST if alive[s] and members[s] else 0.0
        total += share[s]
    given: Any = np.int64(0)
    rest = np.full(size.size, -1.0)
    for s in range(size.size):
        exact = share[s] / total * population
        size[s] = np.int64(exact)
        rest[s] = exact - size[s] if share[s] > 0.0 else -1.0
        given += size[s]
    while given < population:  # the largest remainders
        most = np.argmax(rest)
        size[most] += 1
        rest[most] -= 1.0
        given += 1


@kernel
def plan_children(order, rank, species, size, how, plan, key, generation):
    """Say who has children with whom: those of each species in turn, its champion unchanged first.

    Args:
        order: int64 ``(parents,)``, the parents, the best first.
        rank: int64 ``(parents,)``, the place of each in that order.
        species: int64 ``(parents,)``.
        size: int64 ``(species,)``, the children of each.
        how: ``Mating``.
        plan: int64 ``(children, 3)``, written; see ``breed``.
        key: The run's key.
        generation: Number of the parents' generation.
    """
    begin, filled = np.zeros(size.size + 1, np.int64), np.zeros(size.size, np.int64)
    for g in range(species.size):
        begin[species[g] + 1] += 1
    for s in range(size.size):
        begin[s + 1] += begin[s]
    member = np.empty(species.size, np.int64)
    for g in order:
        member[begin[species[g]] + filled[species[g]]] = g
        filled[species[g]] += 1
    r = 0
    for s in range(size.size):
        count = begin[s + 1] - begin[s]
        breeding = np.uint64(min(count, max(1, np.int64(np.ceil(how.survival * count)))))
        for k in range(size[s]):
            if k == 0 and count >= how.champions:
                plan[r, 0], plan[r, 1], plan[r, 2] = member[begin[s]], member[begin[s]], 0
                r += 1
                continue
            words = philox(key, _ZERO, np.uint64(r), np.uint64(generation), _MATE)
            a = b = member[begin[s] + np.int64((words[0] * breeding) >> np.uint64(32))]
            if share_of(words[1]) < how.crossover:
                b = member[begin[s] + np.int64((words[2] * breeding) >> np.uint64(32))]
                if share_of(words[3]) < how.outside:
                    better = np.uint64(max(1, order.size // 5))
                    b = order[np.int64((words[2] * better) >> np.uint64(32))]
            plan[r, 0], plan[r, 1], plan[r, 2] = (b, a, 1) if rank[b] < rank[a] else (a, b, 1)
            r += 1
