"""Cards over a rollout keep off the birds, and off what is measured."""

import dataclasses

import pytest
from games_for_tests import threshold_bird
from pygame import Rect

from games.flappy import game
from neuro.network import Network
from neuro.view.replay.replay_model import ReplayModel
from neuro.view.replay.replay_window import ReplayOptions, ReplayScreen
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.widgets.card_place import CardPlace

WORLD = Rect(0, 0, 1000, 700)


def test_a_card_moves_only_when_it_hides_something_and_has_a_better_place():
    dodging, high, low = CardPlace(), (16, 16), (16, 584)
    bird = Rect(100, 60, 40, 40)
    assert dodging.place((300, 100), WORLD, []).topleft == high
    assert dodging.place((300, 100), WORLD, [bird]).topleft == low
    assert dodging.place((300, 100), WORLD, []).topleft == low, "no flicker"
    assert dodging.place((300, 100), WORLD, [bird, bird.move(0, 540)]).topleft == low, "no place is better"
    assert dodging.place((300, 100), WORLD, [bird.move(0, 540)]).topleft == high


@pytest.mark.parametrize("racers", [1, 3])
@pytest.mark.parametrize("size", [(1440, 900), (1024, 720), (800, 600)], ids=str)
def test_no_card_lies_over_a_bird_or_over_the_measure_of_its_height(champion, size, racers):
    flier = dataclasses.replace(champion, network=Network.from_genome(game.layers, threshold_bird()))
    options = ReplayOptions(frames=1000, size=size, max_steps=900)
    hidden = 0
    with Window("test", options) as window:
        replaying = ReplayModel(game, [flier], [5], DARK, options, against=[flier] * (racers - 1))
        screen = ReplayScreen(replaying, DARK)
        for step in range(0, 900, 15):
            replaying.stage.go(step)
            screen.draw(window.paint)
            world = Rect(0, 0, size[0], screen._scrub.rect.y)
            seen = screen._to_be_seen(world)
            assert len(seen) >= racers
            cards = [panel.rect for panel in (screen._who, screen._race) if panel.rect]
            hidden += any(card.collidelist(seen) >= 0 for card in cards)
    assert hidden == 0
