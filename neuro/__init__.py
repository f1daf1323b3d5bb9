"""neuro: a neuroevolution game-AI sandbox.

Evolve an agent, keep it, and watch it again:

    result = neuro.evolve("flappy", seed=1, generations=20)
    neuro.save(result.champion, "bird.neuro")
    episodes = neuro.replay("bird.neuro", seed=7, episodes=3)

The public names stand in ``__init__.pyi``, each once, where type checkers and editors look for them. They are loaded on
first use, so that ``import neuro`` is quick: numba alone takes longer than a short command.
"""

import importlib
import os

from neuro.version import __version__ as __version__


def _homes() -> dict[str, str]:
    """The module that each public name stands in: every line of the stub is "from HOME import NAME as NAME"."""
    stub: bytes = __loader__.get_data(os.path.join(os.path.dirname(__file__), "__init__.pyi"))  # also from a zip file
    lines = (line.split() for line in stub.decode().splitlines() if line.startswith("from "))
    return {name: home for _, home, _, name, *_ in lines}


_HOMES = _homes()
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    """A public name, loaded on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'neuro' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """All public names, loaded or not."""
    return sorted({*globals(), *__all__})
