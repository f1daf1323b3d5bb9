"""``--map FILE``: a map in a text file."""

import pytest

from neuro.cli.checks import parameters_on
from neuro.errors import FileError, NeuroError, SettingError
from neuro.game import find_game

MAZE = "+-----+\n|S    |\n|  ---+\n|    G|\n+-----+\n"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "map.txt"


def test_a_map_is_parameters_and_what_is_set_comes_first(file):
    file.write_text(MAZE)
    found = parameters_on(find_game("maze"), file, ["goal-x=30"])
    assert (found["start_x"], found["goal_x"], found["goal_y"]) == (8, 30, 48)
    find_game("maze").setting_with(found)


def test_without_a_map_there_is_what_is_set():
    assert parameters_on(find_game("maze"), None, None) == {}


@pytest.mark.parametrize(
    ("game", "text", "error", "told"),
    [
        ("maze", "|S|", NeuroError, "map.txt: a maze has one goal"),
        ("cars", "1 2\n", NeuroError, "map.txt: a road has at least three points"),
        ("flappy", MAZE, SettingError, "Flappy takes no maps"),
        ("maze", None, FileError, "cannot be read"),
        ("maze", b"\xff\xfe", FileError, "cannot be read"),
        ("maze", "x" * 2_000_000, FileError, "larger than"),
    ],
)
def test_a_file_that_is_no_map_is_told_why(file, game, text, error, told):
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(error, match=told):
        parameters_on(find_game(game), file, None)
