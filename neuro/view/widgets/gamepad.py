"""Gamepads, as a keyboard: a button is the game's first key, stick and cross are the arrow keys."""

from __future__ import annotations

import contextlib

import pygame
from pygame.event import Event

__all__ = ["Gamepads"]

_TILTED = 0.5  # share of a stick's way from which it presses a key
_ACROSS, _DOWN = (pygame.K_LEFT, pygame.K_RIGHT), (pygame.K_UP, pygame.K_DOWN)


class Gamepads:
    """All gamepads that are there, or come later."""

    def __init__(self) -> None:
        self._pads: dict[int, pygame.joystick.JoystickType] = {}
        self._pressed: dict[tuple[int, ...], int] = {}  # keys that sticks and crosses press now, by what presses them
        with contextlib.suppress(pygame.error):
            pygame.joystick.init()
            for index in range(pygame.joystick.get_count()):
                self._add(index)

    def _add(self, index: int) -> None:
        with contextlib.suppress(pygame.error):
            pad = pygame.joystick.Joystick(index)
            self._pads[pad.get_instance_id()] = pad

    def strokes(self, event: Event, button: int) -> list[tuple[int, bool]]:
        """Keys that an event presses (True) and lets go (False).

        Args:
            event: What happened.
            button: The key that a button stands for.
        """
        match event.type:
            case pygame.JOYDEVICEADDED:
                self._add(event.device_index)
            case pygame.JOYDEVICEREMOVED:
                self._pads.pop(event.instance_id, None)
                gone = [by for by in self._pressed if by[1] == event.instance_id]
                return [(button, False), *((self._pressed.pop(by), False) for by in gone)]
            case pygame.JOYBUTTONDOWN | pygame.JOYBUTTONUP:
                return [(button, event.type == pygame.JOYBUTTONDOWN)]
            case pygame.JOYAXISMOTION if event.axis < 2:
                way = (event.value > _TILTED) - (event.value < -_TILTED)
                return self._turn((event.type, event.instance_id, event.axis), way, _DOWN if event.axis else _ACROSS)
            case pygame.JOYHATMOTION:
                by = event.type, event.instance_id, event.hat
                across, up = event.value
                return [*self._turn((*by, 0), across, _ACROSS), *self._turn((*by, 1), -up, _DOWN)]
        return []

    def _turn(self, by: tuple[int, ...], way: int, keys: tuple[int, int]) -> list[tuple[int, bool]]:
        """A stick or a cross points to its first key (-1), to its second (1) or to none (0)."""
        before, now = self._pressed.pop(by, None), None if way == 0 else keys[way > 0]
        if now is not None:
            self._pressed[by] = now
        if before == now:
            return []
        return [(key, key is now) for key in (before, now) if key is not None]

    def close(self) -> None:
        """Give them back."""
        self._pads.clear()
        with contextlib.suppress(pygame.error):
            pygame.joystick.quit()
