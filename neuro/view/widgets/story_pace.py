"""The speed of a run's first minute and a half: slow where there is something to see, quick elsewhere.

The first generations take their time, later ones pass more quickly; a generation whose agents do not come down is given
up for the next one; a new record is seen at normal speed. When most of the time has gone, generations go past, and in
the end they are learnt as fast as the machine can, so that people see a solved game within a minute and a half. Pace is
a matter of showing alone: what is learnt is the same.
"""

from __future__ import annotations

import math

__all__ = ["PACE_TOLD", "StoryPace"]

#: By the generation, the last for all later ones: times normal speed, seconds after which the pace doubles every half
#: second, and seconds after which the next generation begins.
_PACES = ((1, 8.0, 12.0), (2, 4.0, 6.5), (2, 4.0, 6.5), (4, 3.0, 5.0), (4, 3.0, 5.0), (4, 3.0, 5.0), (8, 2.0, 3.5))
_SHORTEST = 0.8  # seconds of a generation, so that each is seen
_DOUBLES = 0.5  # seconds
_RECORD = 1.0  # seconds at normal speed for a new record
#: Seconds of the break after a generation, by its number; the last for all later ones.
_BREAKS = (7.5, 5.0, 2.0, 2.0, 2.0, 0.6)
_SPOKEN = 2.0  # times normal speed at most while a caption is read
_HASTY, _HURRIED = 48.0, 64.0  # seconds from which on generations go past, and are no longer waited for

#: What a page is told, which keeps the same pace.
PACE_TOLD = {
    "paces": _PACES,
    "shortest": _SHORTEST,
    "doubles": _DOUBLES,
    "record": _RECORD,
    "breaks": _BREAKS,
    "spoken": _SPOKEN,
    "hasty": _HASTY,
    "hurried": _HURRIED,
}


class StoryPace:
    """Chooses the speed from what is on stage.

    Attributes:
        factor: Times normal speed; infinite for as fast as the machine can.
    """

    def __init__(self) -> None:
        self.factor = 1.0
        self._clock = 0.0  # seconds of the story
        self._number, self._shown = 0, 0.0  # the generation on stage, and seconds of it
        self._record = 0.0  # seconds left for a record
        self._broken = False  # whether the record has fallen in this one
        self._captioned = False  # whether people are reading

    @property
    def hasty(self) -> bool:
        """Whether most of the time has gone."""
        return self._clock >= _HASTY

    def break_after(self, generation: int) -> float:
        """Seconds of the break after a generation; 0 for none."""
        return 0.0 if self.hasty else _BREAKS[min(generation, len(_BREAKS) - 1)]

    def rest(self, seconds: float) -> None:
        """Time has passed in a break between two generations."""
        self._clock += seconds

    def advance(self, seconds: float, generation: int, best: float, before: float, *, captioned: bool = False) -> None:
        """Time has passed.

        Args:
            seconds: Seconds of the clock.
            generation: The number of the one on stage.
            best: The score of its best so far.
            before: The best score of the generations before it.
            captioned: Whether a caption is on the screen.
        """
        self._captioned = captioned
        if generation != self._number:
            self._number, self._shown, self._record, self._broken = generation, 0.0, 0.0, False
        self._clock += seconds
        self._shown += seconds
        self._record = max(0.0, self._record - seconds)
        if best > before and not self._broken and not self.hasty:
            self._broken, self._record = True, _RECORD
        self.factor = self._next_factor()

    def _next_factor(self) -> float:
        if self._clock >= _HURRIED:
            return math.inf
        if self._record > 0:
            return 1.0
        factor, patience, _ = self._pace
        if self._captioned and not self.hasty and self._shown < patience:
            return min(float(factor), _SPOKEN)
        return factor * 2.0 ** max(0, 1 + math.floor((self._shown - patience) / _DOUBLES))

    @property
    def _pace(self) -> tuple[int, float, float]:
        return _PACES[min(self._number, len(_PACES) - 1)]

    def is_over(self, *, ended: bool) -> bool:
        """Whether the next generation should begin.

        Args:
            ended: Whether no agent plays any more.
        """
        if self.hasty:
            return self._shown >= _SHORTEST
        return (ended and self._shown >= _SHORTEST) or self._shown >= self._pace[2]
