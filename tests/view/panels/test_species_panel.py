import numpy as np
import pygame
import pytest
from games_for_tests import quick_flappy
from pygame import Rect

from neuro.evolution import Evolution, EvolutionSettings
from neuro.view.inspect.species_record import SpeciesHistory
from neuro.view.keys import Command
from neuro.view.looks import FAMILIES, family_indices
from neuro.view.paint import Paint
from neuro.view.panels.species_panel import SpeciesPanel, growth_of
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.watch.caption_facts import _ripened
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen


@pytest.fixture(scope="module")
def watched():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SDL_VIDEODRIVER", "dummy")
        options = WatchOptions(frames=1000, size=(1440, 900))
        with Window("test", options):
            run = Evolution(quick_flappy, EvolutionSettings(3, 60, 1, 60, algorithm="neat"))
            watching = WatchModel(run, DARK, options)
            for _ in range(5):
                watching.obey(Command("next"))
                watching.tick(0.0, hurried=True)
            yield watching
            watching.close()


def drawn(snapshot, size=(400, 560)):
    surface, panel = pygame.Surface(size), SpeciesPanel(DARK)
    panel.layout(Rect(0, 0, *size))
    panel.draw(Paint(surface), snapshot)
    return pygame.surfarray.array3d(surface)


def test_those_of_one_species_look_like_one_family(watched):
    cohort = watched.learner.cohort
    assert cohort.species is not None
    assert len(np.unique(cohort.species)) > 1
    assert family_indices(cohort.looks).tolist() == (cohort.species % len(FAMILIES)).tolist()


def test_bands_have_the_colours_of_families_and_growth_is_charted_below(watched):
    snapshot = snapshot_of(watched)
    assert sum(snapshot.species.sizes[-1].values()) == 60
    grown = growth_of(snapshot)
    assert len(grown) == snapshot.present
    assert all(links > 0 for _, links in grown)
    tall, low = drawn(snapshot), drawn(snapshot, (400, 240))
    assert np.ptp(tall) > 0
    assert np.ptp(low) > 0


def test_species_stand_in_front_of_the_charts(watched):
    screen = WatchScreen(watched, DARK)
    assert screen._own.special[0] == "species"


def test_a_species_is_told_of_when_it_has_lived_three_generations():
    class Shown:
        species = SpeciesHistory((0, 1, 2, 3, 4), ({}, {}, {}, {}, {}), {0: 0, 2: 1, 3: 4})

    assert _ripened(Shown) == "Fern"
    Shown.species = SpeciesHistory()
    assert _ripened(Shown) == ""
