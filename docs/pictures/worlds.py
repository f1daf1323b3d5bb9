"""Draws the worlds of cars and maze for the docs: ``python docs/pictures/worlds.py [NAME ...]``, without a window.

Each picture is a generation of a run of seed 1 at one of its steps, in its own scene.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
from pygame import Surface

from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.game import find_game
from neuro.rollout.stepwise import Rollout
from neuro.view.looks import looks_of
from neuro.view.scene import Marks, make_scene
from neuro.view.theme import THEMES

HERE = Path(__file__).parent
#: By the picture's name: game, level, generation, step, theme.
PICTURES = {
    "cars": ("cars", "roads", 4, 330, "dark"),
    "cars-hairpins": ("cars", "hairpins", 3, 240, "light"),
    "maze": ("maze", "medium", 6, 400, "dark"),
    "maze-deceptive": ("maze", "deceptive", 30, 400, "dark"),
}


def draw(name: str) -> None:
    """Evolve, play, and save a picture."""
    game_name, level, generations, steps, theme = PICTURES[name]
    run = Evolution(find_game(game_name).at(level), EvolutionSettings(seed=1, episodes=1))
    for _ in range(generations):
        run.step()
    genomes, course = run.genomes.rows().copy(), int(run.courses[0])
    courses = np.full(len(genomes), course, np.uint32)
    rollout = Rollout(run.game, run.layers, genomes, courses, setting=run.setting, max_steps=run.max_steps)
    scene = make_scene(run.game, run.setting, THEMES[theme])
    scene.begin(rollout.state[: len(run.game.state)], looks_of(genomes), course)
    rollout.advance(steps)
    state = rollout.state[: len(run.game.state)]
    scene.track(state)
    leader = int(np.where(state[0] > 0, state[1], -1).argmax())
    picture = Surface((round(scene.size[0]), round(scene.size[1])))
    scene.draw(picture, picture.get_rect(), Marks(leader=leader))
    pygame.image.save(picture, str(HERE / f"{name}.png"))


if __name__ == "__main__":
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    for chosen in sys.argv[1:] or PICTURES:
        draw(chosen)
