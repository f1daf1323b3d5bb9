"""What has to stay fast: ``python benchmarks/budgets.py [--rounds 5]``.

Each line is a piece of work, the plain loop that it is measured against, and their ratio. Both are timed in turn, in
processor time, so that neither another machine nor its other users change the ratio much. A ratio over its budget is
marked; with ``--strict`` the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"

import numpy as np
import pygame

from neuro.evolution import Evolution, EvolutionSettings
from neuro.game import find_game
from neuro.network import Dense, Input, Network
from neuro.paths import shipped_champion
from neuro.storage.files import load, load_champion, save
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen

Timed = Callable[[], float]  # does something, and returns the seconds that it took
_AGENTS, _SIZE = 1000, (1440, 900)
_FRAMES = 60  # of a round


@dataclass(frozen=True)
class Budget:
    """Something that has to stay fast.

    Args:
        name: What it is.
        plain: What the plain loop does.
        most: Times the seconds of the plain loop that it may take.
        open: Gives the work and the plain loop, as a context manager.
    """

    name: str
    plain: str
    most: float
    open: Callable[[], Iterator[tuple[Timed, Timed]]]


def spent(work: Callable[[], object]) -> float:
    """Seconds of this thread, and of processes that it waits for, that a piece of work takes."""
    before, children = time.thread_time(), os.times()
    work()
    after = os.times()
    waited = after.children_user + after.children_system - children.children_user - children.children_system
    return time.thread_time() - before + waited


def watched(run: Evolution, warm: int) -> Iterator[tuple[Timed, Timed]]:
    """Frames of the watch window, beside a loop that fills the window and puts a sprite a thousand times into it."""
    options = WatchOptions(frames=10**6, size=_SIZE)
    with Window("test", options) as window:
        watching = WatchModel(run, DARK, options)
        screen = WatchScreen(watching, DARK)
        surface = pygame.Surface(_SIZE)
        sprite = pygame.Surface((48, 48), pygame.SRCALPHA)
        places = np.random.default_rng(1).integers(0, 800, (_AGENTS, 2)).tolist()

        def draw(frames: int) -> float:
            seconds = 0.0
            for _ in range(frames):
                screen.tick(1 / 60, hurried=True)
                seconds += spent(lambda: screen.draw(window.paint))
            return seconds

        def plain() -> None:
            for _ in range(_FRAMES):
                surface.fill((13, 17, 29))
                for place in places:
                    surface.blit(sprite, place, special_flags=pygame.BLEND_PREMULTIPLIED)

        draw(warm)  # sprites are made in the first frames
        try:
            yield lambda: draw(_FRAMES), lambda: spent(plain)
        finally:
            watching.close()


@contextmanager
def birds() -> Iterator[tuple[Timed, Timed]]:
    """A thousand birds that stay up: the shipped champion and its near relatives."""
    game = find_game("flappy")
    run = Evolution(game, EvolutionSettings(seed=7, population=_AGENTS))
    champion = load_champion(shipped_champion("flappy")).network.genome
    noise = np.random.default_rng(1).normal(0, 0.01, run.genomes.matrix.shape)
    run.genomes.matrix[:] = champion + noise.astype(np.float32)
    yield from watched(run, 120)


@contextmanager
def arena() -> Iterator[tuple[Timed, Timed]]:
    """A thousand agents of the arena in their first round."""
    yield from watched(Evolution(find_game("xor_arena"), EvolutionSettings(seed=1, population=_AGENTS)), 40)


@contextmanager
def start() -> Iterator[tuple[Timed, Timed]]:
    """A start of ``neuro evolve`` for one generation, beside one of Python that imports numba."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "NEURO_SAVES": folder}
        evolve = [sys.executable, "-m", "neuro", "evolve", "flappy", "--generations", "1", "--quiet"]
        bare = [sys.executable, "-c", "import numba"]

        def run(command: list[str]) -> float:
            return spent(lambda: subprocess.run(command, env=environment, check=True, capture_output=True))

        run(evolve)  # compiles
        yield lambda: run(evolve), lambda: run(bare)


@contextmanager
def largest() -> Iterator[tuple[Timed, Timed]]:
    """The largest network that is kept, saved and loaded, beside NumPy's ``save`` and ``load`` of its parameters."""
    network = Network.from_genome([Input(1000), Dense(3990)], np.ones(3_993_990, np.float32))
    with tempfile.TemporaryDirectory() as folder:
        path, bare = Path(folder) / "network.neuro", Path(folder) / "genome.npy"

        def ours() -> None:
            save(network, path)
            load(path)

        def plain() -> None:
            for _ in range(5):  # it is too short to be timed alone
                np.save(bare, network.genome)
                np.load(bare)

        yield lambda: spent(ours), lambda: spent(plain)


BUDGETS = (
    Budget("60 frames of 1,000 birds", "60 × 1,000 sprites put into a surface", 2.8, birds),
    Budget("60 frames of the arena's first round", "60 × 1,000 sprites put into a surface", 2.6, arena),
    Budget("neuro evolve, started again", "python that imports numba", 4.0, start),
    Budget("the largest network saved and loaded", "numpy.save and numpy.load, 5 times", 6.0, largest),
)


def measured(budget: Budget) -> tuple[float, float]:
    """Seconds of the work and of the plain loop, begun anew."""
    with budget.open() as (work, plain):
        return work(), plain()


def main() -> int:
    """Measure, and print each ratio beside its budget."""
    parser = argparse.ArgumentParser(description="what has to stay fast, beside plain loops")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--strict", action="store_true", help="exit with 1 if something is over its budget")
    given, over = parser.parse_args(), 0
    print(f"{'what':40}{'seconds':>9}{'plain':>9}{'ratio':>7}{'budget':>8}  the plain loop")
    for budget in BUDGETS:
        rounds = [measured(budget) for _ in range(given.rounds)]
        ours, bare = (statistics.median(seconds) for seconds in zip(*rounds, strict=True))
        ratio = statistics.median(a / b for a, b in rounds)
        mark = "" if ratio <= budget.most else "   OVER ITS BUDGET"
        over += ratio > budget.most
        print(f"{budget.name:40}{ours:9.3f}{bare:9.3f}{ratio:7.2f}{budget.most:8.1f}  {budget.plain}{mark}", flush=True)
    return 1 if given.strict and over else 0


if __name__ == "__main__":
    sys.exit(main())
