"""The command line of the tests of it."""

from cli.conftest import command_in, neuro

__all__ = ["command_in", "neuro"]
