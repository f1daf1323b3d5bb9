import random

import pygame
import pytest
from pygame import Rect

from neuro.view.drawing.labels import Label, Labels
from neuro.view.paint import Paint

SKY = (120, 150, 200)


def drawn(labels, names):
    """Where each name is drawn, by what changes when it is drawn after those before it."""
    paint, places = Paint(pygame.Surface((600, 400))), []
    placed = []
    paint.tag = lambda at, name, **_: placed.append((at, name))
    labels.draw(paint, names)
    for at, name in placed:
        wide = round(paint.width_of(name, 12, "Medium")) + 14
        places.append(Rect(round(at[0]), round(at[1]) - 10, wide, 20))
    return places


def birds(*places):
    return [Label(k, f"generation {k}", at, 24) for k, at in enumerate(places)]


def test_a_name_stands_to_the_right_where_there_is_room():
    (place,) = drawn(Labels(), birds((200, 200)))
    assert place.left > 224
    assert place.centery == 200


def test_names_cover_neither_birds_nor_each_other():
    rng = random.Random(1)
    for _ in range(60):
        names = birds((300, rng.uniform(150, 250)), (254, rng.uniform(150, 250)), (220, rng.uniform(150, 250)))
        places = drawn(Labels(), names)
        for k, place in enumerate(places):
            others = places[:k] + places[k + 1 :]
            assert place.collidelist(others) == -1
            assert place.collidelist([name.body for name in names]) == -1


def test_a_name_stays_on_its_side_while_it_can():
    labels = Labels()
    (_, pushed) = drawn(labels, birds((260, 200), (200, 200)))
    assert pushed.left < 224, "the other bird is in the way"
    (_, stays) = drawn(labels, birds((500, 200), (200, 200)))
    assert stays == pushed
    (fresh,) = drawn(Labels(), birds((200, 200)))
    assert fresh != pushed


@pytest.mark.parametrize("fill", [None, (245, 184, 95)])
def test_a_name_is_drawn(fill):
    surface = pygame.Surface((300, 100))
    surface.fill(SKY)
    Labels().draw(Paint(surface), [Label(0, "you", (60, 50), 20, fill)])
    assert tuple(surface.get_at((92, 50)))[:3] != SKY
