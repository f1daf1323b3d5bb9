"""The window in which a person plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.champion import Champion
from neuro.game import Game
from neuro.numerals import legible, noun_for
from neuro.view.keys import LEAVE, MOTION, SOUND, Command, Key, notify
from neuro.view.marker import marker_of
from neuro.view.paint import Paint
from neuro.view.panels.race_panel import RacePanel
from neuro.view.play.play_model import PlayModel
from neuro.view.play.rivals import Rivals
from neuro.view.screen.compile_progress import rollouts_ready
from neuro.view.screen.preferences import recall, remember
from neuro.view.screen.sound import Sounds
from neuro.view.screen.window import Screen, Window, WindowOptions, show
from neuro.view.theme import Theme
from neuro.view.widgets import overlays
from neuro.view.widgets.game_keys import Keyboard, hints_of
from neuro.view.widgets.gamepad import Gamepads
from neuro.view.widgets.glossary import words_of
from neuro.view.widgets.key_card import KeysBar
from neuro.view.widgets.screen_controls import ScreenControls

__all__ = ["PlayOptions", "PlayScreen", "play_window"]

_BAR = 48
_COUNTS = 3  # before each try
_BESIDE = 122  # height of a rectangle in which a word stands beside the score
_NEEDED = (
    "act",
    "pause",
    "again",
    "new",
    "rival",
    "sound",
    "keys",
    "leave",
)  # commands of the keys at the window's foot

KEYS = (
    Key("P", "pause", "pause", (pygame.K_p,)),
    Key("R", "again", "again", (pygame.K_r,)),
    Key("N", "new", "new course", (pygame.K_n,)),
    Key("G", "rival", "race another generation", (pygame.K_g,)),
    Key("+", "faster", "faster", (pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS)),
    Key("−", "slower", "slower", (pygame.K_MINUS, pygame.K_KP_MINUS)),
    MOTION,
    SOUND,
    *LEAVE,
)


@dataclass(frozen=True, kw_only=True)
class PlayOptions(WindowOptions):
    """Options of the window in which a person plays.

    Args:
        speed: The speed to begin with, see ``speed_index``.
    """

    speed: str = "1"


class PlayScreen(Screen):
    """The course over the whole window, the score, and who else plays.

    Args:
        playing: The person's tries.
        theme: The colours of the window.
        still: Whether motion is reduced at first.
        rivals: The champions of the run that is raced.
    """

    def __init__(self, playing: PlayModel, theme: Theme, *, still: bool = False, rivals: Rivals | None = None) -> None:
        self._playing, self._theme = playing, theme
        self._rivals = rivals or Rivals(playing.game, None, ())
        self._race = RacePanel(theme, marker_of(playing.game))
        self._keyboard = Keyboard(playing.game)
        wanted = [key for key in KEYS if key.command != "rival" or self._rivals.some]
        others = [key for key in wanted if not key.codes or not all(map(self._keyboard.knows, key.codes))]
        hints = (*hints_of(playing.game), *others)
        self._bar = KeysBar(theme, [key for key in hints if key.command in _NEEDED])
        self._shell = ScreenControls(theme, hints, still=still, words=words_of(playing.game.agent))
        self._sounds = Sounds(muted=recall("muted", bool) or False)
        self._pads = Gamepads()

    @property
    def done(self) -> bool:
        return self._shell.left

    def handle(self, event: Event, scale: float) -> None:
        """Handle an event: keys and clicks of the game first, then those of the window."""
        strokes = self._strokes(event)
        for code, down in strokes:
            self._strike(code, down=down)
        if event.type == pygame.WINDOWFOCUSLOST:
            self._keyboard.release_all()
            self._playing.hold(None)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and not self._playing.game.held:
            self._playing.press(self._keyboard.first_action)
        elif not strokes:
            for command in self._shell.commands(event, scale, ()):
                self._obey(command)

    def _strokes(self, event: Event) -> list[tuple[int, bool]]:
        """The game's keys that an event presses (True) and lets go, by their numbers; gamepads have them, too."""
        if event.type in (pygame.KEYDOWN, pygame.KEYUP):
            return [(event.key, event.type == pygame.KEYDOWN)] if self._keyboard.knows(event.key) else []
        return self._pads.strokes(event, self._keyboard.first)

    def _strike(self, code: int, *, down: bool) -> None:
        """A key of the game goes down or up."""
        changed = self._keyboard.press(code) if down else self._keyboard.release(code)
        action = self._keyboard.action
        if changed and down and action is not None:
            self._playing.press(action)
        self._playing.hold(action)

    def _obey(self, command: Command) -> None:
        match command.name:
            case "sound":
                notify(self._sounds.toggle())
                remember(muted=self._sounds.muted)
            case "again":
                self._playing.begin()
            case "new":
                self._playing.begin((self._playing.course + 1) % 2**32)
            case "rival":
                self._playing.race([self._rivals.next(), *self._playing.against[1:]])
            case _:
                self._playing.pace.obey(command)

    def tick(self, seconds: float, *, hurried: bool) -> None:
        self._playing.tick(seconds)
        for name in self._playing.heard:
            self._sounds.play(name, 0.3 if name == "flap" else 0.5)
        self._playing.heard.clear()

    def close(self) -> None:
        """Give devices back."""
        self._sounds.close()
        self._pads.close()

    def draw(self, paint: Paint) -> None:
        wide, high = paint.size
        world, racers = Rect(0, 0, wide, high - _BAR), self._playing.racers()
        self._race.layout(Rect(16, 16, 330, 48 + 40 * len(racers)) if len(racers) > 1 else None)
        self._bar.layout(Rect(0, world.bottom, wide, _BAR))
        self._draw_world(paint, world)
        self._write(paint, world)
        self._race.draw(paint, racers)
        self._bar.draw(paint, None)
        self._shell.draw(paint, ())

    def _draw_world(self, paint: Paint, world: Rect) -> None:
        """The course: over the whole window, or beside all that is written where all of it must be seen."""
        area = paint.surface.get_rect()
        area.h = paint.pixels(world).bottom
        if self._playing.whole:
            paint.surface.fill(self._theme.panel)
            area = paint.pixels(self._stage_of(world))
        self._playing.draw(paint.surface, area, still=self._shell.still)

    def _stage_of(self, world: Rect) -> Rect:
        """Where a world is drawn of which all must be seen: below the score, to the right of the standings."""
        below, left = overlays.below_score(world), self._race.rect.right if self._race.rect else 0
        return Rect(left + 16, below.y, world.w - left - 32, below.h - 16)

    def _write(self, paint: Paint, world: Rect) -> None:
        """The score, and what to do."""
        playing = self._playing
        name = noun_for(playing.score, playing.game.score_name)
        best = name if playing.best is None else f"{name} · your best {legible(playing.best)}"
        overlays.draw_score(paint, world, self._theme, playing.score, best)
        overlays.draw_speed(paint, world, playing.pace)
        beside = Rect(world.centerx, 0, world.w // 2, _BESIDE) if playing.whole else world
        said = self._stage_of(world) if playing.whole else world
        if playing.waiting:
            overlays.announce(paint, said, "Ready?", f"{_spell(playing.game)}: the first one begins")
        elif playing.count:
            overlays.announce(paint, beside, str(playing.count), f"{_spell(playing.game)} acts")
        elif not playing.alive:
            overlays.announce(paint, said, *self._ending())

    def _ending(self) -> tuple[str, str]:
        """What is said at the end of a try: how far it came, and which generation does better there."""
        playing = self._playing
        title, came = self._rivals.verdict(playing.course, playing.score)
        told = "You won!" if playing.won else f"You: {legible(playing.score)}. {title}".strip()
        slowed = "; slowed down, it is no record" if playing.slowed else ""
        again = (
            "R plays again, G races another generation" if self._rivals.some else "R plays again, N takes a new course"
        )
        return told, f"{came}; {again}{slowed}" if came else f"{again}{slowed}"


def _spell(game: Game) -> str:
    """The keys of a game, and the mouse where it will do."""
    names = [key.label for key in hints_of(game) if key.command == "act"] + ([] if game.held else ["a click"])
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def play_window(
    game: Game,
    course: int,
    options: PlayOptions,
    *,
    against: Sequence[Champion] = (),
    setting: NamedTuple | None = None,
    rivals: Sequence[Champion] = (),
) -> None:
    """Let a person play until they leave.

    Args:
        game: What is played.
        course: Seed of the course.
        options: Options of the window.
        against: Champions that play the same course as ghosts.
        setting: The game's parameters; those of the first champion, or of the level, when None.
        rivals: Champions of the run that is raced, in the order of their generations.

    Raises:
        NeuroError: If no window can be opened, the game has no keys, or the screenshot cannot be saved.
    """
    policies = [None, *(champion.policy for champion in against)]
    with Window(f"neuro · {game.title}", options) as window:
        if not rollouts_ready(window, game, policies, game.setting if setting is None else setting):
            return
        pygame.key.set_repeat()  # a held key is one press
        playing = PlayModel(game, course, against, window.theme, setting, options.speed, _COUNTS)
        raced = Rivals(game, playing.setting, rivals, against[0] if against else None)
        raced.scores(course)  # compiles what it takes, so that no end of a try has to wait for it
        screen = PlayScreen(playing, window.theme, still=options.still, rivals=raced)
        try:
            show(window, screen)
        finally:
            screen.close()
