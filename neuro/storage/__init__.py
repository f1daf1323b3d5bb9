"""Files that can be trusted: whole or refused, data and never code.

A file is one protobuf message (``neuro.proto``) inside a frame that gives its kind, its length and a hash of
every byte. Reading checks in this order, and each step rests on those before:

1. ``frame``: the file is ours, whole and unchanged; sizes are known before anything is read.
2. ``wire``: the message makes few objects, however it is built.
3. ``messages``, ``architecture``, ``settings``: what it says makes sense, within the ``limits``.

Whatever fails there raises a ``Refusal``, whose words complete "FILE …"; ``files`` makes it a sentence.
Writing goes through ``atomic`` and the same checks: what could not be loaded is not saved.
"""

import sys

from neuro.errors import NeuroError

try:
    import neuro.storage.neuro_pb2  # noqa: F401 - is the protobuf that is installed one that it was made for?
except Exception as error:  # protobuf has errors of its own for this
    _found = getattr(sys.modules.get("google.protobuf"), "__version__", "none")
    raise NeuroError(
        f"files need protobuf 6.31 or later, below 8, and {_found} is installed: pip install 'protobuf>=6.31,<8'"
    ) from error
