"""Signals as background jobs, nohup and services send them."""

import os
import signal
import subprocess
import sys

import pytest
from screen import until

from neuro import load

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")

TRAINING = ("train", "digits", "--seed", "1", "--view", "none", "--epochs", "1000000", "--checkpoint-every", "1")
RUN = ("evolve", "flappy", "--seed", "5", "--population", "60", "--max-steps", "400", "--keep-going", "--out", "run")


def started(folder, words, *ignored):
    """The command, begun with some signals ignored, as shells do it."""
    return subprocess.Popen(
        [sys.executable, "-m", "neuro", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: [signal.signal(number, signal.SIG_IGN) for number in ignored],
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_background_job_of_a_script_stops_training_with_all_kept(tmp_path, number):
    process = started(tmp_path, (*TRAINING, "--loss", "mse", "--save", "net.neuro"), signal.SIGINT)
    until((tmp_path / "net.neuro").exists, "a checkpoint", seconds=120)
    process.send_signal(number)
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 128 + number, complained
    assert "Go on with it: neuro train digits --loss mse --resume net.neuro" in said
    assert load(tmp_path / "net.neuro").state.is_under_way


def lines_of(folder):
    history = folder / "run" / "history.csv"
    return len(history.read_text().splitlines()) if history.exists() else 0


def test_a_background_job_of_a_script_stops_a_run_with_all_kept(tmp_path):
    process = started(tmp_path, RUN, signal.SIGINT)
    until(lambda: lines_of(tmp_path) > 3, "a generation", seconds=120)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 143
    assert "Go on with it: neuro evolve --resume run" in said


@pytest.mark.parametrize("words", [RUN, (*TRAINING, "--save", "run.neuro")], ids=["run", "training"])
def test_under_nohup_a_closed_terminal_ends_nothing(tmp_path, words):
    kept = (lambda: lines_of(tmp_path) > 3) if words == RUN else (tmp_path / "run.neuro").exists
    process = started(tmp_path, words, signal.SIGHUP)
    until(kept, "a generation or a checkpoint", seconds=120)
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 143


def test_a_training_that_was_stopped_goes_on_to_the_bits_of_one_that_was_not(neuro, tmp_path):
    short = [*TRAINING[:-4], "--epochs", "60", "--checkpoint-every", "1"]
    neuro(*short, "--save", "whole.neuro")
    process = started(tmp_path, [*short, "--save", "net.neuro"])
    until((tmp_path / "net.neuro").exists, "a checkpoint", seconds=120)
    process.kill()
    process.communicate()
    while load(tmp_path / "net.neuro").state.is_under_way:  # it may have been killed when it had just ended
        neuro("train", "digits", "--resume", "net.neuro", "--view", "none", "--save", "net.neuro")
    assert load(tmp_path / "net.neuro") == load(tmp_path / "whole.neuro")


def test_a_checkpoint_that_cannot_be_written_costs_no_learning(neuro, tmp_path, monkeypatch):
    from neuro.errors import FileError
    from neuro.storage import files

    save, refused = files.save, []

    def sometimes(network, path):
        if network.state.epochs_left:
            refused.append(path)
            raise FileError(f"cannot write {path}: the disk is full")
        save(network, path)

    monkeypatch.setattr(files, "save", sometimes)
    done = neuro("train", "digits", "--epochs", 3, "--checkpoint-every", 1, "--save", "net.neuro", "--view", "none")
    assert len(refused) == 2
    assert done.stderr_text.count("the disk is full; training goes on without this checkpoint") == 2
    assert load(tmp_path / "net.neuro").state.epoch == 3
