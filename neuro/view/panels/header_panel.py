"""The header beside the world: which run this is, and its figures."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from pygame import Rect

from neuro.numerals import clock, legible, number, short
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.paint import Paint
from neuro.view.panels.layout import header_columns
from neuro.view.theme import AXIS, BODY, FIGURE, HINT, LARGE_FIGURE, NAME, Theme
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel

__all__ = ["HeaderPanel"]

_ALIVE_BAR = 104  # its length


def _lefts(width: float, columns: int) -> list[float]:
    """Left ends of the header's figures; in one row, each gets the room that its longest number needs."""
    weights = (1.0,) * columns
    if columns == 6:
        weights = (1.1, 1.55, 1.0, 1.0, 1.05, 1.15) if width >= 600 else (1.0, 1.7, 0.98, 1.0, 0.97, 1.2)
    return [width * sum(weights[:i]) / sum(weights) for i in range(columns)]


class _Figure(NamedTuple):
    """A number with its label and unit, and what it means; of several labels, the first that has room is written."""

    labels: tuple[str, ...]
    value: str
    unit: str
    about: str
    is_record: bool = False


def _figures(s: Snapshot) -> tuple[_Figure, ...]:
    """The figures of the header."""
    ever = "–" if s.best_ever is None else legible(s.best_ever)
    present = f"/ {number(s.present)}" if s.rewound else ""
    won = f" · {number(s.won)} won" if s.won else ""
    everyone, names = f"/ {number(s.population)}{won}", s.score_name
    rate = f"{s.agent.capitalize()}-steps / s"
    return (
        _Figure(("Generation",), number(s.generation), present, "How often a population has been bred from the best"),
        _Figure(("Alive",), number(s.alive), everyone, f"How many {s.agent}s of this generation still live"),
        _Figure(("Best now",), legible(s.best), "", f"The highest score of this episode, in {names}"),
        _success(s),
        _Figure(_best_ever(s.courses), ever, "", f"The highest score of the run, in {names}{_over(s.courses)}", True),
        _Figure((rate, "Steps / s"), *short(s.rate), f"Steps in a second, of all {s.agent}s together"),
    )


def _success(s: Snapshot) -> _Figure:
    """How well all of them do: while a mean would hardly leave 0, the share of those that got anywhere at all."""
    if s.begun is None or s.mean >= 1:
        return _Figure(
            ("Mean now",), legible(s.mean), "", f"The mean score of the living and the dead, in {s.score_name}"
        )
    done = s.first_point or "scored at least 1"
    about = f"How many {s.agent}s of 100 got so far: a score of 1 or more. From a mean of 1 on, the mean stands here"
    return _Figure((done[:1].upper() + done[1:], "Got 1 or more", "Got 1+"), f"{100 * s.begun:.0f}", "%", about)


def _best_ever(courses: int) -> tuple[str, ...]:
    if courses == 1:
        return ("Best ever",)
    return f"Best ever, mean of {courses} courses", f"Best ever, mean of {courses}", "Best mean ever", "Best ever"


def _over(courses: int) -> str:
    return "" if courses == 1 else f": the mean of one over the {courses} courses that it was given"


class HeaderPanel(Panel[Snapshot]):
    """The name of the run and its six figures."""

    about = "Which run this is, and its figures"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._controls: list[Control] = []

    def key(self, shown: Snapshot) -> Hashable:
        return _figures(shown), clock(shown.seconds), shown.state

    def controls(self) -> list[Control]:
        """The figures of the header."""
        return self._controls

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        theme, wide = self.theme, area.w >= 370
        paint.box(area, theme.panel, 12, border=theme.line)
        title = FIGURE if wide else NAME
        long = paint.text((16, 26), shown.title, title, theme.text, "SemiBold")
        others = [Control(Rect(12, 12, round(long) + 8, 28), "The game that is learnt", stop=False)]
        others += self._chips(paint, 26 + long, shown)
        others.append(self._state(paint, area, shown, wide))
        columns = header_columns(area)
        lefts = [*_lefts(area.w - 32, columns), area.w - 32]
        self._controls = []
        for i, figure in enumerate(_figures(shown)):
            at = 16 + lefts[i % columns], 60 + i // columns * 52
            room = lefts[i % columns + 1] - lefts[i % columns]
            self._controls.append(Control(Rect(round(at[0]) - 6, at[1] - 10, round(room) - 4, 48), figure.about))
            self._figure(paint, at, figure, (LARGE_FIGURE if area.w >= 640 else FIGURE, room - 10))
            if i == 1 and shown.population:
                long = min(_ALIVE_BAR, room - 14) if columns > 2 else _ALIVE_BAR
                paint.bar((at[0], at[1] + 37, long, 3), theme.line)
                paint.bar((at[0], at[1] + 37, long * shown.alive / shown.population, 3), theme.good)
        self._controls += others

    def _chips(self, paint: Paint, x: float, shown: Snapshot) -> list[Control]:
        found = []
        for name, about in shown.chips:
            width = paint.width_of(name, AXIS, "Medium") + 14
            paint.box((x, 16, width, 20), self.theme.raised, 10)
            paint.text((x + 7, 26), name, AXIS, self.theme.soft, "Medium")
            found.append(Control(Rect(round(x), 14, round(width), 24), about, stop=False))
            x += width + 6
        return found

    def _state(self, paint: Paint, area: Rect, shown: Snapshot, wide: bool) -> Control:
        """The time, and before it what goes on, with a dot."""
        right = area.w - 16.0
        right -= paint.text((right, 26), clock(shown.seconds), BODY, self.theme.soft, "Medium", "r") + 10
        if wide:
            right -= paint.text((right, 26), shown.state, HINT, self.theme.faint, align="r") + 9
            paint.circle((right, 26), 3.5, self.theme.good if shown.state == "running" else self.theme.hot)
        about = "What goes on, and how long this window has been watched, pauses left out"
        return Control(Rect(round(right) - 6, 12, round(area.w - right) - 8, 28), about, stop=False)

    def _figure(self, paint: Paint, at: Point, figure: _Figure, fit: tuple[int, float]) -> None:
        """A figure in a size of type, or a smaller one where it would be wider than its room."""
        (labels, value, unit, _, is_record), (size, room) = figure, fit
        label = next((one for one in labels if paint.width_of(one, AXIS, "Medium") <= room + 4), labels[-1])
        size = next((one for one in (size, NAME) if paint.width_of(value, one, "SemiBold") <= room), BODY)
        colour = self.theme.warm if is_record else self.theme.text
        if label == "Generation" and unit:  # of the past
            colour = self.theme.cool
        paint.text(at, label, AXIS, self.theme.faint, "Medium")
        width = paint.text((at[0], at[1] + 21), value, size, colour, "SemiBold")
        paint.text((at[0] + width + 3, at[1] + 23), unit, HINT, self.theme.soft)
