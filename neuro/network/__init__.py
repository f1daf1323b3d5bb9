"""Networks: fixed layers and one vector of parameters.

The architecture is data that never changes; the parameters are one contiguous float32 vector, the *genome*. Evolution
sees only genomes; ``Network`` gives one genome its layers back. ``lanes`` compiles the same layers into the loop that
plays games, with the same bits.
"""

from neuro.network.activations import ACTIVATIONS, Activation
from neuro.network.initialisers import He, Initialiser, Normal, Uniform, Xavier
from neuro.network.layers import LAYERS, Dense, Input, Layer
from neuro.network.network import Network, parameter_count

__all__ = [
    "ACTIVATIONS",
    "LAYERS",
    "Activation",
    "Dense",
    "He",
    "Initialiser",
    "Input",
    "Layer",
    "Network",
    "Normal",
    "Uniform",
    "Xavier",
    "parameter_count",
]
