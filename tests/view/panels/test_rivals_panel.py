"""The table of everyone against everyone."""

from types import SimpleNamespace

import numpy as np
import pygame
import pytest
from pygame import Rect

from neuro.view.drawing.heat import draw_legend
from neuro.view.inspect.rival_record import Rivals
from neuro.view.paint import Paint
from neuro.view.panels import rivals_panel
from neuro.view.theme import DARK


@pytest.mark.parametrize("size", [(540, 366), (900, 400), (300, 360)])
def test_the_legend_lies_beside_the_squares_or_below(size, monkeypatch):
    count, placed = 8, {}

    def squares(self, paint, corner, side, rivals):
        placed["squares"] = Rect(*corner, count * side, count * side)

    def legend(paint, right, y, ends, theme):
        placed["legend"] = (draw_legend(paint, right, y, ends, theme), y)

    monkeypatch.setattr(rivals_panel.RivalsPanel, "_draw_squares", squares)
    monkeypatch.setattr(rivals_panel, "draw_legend", legend)
    rivals = Rivals(tuple(range(count)), (None,) * count, np.ones((count, count)))
    shown = SimpleNamespace(rivals=rivals, marker=SimpleNamespace(stamp=lambda *_, **__: None))
    rivals_panel.RivalsPanel(DARK).render(Paint(pygame.Surface(size)), Rect(0, 0, *size), shown)
    left, y = placed["legend"]
    assert left >= placed["squares"].right or y > placed["squares"].bottom
    assert left >= 0
