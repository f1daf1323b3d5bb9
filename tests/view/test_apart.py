"""Things that stand side by side in a window do not touch, whatever its size."""

import pygame
import pytest
from pygame import Rect

from neuro.view.paint import Paint
from neuro.view.theme import DARK, NAME
from neuro.view.watch.watch_window import MOVES, SWITCHES
from neuro.view.widgets.playback import SPEEDS
from neuro.view.widgets.transport_bar import CAMERA, BarState, TransportBar

BARS = {
    "watch": (MOVES, SWITCHES),
    "replay": (
        (("previous", "again"), ("back", "back"), ("step", "step"), ("next", "next")),
        (("eye", "sight"), *CAMERA, ("help", "keys")),
    ),
}


@pytest.mark.parametrize("story", [None, False, True])
@pytest.mark.parametrize("bar", BARS.values(), ids=BARS)
@pytest.mark.parametrize("wide", [800, 900, 973, 1024, 1100, 1199, 1200, 1300, 1440])
def test_in_the_bar_the_speed_touches_neither_the_buttons_before_it_nor_the_switches_after_it(wide, bar, story):
    panel = TransportBar(DARK, *bar)
    panel.layout(Rect(0, 0, wide, 48))
    paint = Paint(pygame.Surface((wide, 48)))
    for speed in (6, len(SPEEDS) - 1):
        panel.draw(paint, BarState(paused=False, speed=speed, told="", story=story))
        left, long = panel._slider()
        label = "max" if speed == len(SPEEDS) - 1 else f"×{SPEEDS[speed]}"
        end = left + long + 22 + paint.width_of(label, NAME, "SemiBold")
        begin = left - 10 - 54 if story is not None else left - 60 if wide >= 1200 else left - 8
        after = [button.x - 17 for button in panel._buttons if button.x > left]
        before = [button.x + 19 for button in panel._buttons if button.x < left]
        assert end + 6 <= min(after)
        assert max(before) + 4 <= begin
        assert long > 150
