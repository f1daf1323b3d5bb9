"""Draws the site's bird, one of those on the start screen: ``python docs/pictures/bird.py``."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from neuro.game import find_game
from neuro.view.looks import FAMILIES
from neuro.view.marker import marker_of

_RADIUS = 44

if __name__ == "__main__":
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    sprite = marker_of(find_game("flappy")).sprite(FAMILIES["Ember"], _RADIUS)
    bounds = sprite.get_bounding_rect()
    pygame.image.save(sprite.subsurface(bounds), str(Path(__file__).parents[1] / "theme" / "bird.png"))
