"""How much a file may hold, whoever wrote it: checked before memory is taken, on loading and on saving."""

from __future__ import annotations

__all__ = [
    "COUNT",
    "DIMENSIONS",
    "FRAMING",
    "GENOME_FILE",
    "INTEGERS",
    "LAYERS",
    "MODEL_FILE",
    "NODES",
    "PARAMETERS",
    "SETTINGS",
    "TEXT",
]

#: Bytes of a file with one network.
GENOME_FILE = 16 << 20

#: Bytes of a file with a network by itself, which may hold the memory of its optimizer.
MODEL_FILE = 96 << 20

#: Of anything that is counted: epochs, steps, examples.
COUNT = 1 << 53

#: Bytes of a message besides the contents of its ``bytes`` fields: protobuf takes up to 18 bytes for each.
FRAMING = 64 << 10

#: Bytes of a text in UTF-8.
TEXT = 1 << 10

#: Settings in one list, and whole numbers in one setting.
SETTINGS = 256
INTEGERS = 64

#: Of one network: layers, dimensions of a layer's outputs, nodes (inputs included) and parameters.
LAYERS = 256
DIMENSIONS = 8
NODES = 100_000
PARAMETERS = 4_000_000
