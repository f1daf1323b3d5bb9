"""How much a file may hold, checked before memory is taken, on loading and on saving."""

from __future__ import annotations

from neuro.network.architecture import MOST_DIMENSIONS, MOST_LAYERS, MOST_NODES, MOST_PARAMETERS

__all__ = [
    "ARRAYS",
    "CHECKPOINT_FILE",
    "CHECKPOINT_FRAMING",
    "COUNT",
    "DIMENSIONS",
    "FRAMING",
    "GENOME_FILE",
    "INSPECTED_FILE",
    "INTEGERS",
    "LAYERS",
    "MANIFEST_FILE",
    "MODEL_FILE",
    "NODES",
    "PARAMETERS",
    "SETTINGS",
    "TABLE_FRAMING",
    "TEXT",
]

#: Bytes of a file with one network.
GENOME_FILE = 16 << 20

#: Bytes of a file with a network by itself, which may hold the memory of its optimizer.
MODEL_FILE = 96 << 20

#: Of anything that is counted: epochs, steps, examples.
COUNT = 1 << 53

#: Bytes of a checkpoint: loading takes a small multiple of what is really there.
CHECKPOINT_FILE = 1 << 40

#: Bytes of a checkpoint that is only to be looked at, which should not take long.
INSPECTED_FILE = 512 << 20

#: Bytes of run.toml.
MANIFEST_FILE = 64 << 10

#: Arrays of a checkpoint.
ARRAYS = 64

#: Bytes of a message besides the contents of its ``bytes`` fields: protobuf takes up to 18 bytes for each. A network
#: may hold the names and words of a table.
FRAMING = 64 << 10
CHECKPOINT_FRAMING = 1 << 20
TABLE_FRAMING = 512 << 10

#: Bytes of a text in UTF-8.
TEXT = 1 << 10

#: Settings in one list, and whole numbers in one setting.
SETTINGS = 256
INTEGERS = 64

#: Of one network: layers, dimensions of a layer's outputs, nodes (inputs included) and parameters.
LAYERS, DIMENSIONS, NODES, PARAMETERS = MOST_LAYERS, MOST_DIMENSIONS, MOST_NODES, MOST_PARAMETERS
