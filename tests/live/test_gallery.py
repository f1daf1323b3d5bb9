"""A gallery is a folder that stands by itself: a card for each game, a page for each level, its champion's page."""

import re

import pytest

from neuro.cli.app import main
from neuro.errors import FileError
from neuro.evolution import EvolutionSettings
from neuro.game import find_game
from neuro.live import gallery
from neuro.policies import policy_of


def begin(name, level):
    """A small run, so that what pages prove is soon found."""
    game = find_game(name).at(level or "")
    return game, EvolutionSettings(seed=1, population=20, episodes=1, max_steps=100), policy_of(game.layers)


def test_every_level_has_a_page_and_what_no_page_can_have_is_told(tmp_path):
    told = []
    assert gallery.write_gallery(tmp_path / "web", ["flappy", "gym:CartPole-v1"], begin, told.append) == 1
    page = (tmp_path / "web/index.html").read_text()
    leads = set(re.findall(r'(?:href|src)="([^"]+)"', page))
    assert leads == {path.name for path in (tmp_path / "web").iterdir()} - {"index.html"}
    assert {f"flappy-{level}.html" for level in find_game("flappy").levels} <= leads
    assert told[-1].startswith("gym:CartPole-v1: ")


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileError, match="is not empty"):
        gallery.write_gallery(tmp_path, ["flappy"], begin, print)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("more", [["flappy", "x.html"], ["--live"], ["--level", "storm"], ["--mutation-rate", "0.1"]])
def test_what_has_no_meaning_beside_a_gallery_is_refused(more, tmp_path, capsys):
    assert main(["export", *more, "--gallery", str(tmp_path / "web")]) == 2
    assert "--gallery shows every game and level as it comes" in capsys.readouterr().err
    assert not (tmp_path / "web").exists()


def test_export_without_a_file_says_what_it_needs(capsys):
    assert main(["export"]) == 2
    assert "neuro export flappy page.html" in capsys.readouterr().err
