"""Watching and replaying in a terminal: a coloured picture, numbers, a sparkline, and the window's keys."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from neuro.champion import Champion
from neuro.evolution.evolution import Evolution
from neuro.game import Game
from neuro.numerals import clock, legible, level, number, short, tallied
from neuro.texts import shown
from neuro.view.drawing import text_picture
from neuro.view.inspect.inspection import NetworkView
from neuro.view.inspect.recorded_rollout import RecordedRollout
from neuro.view.inspect.stage import Stage
from neuro.view.keys import Command, Key, command_of_letter
from neuro.view.replay.replay_model import EpisodeOptions, ReplayModel
from neuro.view.replay.replay_window import KEYS as REPLAY_KEYS
from neuro.view.scene import Marks
from neuro.view.terminal.tty import Tty
from neuro.view.theme import DARK
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import KEYS as WATCH_KEYS

__all__ = ["ReplayTerminalOptions", "WatchTerminalOptions", "replay_terminal", "watch_terminal"]

_FRAME = 1 / 20
_SIDE = 25  # columns of the numbers


@dataclass(frozen=True, kw_only=True)
class WatchTerminalOptions(RunOptions):
    """How a run is watched; ``frames`` as for the window, of a twentieth of a second."""

    frames: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReplayTerminalOptions(EpisodeOptions):
    """How episodes are shown; ``frames`` as for the window, of a twentieth of a second."""

    frames: int | None = None


class _Shown(Protocol):
    """What is on stage: a run or episodes."""

    done: bool

    @property
    def stage(self) -> Stage | RecordedRollout:
        """The rollout."""

    def tick(self, seconds: float, *, hurried: bool = False) -> None:
        """Time has passed."""

    def obey(self, command: Command) -> None:
        """Do what people want."""


class _Board:
    """A picture of what is on stage with numbers beside it and keys below."""

    keys: Sequence[Key] = ()
    hint = ""

    def __init__(self, shown: _Shown) -> None:
        self._shown = shown

    def numbers(self, wide: int, high: int) -> list[str]:
        """Lines of numbers, at most so wide, the first a title; what does not fit into so many lines is left out."""
        raise NotImplementedError

    def picture_options(self) -> tuple[bool, bool]:
        """Whether there is a picture, and whether the crowd is in it."""
        return True, True

    def lines(self, tty: Tty) -> list[str]:
        """A frame."""
        (columns, rows), (drawing, crowd) = tty.size, self.picture_options()
        wide, high = columns - _SIDE, rows - 1
        if wide < 12 or high < 6 or not drawing:
            return [shown(line)[:columns] for line in self.numbers(columns, rows)][:rows]
        stage = self._shown.stage
        marks = Marks(leader=stage.leader, crowd=crowd)
        if tty.colours:
            drawn = text_picture.coloured(stage.scene, marks, wide, high, true_colour=tty.colours > 256)
        else:
            drawn = [line.ljust(wide) for line in text_picture.plain(stage.scene, marks, wide, high)]
        beside = [shown(line)[: _SIDE - 2] for line in self.numbers(_SIDE - 2, high)[:high]]
        if tty.colours:
            beside = [text_picture.emphasised(line, title=k == 0) for k, line in enumerate(beside)]
        beside += [""] * (high - len(beside))
        return [f"{line} {text}" for line, text in zip(drawn, beside, strict=True)] + [self.hint[: columns - 1]]

    def run(self, frames: int | None) -> None:
        """Show it until it is done, people leave, or so many frames have been drawn."""
        with Tty() as tty:
            drawn, seconds = 0, _FRAME
            while not self._shown.done and (frames is None or drawn < frames):
                start = time.perf_counter()
                if self._obey_keys(tty):
                    break
                self._shown.tick(seconds, hurried=not tty.live)
                drawn += 1
                if tty.live:
                    tty.show(self.lines(tty))
                    time.sleep(max(0.0, start + _FRAME - time.perf_counter()))
                    seconds = time.perf_counter() - start
        if not tty.live:
            tty.print(self.lines(tty))

    def _obey_keys(self, tty: Tty) -> bool:
        """Do what was typed; whether people want to leave."""
        for letter in tty.typed():
            command = command_of_letter(letter, self.keys)
            if command is None:
                continue
            if command.name == "leave":
                return True
            self._shown.obey(command)
        return False


def _decision(mind: NetworkView, wide: int) -> list[str]:
    """What an agent sees and decides, number by number."""
    sees = zip(mind.inputs, mind.input_values.tolist(), strict=True)
    answers = zip(mind.outputs, mind.output_values.tolist(), strict=True)

    def row(mark: str, name: str, value: float) -> str:
        return f"{mark} {name:<{wide - 9}}{level(value):>6}"

    return [
        "it sees",
        *(row(" ", name, value) for name, value in sees),
        "",
        "it decides",
        *(row("▸" if i == mind.chosen else " ", name, value) for i, (name, value) in enumerate(answers)),
    ]


class _WatchBoard(_Board):
    """A run."""

    keys = WATCH_KEYS
    hint = "space pause · f s speed · x max · . step · → next · b best · q close"

    def __init__(self, watching: WatchModel) -> None:
        super().__init__(watching)
        self._watching = watching

    def picture_options(self) -> tuple[bool, bool]:
        return self._watching.drawing, not self._watching.best_only

    def numbers(self, wide: int, high: int) -> list[str]:
        s, pace = snapshot_of(self._watching), self._watching.pace
        best = [entry.best_fitness for entry in s.history]
        mean = [entry.mean_fitness for entry in s.history]
        fitness = []
        for name, values in (("best", best), ("mean", mean)):
            if values:
                fitness += [f"{name} {legible(values[-1])}", text_picture.sparkline(values, wide), ""]
        told = [
            s.title,
            " · ".join(chip.name for chip in s.chips),
            "",
            f"generation {number(s.generation)}",
            f"alive      {number(s.alive)} / {number(s.population)}",
            *([f"won        {number(s.won)}"] if s.won else []),
            f"best now   {legible(s.best)}",
            f"mean now   {legible(s.mean)}",
            f"best ever  {'–' if s.best_ever is None else legible(s.best_ever)}",
            f"steps / s  {' '.join(short(s.rate))}",
            f"time       {clock(s.seconds)}",
            f"speed      {'paused' if s.paused else pace.label}",
            "",
            *([] if not fitness else ["fitness by generation", *fitness]),
            *textwrap.wrap(s.note, wide),
        ]
        decision = [] if s.mind is None else ["", *_decision(s.mind, wide)]
        return told + (decision if len(told) + len(decision) <= high else [])


class _ReplayBoard(_Board):
    """Episodes."""

    keys = REPLAY_KEYS
    hint = "space pause · f s speed · x max · , . step · ← → second · n next · q close"

    def __init__(self, replaying: ReplayModel) -> None:
        super().__init__(replaying)
        self._replaying = replaying

    def numbers(self, wide: int, high: int) -> list[str]:
        r = self._replaying
        sight, pace = r.sight(), r.pace
        return [
            f"{r.game.title}, generation {number(r.episode.champion.generation)}",
            f"episode {r.index + 1} of {len(r.episodes)}",
            f"course {r.episode.course}",
            "",
            tallied(r.stage.best, r.game.score_name),
            f"step {number(r.stage.at)} of {number(r.stage.steps)}",
            f"speed {'paused' if pace.paused else pace.label}",
            "",
            *_decision(sight.mind, wide),
        ]


def watch_terminal(evolution: Evolution, options: WatchTerminalOptions) -> None:
    """Show a run in the terminal until it has ended or people leave; what was learnt is in ``evolution``.

    Where stdout is not a terminal, nothing is drawn over: the last frame is printed as plain text.
    """
    stay_open = options.frames is not None or (options.stay_open and Tty().live)
    options = replace(options, stay_open=stay_open)
    watching = WatchModel(evolution, DARK, options)
    try:
        _WatchBoard(watching).run(options.frames)
    finally:
        watching.close()


def replay_terminal(
    game: Game,
    champions: Sequence[Champion],
    courses: Sequence[int],
    options: ReplayTerminalOptions,
    *,
    against: Sequence[Champion] = (),
) -> None:
    """Show champions playing in the terminal, each on each of the courses, until people leave.

    Where stdout is not a terminal, nothing is drawn over: the last frame is printed as plain text.
    """
    stay_open = options.frames is not None or (options.stay_open and Tty().live)
    options = replace(options, stay_open=stay_open)
    _ReplayBoard(ReplayModel(game, champions, courses, DARK, options, against=against)).run(options.frames)
