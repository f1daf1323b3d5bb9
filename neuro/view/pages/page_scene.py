"""What a page draws a flight with: layers that move with the world, and pictures of what changes in it."""

from __future__ import annotations

import base64
import io
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.view.art.basalt import Stone, draw_stone
from neuro.view.art.scenery import PALETTES, Layer, Palette
from neuro.view.scene import Marks, Scene
from neuro.view.theme import Colour, Theme

__all__ = ["Stills", "css", "look", "picture", "plain"]

_STONE, _STONE_WIDE = (62, 720), 70  # pixels of a stone's picture, and its width in units of the world
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
        for k, (box, looks) in enumerate(scene.stills() if hasattr(scene, "stills") else ()):
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
    """A scene's landscape and colours; a scene whose world moves gives layers, the others are one picture."""
    palette = PALETTES[theme.name]
    names = ("hot", "cold", "middle", "panel", "line", "text", "faint", "record")
    return {
        "theme": {name: css(getattr(theme, name)) for name in names},
        "stones": [_stone(hanging, palette) for hanging in (True, False)],
        "layers": [_told(layer, scene.view(rect)[1]) for layer in _layers(scene, rect)],
    }


def _layers(scene: Scene, rect: Rect) -> list[Layer]:
    if hasattr(scene, "layers"):
        found: list[Layer] = scene.layers(rect)
        return found
    surface = Surface(rect.size)
    scene.draw(surface, rect, _NOBODY)
    return [Layer(surface, 0, 0, 0, 0)]


def _stone(hanging: bool, palette: Palette) -> dict[str, Any]:
    """A stone as long as can be: the page cuts it to what it needs, from its free end on."""
    kind = Stone(_STONE, _STONE[0] / _STONE_WIDE, 1, hanging, palette)
    surface = Surface((_STONE[0], _STONE[1] + kind.margin), pygame.SRCALPHA)
    top = 0 if hanging else kind.margin
    draw_stone(surface, kind, 0, top, top + _STONE[1])
    return {"picture": picture(plain(surface), "png"), "margin": kind.margin}


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
