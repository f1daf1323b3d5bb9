"""The command line of the tests of it."""

from cli.conftest import champion, command_in, neuro

__all__ = ["champion", "command_in", "neuro"]
