"""A champion to keep, and ways to damage its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from neuro.champion import Champion
from neuro.network import Dense, Input, Network
from neuro.storage.files import save


@pytest.fixture
def champion() -> Champion:
    return Champion(
        network=Network([Input(3), Dense(2, "tanh"), Dense(2, "sigmoid")], seed=1),
        game="flappy",
        rules_version=1,
        setting={"gravity": np.float32(0.35), "gap": 120.0},
        seed=7,
        generation=12,
        fitness=345.5,
        score=20.25,
        algorithm="ga",
        algorithm_settings={
            "population": 1000,
            "rate": 0.1,
            "selection": "rank",
            "keep": True,
            "sizes": (3, 4),
        },
        exam={"courses": 4, "max_steps": 5000},
        created="2026-11-24T10:00:00+00:00",
        made_by="0.1.0",
        level="storm",
    )


@pytest.fixture
def saved(champion: Champion, tmp_path: Path) -> bytes:
    """The bytes of the champion's file."""
    save(champion, tmp_path / "saved.neuro")
    return (tmp_path / "saved.neuro").read_bytes()


@pytest.fixture
def written(tmp_path: Path) -> Callable[[bytes], Path]:
    """Writes bytes to a file and gives its path."""

    def write(data: bytes) -> Path:
        path = tmp_path / "written.neuro"
        path.write_bytes(data)
        return path

    return write
