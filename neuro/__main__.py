"""``python -m neuro``: the same as the ``neuro`` command."""

from neuro.cli.app import entry

entry()
