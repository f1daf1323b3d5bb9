import json
import signal

import numpy as np
import pytest
from screen import until

from neuro.storage.files import load

KEYS = [
    *["dataset", "parameters", "epochs", "train_loss", "train_accuracy", "test_loss", "test_accuracy"],
    *["seconds_per_epoch", "file"],
]


def test_digits_are_learnt_and_kept(neuro, tmp_path):
    told = neuro.json("train", "digits", "--view", "none", "--seed", 8, "--save", tmp_path / "digits.neuro")
    assert list(told) == KEYS
    assert told["test_accuracy"] >= 0.97
    assert (told["dataset"], told["parameters"], told["epochs"]) == ("digits", 64 * 64 + 64 + 640 + 10, 40)
    assert load(told["file"]).parameter_count == told["parameters"]


def test_the_same_seed_trains_the_same_network_and_resuming_goes_on(neuro, tmp_path):
    for name in ("a", "b"):
        neuro("train", "digits", "--seed", 3, "--epochs", 4, "--save", tmp_path / f"{name}.neuro")
    first, second = (load(tmp_path / f"{name}.neuro") for name in ("a", "b"))
    assert first.genome.tobytes() == second.genome.tobytes()
    neuro("train", "digits", "--epochs", 2, "--resume", tmp_path / "a.neuro", "--save", tmp_path / "c.neuro")
    again = load(tmp_path / "c.neuro")
    assert again.state.epoch == 6
    assert again.genome.tobytes() != first.genome.tobytes()


def test_xor_is_learnt_and_goes_to_gone(neuro, tmp_path):
    told = neuro.json("train", "xor", "--view", "none", "--seed", 1, "--save", tmp_path / "x.neuro")
    assert told["train_accuracy"] == 1
    neuro("export", tmp_path / "x.neuro", tmp_path / "x.gone")
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert np.allclose(load(tmp_path / "x.gone").predict(x), load(tmp_path / "x.neuro").predict(x), atol=1e-6)


def test_xor_in_a_window_trains_in_the_bits_of_without(neuro, tmp_path):
    shown = ("--frames", 40, "--screenshot", tmp_path / "xor.png", "--view", "window")
    neuro("train", "xor", "--seed", 1, "--epochs", 20, *shown, "--save", tmp_path / "shown.neuro")
    neuro("train", "xor", "--seed", 1, "--epochs", 20, "--view", "none", "--save", tmp_path / "plain.neuro")
    assert load(tmp_path / "shown.neuro").genome.tobytes() == load(tmp_path / "plain.neuro").genome.tobytes()
    assert (tmp_path / "xor.png").stat().st_size > 1000


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_training_with_all_kept(neuro, tmp_path, number):
    kept = tmp_path / "kept.neuro"
    often = ("--checkpoint-every", 1, "--save", kept)
    process = neuro.start("train", "digits", "--epochs", 100_000, "--batch-size", 64, *often, "--json")
    until(kept.exists, "a checkpoint", seconds=120)
    process.send_signal(number)
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 128 + number, complained
    assert "Traceback" not in complained
    told = json.loads(said)
    assert told["epochs"] == load(kept).state.epoch < 100_000


def test_without_a_place_to_keep_it_a_network_goes_to_the_saves(neuro):
    for number in (1, 2):
        told = neuro.json("train", "digits", "--epochs", 1, "--seed", 1)
        assert told["file"].endswith(f"digits-network-{number}.neuro")


def test_a_table_is_learnt_in_its_own_numbers(neuro, tmp_path):
    rng = np.random.default_rng(1)
    lines = ["width,depth,area"] + [f"{w},{d},{w * d}" for w, d in rng.uniform(1, 50, (300, 2)).round(2)]
    (tmp_path / "areas.csv").write_text("\n".join(lines))
    told = neuro.json("train", "csv", "areas.csv", "--target", "area", "--seed", 1, "--save", "areas.neuro")
    assert told["train_accuracy"] is None
    assert told["test_loss"] < 0.01
    assert load(tmp_path / "areas.neuro").predict([20, 30])[0] == pytest.approx(600, rel=0.1)


def test_options_shape_the_network_and_its_training(neuro, tmp_path):
    options = (
        "--layers",
        "64-5-10",
        "--activation",
        "tanh",
        "--optimizer",
        "momentum",
        "--lr",
        0.05,
        "--batch-size",
        50,
    )
    told = neuro.json("train", "digits", *options, "--epochs", 2, "--seed", 1, "--save", tmp_path / "d.neuro")
    assert told["parameters"] == 64 * 5 + 5 + 50 + 10
    state = load(tmp_path / "d.neuro").state
    assert (state.optimizer.kind, state.optimizer.learning_rate, state.batch_size) == ("momentum", 0.05, 50)


@pytest.mark.parametrize("loss", ["mse", "mae", "huber", "binary-cross-entropy", "cross-entropy"])
def test_digits_are_learnt_under_every_loss(loss, neuro):
    told = neuro.json("train", "digits", "--loss", loss, "--epochs", 20, "--seed", 1, "--save", "d.neuro")
    assert told["test_accuracy"] > 0.9


def test_early_stopping_holds_examples_out(neuro, tmp_path):
    told = neuro.json(
        "train", "digits", "--patience", 3, "--lr", 0.05, "--epochs", 200, "--seed", 1, "--save", "d.neuro"
    )
    assert told["epochs"] < 200
    assert told["test_accuracy"] > 0.9


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("mnist",), "mnist needs its files"),
        (("mnist", "--data", "nowhere"), "there is no folder nowhere"),
        (("csv", "t.csv"), "--target COLUMN"),
        (("csv", "nowhere.csv", "--target", "x"), "there is no file nowhere.csv"),
        (("digits", "--target", "x"), "digits takes no --target"),
        (("digits", "--layers", "65-10"), "has 64 inputs and 10 outputs: write for example 64-16-10"),
        (("digits", "--layers", "many"), "takes sizes such as 64-16-10, not 'many'"),
        (("digits", "--optimizer", "adaam"), "did you mean 'adam'"),
        (("digits", "--loss", "hubr"), "did you mean 'huber'"),
        (("digits", "--activation", "reul"), "did you mean 'relu'"),
        (("xor", "--model", "conv"), "is for images"),
        (("digits", "--save", "nowhere/d.neuro"), "there is no folder nowhere"),
        (("digits", "--resume", "nowhere.neuro"), "there is no file nowhere.neuro"),
    ],
)
def test_a_mistake_is_one_sentence(arguments, says, neuro, tmp_path):
    told = neuro("train", *arguments, code=1 if "there is no" in says else 2).stderr_text
    assert says in told
    assert told.count("\n") == 1
    assert not list(tmp_path.rglob("*.neuro"))


def test_watching_xor_without_a_window_tells_of_both_ways(neuro):
    told = neuro.json("watch", "xor", "--view", "none", "--seed", 1)
    assert [one["name"] for one in told["pupils"]] == ["Backprop", "Evolution"]
    assert max(one["loss"] for one in told["pupils"]) < 0.05
    shown = neuro("watch", "xor", "--seed", 1, "--frames", 3, "--screenshot", "two.png")
    assert "Evolution" in shown.stdout_text


def test_digits_says_what_its_network_is_good_for(neuro):
    said = neuro("train", "digits", "--epochs", 1, "--save", "few.neuro").stdout_text
    assert "Draw a digit: neuro guess few.neuro" in said
    assert "reads most drawings" in said
