"""Files that can be trusted: whole or refused, data and never code.

A file is one protobuf message (``neuro.proto``) inside a frame that gives its kind, its length and a hash of
every byte. Reading checks in this order, and each step rests on those before:

1. ``frame``: the file is ours, whole and unchanged; sizes are known before anything is read.
2. ``wire``: the message makes few objects, however it is built.
3. ``messages``, ``architecture``, ``settings``: what it says makes sense, within the ``limits``.

Whatever fails there raises a ``Refusal``, whose words complete "FILE …"; ``files`` makes it a sentence.
Writing goes through ``atomic`` and the same checks: what could not be loaded is not saved.
"""
