import pygame
import pytest
from pygame import Rect, Surface

from neuro.view.drawing.kept_picture import KeptPicture


@pytest.fixture
def drawn():
    """Draws a square of a colour at (3, 4) of its place, and counts how often it is asked to."""

    def render(surface, colour):
        render.count += 1
        surface.fill(colour, (3, 4, 2, 2))

    render.count = 0
    return render


@pytest.mark.parametrize("opaque", [True, False])
def test_it_is_drawn_anew_only_when_its_size_or_what_it_shows_is_another(drawn, opaque):
    kept, surface = KeptPicture(opaque=opaque), Surface((40, 30))

    def draw(place, colour):
        kept.draw(surface, Rect(place), colour, lambda empty: drawn(empty, colour))
        return drawn.count

    assert [draw((0, 0, 10, 10), "red"), draw((5, 5, 10, 10), "red")] == [1, 1]
    assert surface.get_at((3, 4)) == surface.get_at((8, 9)) == pygame.Color("red")
    assert [draw((5, 5, 10, 10), "blue"), draw((5, 5, 10, 10), "blue")] == [2, 2]
    assert surface.get_at((8, 9)) == pygame.Color("blue")
    assert [draw((5, 5, 12, 10), "blue"), draw((5, 5, 10, 10), "red")] == [3, 4]


def test_what_lies_behind_is_seen_through_it_unless_it_is_opaque(drawn):
    for opaque, behind in ((True, "black"), (False, "green")):
        surface = Surface((10, 10))
        surface.fill("green")
        KeptPicture(opaque=opaque).draw(surface, Rect(0, 0, 10, 10), None, lambda empty: drawn(empty, "red"))
        assert surface.get_at((3, 4)) == pygame.Color("red")
        assert surface.get_at((9, 9)) == pygame.Color(behind)


def test_an_empty_picture_changes_nothing():
    surface = Surface((10, 10))
    surface.fill("green")
    KeptPicture(opaque=False).draw(surface, Rect(2, 2, 5, 5), 1, lambda _: None)
    assert surface.get_at((4, 4)) == pygame.Color("green")
