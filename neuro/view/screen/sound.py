"""Sounds, which a window can do without: where there is no audio device, it stays silent."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

import pygame

from neuro.paths import asset

__all__ = ["NAMES", "Sounds"]

#: The sounds there are; made by ``assets/sounds/make.py``.
NAMES = ("best", "fall", "flap", "score")
_STDERR = 2


class Sounds:
    """Plays sounds, unless muted. The audio device is opened with the first sound.

    Args:
        muted: Whether it begins silent.

    Attributes:
        muted: Whether nothing is to be heard.
        missing: Why nothing can be heard; empty while nothing is known to be wrong.
    """

    def __init__(self, *, muted: bool) -> None:
        self.muted, self.missing = muted, ""
        self._loaded: dict[str, pygame.mixer.Sound] = {}
        self._before: tuple[float, bool] | None = None

    def toggle(self) -> str:
        """Mute, or let be heard again; returns what to say about it."""
        self.muted = not self.muted
        if not self.muted:
            self._open()
        return self.missing or ("Sound is off" if self.muted else "Sound is on")

    def _open(self) -> None:
        if self._loaded or self.missing:
            return
        try:
            if not pygame.mixer.get_init():
                with _unheard_complaints():
                    pygame.mixer.init(22_050, -16, 1, 256)
            self._loaded = {name: pygame.mixer.Sound(str(asset(f"sounds/{name}.wav"))) for name in NAMES}
        except (pygame.error, NotImplementedError, OSError) as error:
            self.missing = f"No sound: there is no audio device ({error})"

    def play(self, name: str, volume: float = 0.5) -> None:
        """Play one of ``NAMES``."""
        if self.muted:
            return
        self._open()
        if name in self._loaded:
            self._loaded[name].set_volume(volume)
            self._loaded[name].play()

    def hear(self, score: float, *, alive: bool) -> None:
        """Play what a rollout sounds like: its score rises, the last of it falls."""
        before, self._before = self._before, (score, alive)
        if before is None or self.muted:
            return
        if score > before[0]:
            self.play("score", 0.35)
        elif before[1] and not alive:
            self.play("fall", 0.35)

    def close(self) -> None:
        """Give the audio device back."""
        if self._loaded:
            self._loaded.clear()
            pygame.mixer.quit()


@contextlib.contextmanager
def _unheard_complaints() -> Iterator[None]:
    """Let nothing through to stderr: ALSA itself writes lines there where it finds no card, which is no error here."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    with contextlib.ExitStack() as undone:
        with contextlib.suppress(OSError):  # a process may have no stderr
            kept, nowhere = os.dup(_STDERR), os.open(os.devnull, os.O_WRONLY)
            undone.callback(os.close, kept)
            undone.callback(os.close, nowhere)
            os.dup2(nowhere, _STDERR)
            undone.callback(os.dup2, kept, _STDERR)
        yield
