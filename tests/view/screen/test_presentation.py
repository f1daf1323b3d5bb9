"""Frames reach the screen: SDL's dummy driver writes each frame that it is handed into a file of its own.

So this is seen on every system, without a screen; ``test_real_window.py`` looks at the pixels of a real one.
"""

import ast
from pathlib import Path

import numpy as np
import pygame
import pytest

from neuro.cli.app import main
from neuro.view.screen.presentation import present, surface_for

SOURCES = Path(__file__).parents[3]
HANDS_OVER = {"update", "flip"}


@pytest.fixture
def handed(tmp_path, monkeypatch):
    """Gives the frames that the display has been handed so far, as arrays ``(width, height, 3)``."""
    monkeypatch.setenv("SDL_VIDEO_DUMMY_SAVE_FRAMES", "1")
    monkeypatch.chdir(tmp_path)

    def frames():
        paths = sorted(tmp_path.glob("SDL_window*.bmp"))
        return [pygame.surfarray.array3d(pygame.image.load(path)) for path in paths]

    return frames


def test_of_what_is_drawn_in_place_of_a_tiny_window_its_corner_is_handed_over(handed):
    pygame.display.init()
    drawn = surface_for(pygame.display.set_mode((40, 30)))
    before = len(handed())
    drawn.fill((90, 0, 0))
    drawn.set_at((39, 29), (200, 0, 0))
    present(drawn=drawn)
    (frame,) = handed()[before:]
    assert drawn.get_size() == (200, 150)
    assert frame[[0, 39], [0, 29], 0].tolist() == [90, 200]
    large = pygame.display.set_mode((640, 480))
    assert surface_for(large) is large


def test_the_whole_window_is_handed_over_when_no_part_is_named(handed):
    pygame.display.init()
    surface = pygame.display.set_mode((40, 30))
    before = len(handed())
    for red in (90, 200):
        surface.fill((red, 0, 0))
        present()
    frames = handed()[before:]
    assert [int(frame[20, 15, 0]) for frame in frames] == [90, 200]
    surface.fill((250, 0, 0))
    present(None)
    assert (handed()[-1] == (250, 0, 0)).all()


def test_a_part_is_handed_over(handed):
    pygame.display.init()
    surface = pygame.display.set_mode((40, 30))
    surface.fill((0, 0, 200), (4, 4, 10, 10))
    before = len(handed())
    present(pygame.Rect(4, 4, 10, 10))
    frames = handed()[before:]
    assert len(frames) == 1
    assert (frames[0][4:14, 4:14] == (0, 0, 200)).all()


def calls(path):
    """What a file calls of ``pygame.display``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner, _, name = ast.unparse(node.func).rpartition(".")
            if owner in ("pygame.display", "display"):
                yield name


def test_only_one_place_hands_frames_to_the_display():
    found = [
        path.relative_to(SOURCES).as_posix()
        for folder in ("neuro", "games")
        for path in sorted((SOURCES / folder).rglob("*.py"))
        if HANDS_OVER.intersection(calls(path))
    ]
    assert found == ["neuro/view/screen/presentation.py"]


WINDOWS = {
    "watch": ("watch", "flappy", "--seed", "7", "--population", "60"),
    "watch at full speed": ("watch", "flappy", "--seed", "7", "--population", "60", "--speed", "max", "--keep-going"),
    "arena": ("watch", "xor_arena", "--seed", "3", "--population", "60"),
    "replay": ("replay", "flappy", "--view", "window"),
    "play": ("play", "flappy"),
    "guess": ("guess",),
    "watch xor": ("watch", "xor"),
    "versus": ("watch", "flappy", "--versus", "ga,random", "--population", "40"),
}


@pytest.mark.parametrize("command", WINDOWS.values(), ids=WINDOWS)
def test_every_window_hands_over_each_frame_as_it_is_saved(handed, tmp_path, monkeypatch, command):
    monkeypatch.setenv("NEURO_SAVES", str(tmp_path / "saves"))
    assert main([*command, "--frames", "3", "--screenshot", str(tmp_path / "last.png")]) == 0
    frames = handed()
    assert len(frames) >= 4, "the first says that it gets ready; then come three"
    saved = pygame.surfarray.array3d(pygame.image.load(tmp_path / "last.png"))
    np.testing.assert_array_equal(frames[-1], saved)
    assert len(np.unique(frames[-1].reshape(-1, 3)[::97], axis=0)) > 30, "not the empty window of the beginning"
