"""Drawing over the world of a watched run: captions, breaks between generations, and the banner at its end."""

from __future__ import annotations

import math
import threading
from typing import Any

from pygame import Rect

from neuro.champion import Champion
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.numerals import legible, tallied
from neuro.policies import Exploring
from neuro.view.capture.camera import new_picture
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.keys import Command, notify
from neuro.view.looks import looks_of_one
from neuro.view.marker import marker_of
from neuro.view.pages.replay_page import save_replay_page
from neuro.view.paint import Paint
from neuro.view.screen.preferences import remember
from neuro.view.theme import Theme
from neuro.view.watch.break_picture import BreakPicture
from neuro.view.watch.caption_box import caption_place, draw_caption
from neuro.view.watch.caption_facts import CaptionFacts
from neuro.view.watch.captions import captions_of
from neuro.view.watch.solved_banner import Banner, Confetti, Solved
from neuro.view.watch.watch_model import WatchModel
from neuro.view.widgets.panel import Panel

__all__ = ["WorldOverlay"]

_BUTTONS = (
    ("play", "See how it learnt", "learnt"),
    ("crown", "Race it yourself", "race"),
    ("share", "Share as a page", "share"),
)


class WorldOverlay:
    """Draws captions, breaks and the banner over the world of a run.

    Args:
        watching: The run.
        theme: The colours of the window.
        muted: Whether captions are off at first.
    """

    def __init__(self, watching: WatchModel, theme: Theme, *, muted: bool) -> None:
        self._watching, scene = watching, watching.stage.scene
        self._marker = marker_of(watching.evolution.game)
        learners = isinstance(watching.evolution.policy, Exploring)
        self._facts = CaptionFacts(captions_of(scene, learners=learners), muted=muted)
        self._break_picture, self._banner = BreakPicture(theme, self._marker), Banner(theme)
        self._confetti = Confetti(theme, self._marker)
        self._theme = theme
        self._solved_at: float | None = None  # seconds of the window
        self._put_away = False
        self._exporting: threading.Thread | None = None

    @property
    def panels(self) -> list[Panel[Any]]:
        """What can be pointed at."""
        return [self._banner]

    @property
    def switches(self) -> frozenset[str]:
        """Commands of its own that are on."""
        return frozenset(() if self._facts.choice.muted else ("captions",))

    def update(self, shown: Snapshot) -> None:
        """The run has come to another moment."""
        self._facts.update(shown)
        self._watching.captioned = self._facts.caption is not None
        if shown.exam and self._solved_at is None:
            self._solved_at = shown.seconds
        if not shown.exam:
            self._solved_at, self._put_away = None, False

    def obey(self, command: Command) -> bool:
        """Carry out a command about captions, breaks or the banner; whether it was one."""
        match command.name:
            case "captions":
                choice = self._facts.choice
                choice.muted = not choice.muted
                remember(captions=not choice.muted)
                notify(f"Captions are {'off' if choice.muted else 'on'}")
            case "breaks":
                self._watching.obey(command)
                notify(f"What happens between generations is {'shown' if self._watching.breaks else 'left out'}")
            case "share":
                self._share()
            case "put away":
                self._put_away = True
            case _:
                return False
        return True

    @property
    def has_banner(self) -> bool:
        """Whether the banner is shown."""
        return self._solved_at is not None and not self._put_away and self._watching.visited is None

    def draw(self, paint: Paint, world: Rect, shown: Snapshot, *, still: bool) -> None:
        """Draw captions, breaks and the banner over a world."""
        if (interlude := self._watching.interlude) is not None:
            self._break_picture.draw(paint, world, interlude, _came_of(shown), still=still)
        if self._solved_at is not None and not still:
            self._confetti.draw(paint, world, shown.seconds - self._solved_at)
        self._banner.place(world if self.has_banner else None)
        if self.has_banner:
            self._banner.draw(paint, self._solved())
        if (caption := self._facts.caption) is not None:
            draw_caption(paint, world, caption, self._theme, still=still)

    def note_height(self, world: Rect) -> int:
        """How high the captions stand above a world's foot: notes make room for them."""
        return world.bottom - caption_place(world).y if self._facts.caption is not None else 0

    def _solved(self) -> Solved:
        run = self._watching.evolution
        champion = run.champion
        assert champion is not None
        game, found = run.game, next(entry.number for entry in run.history if entry.solved)
        tried = (found + 1) * run.settings.population
        lines = (f"{tried:,} {game.agent}s were tried.", _passed(game))
        looks = looks_of_one(champion.genome)
        return Solved(f"Generation {found:,} found it.", lines, looks, self._marker, _BUTTONS)

    def _share(self) -> None:
        """Write the champion's replay as a page, without keeping the window."""
        champion = self._watching.evolution.champion
        if champion is None or (self._exporting is not None and self._exporting.is_alive()):
            return
        notify("The page is being made …")
        self._exporting = threading.Thread(target=_export, args=(champion,), daemon=True)
        self._exporting.start()


def _export(champion: Champion) -> None:
    """Write the page of a champion's replay beside other pictures, and say where."""
    try:
        path = new_picture(f"{champion.game}-page", ".html")
        save_replay_page(champion, path)
    except NeuroError as error:
        notify(str(error))
    else:
        notify(f"Saved {path}: it opens in any browser, and needs nothing else")


def _came_of(shown: Snapshot) -> str:
    """What came of the generation that is over, in a line."""
    last = shown.history[-1]
    return f"best {tallied(last.best_score, shown.score_name)}, mean {legible(last.mean_score)}"


def _passed(game: Game) -> str:
    """What the winner has done, in a line."""
    exam = game.exam
    if math.isfinite(exam.score) and exam.score > 0:
        passed = tallied(exam.score, game.score_name)
        return f"This one passed {passed} on {tallied(exam.courses, 'courses')} it had never seen."
    return f"This one did well on {tallied(exam.courses, 'courses')} that it had never seen."
