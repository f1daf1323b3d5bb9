"""Settings of a run that people can turn while it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from neuro.evolution.evolution import Evolution
from neuro.network.layers import Value
from neuro.numerals import number
from neuro.operators.selection import selection
from neuro.view.inspect.snapshot import Knob

__all__ = ["changes_for", "knobs_of"]

_COUNTS = (1, 2, 4, 8, 16, 32, 64)
_BIRDS = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


class _Range(NamedTuple):
    """What a slider runs over."""

    low: float
    high: float
    step: float


_PRESSURE = {
    "tournament": (_Range(1, 20, 1), "best of {0:.0f}"),
    "truncation": (_Range(1, 20, 0.5), "best 1 in {0:g}"),
    "rank": (_Range(1, 2, 0.05), "×{0:.2f}"),
    "roulette": (_Range(1, 10, 1), "power {0:.0f}"),
}


_ABOUT = {
    "mutation_rate": "The chance of each gene of a child to change at random",
    "mutation_stdev": "How far a gene moves when it changes (standard deviation): large steps explore, small refine",
    "elites": "The share of the best that lives on unchanged, so that nothing good is lost by chance",
    "pressure": "How much the best are preferred as parents: too little is slow, too much makes all alike soon",
    "episodes": "Courses that each of them is tried on: more of them leave less to luck, and take longer",
    "population": "How many there are in a generation: more try more at once, and take longer",
}


def _stdev(run: Evolution) -> float:
    """How far a gene changes in the generation that waits, after all decay."""
    return run.settings.breeding.mutation.stdev_at(run.generation)


def knobs_of(run: Evolution, pending: Mapping[str, float]) -> tuple[Knob, ...]:
    """All settings that can be turned, as they are and as they will be.

    Args:
        run: The run.
        pending: Values that wait for the next generation, by the knob's name.
    """
    settings = run.settings
    breeding = settings.breeding
    pressing, spelled = _PRESSURE[breeding.selection]
    pressure = float(getattr(selection(breeding.selection, breeding.pressure), "pressure", 1))
    percent = "{0:.0%}".format
    sliders = [
        ("mutation_rate", "Mutation rate", breeding.mutation_rate, _Range(0, 1, 0.01), percent),
        ("mutation_stdev", "Mutation size", _stdev(run), _Range(0, 1, 0.01), "{0:.2f}".format),
        ("elites", "Elitism", breeding.elites, _Range(0, 0.5, 0.01), percent),
        ("pressure", "Selection pressure", pressure, pressing, spelled.format),
    ]
    counts = [
        ("episodes", "Episodes", settings.episodes, _COUNTS),
        ("population", f"{run.game.agent.capitalize()}s", settings.population, _BIRDS),
    ]
    found = []
    for name, label, value, span, spell in sliders:
        wanted = pending.get(name, value)
        was = spell(value) if name in pending else ""
        text = spell(wanted).replace("%", " %")
        found.append(Knob(name, label, _ABOUT[name], wanted, text, was.replace("%", " %"), *span))
    for name, label, count, choices in counts:
        wanted = pending.get(name, count)
        was = number(count) if name in pending else ""
        found.append(Knob(name, label, _ABOUT[name], wanted, number(wanted), was, choices[0], choices[-1], 0, choices))
    return tuple(found)


def changes_for(run: Evolution, name: str, amount: float) -> list[tuple[str, Value]]:
    """The changes of settings that give a knob a value."""
    breeding = run.settings.breeding
    if name == "mutation_stdev":  # people mean the size it has now, not what it decays from
        left = breeding.mutation.stdev_at(run.generation) / breeding.mutation_stdev if breeding.mutation_stdev else 1.0
        floor: list[tuple[str, Value]] = [("mutation_floor", amount)] if amount < breeding.mutation_floor else []
        at_floor = breeding.mutation.stdev_at(run.generation) <= breeding.mutation_floor
        return [*floor, ("mutation_decay", 1.0), (name, amount)] if at_floor else [*floor, (name, amount / left)]
    if name in ("episodes", "population") or (name == "pressure" and breeding.selection in ("tournament", "roulette")):
        return [(name, round(amount))]
    return [(name, amount)]
