"""``neuro completion``: commands and options completed by the Tab key."""

from __future__ import annotations

from typing import Literal

__all__ = ["completion"]


def completion(shell: Literal["bash", "fish", "zsh"], /) -> int:
    """Print what makes a shell complete commands, options and their values by Tab.

    In bash, for this session; a line in ~/.bashrc does it for all:

        eval "$(neuro completion bash)"

    zsh reads it as a file `_neuro` in a folder of its `fpath`, fish as `~/.config/fish/completions/neuro.fish`.

    Args:
        shell: The shell that is to complete.
    """
    from neuro.cli.app import app

    print(app.generate_completion(shell=shell, prog_name="neuro"))
    return 0
