"""Games such as ``neuro new-game`` writes, with a fault in one of their files."""

import itertools

from neuro.cli.new_game import new_game
from neuro.game import imported_game
from neuro.games_folder import add_games_folder

NUMBER = itertools.count()


def written(folder, *changes):
    """The name of a new game in a folder, with changes: the file, what stands there, and what is to stand there."""
    name = f"odd_{next(NUMBER)}"
    new_game(name, out=folder)
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
