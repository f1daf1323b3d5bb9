import os

import pytest

from neuro.errors import FileError, NeuroError, UnknownNameError
from neuro.game import find_game, game_names, imported_game
from neuro.games_folder import add_games_folder, games_in_folders, games_option


@pytest.fixture(autouse=True)
def _no_folders(monkeypatch):
    monkeypatch.setenv("NEURO_GAMES", "")
    _forget()
    yield
    _forget()


def _forget():
    for found in (find_game, imported_game):
        found.cache_clear()


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

    text = "import dataclasses\nfrom games.flappy import game\ngame = dataclasses.replace(game, name='random')"
    write(tmp_path, "random", text)
    add_games_folder(tmp_path)
    assert find_game("random").title == "Flappy"
    assert random.random() < 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("game = 7", "not a neuro.game.Game"),
        ("1 / 0", "cannot be imported: in __init__.py, line 1: ZeroDivisionError: division by zero"),
        ("", "no attribute"),
        ("\nraise SystemExit(3)", "in __init__.py, line 2: SystemExit: 3"),
        ("import sys; sys.exit('it is over')", "SystemExit: it is over"),
        ("class Odd(BaseException): pass\nraise Odd", "line 2: Odd$"),
        ("raise GeneratorExit", "line 1: GeneratorExit$"),
        ("x = (1,", r"SyntaxError: '\(' was never closed \(__init__.py, line 1\)"),
        ("import nowhere.at_all", "ModuleNotFoundError: No module named 'nowhere'"),
        (
            "raise ModuleNotFoundError(\"No module named 'rules'\", name='rules')",  # as `import rules` does
            "ModuleNotFoundError: No module named 'rules': write `from . import rules`$",
        ),
        ("from neuro.game import Gaem", "line 1: ImportError: cannot import name 'Gaem'"),
        (
            "from neuro.game import Game\ngame = Game(nmae='x')",
            r"line 2: TypeError: .* argument 'nmae'; did you mean 'name'\?",
        ),
        ("from neuro.game import Exam\nExam(cources=3)", r"line 2: TypeError: .*; did you mean 'courses'\?"),
        (
            "from neuro.game import Level\nLevel(xyz=3)",
            r"line 2: TypeError: .*; there are parameters, about, exam, max_s",
        ),
        ("{}['gravity']", "line 1: KeyError: 'gravity'"),
        ("from games.flappy import game", r"calls itself 'flappy': give both the same name"),
        ("import os\nassert False, 'one\\ntwo'", "line 2: AssertionError: one$"),
    ],
)
def test_a_broken_game_is_one_sentence_and_hides_no_other(tmp_path, text, words):
    write(tmp_path, f"broken_{len(text)}", text)
    add_games_folder(tmp_path)
    with pytest.raises(NeuroError, match=words) as caught:
        find_game(f"broken_{len(text)}")
    assert len(str(caught.value).splitlines()) == 1
    assert find_game("flappy").name == "flappy"


def test_ctrl_c_while_a_game_is_imported_is_ctrl_c(tmp_path):
    write(tmp_path, "slow", "raise KeyboardInterrupt")
    add_games_folder(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        find_game("slow")


def test_what_a_game_prints_on_import_is_no_part_of_the_answer(tmp_path, capsys):
    write(tmp_path, "loud", "print('hello')\ngame = 7")
    add_games_folder(tmp_path)
    with pytest.raises(NeuroError, match=r"not a neuro\.game\.Game"):
        find_game("loud")
    assert capsys.readouterr() == ("", "hello\n")


def test_the_same_name_in_two_folders_is_refused_and_both_are_named(tmp_path):
    for folder in ("a", "b"):
        write(tmp_path / folder, "twice", "game = 7")
        add_games_folder(tmp_path / folder)
    with pytest.raises(NeuroError, match=r"a game 'twice' in .*a and in .*b: leave all but one out"):
        find_game("twice")


def test_a_games_own_folder_is_no_folder_of_games(tmp_path):
    write(tmp_path, "mine", "game = 7")
    (tmp_path / "mine" / "rules.py").touch()
    with pytest.raises(FileError, match="mine is a game's own folder: name the one above it"):
        add_games_folder(tmp_path / "mine")


def test_commands_that_are_advised_name_the_folder_that_was_named(tmp_path, monkeypatch):
    write(tmp_path, "mine", "game = 7")
    monkeypatch.chdir(tmp_path)
    assert games_option("mine") == ""
    add_games_folder(".")
    assert (games_option("mine"), games_option("flappy")) == (" --games .", "")


def test_an_unknown_name_gets_the_nearest_of_all(tmp_path):
    write(tmp_path, "pong", "game = 7")
    add_games_folder(tmp_path)
    with pytest.raises(UnknownNameError, match="did you mean 'pong'"):
        find_game("pongg")


def test_a_folder_that_the_environment_names_and_that_is_not_there_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("NEURO_GAMES", str(tmp_path / "gone"))
    with pytest.raises(UnknownNameError, match=r"unknown game 'mine'; NEURO_GAMES names .*gone, and there is no such"):
        find_game("mine")
    assert find_game("flappy").name == "flappy"


@pytest.mark.skipif(os.name == "nt", reason="no name has that sign there")
def test_a_folder_whose_name_would_be_two_is_refused(tmp_path):
    (tmp_path / "a:b").mkdir()
    with pytest.raises(FileError, match="parts one folder from the next"):
        add_games_folder(tmp_path / "a:b")


def test_a_game_whose_folder_lies_here_is_said_to_need_an_option(tmp_path, monkeypatch):
    with pytest.raises(UnknownNameError, match=r"\(one of your own: --games DIR\)$"):
        find_game("not_found")
    write(tmp_path, "not_found", "")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownNameError, match=r"there is a folder not_found here: --games \. finds it\)$"):
        find_game("not_found")
    monkeypatch.chdir(tmp_path / "not_found")
    with pytest.raises(UnknownNameError, match=r"--games \.\. finds it\)$"):
        find_game("not_found")
