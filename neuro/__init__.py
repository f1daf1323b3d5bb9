"""neuro: a neuroevolution game-AI sandbox."""

from neuro.version import __version__

__all__ = ["__version__"]
