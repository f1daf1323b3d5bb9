"""Texts of others steer no terminal, no window, no figure and no file's name, wherever they are shown."""

import dataclasses
import io
import sys
import types

import pygame
import pytest
import rich.console
from games_for_tests import walk

import neuro.cli.games
from games.flappy import game as flappy
from neuro.cli.app import main
from neuro.cli.progress_line import ProgressLine
from neuro.errors import FileError, NeuroError, SettingError, ShapeError, UnknownNameError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.game import Level
from neuro.storage.files import save
from neuro.storage.runs import free_run_folder
from neuro.texts import file_stem, shown
from neuro.verification import Verdict
from neuro.view.capture.camera import Camera, new_picture
from neuro.view.drawing.text import letters
from neuro.view.pages.plots import Series, comparison, portrait
from neuro.view.screen.window import Window, WindowOptions
from neuro.view.terminal.terminal_views import (
    ReplayTerminalOptions,
    WatchTerminalOptions,
    replay_terminal,
    watch_terminal,
)

#: Clears the screen, names the window, rings, goes back, turns the line, begins another one, and is no letter at all.
HOSTILE = (
    "\x1b[2J\x1b]0;mine\x07\x08\x9b31m\u202elpmaxe\u2066\r\nneuro: all is well\u2028\x00\x7f[bold red]$\\frac{$ \ud83d"
)
STEERING = {*map(chr, (*range(10), *range(11, 32), *range(127, 160))), *"\u202e\u2066\u2028\ud83d"}


def assert_tame(said, lines=None):
    assert STEERING & set(said) == set()
    assert "\nneuro: all is well" not in said
    assert lines is None or len(said.splitlines()) == lines


def hostile_game(of=walk):
    rules = types.ModuleType("hostile_rules")
    assert of.observation  # from then on, all names of the rules are made
    rules.__dict__.update(vars(of.rules))
    rules.OBSERVATION = tuple(f"{k}{HOSTILE}" for k in range(len(rules.OBSERVATION)))
    rules.ACTIONS = tuple(f"{k}{HOSTILE}" for k in range(len(rules.ACTIONS)))
    texts = dict.fromkeys(("title", "score_name", "agent"), HOSTILE)
    return dataclasses.replace(of, **texts, rules=rules, levels={"usual": Level({}, HOSTILE)}, level="")


@pytest.fixture
def run():
    evolution = Evolution(hostile_game(flappy), EvolutionSettings(seed=1, population=20, episodes=1, max_steps=60))
    evolution.step()
    return evolution


def test_steering_codes_are_spelled_and_line_breaks_are_spaces():
    assert shown("a\x1b[1mb") == "a\\x1b[1mb"
    assert shown("right\u202eleft\ud800") == "right\\u202eleft\\ud800"
    assert shown(" two \r\n\t lines\u2028three ") == " two lines three "
    assert_tame(shown(HOSTILE), 1)
    assert shown(shown(HOSTILE)) == shown(HOSTILE)


@pytest.mark.parametrize("text", ["Zoë – 日本語 ×½", "\N{WOMAN}\u200d\N{GIRL}", "می\u200cخواهم", "a\u00a0b", ""])
def test_every_script_stays_as_it_is(text):
    assert shown(text) == text


def test_a_game_has_no_text_that_steers():
    game = hostile_game()
    for text in (game.title, game.score_name, game.agent, *game.observation, *game.actions, game.levels["usual"].about):
        assert_tame(text, 1)


@pytest.mark.parametrize("name", ["a\x1b[2Jb", "\u202e", "two\nlines", "\ud800"])
def test_names_that_people_type_and_files_keep_can_be_printed(name):
    with pytest.raises(SettingError, match="signs that cannot be printed"):
        dataclasses.replace(walk, name=name)
    with pytest.raises(SettingError, match="signs that cannot be printed"):
        dataclasses.replace(walk, levels={name: Level({}, "")})


@pytest.mark.parametrize("kind", [NeuroError, FileError, ShapeError, SettingError, UnknownNameError])
def test_an_error_is_one_line_whatever_it_quotes(kind):
    assert_tame(str(kind(f"this file says {HOSTILE}")), 1)


def test_names_that_are_not_known_are_told_in_one_line():
    assert_tame(str(UnknownNameError.of("game", HOSTILE, [HOSTILE, "flappy"])), 1)


@pytest.mark.parametrize("field", ["algorithm", "made_by", "created", "level", "game"])
def test_no_file_holds_a_text_that_steers(field, run, tmp_path):
    with pytest.raises(FileError, match="signs that cannot be printed"):
        save(dataclasses.replace(run.champion, **{field: "a\x1b[2Jb"}), tmp_path / "hostile.neuro")
    assert list(tmp_path.iterdir()) == []


def test_markup_in_a_file_is_shown_as_it_is_written(run, tmp_path, capsys):
    text, path = "[bold red]a[/] [link=x]b[/link] ${", str(tmp_path / "hostile.neuro")
    names = dict.fromkeys(("algorithm", "made_by", "level"), text)
    save(dataclasses.replace(run.champion, **names, game="flappy", algorithm_settings={text: text}), path)
    assert main(["inspect", path]) == 0
    assert capsys.readouterr().out.count(text) == 5
    for command in (["replay", path, "--view", "none"], ["verify", path]):
        assert main(command) in (1, 2)
        assert text in capsys.readouterr().err


def test_the_list_of_games_has_a_line_for_each_and_each_level(monkeypatch, capsys):
    monkeypatch.setattr(neuro.cli.games, "game_names", lambda: ["walk"])
    monkeypatch.setattr(neuro.cli.games, "find_game", lambda _: hostile_game())
    assert main(["games"]) == 0
    assert_tame(capsys.readouterr().out, 2)


def test_what_verify_finds_is_told_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr("neuro.cli.verify.play_again", lambda *_, **__: Verdict("champion", False, 0, 0, why=HOSTILE))
    assert main(["verify", "x.neuro"]) == 1
    assert_tame(capsys.readouterr().err, 1)


def test_the_progress_line_shows_markup_as_text(run, monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr(sys, "stderr", out)
    monkeypatch.setattr(rich.console.Console, "is_terminal", True)
    line = ProgressLine(9)
    line._progress.console.width = 1000
    line.start(run)
    line.generation(run, run.history[-1])
    line._progress.refresh()
    line.finish(run)
    assert "[bold red]" in out.getvalue()
    assert not {"\x07", "\x08", "\u202e", "\x9b"} & set(out.getvalue())
    assert "]0;mine" in out.getvalue()
    assert "\x1b]0;" not in out.getvalue()


def test_the_terminals_picture_stays_in_its_place(run, capsys):
    watch_terminal(run, WatchTerminalOptions(frames=3))
    said = capsys.readouterr().out
    assert_tame(said)
    assert len(said.splitlines()) <= 24
    replay_terminal(run.game, [run.champion], [5], ReplayTerminalOptions(frames=3))
    said = capsys.readouterr().out
    assert_tame(said)
    assert max(map(len, said.splitlines())) <= 80


def test_a_window_draws_and_is_named_in_one_line(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    assert (
        letters(HOSTILE, 13, "Regular", (255, 255, 255)).get_height()
        == letters("x", 13, "Regular", (255, 255, 255)).get_height()
    )
    with Window(HOSTILE, WindowOptions(frames=1)):
        assert_tame(pygame.display.get_caption()[0], 1)


def test_names_of_files_stay_in_their_folder(tmp_path):
    assert file_stem("../../etc/x") == "-..-etc-x"
    assert file_stem("../" * 50 + HOSTILE).count("/") == 0
    assert len(file_stem("x" * 999)) < 100
    assert free_run_folder(tmp_path, "../x").parent == tmp_path
    camera = Camera("/../../../" + str(tmp_path / "elsewhere"))
    (kept,) = {new_picture(name, ".png").parent for name in (camera._name, "flappy", "/../../x", str(tmp_path / "x"))}
    assert kept.name == "pictures"


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_figures_show_texts_as_they_are_written(run, suffix):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'neuro-sandbox[plot]'")
    texts = f"$\\frac{{$ </text><script>alert(1)</script> --> {HOSTILE}"
    records = list(run.history)
    assert portrait(texts, records, suffix, score_name=texts)
    found = comparison(texts, [Series(texts, [records]), Series("b", [records])], suffix)
    if suffix == ".svg":
        assert b"<script" not in found
        assert_tame(found.decode().replace("\n", ""))
