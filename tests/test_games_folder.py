import os

import pytest

from neuro.errors import FileError, NeuroError, UnknownNameError
from neuro.game import find_game, game_names
from neuro.games_folder import add_games_folder, games_in_folders


@pytest.fixture(autouse=True)
def _no_folders(monkeypatch):
    monkeypatch.setenv("NEURO_GAMES", "")
    find_game.cache_clear()
    yield
    find_game.cache_clear()


def write(folder, name, text):
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text(text)


def test_packages_of_a_folder_are_games_and_other_folders_are_not(tmp_path):
    write(tmp_path, "mine", "game = 7")
    (tmp_path / "notes").mkdir()
    add_games_folder(tmp_path)
    assert games_in_folders() == {"mine": "own_games.mine:game"}
    assert "mine" in game_names()
    assert os.environ["NEURO_GAMES"] == str(tmp_path.resolve())


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match="there is no folder"):
        add_games_folder(tmp_path / "nowhere")


def test_a_name_that_python_knows_is_no_trouble(tmp_path):
    import random

    write(tmp_path, "random", "from games.flappy import game")
    add_games_folder(tmp_path)
    assert find_game("random").title == "Flappy"
    assert random.random() < 1


@pytest.mark.parametrize(
    ("text", "words"),
    [("game = 7", "not a neuro.game.Game"), ("1 / 0", "cannot be imported: division by zero"), ("", "no attribute")],
)
def test_a_broken_game_is_one_sentence_and_hides_no_other(tmp_path, text, words):
    write(tmp_path, f"broken_{len(text)}", text)
    add_games_folder(tmp_path)
    with pytest.raises(NeuroError, match=words):
        find_game(f"broken_{len(text)}")
    assert find_game("flappy").name == "flappy"


def test_an_unknown_name_gets_the_nearest_of_all(tmp_path):
    write(tmp_path, "pong", "game = 7")
    add_games_folder(tmp_path)
    with pytest.raises(UnknownNameError, match="did you mean 'pong'"):
        find_game("pongg")
