"""Takes the pictures of the first minute: ``python docs/pictures/minute.py``.

They are what stands on the screen of a default start, at seconds 5, 20, 40 and 60 of the window's clock and when the
game has been solved. It takes a minute and a half, and needs Xvfb, openbox and xdotool (see ``tests/screen.py``).
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pygame

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from screen import NEURO, Desk, until, virtual_screen, window_manager  # noqa: E402

SECONDS = (5, 20, 40, 60)
SIZE = (1440, 900)
LIT = 60  # colours that a window has at least which shows more than a word


def main() -> None:
    """Start it, and take the pictures."""
    with tempfile.TemporaryDirectory() as name, virtual_screen(SIZE) as (_, screen):
        folder = Path(name)
        with window_manager(screen, folder):
            desk = Desk(screen, folder, NEURO, "watch", "flappy", "--seed", "7")
            try:
                desk.do("windowsize", desk.window, *SIZE)
                until(lambda: len(np.unique(desk.picture()[::9, ::9].reshape(-1, 3), axis=0)) > LIT, "birds fly")
                begin = time.monotonic()
                for second in SECONDS:
                    time.sleep(max(0.0, begin + second - time.monotonic()))
                    take(desk, str(second))
                until(lambda: solved(folder), "it is solved", 120)
                time.sleep(2.5)
                take(desk, "solved")
            finally:
                desk.end()


def solved(folder: Path) -> bool:
    """Whether a generation has passed the exam."""
    with (folder / "saves/flappy-1/history.csv").open() as file:
        return any(row["solved"] == "true" for row in csv.DictReader(file))


def take(desk: Desk, name: str) -> None:
    """Save what stands on the screen."""
    path = HERE / f"minute-{name}.png"
    pygame.image.save(pygame.surfarray.make_surface(desk.picture()), str(path))
    print(path, f"{path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
