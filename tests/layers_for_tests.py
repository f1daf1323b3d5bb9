"""Every kind of layer, with the shape of inputs that it takes."""

import dataclasses

import pytest

from neuro.network import LAYERS

NEEDED = {"units": 3, "filters": 3}
#: Settings besides the defaults that a kind must be tried with.
VARIANTS = {"conv-2d": [{"padding": "same", "stride": (2, 1), "activation": "softmax"}], "recurrent": [{"units": 4}]}


#: Shapes of inputs, of kinds that take no other.
SHAPES = {"choice": (3,)}


def every_kind():
    for kind, layer in LAYERS.items():
        for settings in [{}, *VARIANTS.get(kind, [])] if kind != "input" else []:
            needed = {f.name: NEEDED[f.name] for f in dataclasses.fields(layer) if f.default is dataclasses.MISSING}
            shape = SHAPES.get(kind) or {0: (5,), 1: (7, 2), 2: (5, 4, 2), 3: (4, 3, 4, 2)}[getattr(layer, "rank", 0)]
            yield pytest.param(layer(**{**needed, **settings}), shape, id="-".join([kind, *map(str, settings)]))
