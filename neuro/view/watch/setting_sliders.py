"""Settings of a run that people can turn while it goes on."""

from __future__ import annotations

from collections.abc import Mapping

from neuro.evolution.evolution import Evolution
from neuro.network.layers import Value
from neuro.numerals import number
from neuro.view.inspect.snapshot import Knob

__all__ = ["changes_for", "knobs_of"]

_COUNTS = (1, 2, 4, 8, 16, 32, 64)
_POPULATIONS = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)

_ABOUT = {
    "episodes": "Courses that each of them is tried on: more of them leave less to luck, and take longer",
    "population": "How many there are in a generation: more try more at once, and take longer",
}


def knobs_of(run: Evolution, pending: Mapping[str, float]) -> tuple[Knob, ...]:
    """All settings that can be turned, as they are and as they will be: the algorithm's own, then those of every run.

    Args:
        run: The run.
        pending: Values that wait for the next generation, by the knob's name.
    """
    settings = run.settings
    counts = [
        ("episodes", "Episodes", settings.episodes, _COUNTS),
        ("population", f"{run.game.agent.capitalize()}s", settings.population, _POPULATIONS),
    ]
    found = []
    for dial in run.dials:
        wanted = pending.get(dial.name, dial.value)
        was = _spelled(dial.text, dial.value) if dial.name in pending else ""
        text = _spelled(dial.text, wanted)
        found.append(Knob(dial.name, dial.label, dial.about, wanted, text, was, dial.low, dial.high, dial.step))
    for name, label, count, choices in counts:
        wanted = pending.get(name, count)
        was = number(count) if name in pending else ""
        found.append(Knob(name, label, _ABOUT[name], wanted, number(wanted), was, choices[0], choices[-1], 0, choices))
    return tuple(found)


def _spelled(text: str, value: float) -> str:
    return text.format(value).replace("%", " %")


def changes_for(run: Evolution, name: str, amount: float) -> list[tuple[str, Value]]:
    """The changes of settings that give a knob a value."""
    if name in _ABOUT:
        return [(name, round(amount))]
    if any(dial.name == name for dial in run.dials):
        return list(run.turned(name, amount).items())
    return [(name, amount)]  # of the world
