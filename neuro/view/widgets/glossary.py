"""The glossary: words of the field, each explained in a sentence or two."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Word", "words_of"]


class Word(NamedTuple):
    """A word of the field, and what it means."""

    name: str
    meaning: str


def words_of(agent: str) -> tuple[Word, ...]:
    """The words that one needs to follow an evolution, in a game that calls each of its players an ``agent``."""
    return (
        Word(
            "brain, genome",
            "A brain is a small network of numbers: what its owner sees goes in, what it does comes"
            " out. All these numbers in a row are its genome.",
        ),
        Word(
            "population",
            f"All the {agent}s that try the game at the same time. The first ones have genomes drawn at"
            " random, so hardly any of them can do anything.",
        ),
        Word("generation", f"One round: every {agent} plays, then the next population is made from this one."),
        Word(
            "fitness",
            f"How well one {agent} did, as a number. Nobody shows it how to play: this number is all that"
            " evolution goes by.",
        ),
        Word("selection", "The higher the fitness, the more likely one becomes a parent. Most have no children."),
        Word("elite", "The very best live on unchanged, so that what has been found is not lost again."),
        Word("crossover", "A child gets some numbers of its genome from its mother, and the others from its father."),
        Word(
            "mutation",
            "Some of a child's numbers are changed a little, by chance. Most changes do harm, a few help:"
            " that is how anything new is found.",
        ),
    )
