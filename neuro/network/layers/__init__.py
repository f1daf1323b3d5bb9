"""Layers: what a network is built of. A layer is configuration; its parameters live in the network's genome.

A layer class is a frozen dataclass whose fields are its configuration. It is found by its kind in ``LAYERS``, stored
by kind and fields, put together with its neighbours through shapes, and checked against central differences by being
registered. Samples are channels-last: an image is (height, width, channels).
"""

from neuro.network.layers.choosing import Choice, Table
from neuro.network.layers.convolution import Conv1D, Conv2D, Conv3D
from neuro.network.layers.dense import Dense
from neuro.network.layers.layer import LAYERS, Array, Input, Layer, Shape, Value
from neuro.network.layers.normalisation import LayerNorm
from neuro.network.layers.pooling import (
    AveragePool1D,
    AveragePool2D,
    AveragePool3D,
    MaxPool1D,
    MaxPool2D,
    MaxPool3D,
)
from neuro.network.layers.recurrent import GRU, Recurrent
from neuro.network.layers.scratch import Scratch
from neuro.network.layers.shaping import Dropout, Flatten

__all__ = [
    "GRU",
    "LAYERS",
    "Array",
    "AveragePool1D",
    "AveragePool2D",
    "AveragePool3D",
    "Choice",
    "Conv1D",
    "Conv2D",
    "Conv3D",
    "Dense",
    "Dropout",
    "Flatten",
    "Input",
    "Layer",
    "LayerNorm",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPool3D",
    "Recurrent",
    "Scratch",
    "Shape",
    "Table",
    "Value",
]
