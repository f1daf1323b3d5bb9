"""``python -m neuro``, and what the installed ``neuro`` runs: from its first moment on, Ctrl-C is one line."""

import gc

from neuro.cli.early_interrupt import ending_at_once

__all__ = ["entry"]


def entry() -> None:
    """Run the command line; what it needs is imported only when Ctrl-C is heard."""
    gc.disable()  # nothing of what is imported is garbage, and looking for some takes a sixth of a short command
    with ending_at_once():
        from neuro.cli.app import entry as run

        run()


if __name__ == "__main__":
    entry()
