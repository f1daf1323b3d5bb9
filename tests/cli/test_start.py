import os
import sys
from pathlib import Path

import pytest

from neuro.cli import kept_entries, start
from neuro.errors import FileError
from neuro.game import game_names
from neuro.storage.files import load_champion
from neuro.view.start import start_window as window

#: What is told of the champions that ship.
SHIPPED = [
    f"{load_champion(path).algorithm} · ships with neuro"
    for path in (Path(__file__).parents[2] / "saves" / f"{name}.neuro" for name in game_names())
    if path.exists()
]


@pytest.fixture
def by_hand(monkeypatch):
    """Somebody sits before a display, and has typed ``neuro`` into a terminal."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("SDL_VIDEODRIVER", "x11")


def test_the_start_screen_is_for_people_before_a_display(by_hand):
    assert start.can_start()


def test_no_start_screen_where_a_script_reads(by_hand, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: False, raising=False)
    assert not start.can_start()


@pytest.fixture
def opens(by_hand, monkeypatch):
    """Whether the start screen opens, where only some streams are terminals and the output goes to a place."""

    def told(place, *, terminals=()):
        with monkeypatch.context() as now:  # pytest needs the true streams after the test
            for name in ("stdin", "stdout", "stderr"):
                now.setattr(f"sys.{name}.isatty", lambda name=name: name in terminals, raising=False)
            now.setattr("sys.stdout.fileno", place.fileno, raising=False)
            return start.can_start()

    return told


def test_a_starter_of_the_desktop_opens_the_start_screen(opens):
    with open(os.devnull, "w") as nowhere:
        assert opens(nowhere)


def test_what_a_file_or_a_program_takes_is_printed(opens, tmp_path):
    with (tmp_path / "told.txt").open("w") as file:
        assert not opens(file)
    reading, writing = os.pipe()
    with open(reading), open(writing, "w") as pipe:
        assert not opens(pipe)


def test_output_that_a_terminals_user_throws_away_opens_nothing(opens):
    with open(os.devnull, "w") as nowhere:
        assert not opens(nowhere, terminals=("stdin", "stderr"))


@pytest.mark.parametrize("driver", ["dummy", "offscreen"])
def test_no_start_screen_that_nobody_would_see(by_hand, monkeypatch, driver):
    monkeypatch.setenv("SDL_VIDEODRIVER", driver)
    assert not start.can_start()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="displays have no names there")
def test_no_start_screen_without_a_display(by_hand, monkeypatch):
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not start.can_start()


def test_no_start_screen_without_pygame(by_hand, monkeypatch):
    monkeypatch.delitem(sys.modules, "neuro.view.start.start_window")
    monkeypatch.setitem(sys.modules, "pygame", None)
    assert not start.can_start()


def test_a_start_screen_that_cannot_be_opened_leaves_what_is_printed(neuro, monkeypatch):
    def fail(run):
        raise FileError("the display ':9' does not answer")

    monkeypatch.setattr(start, "can_start", lambda: True)
    monkeypatch.setattr(start, "start", fail)
    told = neuro()
    assert "neuro watch flappy" in told.stdout_text
    assert told.stderr_text == "neuro: the display ':9' does not answer\n"


@pytest.fixture
def choices(monkeypatch, tmp_path):
    """What people choose one after the other; the list grows by what the window was told."""
    told = []

    def opened(offers, entries, options, *, game, chosen, notice):
        told.append((chosen, notice))
        words = waiting.pop(0) if waiting else None
        return words, 0 if words is None else len(words)

    waiting = []
    monkeypatch.setenv("NEURO_SAVES", str(tmp_path))
    monkeypatch.setattr(window, "start_window", opened)
    return waiting, told


def test_each_thing_leads_back_to_the_start_screen(choices):
    waiting, told = choices
    waiting += [("watch", "flappy"), ("guess",)]
    run = []
    assert start.start(lambda words: run.append(words) or 0) == 0
    assert run == [("watch", "flappy"), ("guess",)]
    assert told == [(0, ""), (2, ""), (1, "")]


def test_what_cannot_be_opened_is_said_on_the_start_screen(choices, capsys):
    waiting, told = choices
    waiting += [("watch", "flappy")]

    def run(words):
        raise FileError("the disk is full")

    assert start.start(run) == 0
    assert told[-1] == (2, "the disk is full")
    assert "the disk is full" in capsys.readouterr().err


def test_ctrl_c_in_a_thing_ends_the_start_screen_too(choices):
    waiting, told = choices
    waiting += [("watch", "flappy"), ("guess",)]
    assert start.start(lambda _: 130) == 130
    assert len(told) == 1


def test_a_page_is_told_with_its_place(choices):
    waiting, told = choices
    waiting += [("export", "a.neuro", "a.html")]
    start.start(lambda _: 0)
    assert told[-1][1] == "The page is in a.html"


def test_every_card_is_a_command_that_there_is(neuro, monkeypatch):
    from neuro.cli.start_offers import offers

    told = [offer.words for offer in offers()]
    watched = [words[1] for words in told[:-1] if words[0] == "watch"]
    assert told[-1] == ()
    assert set(watched) == set(game_names())
    for words in told[:-1]:
        if words[:1] != ("watch",) or words[1] == "flappy":  # each game's picture is drawn by neuro check
            neuro(*words, "--frames", 1)


def test_runs_are_listed_the_newest_first_then_what_ships(neuro, monkeypatch):
    for seed in (1, 2):
        neuro("evolve", "flappy", "--seed", seed, "--generations", seed, "--population", 20, "--max-steps", 50)
    monkeypatch.setenv("NEURO_SAVES", str(neuro.folder / "saves"))
    os.utime(neuro.folder / "saves" / "flappy-1" / "history.csv", (1e9, 1e9))
    entries = kept_entries.kept_entries()
    assert [entry.about for entry in entries] == [
        "ga · 2 generations · flappy-2",
        "ga · 1 generation · flappy-1",
        *SHIPPED,
    ]
    assert [deed.name for deed in entries[0].deeds] == ["Go on", "Replay", "Race it", "Share as a page"]
    assert [deed.name for deed in entries[2].deeds] == ["Replay", "Race it", "Share as a page"]
    assert entries[0].genome is not None


def test_everything_that_the_list_offers_works(neuro, monkeypatch):
    neuro("evolve", "flappy", "--level", "storm", "--set", "gap=150", "--generations", 1, "--population", 20)
    monkeypatch.setenv("NEURO_SAVES", str(neuro.folder / "saves"))
    (entry,) = [entry for entry in kept_entries.kept_entries() if "storm" in entry.title]
    for deed in entry.deeds:
        more = () if deed.words[0] == "export" else ("--frames", 2)
        neuro(*deed.words, *more)
    race = next(deed.words for deed in entry.deeds if deed.name == "Race it")
    assert race[:6] == ("play", "flappy", "--level", "storm", "--set", "gap=150.0")


def test_a_damaged_run_is_listed_with_what_is_wrong_and_nothing_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("NEURO_SAVES", str(tmp_path))
    for name, text in (("later-1", "format = 99"), ("torn-1", "format ="), ("empty-1", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.toml").write_text(text)
    (tmp_path / "file").write_text("no folder")
    found = {entry.title: entry for entry in kept_entries.kept_entries() if not entry.deeds}
    assert set(found) == {"later-1", "torn-1", "empty-1"}
    assert "is from a newer neuro" in found["later-1"].about


def test_a_run_of_a_game_that_is_not_there_can_be_replayed_where_it_is_at_most(neuro, monkeypatch):
    neuro("evolve", "flappy", "--generations", 1, "--population", 20, "--max-steps", 50)
    monkeypatch.setenv("NEURO_SAVES", str(neuro.folder / "saves"))
    manifest = neuro.folder / "saves" / "flappy-1" / "run.toml"
    manifest.write_text(manifest.read_text().replace('name = "flappy"', 'name = "gone"'))
    (entry,) = [entry for entry in kept_entries.kept_entries() if entry.title == "gone"]
    assert [deed.name for deed in entry.deeds] == ["Replay"]


def test_a_place_for_runs_that_is_not_there_lists_what_ships(tmp_path, monkeypatch):
    monkeypatch.setenv("NEURO_SAVES", str(tmp_path / "nowhere"))
    assert [entry.about for entry in kept_entries.kept_entries()] == SHIPPED
