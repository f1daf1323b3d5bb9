"""What a page draws a replay with: layers that move with the world, and pictures of what changes in it."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.policies import Genomes
from neuro.view.drawing.world_layer import Layer
from neuro.view.drawn import Scene as DrawnScene
from neuro.view.looks import looks_of_one
from neuro.view.marker import Marker
from neuro.view.scene import Marks, Scene
from neuro.view.theme import Colour, Theme

__all__ = ["Stills", "css", "look", "marker_told", "picture", "plain"]

_SOLID = (62, 720)  # pixels of a solid's picture: its width, and as long as can be
_RADIUS, _FINER = 30, 1.92  # of an agent's body in its picture, in pixels; and pixels to a unit of the world
_NOBODY = Marks(leader=None, crowd=False)


class Stills:
    """Pictures of the parts of a scene that change, one for each way they have looked.

    Args:
        rect: The whole picture.
    """

    def __init__(self, rect: Rect) -> None:
        self._rect, self._surface = rect, Surface(rect.size)
        self._seen: list[dict[Hashable, int]] = []
        self.parts: list[dict[str, Any]] = []

    def take(self, scene: Scene) -> list[int]:
        """Which of its pictures each part of a scene looks like now; new ones are taken."""
        found, drawn = [], False
        for k, (box, looks) in enumerate(scene.stills()):
            if k == len(self.parts):
                self._seen.append({})
                self.parts.append({"box": self._told(scene, box), "pictures": []})
            if looks not in self._seen[k]:
                if not drawn:
                    scene.draw(self._surface, self._rect, _NOBODY)
                    drawn = True
                self._seen[k][looks] = len(self._seen[k])
                self.parts[k]["pictures"].append(picture(self._surface.subsurface(self._pixels(scene, box)), "jpg"))
            found.append(self._seen[k][looks])
        return found

    def _told(self, scene: Scene, box: Sequence[float]) -> list[float]:
        """The pixels of a box, in units of the world from the picture's left edge on."""
        return [value / scene.view(self._rect)[1] for value in self._pixels(scene, box)]

    def _pixels(self, scene: Scene, box: Sequence[float]) -> Rect:
        """A box of the world in the picture."""
        left, scale = scene.view(self._rect)
        x, y, wide, high = (round(value * scale) for value in (box[0] - left, box[1], box[2], box[3]))
        return Rect(x, y, wide, high).clip(self._rect)


def look(scene: Scene, rect: Rect, theme: Theme) -> dict[str, Any]:
    """A scene's landscape and colours: layers where the world moves, none where shapes are drawn, else one picture."""
    names = ("hot", "cold", "middle", "panel", "line", "text", "soft", "faint", "record")
    return {
        "theme": {name: css(getattr(theme, name)) for name in names},
        "solids": [one for hanging in (True, False) for one in _solid(scene, hanging)],
        "layers": [_told(layer, scene.view(rect)[1]) for layer in _layers(scene, rect)],
    }


def _layers(scene: Scene, rect: Rect) -> list[Layer]:
    if isinstance(scene, DrawnScene):
        return []
    if found := scene.layers(rect):
        return found
    surface = Surface(rect.size)
    scene.draw(surface, rect, _NOBODY)
    return [Layer(surface, 0, 0, 0, 0)]


def _solid(scene: Scene, hanging: bool) -> list[dict[str, Any]]:
    """A moving solid as long as can be: the page cuts it to what it needs, from its free end on."""
    solid = scene.solid(_SOLID, hanging=hanging)
    return [] if solid is None else [{"picture": picture(plain(solid.picture), "png"), "margin": solid.margin}]


def _told(layer: Layer, scale: float) -> dict[str, Any]:
    """A layer in units of the world; what stands still is opaque, and small as a photograph is."""
    moving = layer.every > 0
    return {
        "picture": picture(plain(layer.picture), "png") if moving else picture(layer.picture, "jpg"),
        "size": [side / scale for side in layer.picture.get_size()],
        "x": layer.x / scale,
        "y": layer.y / scale,
        "pace": layer.pace,
        "every": layer.every / scale,
    }


def marker_told(marker: Marker, genomes: Iterable[Genomes]) -> dict[str, Any]:
    """What a page is told of a marker.

    Args:
        marker: The marker that draws the agents.
        genomes: Genomes of the agents that are shown, each of length 1.

    Returns:
        Pictures of each, one for every frame of the marker's motion; and how large and in which way they are drawn.
    """
    shown = [
        picture(plain(marker.sprite(looks_of_one(genome), _RADIUS, frame)), "png")
        for genome in genomes
        for frame in range(marker.frames)
    ]
    side = 2 * math.ceil(_RADIUS * marker.reach)
    return {"pictures": shown, "frames": marker.frames, "side": side / _FINER, "tilts": marker.tilts}


def plain(sprite: Surface) -> Surface:
    """A premultiplied sprite with plain alpha, as files of pictures have it."""
    pixels = pygame.surfarray.array3d(sprite).astype(np.float32)
    alpha: NDArray[np.float32] = pygame.surfarray.array_alpha(sprite).astype(np.float32)
    out = Surface(sprite.get_size(), pygame.SRCALPHA)
    pygame.surfarray.pixels3d(out)[:] = np.clip(pixels * 255 / np.maximum(alpha, 1)[..., None], 0, 255)
    pygame.surfarray.pixels_alpha(out)[:] = alpha
    return out


def picture(surface: Surface, kind: str) -> str:
    """A surface as an address that holds the picture itself."""
    file = io.BytesIO()
    pygame.image.save(surface, file, f"picture.{kind}")
    return f"data:image/{kind};base64,{base64.b64encode(file.getvalue()).decode()}"


def css(colour: Colour) -> str:
    """A colour as pages spell it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)
