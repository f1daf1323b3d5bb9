"""The line of descent of every genome of a population, in bounded memory.

A genome is kept with the parent that gave it most of its genes, that one with its own, and so on to the first
generation. Lines that end are forgotten by themselves, since only those who descend from a genome hold it; and because
lines meet within some tens of generations, what is kept is about one generation and the line that all share.
"""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from neuro.descent.genes import GeneOrigins, Inheritance
from neuro.evolution.algorithms import Lineage
from neuro.policies import Genomes

__all__ = ["Descendant", "Individual", "Pedigree"]

_WHOLE = 8  # generations that are kept whole: most lines have ended by then


@dataclass(eq=False, slots=True, weakref_slot=True)
class Individual:
    """A genome that was born, and where.

    Attributes:
        generation: Number of the generation that it was born in.
        place: Its place among the genomes of that generation.
        genome: Genomes of length 1; None while its generation is kept whole.
    """

    generation: int
    place: int
    genome: Genomes | None = None


@dataclass(eq=False, slots=True)
class Descendant:
    """An individual in its line of descent.

    Attributes:
        who: The individual.
        parent: The parent that gave most of its genes, in that one's own line; None for a founder.
        mate: The other parent, if it gave any genes.
        gave: The share of the genes that descend from the parent's.
        mate_gave: The share of the genes that descend from the mate's.
        changed: The share of the genes that were changed at its birth.
    """

    who: Individual
    parent: Descendant | None = None
    mate: Individual | None = None
    gave: float = 0.0
    mate_gave: float = 0.0
    changed: float = 0.0

    def line(self) -> Iterator[Descendant]:
        """The descendant, its parent, the parent of that, and so on to the founder."""
        one: Descendant | None = self
        while one is not None:
            yield one
            one = one.parent


class Pedigree:
    """Follows who descends from whom, generation by generation.

    Args:
        first: The first generation.

    Attributes:
        living: The individuals of the newest generation in their lines, by place.
        origins: Origins of the genes of the newest generation.
    """

    def __init__(self, first: Genomes) -> None:
        self.origins = GeneOrigins(first)
        self.living = [Descendant(Individual(0, place)) for place in range(len(first))]
        self._recent: deque[tuple[Genomes, list[weakref.ref[Individual]]]] = deque()
        self._keep(first, self.living)

    def _keep(self, genomes: Genomes, born: list[Descendant]) -> None:
        """Keep a generation whole for a while, then the genomes of those who have descendants."""
        self._recent.append((genomes.copy(), [weakref.ref(one.who) for one in born]))
        if len(self._recent) > _WHOLE:
            _keep_some(*self._recent.popleft())

    def advance(self, lineage: Lineage, genomes: Genomes, generation: int) -> None:
        """The next generation has been bred.

        Args:
            lineage: Parents of its genomes.
            genomes: The next generation.
            generation: Number of the next generation.
        """
        given = self.origins.advance(lineage, genomes, generation)
        elites, before = len(lineage.elites), self.living
        born = [_born(before, given, generation, place) for place in range(elites, len(genomes))]
        self.living = [*(before[place] for place in lineage.elites.tolist()), *born]
        self._keep(genomes, born)

    def settle(self) -> None:
        """Give every individual its genome: nothing is kept whole any more."""
        while self._recent:
            _keep_some(*self._recent.popleft())


def _born(before: list[Descendant], given: Inheritance, generation: int, place: int) -> Descendant:
    """A child, in the line of the parent that gave it most."""
    mother, father = before[given.mothers[place]], before[given.fathers[place]]
    hers, his = float(given.from_mother[place]), float(given.from_father[place])
    changed = float(given.changed[place])
    who = Individual(generation, place)
    if his > hers:
        return Descendant(who, father, mother.who if hers else None, his, hers, changed)
    return Descendant(who, mother, father.who if his else None, hers, his, changed)


def _keep_some(genomes: Genomes, born: list[weakref.ref[Individual]]) -> None:
    for reference in born:
        one = reference()
        if one is not None and one.genome is None:
            one.genome = genomes.take([one.place])
