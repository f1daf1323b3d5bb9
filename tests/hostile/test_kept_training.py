"""What is learnt can be kept: whatever can make saving impossible is asked before the first step."""

import errno
import os
import shutil

import numpy as np
import pytest

import neuro
from neuro import SGD, Adam, Callback, Checkpoint, Dense, Input, Network
from neuro.cli import train as command
from neuro.errors import NeuroError, SettingError
from neuro.storage import limits
from neuro.storage.files import check_savable, load, save

X, Y = np.eye(4, dtype=np.float32), np.zeros((4, 1), np.float32)
DEEP = [Input(4), *[Dense(1)] * limits.LAYERS, Dense(1)]


class Steps(Callback):
    """Counts what training does."""

    def __init__(self):
        self.epochs = 0

    def epoch(self, trainer, record):
        self.epochs += 1


def trained(network, path, **settings):
    """How many epochs a training that is to be kept has come, and what it says."""
    steps = Steps()
    with pytest.raises(NeuroError) as found:
        network.train(X, Y, epochs=3, seed=1, callbacks=[Checkpoint(path), steps], **settings)
    return steps.epochs, str(found.value)


def test_a_network_with_its_optimizers_memory_may_be_larger_than_a_genome(neuro, tmp_path):
    path = tmp_path / "n.neuro"
    network = Network([Input(64), Dense(1200), Dense(1200), Dense(10)], seed=1)
    network.train(np.eye(64), np.zeros((64, 10)), optimizer=Adam(), epochs=1, batch_size=64, seed=1)
    save(network, path)
    assert path.stat().st_size > limits.GENOME_FILE
    assert load(path) == network
    assert load(path).state.slots.tobytes() == network.state.slots.tobytes()


def test_the_largest_network_in_float64_with_all_its_memory_is_kept(tmp_path):
    network = Network([Input(1999), Dense(2000)], seed=1, dtype="float64")
    assert network.parameter_count == limits.PARAMETERS
    network.train(np.ones((1, 1999)), np.ones((1, 2000)), optimizer=Adam(), epochs=0, seed=1)
    save(network, tmp_path / "n.neuro")
    assert load(tmp_path / "n.neuro") == network


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--layers", "64-" + "-".join(["2"] * 300) + "-10"), "more than 256 layers"),
        (("--layers", "64-100000000000-10"), "more than 100,000 nodes"),
        (("--layers", f"64-{10**30}-10"), "takes sizes such as 64-16-10"),
        (("--layers", "64-1_0-10"), "takes sizes such as 64-16-10"),
        (("--layers", "６４-10"), "takes sizes such as 64-16-10"),
        (("--layers", "64-3000-3000-10"), "more than 4,000,000 parameters"),
        (("--batch-size", 10**18), "batch_size must be at most"),
    ],
)
def test_what_no_file_could_hold_is_refused_before_the_first_step(arguments, says, neuro, tmp_path, monkeypatch):
    monkeypatch.setattr(Network, "train", lambda *_, **__: pytest.fail("it is trained"))
    told = neuro("train", "digits", *arguments, "--save", tmp_path / "n.neuro", code=2).stderr_text
    assert says in told
    assert told.count("\n") == 1
    assert not (tmp_path / "n.neuro").exists()


def test_a_learning_rate_of_nothing_is_taken_at_its_word(neuro, tmp_path):
    neuro("train", "digits", "--lr", 0, "--epochs", 1, "--seed", 1, "--save", tmp_path / "n.neuro")
    assert load(tmp_path / "n.neuro").state.optimizer.learning_rate == 0


def test_a_place_that_takes_no_file_is_refused_before_the_first_step(neuro, tmp_path, monkeypatch):
    monkeypatch.setattr(Network, "train", lambda *_, **__: pytest.fail("it is trained"))
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    for name, says in (
        ("folder", "it is a folder"),
        ("pipe", "a device or a pipe"),
        ("file/n.neuro", "there is no folder"),
        ("x" * 300, "the name is too long"),
    ):
        told = neuro("train", "digits", "--save", tmp_path / name, code=1).stderr_text
        assert says in told
        assert told.count("\n") == 1
    neuro.environment["NEURO_SAVES"] = str(tmp_path / "file" / "saves")
    assert "choose a file with --save" in neuro("train", "digits", code=1).stderr_text


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "permission is denied"),
    ],
)
def test_a_disk_that_takes_nothing_is_told_before_the_first_step(code, says, neuro, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    monkeypatch.setattr(Network, "train", lambda *_, **__: pytest.fail("it is trained"))
    assert says in neuro("train", "digits", "--save", tmp_path / "n.neuro", code=1).stderr_text
    assert not list(tmp_path.glob("**/*.tmp"))


def test_what_can_no_longer_be_kept_in_its_place_is_kept_in_another(neuro, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    learn = command._learn

    def and_its_folder_goes(*given, **named):
        history = learn(*given, **named)
        shutil.rmtree(home)
        return history

    monkeypatch.setattr(command, "_learn", and_its_folder_goes)
    told = neuro("train", "digits", "--epochs", 1, "--save", home / "n.neuro", code=1).stderr_text
    other = tmp_path / "saves" / "digits-network-1.neuro"
    assert f"what has been learnt is in {other} instead" in told
    assert load(other).state.epoch == 1


@pytest.mark.parametrize(
    ("layers", "settings", "says"),
    [
        (DEEP, {}, "more than 256 layers"),
        ([Input(4), Dense(100_000), Dense(1)], {}, "more than 100,000 nodes"),
        ([Input(4), Dense(1)], {"batch_size": 10**18}, "batch_size must be at most"),
        ([Input(4), Dense(1)], {"optimizer": SGD(10**300)}, "a value that cannot be stored"),
    ],
    ids=["layers", "nodes", "batch", "rate"],
)
def test_a_checkpoint_that_could_not_be_written_ends_training_before_its_first_step(layers, settings, says, tmp_path):
    epochs, told = trained(Network(layers, seed=1), tmp_path / "n.neuro", **settings)
    assert epochs == 0
    assert says in told


def test_a_checkpoint_without_a_place_ends_training_before_its_first_step(tmp_path):
    network = Network([Input(4), Dense(1)], seed=1)
    for path, says in ((tmp_path, "it is a folder"), (tmp_path / "nowhere" / "n.neuro", "there is no folder")):
        epochs, told = trained(network, path)
        assert epochs == 0
        assert says in told


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        (DEEP, "more than 256 layers"),
        ([Input(4), Dense(10**11), Dense(1)], "more than 100,000 nodes"),
        ([Input(3000), Dense(3000), Dense(1)], "more than 4,000,000 parameters"),
    ],
)
def test_what_evolves_on_examples_could_be_kept_or_is_refused_before_its_first_generation(layers, says):
    with pytest.raises(SettingError, match=f"is to be kept, and no file holds a network of {says}"):
        neuro.evolve(neuro.Supervised(layers, X, Y), seed=1, population=2, generations=1)


def test_asking_leaves_what_is_there_as_it_is(tmp_path):
    path, network = tmp_path / "n.neuro", Network([Input(4), Dense(1)], seed=1)
    check_savable(network, path)
    assert os.listdir(tmp_path) == []
    path.write_bytes(b"old")
    check_savable(network, path)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["n.neuro"]


@pytest.mark.parametrize(("hidden", "batch_size"), [((), 32), ((3000,), 4)], ids=["compiled", "batches"])
def test_numbers_that_grow_beyond_all_bounds_end_training_though_the_loss_is_finite(hidden, batch_size):
    network = Network([Input(1), *map(Dense, hidden), Dense(1)], seed=1)
    steps = Steps()
    with pytest.raises(NeuroError, match="numbers that Adam remembers are no longer finite in epoch 1"):
        network.train(
            np.full((4, 1), 1e25), np.zeros((4, 1)), loss="mae", optimizer=Adam(1e-30), epochs=9,
            batch_size=batch_size, seed=1, callbacks=[steps],
        )  # fmt: skip
    assert steps.epochs == 0


def test_counts_beyond_what_files_hold_are_a_sentence():
    network = Network([Input(4), Dense(1)], seed=1)
    for name in ("batch_size", "epochs"):
        with pytest.raises(SettingError, match=f"{name} must be at most 9,007,199,254,740,992, not 1,000,000,"):
            network.train(X, Y, **{name: 10**18})


def test_training_is_the_same_bits_with_and_without_the_question(neuro, tmp_path):
    kept = Network([Input(4), Dense(3, "tanh"), Dense(1)], seed=1)
    plain = kept.copy()
    kept.train(X, Y, epochs=5, seed=1, callbacks=[Checkpoint(tmp_path / "n.neuro", every=5)])
    plain.train(X, Y, epochs=5, seed=1)
    assert kept == plain == load(tmp_path / "n.neuro")
