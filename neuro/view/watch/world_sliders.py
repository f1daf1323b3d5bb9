"""The game's own parameters that people can turn while a run goes on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import WORLD
from neuro.game import Game
from neuro.numerals import legible
from neuro.view.inspect.snapshot import Knob

__all__ = ["WorldDial", "dials_of", "world_dials"]

_MOST = 6
_STEPS = 40  # of a slider at least
_AROUND = 4  # by how much a slider goes beyond the usual value, where a game does not say


class WorldDial(NamedTuple):
    """What a rules module says of a slider in its ``DIALS``."""

    label: str
    about: str
    low: float
    high: float


def world_dials(game: Game) -> dict[str, WorldDial]:
    """The game's own choice, else its first parameters with limits, around their usual values.

    Args:
        game: The game.
    """
    chosen = getattr(game.rules, "DIALS", None)
    if chosen is not None:
        return {name: WorldDial(*dial) for name, dial in chosen.items()}
    found, usual = {}, game.setting._asdict()
    for name, (low, high) in list(getattr(game.rules, "LIMITS", {}).items())[:_MOST]:
        ends = sorted((float(usual[name]) / _AROUND, float(usual[name]) * _AROUND))
        if ends[0] != ends[1]:
            low, high = max(low, ends[0]), min(high, ends[1])
        if low < high:
            found[name] = WorldDial(name.replace("_", " ").capitalize(), "A parameter of the game's rules", low, high)
    return found


def dials_of(run: Evolution, pending: Mapping[str, float]) -> tuple[Knob, ...]:
    """Sliders of the world, as it is for the generation on stage and as it will be.

    Args:
        run: The run.
        pending: Values that wait for the next generation, by the slider's name.
    """
    setting = run.coming_setting._asdict()
    return tuple(_knob(name, dial, float(setting[name]), pending) for name, dial in world_dials(run.game).items())


def _knob(name: str, dial: WorldDial, value: float, pending: Mapping[str, float]) -> Knob:
    value = float(f"{value:.6g}")  # of a float32
    wanted = pending.get(WORLD + name, value)
    low, high = min(dial.low, value), max(dial.high, value)
    step = 10.0 ** math.floor(math.log10((high - low) / _STEPS))
    was = legible(value) if WORLD + name in pending else ""
    return Knob(WORLD + name, dial.label, dial.about, wanted, legible(wanted), was, low, high, step)
