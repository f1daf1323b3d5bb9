"""A network as one web page that guesses what is drawn on it: no server, no network, nothing else to load."""

from __future__ import annotations

import base64
import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError, ShapeError
from neuro.network import Layer, Network
from neuro.network.layers import Shape
from neuro.network.layers.windows import Windowed
from neuro.page_template import filled
from neuro.pictures import side_of
from neuro.storage.atomic import write_atomically
from neuro.view.face.face_facts import colours_for_pages, theme_rules

__all__ = ["page_of", "save_page"]

_PLACE = "/*NETWORK*/null"
_KNOWN = ("dense", "dropout", "flatten", "layer-norm", "conv-", "max-pool-", "average-pool-")


def save_page(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a page with a drawing pad on which a network guesses, whole or not at all.

    Args:
        network: A network that takes square grey images.
        path: The file to write, by custom with the suffix ``.html``.

    Raises:
        ShapeError: If it takes something else.
        NeuroError: If the page does not know one of its layers.
        FileError: If the file cannot be written.
    """
    write_atomically(path, page_of(network).encode())


def page_of(network: Network) -> str:
    """The page of a network; see ``save_page``."""
    if network.scaling is not None:
        raise ShapeError("a page takes drawings, but this network takes the numbers of a table; use .onnx")
    views = iter(network.parameters())
    layers = []
    for layer, shape in zip(network.layers[1:], network.shapes, strict=False):
        layers.append(_layer_data(layer, shape, next(views) if layer.parameter_shapes(shape) else ()))
    outputs = int(np.prod(network.shapes[-1]))
    face = {"colours": colours_for_pages(), "varieties": []}
    told = {"face": face, "side": side_of(network.shapes[0]), "outputs": outputs, "layers": layers}
    return filled("page/guess.html", _PLACE, told, {"/*THEMES*/": theme_rules()})


def _layer_data(layer: Layer, shape: Shape, parameters: tuple[NDArray[Any], ...]) -> dict[str, Any]:
    """A layer as the page's script takes it; numbers as float32 in base64."""
    if not layer.kind.startswith(_KNOWN):
        raise NeuroError(f"a page does not know how to compute {layer!r} yet")
    found: dict[str, Any] = {"kind": layer.kind, **layer.settings()}
    found["parameters"] = [base64.b64encode(one.astype("<f4").tobytes()).decode() for one in parameters]
    if isinstance(layer, Windowed):
        found |= {"geometry": layer.places(shape).geometry, "channels": shape[-1]}
    return found
