"""Games whose rules are kernels by hand, with a fault in one of their files."""

import itertools
import string
from pathlib import Path

from neuro.game import imported_game
from neuro.games_folder import add_games_folder

NUMBER = itertools.count()
LANE_GAME = Path(__file__).parent.parent / "fixtures" / "lane_game"


def written(folder, *changes):
    """The name of a new game in a folder, with changes: the file, what stands there, and what is to stand there."""
    name = f"odd_{next(NUMBER)}"
    (folder / name).mkdir(parents=True)
    for template in LANE_GAME.glob("*.txt"):
        text = string.Template(template.read_text(encoding="utf-8")).substitute(name=name, title=name)
        (folder / name / template.stem).write_text(text, encoding="utf-8")
    for file, old, new in changes:
        path = folder / name / file
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return name


def made(folder, *changes):
    """The game itself, as it can be imported, whatever is wrong with it."""
    name = written(folder, *changes)
    add_games_folder(folder)
    return imported_game(name)
