"""The keys of windows and of the terminal, and the commands that they give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

import pygame
from pygame.event import Event

from neuro.errors import UnknownNameError

__all__ = [
    "COMMANDS",
    "FOCUS",
    "LEAVE",
    "MOTION",
    "NOTICE",
    "PACE",
    "SOUND",
    "TIME",
    "WINDOW",
    "Command",
    "Key",
    "ask_window",
    "command_of",
    "command_of_letter",
    "is_escape",
    "key_codes",
    "keys_of",
    "notify",
]


def key_codes(names: Iterable[str], whose: str) -> dict[str, frozenset[int]]:
    """Pygame's numbers of keys, by their names; a display must be open.

    Args:
        names: Names of keys, such as "left", "space" or "a", or of combinations, such as "up+left".
        whose: What they are keys of, for people.

    Raises:
        UnknownNameError: If there is no key of a name; the message names the nearest.
    """
    return {name: frozenset(_code(key, whose) for key in keys_of(name)) for name in names}


def keys_of(name: str) -> list[str]:
    """The keys of a combination, by name; one whose own name has a + is one key."""
    try:
        pygame.key.key_code(name)
    except ValueError:
        return [part.strip() for part in name.split("+")]
    return [name]


def _code(key: str, whose: str) -> int:
    try:
        return pygame.key.key_code(key)
    except ValueError:
        known = {pygame.key.name(getattr(pygame, one)) for one in dir(pygame) if one.startswith("K_")}
        raise UnknownNameError.of(f"key of {whose}", key, known - {""}) from None


#: Every command that a key, a control or a panel gives; a window obeys those that concern it.
COMMANDS = frozenset({
    # time and speed
    *("pause", "faster", "slower", "max", "speed", "step", "back", "seek", "earlier", "later", "again", "next"),
    *("next score", "last score", "next champion", "last champion", "champion", "rival", "new"),
    # the run: its past, its settings, its story
    *("travel", "live", "branch", "change", "kill", "knob before", "knob after", "turn down", "turn up", "plane"),
    *("story", "breaks", "captions", "put away", "learnt", "race", "share", "play", "pen"),
    *("explain", "family"),
    # what is shown, and of whom
    *("best", "draw", "sight", "measures", "measure", "other measure", "metric", "tab", "across", "down", "output"),
    *("choose", "death", "weight", "weights back", "visit"),
    # any window, and the start screen
    *("record", "screenshot", "fullscreen", "theme", "keys", "leave", "focus", "still", "sound", "begin", "clear"),
})  # fmt: skip


class _Command(NamedTuple):
    name: str
    value: int = 0
    about: str = ""
    amount: float = 0.0


class Command(_Command):
    """Something that a key or a control asks for.

    Args:
        name: One of ``COMMANDS``.
        value: A whole number where the command needs one: the index of a choice, a generation, a step.
        about: The name of what it is about where it needs one: a setting, a tab.
        amount: A number where it needs one: the new value of a setting or a weight.

    Raises:
        UnknownNameError: If there is no such command; the message names the nearest.
    """

    __slots__ = ()

    def __new__(cls, name: str, value: int = 0, about: str = "", amount: float = 0.0) -> Self:
        if name not in COMMANDS:
            raise UnknownNameError.of("command", name, COMMANDS)
        return super().__new__(cls, name, value, about, amount)


class Key(NamedTuple):
    """Keys that mean the same.

    Args:
        label: The keys' names as people read them.
        command: The name of what they do.
        meaning: What that is, in a few words.
        codes: pygame's numbers of the keys.
        letters: What a terminal sends for them.
    """

    label: str
    command: str
    meaning: str
    codes: tuple[int, ...] = ()
    letters: str = ""


#: Keys of everything that has a pace.
PACE = (
    Key("Space", "pause", "pause, go on", (pygame.K_SPACE,), " "),
    Key("F", "faster", "faster", (pygame.K_f, pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS), "f+="),
    Key("S", "slower", "slower", (pygame.K_s, pygame.K_MINUS, pygame.K_KP_MINUS), "s-"),
)
#: Keys that every rollout on screen obeys.
TIME = (
    *PACE,
    Key("X", "max", "as fast as the machine can", (pygame.K_x,), "x"),
    Key(".", "step", "one step", (pygame.K_PERIOD,), "."),
)
#: Of every window whose controls the keyboard can reach.
FOCUS = Key("Tab", "focus", "next control; Enter presses, ← → turn it", (pygame.K_TAB,))
#: Of every window in which something moves.
MOTION = Key("F8", "still", "reduced motion", (pygame.K_F8,))
#: Of every window with sound.
SOUND = Key("M", "sound", "sound", (pygame.K_m,))
#: Keys that the window itself obeys, whatever is in it.
WINDOW = (
    Key("F9", "record", "begin or end a recording", (pygame.K_F9,)),
    Key("F12", "screenshot", "save a picture", (pygame.K_F12,)),
    Key("F11", "fullscreen", "full screen", (pygame.K_F11,)),
    Key("F7", "theme", "dark or light", (pygame.K_F7,)),
)
#: Keys of every window.
LEAVE = (
    *(key._replace(codes=()) for key in WINDOW),  # pressed, they never come as far as what is in the window
    Key("Ctrl + −", "", "larger or smaller (Ctrl 0 as before)"),
    Key("? H", "keys", "show or hide the keys", (pygame.K_h, pygame.K_QUESTION, pygame.K_SLASH), "h?"),
    Key("Q Esc", "leave", "close", (pygame.K_q, pygame.K_ESCAPE), "q\x1b\x03"),
)


def ask_window(command: Command) -> None:
    """Let the window do something: as if the key for it had been pressed."""
    for key in WINDOW:
        if key.command == command.name:
            pygame.event.post(Event(pygame.KEYDOWN, key=key.codes[0]))


#: The event of ``notify``.
NOTICE = pygame.USEREVENT + 1


def is_escape(event: Event) -> bool:
    """Whether the key was pressed that leads back from wherever one is."""
    return bool(event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE)


def notify(notice: str) -> None:
    """Let the window show a sentence for a while."""
    pygame.event.post(Event(NOTICE, text=notice))


def command_of(event: Event, keys: Sequence[Key]) -> Command | None:
    """The command that a pressed key gives, if any."""
    if event.type != pygame.KEYDOWN:
        return None
    return next((Command(key.command) for key in keys if event.key in key.codes), None)


def command_of_letter(letter: str, keys: Sequence[Key]) -> Command | None:
    """The command that a letter gives which a terminal sent, if any."""
    return next((Command(key.command) for key in keys if letter.lower() in key.letters), None)
