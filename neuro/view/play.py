"""The window in which a person flies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.champion import Champion
from neuro.game import Game
from neuro.view import frame
from neuro.view.gamepad import Gamepads
from neuro.view.hints import KeysBar
from neuro.view.keys import LEAVE, MOTION, SOUND, Command, Key, key_codes, notify
from neuro.view.memory import recall, remember
from neuro.view.paint import Paint
from neuro.view.playing import Playing
from neuro.view.racing import RacePanel
from neuro.view.shell import Shell
from neuro.view.snapshot import number
from neuro.view.sound import Sounds
from neuro.view.theme import Theme
from neuro.view.window import Window, WindowOptions, show

__all__ = ["PlayOptions", "PlayScreen", "play_window"]

_BAR = 48
_NEEDED = ("act", "pause", "again", "new", "sound", "keys", "leave")  # commands of the keys at the window's foot

KEYS = (
    Key("P", "pause", "pause", (pygame.K_p,)),
    Key("R", "again", "again", (pygame.K_r,)),
    Key("N", "new", "new course", (pygame.K_n,)),
    MOTION,
    SOUND,
    *LEAVE,
)


@dataclass(frozen=True, kw_only=True)
class PlayOptions(WindowOptions):
    """In what window a person plays."""


class PlayScreen:
    """The course over the whole window, the score, and who else flies.

    Args:
        playing: The person's tries.
        theme: Colours.
        still: Whether motion is reduced at first.
    """

    rate, busy = 60, False

    def __init__(self, playing: Playing, theme: Theme, *, still: bool = False) -> None:
        self._playing, self._theme = playing, theme
        self._race = RacePanel(theme)
        hints = (*self._hints(playing.game), *KEYS)
        self._bar = KeysBar(theme, [key for key in hints if key.command in _NEEDED])
        self._shell = Shell(theme, hints, still=still)
        codes = key_codes(playing.game.keys, playing.game.name)
        self._actions = {codes[name]: value for name, value in playing.game.keys.items()}
        self._sounds = Sounds(muted=recall("muted", bool) or False)
        self._pads = Gamepads()

    @property
    def done(self) -> bool:
        """See ``window.Screen``."""
        return self._shell.left

    @staticmethod
    def _hints(game: Game) -> list[Key]:
        """The game's own keys and what they do; of keys that do the same, the first."""
        first: dict[tuple[float, ...], str] = {}
        for name, action in game.keys.items():
            first.setdefault(action, name)
        named = zip(first.values(), game.actions, strict=False)
        return [Key(name.capitalize(), "act", meaning) for name, meaning in named]

    def handle(self, event: Event, scale: float) -> None:
        """See ``window.Screen``: keys and clicks of the game first, then those of the window."""
        playing = self._playing
        if event.type == pygame.KEYDOWN and event.key in self._actions:
            playing.press(self._actions[event.key])
        elif event.type == pygame.KEYUP and event.key in self._actions:
            playing.release(self._actions[event.key])
        elif self._is_tap(event):
            playing.press(next(iter(self._actions.values())))
        else:
            for command in self._shell.commands(event, scale, ()):
                self._obey(command)

    def _is_tap(self, event: Event) -> bool:
        """Whether it is a click or a button of a gamepad, which do what the game's first key does."""
        if self._playing.game.held or not self._actions:
            return False
        return self._pads.pressed(event) or (event.type == pygame.MOUSEBUTTONDOWN and event.button == 1)

    def _obey(self, command: Command) -> None:
        match command.name:
            case "sound":
                notify(self._sounds.toggle())
                remember(muted=self._sounds.muted)
            case "again":
                self._playing.begin()
            case "new":
                self._playing.begin((self._playing.course + 1) % 2**32)
            case _:
                self._playing.pace.obey(command)

    def tick(self, seconds: float, *, hurried: bool) -> None:
        """See ``window.Screen``."""
        self._playing.tick(seconds)
        for name in self._playing.heard:
            self._sounds.play(name, 0.3 if name == "flap" else 0.5)
        self._playing.heard.clear()

    def close(self) -> None:
        """Give devices back."""
        self._sounds.close()
        self._pads.close()

    def draw(self, paint: Paint) -> None:
        """See ``window.Screen``."""
        wide, high = paint.size
        world, racers = Rect(0, 0, wide, high - _BAR), self._playing.racers()
        self._race.layout(Rect(16, 16, 330, 48 + 40 * len(racers)) if len(racers) > 1 else None)
        self._bar.layout(Rect(0, world.bottom, wide, _BAR))
        area = paint.surface.get_rect()
        area.h = paint.pixels(world).bottom
        self._playing.draw(paint.surface, area, still=self._shell.still)
        self._write(paint, world)
        self._race.draw(paint, racers)
        self._bar.draw(paint, None)
        self._shell.draw(paint, ())

    def _write(self, paint: Paint, world: Rect) -> None:
        """The score, and what to do."""
        playing, name = self._playing, self._playing.game.score_name
        best = name if playing.best is None else f"{name} · your best {number(playing.best)}"
        frame.draw_score(paint, world, self._theme, playing.score, best)
        frame.draw_speed(paint, world, playing.pace)
        if playing.waiting:
            frame.announce(paint, world, "Ready?", f"{_spell(playing.game)}: the first one begins")
        elif not playing.alive:
            frame.announce(paint, world, "Down!", "R plays again, N takes a new course")


def _spell(game: Game) -> str:
    """The keys of a game, and the mouse where it will do."""
    signs = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
    names = [signs.get(name, name.capitalize()) for name in game.keys] + ([] if game.held else ["a click"])
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def play_window(
    game: Game,
    course: int,
    options: PlayOptions,
    *,
    against: Sequence[Champion] = (),
    setting: NamedTuple | None = None,
) -> None:
    """Let a person play until they leave.

    Args:
        game: What is played.
        course: Seed of the course.
        options: In what window.
        against: Champions that fly the same course as ghosts.
        setting: The game's parameters; those of the first champion, or of the level, when None.

    Raises:
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    theme = options.colours
    with Window(f"neuro · {game.title}", options) as window:
        pygame.key.set_repeat()  # a held key is one press
        screen = PlayScreen(Playing(game, course, against, theme, setting), theme, still=options.still)
        try:
            show(window, screen)
        finally:
            screen.close()
