"""The panel that shows how evolution goes round."""

import dataclasses

import pygame
import pytest
from pygame import Rect

from neuro.view.paint import Paint
from neuro.view.panels.lesson_panel import LessonPanel
from neuro.view.theme import DARK, LIGHT
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel


@pytest.fixture
def snapshot(run):
    watching = WatchModel(run, DARK, RunOptions())
    yield snapshot_of(watching)
    watching.close()


def picture(shown, size=(340, 270), theme=DARK):
    surface = pygame.Surface(size)
    panel = LessonPanel(theme)
    panel.layout(Rect(0, 0, *size))
    panel.draw(Paint(surface, 1.0), shown)
    return pygame.surfarray.array3d(surface)


@pytest.mark.parametrize(("between", "lit"), [(None, {0}), (0.1, {1}), (0.7, {2, 3})])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_step_that_is_under_way_is_lit(snapshot, between, lit, theme):
    unlit = picture(dataclasses.replace(snapshot, between=0.1 if between is None else None), theme=theme)
    shown = picture(dataclasses.replace(snapshot, between=between), theme=theme)
    rows = [slice(42 + round(55 * k), 42 + round(55 * (k + 1)) - 6) for k in range(4)]
    changed = {k for k, row in enumerate(rows) if (shown[:, row] != unlit[:, row]).any(axis=2).mean() > 0.05}
    other = {0} if between is not None else {1}
    assert changed == lit | other


@pytest.mark.parametrize("size", [(340, 290), (460, 460), (300, 170)])
def test_it_fits_every_card(snapshot, size):
    assert picture(snapshot, size).any()
    alone = dataclasses.replace(snapshot, population=1)
    assert (picture(alone, size) != picture(snapshot, size)).any() or size[1] < 200
