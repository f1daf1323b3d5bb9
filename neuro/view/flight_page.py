"""A champion's flight as one web page: recorded, not computed again; no server, no network, nothing else to load."""

from __future__ import annotations

import base64
import io
import itertools
import json
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.champion import Champion
from neuro.episodes import game_of
from neuro.paths import asset
from neuro.rollout.flight import Flight
from neuro.view import birds
from neuro.view.mind import Insight, describe
from neuro.view.pace import STEPS_PER_SECOND
from neuro.view.reel import Reel
from neuro.view.scene import Marks, Scene, make_scene
from neuro.view.scenery import PALETTES
from neuro.view.snapshot import number
from neuro.view.theme import DARK, Colour

__all__ = ["flight_page"]

_PLACE = "/*FLIGHT*/null"
_SIDE = (712, 800)  # pixels of the landscape
_FINE, _EXACT = 8, 1000  # what places and values are multiplied by, to be whole numbers
_PHASES, _BIRD = 4, 30  # pictures of the bird, and the radius of its body


def flight_page(champion: Champion, course: int, max_steps: int) -> str:
    """The page of a flight.

    Args:
        champion: Who flies.
        course: Seed of the course.
        max_steps: The longest flight.

    Raises:
        UnknownNameError: If the game is not installed.
        NeuroError: If the game has other rules than those that it learnt under.
    """
    game, setting = game_of(champion)
    network = champion.network
    genomes = network.genome[np.newaxis]
    courses = np.array([course], np.uint32)
    flight = Flight(game, network.layers, genomes, courses, setting=setting, max_steps=max_steps)
    scene = make_scene(game, setting, DARK)
    reel = Reel(scene, [flight], birds.looks_of(genomes), course)
    nodes = Insight(game, network.layers, setting).nodes(network.genome, reel.states[:, :, 0])
    told = {
        "title": f"{game.title}: champion of generation {champion.generation}",
        "summary": describe(network.layers),
        "facts": _facts(champion, game.score_name, course, reel),
        "score": game.score_name,
        "rate": STEPS_PER_SECOND,
        "inputs": game.observation,
        "outputs": game.actions,
        "decides": game.decision in ("versus", "argmax"),
        "sizes": [int(np.prod(shape)) for shape in network.shapes],
        "weights": [np.round(weights.astype(float), 4).tolist() for weights, *_ in network.parameters()],
        "nodes": _packed(nodes.T * _EXACT),
        "scores": _packed(reel.states[:, 1, 0]),
        "fell": reel.fell,
        **_world(scene, reel),
        **_colours(),
        "bird": [_picture(_bird(genomes[0], phase), "png") for phase in range(_PHASES)],
    }
    template = asset("page/flight.html").read_text(encoding="utf-8")
    # In a page without links no address may seem to stand, not even by chance in coded bytes.
    return template.replace(_PLACE, json.dumps(told, separators=(",", ":")).replace("http", "htt\\u0070"))


def _facts(champion: Champion, score_name: str, course: int, reel: Reel) -> list[tuple[str, str]]:
    """What is told of where the flight comes from."""
    return [
        ("in this flight", f"{number(float(reel.states[-1, 1, 0]))} {score_name} in {number(reel.steps)} steps"),
        ("in training", f"{number(champion.score)} {score_name}, fitness {number(champion.fitness)}"),
        ("course", str(course)),
        ("run", f"{champion.algorithm}, seed {champion.seed}, generation {champion.generation}"),
        ("rules", f"{champion.game}, version {champion.rules_version}"),
        ("made", f"{champion.created[:10]} by neuro {champion.made_by}"),
    ]


def _packed(values: NDArray[Any]) -> str:
    """Whole numbers of 16 bits in base64."""
    return base64.b64encode(np.clip(np.rint(values), -32768, 32767).astype("<i2").tobytes()).decode()


def _picture(surface: Surface, kind: str) -> str:
    """A surface as an address that holds the picture itself."""
    file = io.BytesIO()
    pygame.image.save(surface, file, f"picture.{kind}")
    return f"data:image/{kind};base64,{base64.b64encode(file.getvalue()).decode()}"


def _bird(genome: NDArray[np.float32], phase: int) -> Surface:
    """The champion's own bird as a picture with plain alpha."""
    sprite = birds.sprite(birds.portrait(genome), _BIRD, phase)
    pixels = pygame.surfarray.pixels3d(sprite).astype(np.float32)
    alpha = pygame.surfarray.array_alpha(sprite).astype(np.float32)
    out = Surface(sprite.get_size(), pygame.SRCALPHA)
    pygame.surfarray.pixels3d(out)[:] = np.clip(pixels * 255 / np.maximum(alpha, 1)[..., None], 0, 255)
    pygame.surfarray.pixels_alpha(out)[:] = alpha
    return out


def _world(scene: Scene, reel: Reel) -> dict[str, Any]:
    """Landscape, and step by step where the bird is and what moves of what it must not touch."""
    rect = Rect(0, 0, *_SIDE)
    left, scale = scene.view(rect)
    landscape = Surface(rect.size)
    scene.draw(landscape, rect, Marks(leader=None, crowd=False))
    standing = set(scene.solids())
    places, solids = [], []
    for step in range(reel.steps + 1):
        reel.go(step)
        dots = [dot for dot in scene.dots(Marks(leader=0, crowd=False)) if dot.agent in (0, -1)]
        places.append((dots[0].x - left, dots[0].y) if dots else (-100.0, -100.0))
        near = [one for one in scene.solids() if left - one[2] < one[0] < left + rect.w / scale]
        solids.append([(x - left, y, w, h) for x, y, w, h in near if (x, y, w, h) not in standing])
    drifts = [a[0][0] - b[0][0] for a, b in itertools.pairwise(solids) if a and len(a) == len(b)]
    flat = np.array([value for step in solids for one in step for value in one], np.float64)
    return {
        "size": [rect.w / scale, rect.h / scale],
        "fine": _FINE,
        "drift": float(np.median(drifts)) if drifts else 0.0,
        "exact": _EXACT,
        "landscape": _picture(landscape, "jpg"),
        "places": _packed(np.array(places) * _FINE),
        "counts": [len(step) for step in solids],
        "solids": _packed(flat * _FINE),
    }


def _colours() -> dict[str, Any]:
    palette = PALETTES[DARK.name]
    return {
        "theme": {name: _css(getattr(DARK, name)) for name in ("hot", "cold", "middle", "panel", "text", "faint")},
        "stone": [_css(colour) for colour in palette.stone],
        "rim": _css(palette.rim),
    }


def _css(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
