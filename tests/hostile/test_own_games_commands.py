"""Commands that take a game with a fault say what is wrong in one sentence."""

import errno
import json
import pathlib

import pytest
from games_to_break import written

from neuro.cli.app import main
from neuro.game import find_game, imported_game


@pytest.fixture
def neuro(tmp_path, monkeypatch, capsys):
    """The command line, with a folder of games; returns the exit code, what was printed, and the last complaint."""
    for name, value in (("NEURO_GAMES", ""), ("SDL_VIDEODRIVER", "dummy"), ("SDL_AUDIODRIVER", "dummy")):
        monkeypatch.setenv(name, value)
    for name in ("NEURO_SAVES", "NEURO_CONFIG"):
        monkeypatch.setenv(name, str(tmp_path / name))

    def call(*arguments):
        for found in (find_game, imported_game):
            found.cache_clear()
        capsys.readouterr()
        code = main([*map(str, arguments), "--games", str(tmp_path)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, (err.strip().splitlines() or [""])[-1]

    return call


def test_evolve_names_the_nearest_setting(neuro, tmp_path):
    name = written(tmp_path, ("__init__.py", "held=True", "held=True, evolution={'mutation_std': 0.5}"))
    code, _, said = neuro("evolve", name, "--generations", 1)
    assert code == 2
    assert "unknown setting of ga 'mutation_std'; did you mean 'mutation_stdev'" in said


@pytest.mark.parametrize("command", ["evolve", "watch", "play", "bench"])
def test_every_command_refuses_facts_that_do_not_fit(neuro, tmp_path, command):
    name = written(tmp_path, ("__init__.py", '"left": (0.0,)', '"left": 0'))
    code, _, said = neuro(command, name)
    assert (code, said) == (1, f"neuro: the game {name!r} cannot be played: the key 'left' gives a tuple of numbers, "
                               "one for each action row, not 0: write (0.0,)")  # fmt: skip


def test_play_names_the_nearest_key_and_the_line_of_a_view_that_fails(neuro, tmp_path):
    name = written(tmp_path, ("__init__.py", '"right"', '"rigth"'))
    code, _, said = neuro("play", name, "--frames", 3)
    assert code == 2
    assert f"unknown key of {name} 'rigth'; did you mean 'right'" in said
    name = written(tmp_path, ("view.py", "paint.fill((0,", "paint.fill((0 / 0,"))
    code, _, said = neuro("play", name, "--frames", 3)
    told = "in draw_world (view.py, line 17): ZeroDivisionError: division by zero"
    assert (code, said) == (1, f"neuro: code of your own fails, of a game or an algorithm: {told}")


def test_a_game_that_ends_the_process_on_import_hides_no_other(neuro, tmp_path):
    good = written(tmp_path)
    bad = written(tmp_path, ("rules.py", "VERSION = 1", "raise SystemExit(0)"))
    worse = written(tmp_path, ("rules.py", "VERSION = 1", "VERSION = ("))
    code, out, _ = neuro("games", "--json")
    names = [game["name"] for game in json.loads(out)["games"]]
    assert code == 0
    assert {good, "flappy", "xor_arena"} <= set(names)
    assert not {bad, worse} & set(names)
    code, _, said = neuro("evolve", bad)
    assert (code, said) == (1, f"neuro: the game {bad!r} (own_games.{bad}:game) cannot be imported: "
                               "in rules.py, line 14: SystemExit: 0")  # fmt: skip


def test_a_new_game_is_written_whole_or_not_at_all(neuro, tmp_path, monkeypatch):
    def full(path, text, encoding):
        if path.name == "test_game.py":
            raise OSError(errno.ENOSPC, "No space left on device")
        path.write_bytes(text.encode())

    monkeypatch.setattr(pathlib.Path, "write_text", full)
    code, _, said = neuro("new-game", "pong", "--out", tmp_path / "mine")
    assert (code, list((tmp_path / "mine").iterdir())) == (1, [])
    assert "cannot write" in said
    monkeypatch.undo()
    assert main(["new-game", "pong", "--out", str(tmp_path / "mine")]) == 0


def test_check_goes_no_further_than_it_can(neuro, tmp_path):
    name = written(tmp_path, ("__init__.py", '"left": (0.0,)', '"left": 0'))
    code, out, _ = neuro("check", name, "--json")
    (finding,) = json.loads(out)["findings"].values()
    assert code == 1
    assert "the key 'left'" in finding
    name = written(tmp_path, ("rules.py", "state[FRUIT, lane] = _TWO", "state[6, lane] = _TWO"))
    code, out, _ = neuro("check", name)
    assert code == 1
    assert out.splitlines()[-1].startswith("✗ its kernels raise nothing, end, and stay within their arrays: in reset (")
