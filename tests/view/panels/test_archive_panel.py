import dataclasses

import numpy as np
import pygame
import pytest
from games_for_tests import quick_flappy
from pygame import Rect

from neuro.evolution import Evolution, EvolutionSettings
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.panels.archive_panel import ArchivePanel
from neuro.view.panels.ends_panel import EndsPanel
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions


@pytest.fixture(params=["ga", "map-elites"])
def watched(request, show_after_three):
    return show_after_three(Evolution(quick_flappy, EvolutionSettings(3, 40, 1, 60, algorithm=request.param)))


def drawn(panel, snapshot, size=(400, 500)):
    surface = pygame.Surface(size)
    panel.layout(Rect(0, 0, *size))
    panel.draw(Paint(surface), snapshot)
    return pygame.surfarray.array3d(surface)


def point(panel, at, kind=pygame.MOUSEMOTION):
    return panel.handle(pygame.event.Event(kind, pos=at, button=1), 1.0)


def places(panel, snapshot):
    """The middle of each square, in the window's units."""
    return [panel._square(cell).center for cell in snapshot.behaviours.cells]


def test_a_click_on_a_square_lets_its_genome_play_and_the_present_comes_back(watched):
    _, watching, _ = watched
    snapshot, panel = snapshot_of(watching), ArchivePanel(DARK)
    drawn(panel, snapshot)
    for place, at in enumerate(places(panel, snapshot)):
        assert point(panel, at, pygame.MOUSEBUTTONDOWN) == Command("visit", place)
    genome = snapshot.behaviours.genomes.genes(2)
    watching.obey(Command("visit", 2))
    shown = snapshot_of(watching)
    assert (shown.visited, shown.population, shown.generation) == (2, 1, snapshot.behaviours.cells[2].since)
    assert (watching.focus.mind().genes == genome).all()
    assert "archive" in shown.note
    watching.obey(Command("live"))
    back = snapshot_of(watching)
    assert (back.visited, back.population, back.generation) == (None, 40, 3)


def test_a_click_between_the_squares_or_on_one_that_is_gone_does_nothing(watched):
    _, watching, _ = watched
    snapshot, panel = snapshot_of(watching), ArchivePanel(DARK)
    drawn(panel, snapshot)
    assert point(panel, (2, 2), pygame.MOUSEBUTTONDOWN) is None
    watching.obey(Command("visit", 100_000))
    assert snapshot_of(watching).visited is None


def test_pointing_at_a_square_tells_of_it_and_keys_go_through_all(watched):
    _, watching, _ = watched
    snapshot, panel = snapshot_of(watching), ArchivePanel(DARK)
    before = drawn(panel, snapshot)
    point(panel, places(panel, snapshot)[0])
    assert (drawn(panel, snapshot) != before).any()
    (control,) = panel.controls()
    seen = set()
    for _ in snapshot.behaviours.cells:
        assert control.turn(1) is None
        seen.add(control.press())
    assert seen == {Command("visit", place) for place in range(len(snapshot.behaviours.cells))}


def test_a_square_newly_won_glows_once(watched):
    _, watching, _ = watched
    snapshot, panel = snapshot_of(watching), ArchivePanel(DARK)
    new = [cell for cell in snapshot.behaviours.cells if cell.since == snapshot.behaviours.newest]
    assert new
    fresh = drawn(panel, snapshot)
    later = drawn(panel, dataclasses.replace(snapshot, seconds=snapshot.seconds + 1))
    x, y = panel._square(new[0]).center
    assert (fresh[x, y] != later[x, y]).any()


def test_the_window_has_both_panels_and_shows_them_at_any_size(watched):
    window, watching, screen = watched
    names = [name for card in screen._shown_cards() for name in card.names]
    assert {"Archive", "Ends"} <= set(names)
    for name in ("archive", "ends"):
        screen.show_panel(name)
        screen.draw(window.paint)
    for size in ((280, 240), (300, 600), (900, 240)):
        for panel in (ArchivePanel(DARK), EndsPanel(DARK)):
            assert np.ptp(drawn(panel, snapshot_of(watching), size)) > 0


def test_before_the_first_generation_is_over_there_is_nothing_to_point_at():
    options = WatchOptions(frames=1000, size=(1440, 900))
    with Window("test", options):
        watching = WatchModel(Evolution(quick_flappy, EvolutionSettings(3, 40, 1, 60)), DARK, options)
        panel = ArchivePanel(DARK)
        drawn(panel, snapshot_of(watching))
        assert panel.controls() == []
        assert point(panel, (200, 200), pygame.MOUSEBUTTONDOWN) is None
        watching.close()
