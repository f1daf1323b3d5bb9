import statistics
import time

import numpy as np
from games_for_tests import quick_flappy, threshold_bird

from games.xor_arena import game as xor_arena
from neuro.evolution import Evolution, EvolutionSettings
from neuro.view.theme import DARK
from neuro.view.watch import WatchOptions, WatchScreen
from neuro.view.watching import Watching
from neuro.view.window import Window

BUDGET = 0.006  # seconds of this thread: what others do on the machine does not count


def drawn(run, frames):
    """How many live after so many frames, and the seconds that each took to draw."""
    options = WatchOptions(frames=10**6, size=(1440, 900))
    with Window("test", options) as window:
        watching = Watching(run, DARK, options)
        screen, spent = WatchScreen(watching, DARK), []
        for _ in range(frames):
            screen.tick(1 / 60, hurried=True)
            begun = time.thread_time()
            screen.draw(window.paint)
            spent.append(time.thread_time() - begun)
        alive = watching.stage.alive
        watching.close()
    return alive, spent


def test_a_thousand_birds_are_drawn_in_under_six_milliseconds_a_frame():
    run = Evolution(quick_flappy, EvolutionSettings(seed=7, population=1000))
    genomes, never_falls = run.genomes, threshold_bird()
    noise = np.random.default_rng(1).normal(0, 0.02, genomes.shape) * (never_falls != 0)
    genomes[:] = never_falls + noise.astype(np.float32)
    alive, spent = drawn(run, 300)
    assert alive > 950
    assert statistics.median(spent[150:]) < BUDGET


def test_so_are_a_thousand_agents_of_the_arena_in_their_first_round():
    alive, spent = drawn(Evolution(xor_arena, EvolutionSettings(seed=1, population=1000)), 100)
    assert alive == 1000
    assert statistics.median(spent[40:]) < BUDGET
