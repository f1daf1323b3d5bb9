"""Environments of others play, or are told of in one sentence; what they do to a process is not done to the run."""

import dataclasses
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import environments_for_tests
import gymnasium
import numpy as np
import pytest

import neuro
from neuro.cli.app import main
from neuro.envs.gym_engine import foreign_game
from neuro.envs.workers import Workers
from neuro.errors import NeuroError, UnknownNameError
from neuro.exact_replay import game_of
from neuro.game import find_game, recorded_game
from neuro.network.network import initial_genomes
from neuro.storage.files import save

SMALL = {"seed": 1, "population": 8, "generations": 1, "episodes": 1, "max_steps": 8}
PLAYABLE = ["Fine", "Bits", "Chosen", "Picture"]


def evolved(name, threads=1):
    return neuro.evolve(f"gym:hostile/{name}-v0", threads=threads, **SMALL)


@pytest.mark.parametrize("name", PLAYABLE)
def test_every_space_that_networks_play_is_played(name):
    champion = evolved(name).champion
    assert champion.score == 5
    assert neuro.replay(champion, seed=3)[0].steps == 5


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("NanSeen", "NanSeen-v0 cannot be played: what it shows are not finite numbers"),
        ("InfSeen", "InfSeen-v0 cannot be played: what it shows are not finite numbers"),
        ("NanReward", "its rewards are not finite numbers"),
        ("InfReward", "its rewards are not finite numbers"),
        ("NoReward", "NoReward-v0 cannot be played: TypeError"),
        ("WordReward", "could not convert string to float: 'much'"),
        ("WrongShape", r"what it shows has the shape \(3,\), and its space is Box"),
        ("NothingSeen", "NothingSeen-v0 cannot be played"),
        ("OutOfChoice", r"it shows \[7.*\], which is not in Discrete\(3\)"),
        ("FourTuple", r"not enough values to unpack \(expected 5, got 4\)"),
        ("NoSeed", "NoSeed-v0 cannot be played: TypeError"),
        ("OldReset", "OldReset-v0 cannot be played"),
        ("Exits", "Exits-v0 cannot be played: SystemExit: 3"),
        ("Tuples", "Box, Discrete and MultiBinary spaces, and this one shows Tuple"),
        ("Dicts", "and this one shows Dict"),
        ("Words", "and this one shows Text"),
        ("ManyChoices", "and this one takes MultiDiscrete"),
        ("Unbounded", "a box of actions must have finite bounds"),
    ],
)
def test_what_an_environment_does_wrong_is_told_in_a_sentence(name, words):
    with pytest.raises(NeuroError, match=words):
        evolved(name)


@pytest.mark.parametrize("kind", [ValueError, KeyError, AssertionError, MemoryError, OSError, SystemExit])
@pytest.mark.parametrize("where", ["make", "reset", "step"])
def test_whatever_an_environment_raises_is_told_in_a_sentence(where, kind, monkeypatch):
    monkeypatch.setitem(gymnasium.spec("hostile/Fine-v0").kwargs, "fault", (where, kind))
    foreign_game.cache_clear()
    find_game.cache_clear()
    with pytest.raises(NeuroError, match=r"the environment hostile/Fine-v0 cannot be (made|played)") as told:
        evolved("Fine")
    assert len(str(told.value).splitlines()) == 1
    assert "\x1b" not in str(told.value)


@pytest.mark.parametrize(
    ("picture", "words"), [(None, "no pictures"), ((4, 5), r"shape \(4, 5\)"), ((4, 5, 4), r"shape \(4, 5, 4\)")]
)
def test_pictures_that_are_none_are_told_in_a_sentence(picture, words, monkeypatch):
    monkeypatch.setitem(gymnasium.spec("hostile/Fine-v0").kwargs, "picture", picture)
    game = find_game("gym:hostile/Fine-v0")
    genome = initial_genomes(game.layers, 1, 1, game.initialiser)[0]
    with pytest.raises(NeuroError, match=f"Fine-v0 cannot be drawn: .*{words}"):
        list(game.engine(game.layers).pictures(genome, 1, 5))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gym:CartPole", "gym:CartPole-v1"),
        ("gym:hostile/Fine", "gym:hostile/Fine-v0"),
        ("gym:environments_for_tests:hostile/Fine", "gym:environments_for_tests:hostile/Fine-v0"),
        ("gym:environments_for_tests:hostile/Fine-v0", "gym:environments_for_tests:hostile/Fine-v0"),
    ],
)
def test_an_environment_is_found_by_its_module_and_without_a_version(typed, meant):
    assert find_game(typed).name == meant
    assert neuro.evolve(typed, threads=1, **SMALL).champion.game == meant


@pytest.mark.parametrize(
    ("typed", "error", "words"),
    [
        ("gym:cartpole-v1", UnknownNameError, "did you mean 'CartPole-v1'"),
        ("gym:CARTPOLE", UnknownNameError, "CartPole-v1"),
        ("gym:CartPole-v99", UnknownNameError, "did you mean 'CartPole-v1'"),
        ("gym:hostile/Fin", UnknownNameError, "did you mean 'hostile/Fine-v0'"),
        ("gym:no such thing!", UnknownNameError, "unknown environment"),
        ("gym::", UnknownNameError, "unknown environment"),
        ("gym:", UnknownNameError, "unknown game"),
        ("gym:no_such_module:Env-v0", NeuroError, "module 'no_such_module', which should register environments"),
        ("gym:environments_for_tests:Env-v0", UnknownNameError, "unknown environment 'Env-v0'"),
        ("gym:a b:Env-v0", NeuroError, "ModuleNotFoundError"),
        ("gym:.relative:Env-v0", NeuroError, "cannot be imported"),
    ],
)
def test_a_name_that_is_none_is_told_in_a_sentence(typed, error, words):
    with pytest.raises(error, match=words):
        find_game(typed)


@pytest.mark.parametrize("command", ["play", "bench", "check"])
def test_commands_that_need_rules_of_ours_say_so(command, capsys):
    assert main([command, "gym:CartPole-v1"]) == 1
    assert "CartPole-v1" in capsys.readouterr().err


def test_no_file_makes_neuro_import_a_module(tmp_path, monkeypatch, capsys):
    (tmp_path / "mine.py").write_text("raise SystemExit('was run')")
    monkeypatch.syspath_prepend(tmp_path)
    champion = dataclasses.replace(evolved("Fine").champion, game="gym:mine:Mine-v0")
    save(champion, tmp_path / "shared.neuro")
    for command in (["replay", "--view", "none"], ["verify"], ["replay", "--force", "--view", "none"]):
        assert main([*command, str(tmp_path / "shared.neuro")]) == 1
        assert "is of the module mine, which a file cannot import" in capsys.readouterr().err
    monkeypatch.setenv("NEURO_MODULES", "other,mine")
    with pytest.raises(NeuroError, match="SystemExit: was run"):
        game_of(champion)
    monkeypatch.delenv("NEURO_MODULES")
    assert recorded_game("gym:environments_for_tests:hostile/Fine-v0").name.endswith("Fine-v0")


SCRIPT = """
import gymnasium, numpy as np, neuro
class Own(gymnasium.Env):
    observation_space = gymnasium.spaces.Box(-1, 1, (2,), np.float32)
    action_space = gymnasium.spaces.Discrete(2)
    def reset(self, *, seed=None, options=None):
        self.left = 5
        return np.zeros(2, np.float32), {}
    def step(self, action):
        print("chatter")
        self.left -= 1
        return np.zeros(2, np.float32), 1.0, self.left == 0, False, {}
gymnasium.register("Own-v0", entry_point=Own)
found = neuro.evolve("gym:Own-v0", seed=1, population=8, generations=1, episodes=1, max_steps=8, threads=2)
print("score", found.champion.score)
"""


def test_a_script_needs_no_main_guard_and_may_bring_its_own_environment(tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    run = subprocess.run([sys.executable, tmp_path / "script.py"], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines().count("score 5.0") == 1
    assert "Traceback" not in run.stderr


def slow(seconds, value):
    time.sleep(seconds)
    return value


def unwilling():
    raise NeuroError("not today")


def process():
    return os.getpid(), os.getpgid(0) if hasattr(os, "getpgid") else 0


def fall(folder, times):
    """Die, for so many times."""
    marks = len(list(Path(folder).iterdir()))
    if marks < times:
        (Path(folder) / str(marks)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "stood"


@pytest.fixture(scope="module")
def workers():
    found = Workers(2)
    yield found
    found.close()


def test_answers_come_in_the_order_of_the_tasks(workers):
    tasks = [(0.05 * (k % 3), k) for k in range(9)]
    assert workers.map(slow, tasks) == list(range(9))


def test_what_a_task_finds_wrong_is_told_and_the_next_ones_are_done(workers):
    with pytest.raises(NeuroError, match="not today"):
        workers.map(unwilling, [(), (), ()])
    assert workers.map(slow, [(0, 1)]) == [1]


@pytest.mark.skipif(os.name == "nt", reason="there are no groups of processes")
def test_signals_to_this_group_do_not_reach_them(workers):
    (_, group), *_ = workers.map(process, [()])
    assert group not in (0, os.getpgid(0))


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_one_that_is_killed_is_started_again_once(workers, tmp_path):
    assert workers.map(fall, [(str(tmp_path), 1)]) == ["stood"]
    with pytest.raises(NeuroError, match="was killed by signal 9, twice"):
        workers.map(fall, [(str(tmp_path), 99)])
    assert workers.map(slow, [(0, 1), (0, 2)]) == [1, 2]


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal there")
def test_an_interrupt_waits_for_nobody_and_leaves_nobody(workers):
    processes = {found for found, _ in workers.map(process, [()] * 4)}
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        workers.map(slow, [(600, 1), (600, 2), (600, 3)])
    for one in processes:
        with pytest.raises(ChildProcessError):
            os.waitpid(one, 0)
    assert workers.map(slow, [(0, 1)]) == [1]


def test_what_cannot_be_sent_is_told_and_breaks_nothing(workers):
    with pytest.raises((TypeError, pickle.PicklingError, AttributeError)):
        workers.map(slow, [(0, threading.Lock())])
    with pytest.raises(NeuroError, match="a process cannot take its task"):
        workers.map(slow, [(0, OnlyHere())])
    assert workers.map(slow, [(0, 1)]) == [1]


class OnlyHere:
    def __reduce__(self):
        return os.strerror, ("no number",)


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_whole_group_ends_a_run_as_ctrl_c_does(number, tmp_path):
    log = tmp_path / "log.csv"
    words = [
        "evolve",
        "gym:Pendulum-v1",
        "--population",
        "16",
        "--episodes",
        "1",
        "--max-steps",
        "50",
        "--threads",
        "2",
    ]
    ending = ["--keep-going", "--quiet", "--csv", str(log), "--out", str(tmp_path / "run")]
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from neuro.cli.app import entry; entry()"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code, *words, *ending], stderr=subprocess.PIPE, start_new_session=True, text=True
    )
    while run.poll() is None and not (log.exists() and len(log.read_text().splitlines()) > 2):
        time.sleep(0.02)
    os.killpg(run.pid, number)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 128 + number
    assert "Traceback" not in said
    assert (tmp_path / "run" / "champion.neuro").is_file()


def test_seen_and_done_do_not_depend_on_processes():
    one, two = (
        neuro.evolve("gym:Pendulum-v1", threads=threads, **{**SMALL, "max_steps": 20}).fingerprint for threads in (1, 2)
    )
    assert one == two
    assert np.isfinite(evolved("Fine", threads=2).champion.fitness)


assert environments_for_tests.ENVIRONMENTS  # imported so that they are registered
