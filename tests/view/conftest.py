import pygame
import pytest

from games.flappy import game
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings


@pytest.fixture(autouse=True)
def _no_real_window(monkeypatch, tmp_path):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    monkeypatch.setenv("NEURO_CONFIG", str(tmp_path / "config"))
    yield
    pygame.display.quit()


@pytest.fixture
def run():
    """A small run that has not begun."""
    return Evolution(game, EvolutionSettings(seed=3, population=40, episodes=2, max_steps=300))


@pytest.fixture(scope="session")
def champion():
    """The champion of a small run."""
    evolution = Evolution(game, EvolutionSettings(seed=3, population=60, episodes=1, max_steps=400))
    for _ in range(3):
        evolution.step()
    return evolution.champion
