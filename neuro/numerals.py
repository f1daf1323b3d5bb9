"""Numbers for people to read: different numbers never look alike."""

from __future__ import annotations

import math

__all__ = [
    "clock",
    "in_short",
    "legible",
    "level",
    "mark_in_short",
    "marks",
    "noun_for",
    "number",
    "short",
    "spelled",
    "tallied",
]

#: Ends of plurals and of their singulars, the first that fits.
_SINGULARS = {"ies": "y", "sses": "ss", "shes": "sh", "ches": "ch", "xes": "x", "ss": "ss", "s": ""}
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNITS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_FAINT = 0.005  # what rounds to nothing with two decimals
_LEAST, _MOST = 1e-6, 100  # sizes from which, and up to which, it has decimals


def legible(value: float, figures: int = 3) -> str:
    """A number with so many figures at least, without zeros at its end: "12,346", "12.3", "3", "0.0031", "1.2e−09"."""
    size = abs(value)
    if size == 0 or size >= _MOST or not math.isfinite(value):
        return f"{value:z,.0f}".replace("-", "−")
    if size < _LEAST:
        return f"{value:.1e}".replace("-", "−")
    written = f"{value:.{figures - 1 - math.floor(math.log10(size))}f}"
    return written.rstrip("0").rstrip(".").replace("-", "−")


def noun_for(value: float, things: str) -> str:
    """What a number that is written so counts: "pipe" for 1, "pipes" for every other.

    Args:
        value: The number.
        things: The noun in the plural; of more than one word, the last is turned. One without a final s stays.
    """
    if legible(value) != "1":
        return things
    for end, one in _SINGULARS.items():
        if things.endswith(end) and len(things) > len(end) + 1:
            return things[: -len(end)] + one
    return things


def tallied(value: float, things: str) -> str:
    """A number and what it counts, in the plural or not: "1 pipe", "0 pipes", "1.5 pipes"."""
    return f"{legible(value)} {noun_for(value, things)}"


def marks(values: list[float]) -> list[str]:
    """Numbers at even distances, as an axis has them, all with the decimals that tell neighbours apart."""
    step = abs(values[1] - values[0]) if len(values) > 1 else abs(values[0]) if values else 0
    if 0 < step < _LEAST:
        return [f"{value:.1e}".replace("-", "−") if value else "0" for value in values]
    places = max(0, -math.floor(math.log10(step) + 1e-9)) if step else 0
    return [f"{value:z,.{places}f}".replace("-", "−") for value in values]


def spelled(count: int) -> str:
    """A count as it stands in a sentence: a word up to twelve."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else f"{count:,}"


def number(value: float, places: int = 0) -> str:
    """A number with commas and a true minus; what rounds to nothing is 0, never −0."""
    return f"{value:z,.{places}f}".replace("-", "−")


def level(value: float) -> str:
    """What a node says: with two decimals, and more where it would look like nothing."""
    return number(value, 2) if value == 0 or abs(value) >= _FAINT else legible(value, 2)


def mark_in_short(value: float) -> str:
    """A round number of an axis with a unit, and all the figures that it has: "1.25 M", "500 k", "0"."""
    size, unit = next(((size, unit) for size, unit in _UNITS if abs(value) >= size), (1, ""))
    return f"{value / size:g} {unit}".strip().replace("-", "−")


def short(value: float) -> tuple[str, str]:
    """Three figures and a unit: ("184", "M")."""
    for size, unit in _UNITS:
        if round(value / size, 3) >= 1:  # 999,960 is 1.0 M, not 1000 k
            scaled = value / size
            return (f"{scaled:.1f}" if scaled < 10 else f"{scaled:.0f}"), unit
    return f"{value:.0f}", ""


def in_short(value: float) -> str:
    """Three figures and a unit in one text: "184 M", "23 k", "7"."""
    return " ".join(filter(None, short(value)))


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours when there are any: "0:41", "1:02:03"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
