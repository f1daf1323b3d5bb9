"""Several learners side by side: the same courses, one window, one chart."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import asdict, replace

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.evolution.evolution import Evolution
from neuro.numerals import legible, noun_for, number
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.keys import FOCUS, LEAVE, MOTION, TIME, Key
from neuro.view.paint import Paint
from neuro.view.screen.compile_progress import rollouts_ready
from neuro.view.screen.window import Screen, Window, show
from neuro.view.theme import BODY, HINT, NAME, Theme
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions
from neuro.view.widgets import overlays
from neuro.view.widgets.chart import ChartPanel, Plot, Reading, room_for_axis
from neuro.view.widgets.glossary import words_of
from neuro.view.widgets.panel import Panel
from neuro.view.widgets.screen_controls import ScreenControls
from neuro.view.widgets.transport_bar import CAMERA, BarState, TransportBar

__all__ = ["KEYS", "VersusScreen", "labels_of", "versus_window"]

KEYS = (
    *TIME,
    Key("→", "next", "next generation", (pygame.K_RIGHT,)),
    Key("B", "best", "only the best, or all", (pygame.K_b,)),
    FOCUS,
    MOTION,
    *LEAVE,
)
_BAR, _CHART, _GAP = 48, 216, 12
_NARROW = 250  # width of a world in which few words have room
_NAME, _NAME_WIDE = 76, 300  # height and width of the panel with a learner's name, with room round it
_BESIDE = 200  # width in which a score stands beside that
_VALUE, _ENDS = 74, 0.4  # width of a line's newest value with room round it, and the share that line ends take at most
_NOTE = 48  # height of the sentence at a world's foot, with room round it


class _BestPanel(ChartPanel[list[Snapshot]]):
    """The best fitness of all learners, by generation."""

    def key(self, shown: list[Snapshot]) -> Hashable:
        fast = any(one.at_full_speed for one in shown)
        return int(shown[0].seconds * 2) if fast else tuple(len(one.history) for one in shown), self.pointer

    def render(self, paint: Paint, area: Rect, shown: list[Snapshot]) -> None:
        space = self.card(paint, area, "Best fitness by generation", "the same courses for all")
        histories = [[entry.best_fitness for entry in one.history] for one in shown]
        known = [values for values in histories if values]
        if not known:
            paint.text(space.center, "the first generation is still playing", HINT, self.theme.faint, align="c")
            return
        top = max(0, *(max(values) for values in known)) * 1.06
        low = min(0, *(min(values) for values in known))
        left = room_for_axis(paint, top, space.h - 26, low)
        wide = max(paint.width_of(one.algorithm, HINT, "SemiBold") for one in shown)
        ends = min(wide + _VALUE, space.w * _ENDS)
        field = Rect(round(space.x + left), space.y + 8, round(space.w - left - ends), space.h - 26)
        plot = Plot(paint, field, max(len(values) for values in known) - 1, top, self.theme, low=low)
        plot.axes()
        last = -100.0
        order = sorted(range(len(shown)), key=lambda k: -histories[k][-1] if histories[k] else 0)
        for k in order:
            if histories[k]:
                plot.line(histories[k], self.theme.curves[k])
                plot.end(histories[k], self.theme.curves[k])
                y = last = max(plot.y(histories[k][-1]), last + 18)
                name = paint.fitting(shown[k].algorithm, ends - _VALUE, HINT, "SemiBold")
                x = paint.text((field.right + 12, y), name, HINT, self.theme.curves[k], "SemiBold")
                paint.text((field.right + 18 + x, y), legible(histories[k][-1]), HINT, self.theme.text, "Medium")
        if self.pointer:
            g = plot.nearest(self.pointer[0])
            there = [k for k in order if g < len(histories[k])]
            values = {k: histories[k][g] for k in there}
            readings = [Reading(shown[k].algorithm, v, legible(v), self.theme.curves[k]) for k, v in values.items()]
            plot.read(g, f"generation {number(g)}", readings)


class _NamePanel(Panel[tuple[int, Snapshot]]):
    """The panel that names a run and shows how it stands."""

    def key(self, shown: tuple[int, Snapshot]) -> Hashable:
        k, one = shown
        return k, one.generation, one.alive, one.best_ever

    def render(self, paint: Paint, area: Rect, shown: tuple[int, Snapshot]) -> None:
        (k, one), theme = shown, self.theme
        paint.box(area, theme.panel, 12, 232)
        paint.circle((20, 22), 5, self.theme.curves[k])
        ever = "–" if one.best_ever is None else legible(one.best_ever)
        if area.w < _NARROW:
            words = f"gen. {number(one.generation)}", f"{number(one.alive)} alive", f"best {ever}"
        else:
            alive = f"{number(one.alive)} of {number(one.population)} alive"
            words = f"generation {number(one.generation)}", alive, f"best ever {ever}"
        size = BODY if area.w < _NARROW else NAME
        room = area.w - 34 - 16 - 12 - paint.text((area.w - 16, 22), words[0], HINT, theme.soft, align="r")
        paint.text((34, 22), paint.fitting(one.algorithm, room, size, "SemiBold"), size, theme.text, "SemiBold")
        paint.text((16, 46), words[1], HINT, theme.soft)
        paint.text((area.w - 16, 46), words[2], BODY, theme.warm, "Medium", "r")


class VersusScreen(Screen):
    """Two to four worlds over one chart.

    Args:
        runs: The learners on stage.
        theme: The colours of the window.
        still: Whether motion is reduced at first.
    """

    def __init__(self, runs: Sequence[WatchModel], theme: Theme, *, still: bool = False) -> None:
        self._runs, self._theme = runs, theme
        self._labels = labels_of([run.evolution for run in runs])
        self._names = [_NamePanel(theme) for _ in runs]
        self._chart = _BestPanel(theme)
        switches = (("crown", "best"), *CAMERA, ("help", "keys"))
        self._bar = TransportBar(theme, (("step", "step"), ("next", "next")), switches)
        self._shell = ScreenControls(theme, KEYS, still=still, words=words_of(runs[0].evolution.game.agent))
        for run in runs:
            run.alone = False

    @property
    def done(self) -> bool:
        return self._shell.left or all(run.done for run in self._runs)

    @property
    def busy(self) -> bool:
        return any(run.busy for run in self._runs)

    @property
    def rate(self) -> int:
        return 30 if any(run.hurrying for run in self._runs) else 60

    def handle(self, event: Event, scale: float) -> None:
        for command in self._shell.commands(event, scale, (self._chart, self._bar)):
            for run in self._runs:
                run.obey(command)

    def tick(self, seconds: float, *, hurried: bool) -> None:
        """Move on in time; the next generation begins for all when the last agent of all has stopped."""
        self._shell.tick(seconds)
        for run in self._runs:
            run.tick(seconds, hurried=hurried)
        if all(run.over for run in self._runs) and not self._runs[0].hurrying:
            for run in self._runs:
                run.next_generation()

    def draw(self, paint: Paint) -> None:
        wide, high = paint.size
        told = [replace(snapshot_of(run), algorithm=label) for run, label in zip(self._runs, self._labels, strict=True)]
        paint.surface.fill(self._theme.window)
        share = (wide - 2 * _GAP - _GAP * (len(told) - 1)) / len(told)
        for k, (run, one) in enumerate(zip(self._runs, told, strict=True)):
            left = round(_GAP + k * (share + _GAP))
            world = Rect(left, _GAP, round(share), high - _BAR - _CHART - 3 * _GAP)
            self._draw_world(paint, world, run, one)
            name = Rect(0, world.y + 10, min(_NAME_WIDE - 10, world.w - 20), 64)
            name.right = world.right - 10  # the flock is at the left
            self._names[k].layout(name)
            self._names[k].draw(paint, (k, one))
        self._chart.layout(Rect(_GAP, high - _BAR - _CHART - _GAP, wide - 2 * _GAP, _CHART))
        self._bar.layout(Rect(0, high - _BAR, wide, _BAR))
        self._chart.draw(paint, told)
        on = self._shell.switches.union({"best"} if told[0].best_only else ())
        where = f"step {number(max(one.step for one in told))}"
        self._bar.draw(paint, BarState(told[0].paused, told[0].speed, where, on))
        self._shell.draw(paint, (self._bar,))

    def _draw_world(self, paint: Paint, world: Rect, run: WatchModel, one: Snapshot) -> None:
        scene = run.stage.scene
        stage, score = _whole_world(world) if scene.whole else (world, _over(world))
        if stage != world:
            paint.surface.fill(self._theme.panel, paint.pixels(world))
        run.stage.draw(paint.surface, paint.pixels(stage), crowd=not one.best_only, still=self._shell.still)
        if not scene.tells_score:
            overlays.draw_score(paint, score, self._theme, one.best, noun_for(one.best, one.score_name))
        if one.note:
            paint.tag((world.centerx, world.bottom - 26), one.note, "c", HINT)
        overlays.round_corners(paint, world, self._theme.window)


def _over(world: Rect) -> Rect:
    """Where a score stands over a world, below the name."""
    score = Rect(world.x, world.y + _NAME, world.w, world.h - _NAME)
    if world.w < _NARROW:  # beside the flock
        score.x += world.w // 4
    return score


def _whole_world(place: Rect) -> tuple[Rect, Rect]:
    """Of a world that nothing may lie over: its part of a place, and the score's, above it and beside the name."""
    beside = place.w >= _NAME_WIDE + _BESIDE
    score = Rect(place.x, place.y + (0 if beside else _NAME), place.w - (_NAME_WIDE if beside else 0), place.h)
    below = overlays.below_score(score)
    return Rect(place.x, below.y, place.w, place.bottom - below.y - _NOTE), score


def labels_of(runs: Sequence[Evolution]) -> list[str]:
    """What sets each learner apart: the name of its algorithm, and settings that the first of that name has not."""
    settings = [asdict(run.initial_settings.breeding) for run in runs]
    labels = []
    for run, own in zip(runs, settings, strict=True):
        first = next(one for other, one in zip(runs, settings, strict=True) if other.algorithm == run.algorithm)
        apart = [f"{name}={value}" for name, value in own.items() if value != first[name]]
        labels.append(f"{run.algorithm}:{','.join(apart)}".removesuffix(":"))
    return labels


def versus_window(runs: Sequence[Evolution], options: Sequence[WatchOptions]) -> None:
    """Show two to four runs of one game side by side until they have ended or the window is closed.

    Args:
        runs: The runs; they should have the same seed, so that they play the same courses.
        options: Options of each run; the first ones are the window's, too.

    Raises:
        NeuroError: If no window can be opened, or a picture cannot be saved.
    """
    first = options[0]
    if first.frames is not None:  # so many are drawn, whatever becomes of the runs
        options = [replace(one, stay_open=True) for one in options]
    with Window(f"neuro · {runs[0].game.title}", first) as window:
        if not rollouts_ready(window, runs[0].game, [run.policy for run in runs], runs[0].setting, *runs):
            return
        watched: list[WatchModel] = []
        try:
            for run, one in zip(runs, options, strict=True):
                watched.append(WatchModel(run, window.theme, one))
            show(window, VersusScreen(watched, window.theme, still=first.still))
        finally:
            for one_run in watched:
                one_run.close()
