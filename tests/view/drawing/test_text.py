import pygame
import pytest

from neuro.view.drawing.text import letters, width_of


@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold"])
def test_all_figures_are_equally_wide_so_numbers_do_not_jitter(weight):
    assert len({width_of(figure * 4, 20, weight) for figure in "0123456789"}) == 1


def test_every_sign_that_the_window_writes_is_in_the_font():
    missing = letters("\U0001f9ff", 20, "Medium", (255, 255, 255))
    for sign in "×−±·…→↑¼½’–/?.,:%abcXYZ":
        drawn = letters(sign, 20, "Medium", (255, 255, 255))
        assert pygame.image.tobytes(drawn, "RGBA") != pygame.image.tobytes(missing, "RGBA"), sign


def test_a_line_of_text_is_drawn_once():
    assert letters("once", 13, "Regular", (1, 2, 3)) is letters("once", 13, "Regular", (1, 2, 3))
