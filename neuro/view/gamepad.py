"""Gamepads: every button does what the game's first key does."""

from __future__ import annotations

import contextlib

import pygame
from pygame.event import Event

__all__ = ["Gamepads"]


class Gamepads:
    """All gamepads that are there, or come later."""

    def __init__(self) -> None:
        self._pads: dict[int, pygame.joystick.JoystickType] = {}
        with contextlib.suppress(pygame.error):
            pygame.joystick.init()
            for index in range(pygame.joystick.get_count()):
                self._add(index)

    def _add(self, index: int) -> None:
        with contextlib.suppress(pygame.error):
            pad = pygame.joystick.Joystick(index)
            self._pads[pad.get_instance_id()] = pad

    def pressed(self, event: Event) -> bool:
        """Whether an event is a button that has been pressed."""
        if event.type == pygame.JOYDEVICEADDED:
            self._add(event.device_index)
        elif event.type == pygame.JOYDEVICEREMOVED:
            self._pads.pop(event.instance_id, None)
        return event.type == pygame.JOYBUTTONDOWN

    def close(self) -> None:
        """Give them back."""
        self._pads.clear()
        with contextlib.suppress(pygame.error):
            pygame.joystick.quit()
