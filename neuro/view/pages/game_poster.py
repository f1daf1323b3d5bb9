"""A game's poster as a picture in a file."""

from __future__ import annotations

import io

import pygame
from pygame import Surface

from neuro.game import Game
from neuro.view.paint import Paint
from neuro.view.poster import poster_of
from neuro.view.theme import DARK

__all__ = ["game_poster"]

_SIZE = (848, 404)


def game_poster(game: Game) -> bytes:
    """The poster that the start screen shows of a game, as a PNG.

    Raises:
        NeuroError: If the game's view cannot be drawn.
    """
    surface, file = Surface(_SIZE), io.BytesIO()
    poster_of(game)(Paint(surface), DARK, 1.0)
    pygame.image.save(surface, file, "poster.png")
    return file.getvalue()
