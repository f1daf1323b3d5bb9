"""Networks: fixed layers and one vector of parameters.

The architecture is data that never changes; the parameters are one contiguous vector, the *genome*. Evolution and
backprop see only genomes and gradients; ``Network`` gives one genome its layers back. ``lane_network`` binds layers
into the loop that plays games, with the same bits.
"""

from neuro.network.activations import ACTIVATIONS, Activation
from neuro.network.columns import Column, Columns
from neuro.network.graph_network import GraphNetwork
from neuro.network.initialisers import He, Initialiser, Normal, Uniform, Xavier
from neuro.network.layers import (
    GRU,
    LAYERS,
    AveragePool1D,
    AveragePool2D,
    AveragePool3D,
    Choice,
    Conv1D,
    Conv2D,
    Conv3D,
    Dense,
    Dropout,
    Flatten,
    Input,
    Layer,
    LayerNorm,
    MaxPool1D,
    MaxPool2D,
    MaxPool3D,
    Recurrent,
    Table,
)
from neuro.network.network import Network, parameter_count
from neuro.network.scaling import Scaling

__all__ = [
    "ACTIVATIONS",
    "GRU",
    "LAYERS",
    "Activation",
    "AveragePool1D",
    "AveragePool2D",
    "AveragePool3D",
    "Choice",
    "Column",
    "Columns",
    "Conv1D",
    "Conv2D",
    "Conv3D",
    "Dense",
    "Dropout",
    "Flatten",
    "GraphNetwork",
    "He",
    "Initialiser",
    "Input",
    "Layer",
    "LayerNorm",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPool3D",
    "Network",
    "Normal",
    "Recurrent",
    "Scaling",
    "Table",
    "Uniform",
    "Xavier",
    "parameter_count",
]
