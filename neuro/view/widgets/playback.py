"""How fast time passes on screen: from a quarter of normal speed to as fast as the machine can."""

from __future__ import annotations

import bisect
import math
from typing import TYPE_CHECKING

from neuro.errors import SettingError

if TYPE_CHECKING:  # for its type alone: checking a speed needs no pygame
    from neuro.view.keys import Command
    from neuro.view.widgets.story_pace import StoryPace

__all__ = ["FULL_SPEED", "NORMAL", "SPEEDS", "Playback", "speed_index"]

#: What people read; the last one has no number.
SPEEDS = ("¼", "½", "1", "2", "4", "8", "16", "32", "64", "max")

#: Index of normal speed.
NORMAL = SPEEDS.index("1")
#: Index of full speed: as fast as the machine can.
FULL_SPEED = SPEEDS.index("max")

_FACTORS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)


def speed_index(name: str) -> int:
    """The index in ``SPEEDS`` of a speed that was typed: "max", "16", "×16", "0.25", "1/4" or "¼".

    Raises:
        SettingError: If there is no such speed.
    """
    typed = name.strip().lstrip("×x")
    spelled = {"1/4": "¼", "0.25": "¼", ".25": "¼", "1/2": "½", "0.5": "½", ".5": "½"}.get(typed, typed)
    if spelled not in SPEEDS:
        raise SettingError(f"a speed is one of {', '.join(SPEEDS)}, not {name!r}")
    return SPEEDS.index(spelled)


class Playback:
    """Turns seconds of the clock into steps of play.

    Args:
        speed: The speed to begin with, see ``speed_index``.
        steps_per_second: Steps of a second of play at normal speed, see ``Game``.
        story: What chooses the speed until people do; nothing when None.

    Attributes:
        index: The speed that people have chosen, in ``SPEEDS``.
    """

    def __init__(self, speed: str = "1", steps_per_second: float = 60, story: StoryPace | None = None) -> None:
        self.index, self._rate, self.story = speed_index(speed), steps_per_second, story
        self.paused = False
        self._due = 0.0

    @property
    def at_most(self) -> bool:
        """Whether it goes as fast as it can."""
        return self.stop == FULL_SPEED

    @property
    def stop(self) -> int:
        """The speed at which it goes now, or the next lower one that has a name: its place in ``SPEEDS``."""
        if self.story is None:
            return self.index
        if math.isinf(self.story.factor):
            return FULL_SPEED
        return max(bisect.bisect_right(_FACTORS, self.story.factor) - 1, 0)

    @property
    def label(self) -> str:
        """The speed as people read it: "×16" or "max"."""
        return "max" if self.at_most else f"×{SPEEDS[self.stop]}"

    def choose(self, index: int) -> None:
        """Go at another speed, the nearest that there is; a story ends with that."""
        self.story = None
        self.index = min(max(index, 0), FULL_SPEED)

    def obey(self, command: Command) -> None:
        """Obey a command about time, and ignore all others."""
        match command.name:
            case "pause":
                self.paused = not self.paused
            case "faster":
                self.choose(self.stop + 1)
            case "slower":
                self.choose(self.stop - 1)
            case "max":
                self.choose(FULL_SPEED)
            case "speed":
                self.choose(command.value)

    def steps(self, seconds: float) -> int:
        """Steps due after so many seconds; at most a tenth of a second's worth: no hiccup is made up for."""
        if self.paused:
            return 0
        rate = self._rate * _FACTORS[min(self.stop, len(_FACTORS) - 1)]
        self._due = min(self._due + seconds * rate, max(1.0, rate / 10))
        whole = int(self._due + 1e-9)
        self._due -= whole
        return whole
