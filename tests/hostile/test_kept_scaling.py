"""What is kept of a table answers as what was trained: columns of large numbers keep their scaling as scaling."""

import dataclasses

import numpy as np
import pytest

import neuro
from neuro import Checkpoint, Dense, Input, Network
from neuro.errors import FileError, SettingError, ShapeError
from neuro.network import Column, Columns, Scaling
from neuro.storage import neuro_pb2
from neuro.storage.files import frame_of, load, save
from neuro.storage.frame import Kind, enclose
from neuro.storage.messages import Model, encode
from neuro.storage.onnx import save_onnx
from neuro.view.face.guess_page import save_page

SECONDS, MILLISECONDS = 1_700_000_000, 1_700_000_000_000


def write(path, start, *, target="class"):
    """A table whose one column of inputs counts on from a number."""
    told = {"class": lambda i: "late" if i >= 100 else "early", "number": lambda i: f"{start + 2 * i}.5"}[target]
    path.write_text("\n".join(["time,answer", *(f"{start + i},{told(i)}" for i in range(200))]))


@pytest.fixture
def scaled():
    """A trained network that scales inputs and outputs, and what it has learnt from."""
    x = MILLISECONDS + np.arange(200.0)[:, np.newaxis]
    y = 5e9 + 3 * np.arange(200.0)[:, np.newaxis]
    network = Network([Input(1), Dense(6, "tanh"), Dense(1)], seed=1, scaling=Scaling.of(x, y))
    network.columns = Columns((Column("time"),), Column("answer"))
    network.train(x, y, epochs=150, seed=1, optimizer=neuro.Adam(0.02))
    return network, x, y


@pytest.mark.parametrize("start", [SECONDS, MILLISECONDS], ids=["seconds", "milliseconds"])
def test_classes_of_a_column_of_large_numbers_are_as_right_when_loaded_as_when_trained(start, neuro, tmp_path):
    write(tmp_path / "t.csv", start)
    told = neuro.json("train", "csv", "t.csv", "--target", "answer", "--seed", 1, "--save", "n.neuro")
    assert told["train_accuracy"] > 0.98
    outputs = load(tmp_path / "n.neuro").predict(start + np.arange(200.0)[:, np.newaxis])
    assert (outputs.argmax(axis=1) == (np.arange(200) >= 100)).mean() > 0.98  # early, late


def test_targets_of_large_numbers_are_given_to_their_last_digit(neuro, tmp_path):
    write(tmp_path / "t.csv", MILLISECONDS, target="number")
    options = ("--layers", "1-1", "--lr", 0.05, "--epochs", 150, "--seed", 1, "--save", "n.neuro")
    told = neuro.json("train", "csv", "t.csv", "--target", "answer", *options)
    assert told["test_rmse"] < 20
    assert told["test_r2"] > 0.98
    predicted = load(tmp_path / "n.neuro").predict([[MILLISECONDS + 7]])
    assert predicted.dtype == np.float64
    assert predicted[0, 0] == pytest.approx(MILLISECONDS + 14.5, abs=40)  # float32 has steps of 131,072 there


def test_training_predicting_and_evaluating_are_those_of_the_scaled_numbers(scaled):
    network, x, y = scaled
    inside = Network(network.layers, seed=1)
    inputs, targets = network.scaling.inputs(x), network.scaling.targets(y)
    inside.train(inputs, targets, epochs=150, seed=1, optimizer=neuro.Adam(0.02))
    assert inside.genome.tobytes() == network.genome.tobytes()
    assert network.evaluate(x, y) == inside.evaluate(inputs, targets)
    assert (network.predict(x) == network.scaling.outputs(inside.predict(inputs))).all()
    batches = Network(network.layers, seed=1, scaling=network.scaling)
    batches.train([(x, y)], epochs=3, optimizer=neuro.SGD(), validation=(x, y), seed=1)
    whole = Network(network.layers, seed=1, scaling=network.scaling)
    whole.train(x, y, epochs=3, optimizer=neuro.SGD(), batch_size=len(x), shuffle=False, validation=[x, y], seed=1)
    assert np.allclose(batches.genome, whole.genome, atol=1e-5)


def test_what_is_loaded_is_what_was_saved_and_goes_on_in_the_same_bits(scaled, tmp_path):
    network, x, y = scaled
    save(network, tmp_path / "n.neuro")
    found = load(tmp_path / "n.neuro")
    assert found == network
    assert (found.scaling, found.columns) == (network.scaling, network.columns)
    assert (found.predict(x) == network.predict(x)).all()
    found.train(x, y, epochs=3)
    network.train(x, y, epochs=3)
    assert found == network


def test_a_checkpoint_of_a_training_scales_as_the_network_does(scaled, tmp_path):
    network, x, y = scaled
    network.train(x, y, epochs=1, callbacks=[Checkpoint(tmp_path / "n.neuro")])
    assert (load(tmp_path / "n.neuro").predict(x) == network.predict(x)).all()


def test_copies_and_children_scale_too(scaled):
    network, x, _ = scaled
    for other in (network.copy(), network.crossover(network, rng=1)):
        assert (other.predict(x) == network.predict(x)).all()
        assert other.columns == network.columns
    assert network != Network.from_genome(network.layers, network.genome)
    with pytest.raises(ShapeError, match="scale their inputs"):
        network.crossover(Network(network.layers, seed=1))


def test_a_neuro_that_knows_no_scaling_refuses_the_file_and_plain_files_stay_as_they_were(scaled, tmp_path):
    network, *_ = scaled
    save(network, tmp_path / "n.neuro")
    frame = frame_of(tmp_path / "n.neuro")
    assert neuro_pb2.Model.FromString(frame.body).format == 2
    assert frame.needs == (1, 0)
    save(Network(network.layers, seed=1), tmp_path / "plain.neuro")
    frame = frame_of(tmp_path / "plain.neuro")
    assert neuro_pb2.Model.FromString(frame.body).format == 1
    assert frame.needs == (0, 1)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda m: setattr(m, "format", 1), "a file of format 1 cannot say"),
        (lambda m: setattr(m, "format", 9), "from a newer neuro"),
        (lambda m: m.network.scaling.ClearField("mean"), "holds"),
        (lambda m: m.network.scaling.ClearField("target_mean"), "both target_mean and target_deviation"),
        (lambda m: setattr(m.network.scaling.deviation, "data", bytes(8)), "must be above 0"),
        (lambda m: setattr(m.network.scaling.mean, "data", b"\0\0\0\0\0\0\xf0\x7f"), "not finite"),
        (lambda m: m.network.columns.ClearField("target"), "without a name"),
        (lambda m: m.network.columns.inputs.add(name="more"), "columns of 2 inputs for a network of 1"),
        (lambda m: setattr(m.network.columns.inputs[0], "name", "\x1b[2J"), "cannot be printed"),
        (lambda m: setattr(m.network.columns.inputs[0], "name", "answer"), "two columns of one name"),
        (lambda m: m.network.columns.target.words.extend(["a", "a"]), "for a network of 1|one word twice"),
    ],
)
def test_a_scaling_that_makes_no_sense_is_refused(change, says, scaled, tmp_path):
    kind, body = encode(Model(scaled[0], "2026-11-28T10:00:00+00:00", "0.1.0"))
    message = neuro_pb2.Model.FromString(body)
    change(message)
    (tmp_path / "n.neuro").write_bytes(enclose(kind, message.SerializeToString()))
    with pytest.raises(FileError, match=says):
        load(tmp_path / "n.neuro")


def test_a_champion_takes_a_games_own_numbers(scaled, tmp_path):
    champion = neuro.load(neuro.paths.shipped_champion("flappy"))
    with pytest.raises(FileError, match="scales its inputs"):
        save(dataclasses.replace(champion, network=scaled[0]), tmp_path / "c.neuro")
    assert encode(champion)[0] == Kind.CHAMPION


def test_a_scaling_that_does_not_fit_is_a_sentence():
    layers = [Input(2), Dense(1)]
    with pytest.raises(ShapeError, match="mean of a scaling has shape"):
        Network(layers, scaling=Scaling(np.zeros(3), np.ones(3)))
    with pytest.raises(ShapeError, match="both target_mean"):
        Network(layers, scaling=Scaling(np.zeros(2), np.ones(2), np.zeros(1)))
    with pytest.raises(SettingError, match="above 0"):
        Scaling(np.zeros(2), np.zeros(2))
    with pytest.raises(SettingError, match="not finite"):
        Scaling.of(np.array([[1e308], [-1e308]]))
    classes = Network([Input(2), Dense(2, "softmax")], scaling=Scaling.of(np.eye(2), np.eye(2)))
    with pytest.raises(ShapeError, match="targets are scaled numbers"):
        classes.train(np.eye(2), [0, 1])


def test_what_is_equal_everywhere_is_brought_to_zero_and_no_further():
    scaling = Scaling.of(np.full((7, 1), 0.1))
    assert scaling.deviation[0] == 1
    assert np.abs(scaling.inputs(np.full((7, 1), 0.1))).max() < 1e-15


def test_onnx_and_gone_give_what_the_network_gives(scaled, tmp_path):
    network, x, _ = scaled
    runtime = pytest.importorskip("onnxruntime")
    save_onnx(network, tmp_path / "n.onnx")
    session = runtime.InferenceSession(tmp_path / "n.onnx", providers=["CPUExecutionProvider"])
    assert np.allclose(session.run(None, {"inputs": x})[0], network.predict(x), rtol=0, atol=1e-3)
    known = Network([Input(1), Dense(6, "relu"), Dense(1)], seed=1, scaling=network.scaling)
    save(known, tmp_path / "n.gone")
    assert np.allclose(load(tmp_path / "n.gone").predict(x), known.predict(x), rtol=0, atol=1e-2)
    classes = Network([Input(1), Dense(6, "relu"), Dense(3, "softmax")], seed=1, scaling=Scaling.of(x))
    save_onnx(classes, tmp_path / "c.onnx")
    session = runtime.InferenceSession(tmp_path / "c.onnx", providers=["CPUExecutionProvider"])
    found = session.run(None, {"inputs": x})[0]
    assert found.dtype == classes.predict(x).dtype == np.float32
    assert np.allclose(found, classes.predict(x), atol=1e-6)
    save(classes, tmp_path / "c.gone")
    assert np.allclose(load(tmp_path / "c.gone").predict(x), classes.predict(x), atol=1e-4)
    with pytest.raises(ShapeError, match="a page takes drawings"):
        save_page(network, tmp_path / "n.html")
    assert not (tmp_path / "n.html").exists()


def test_gone_says_what_it_has_no_layer_for(tmp_path):
    scaling = Scaling.of(np.eye(2), np.eye(2)[:, :1])
    with pytest.raises(FileError, match="for which gone has no layer"):
        save(Network([Input(2), Dense(1, "sigmoid")], seed=1, scaling=scaling), tmp_path / "n.gone")


def test_a_table_is_trained_on_from_its_file_and_no_other_table_is(neuro, tmp_path):
    write(tmp_path / "t.csv", SECONDS)
    (tmp_path / "other.csv").write_text((tmp_path / "t.csv").read_text().replace("time", "hour"))
    common = ("--target", "answer", "--seed", 1)
    first = neuro.json("train", "csv", "t.csv", *common, "--epochs", 2, "--save", "n.neuro")
    told = neuro.json("train", "csv", "t.csv", *common, "--epochs", 40, "--resume", "n.neuro", "--save", "m.neuro")
    assert load(tmp_path / "m.neuro").state.epoch == 42
    assert told["train_loss"] < first["train_loss"]
    told = neuro("train", "csv", "other.csv", *common, "--resume", "n.neuro", code=2).stderr_text
    assert "has not learnt a table with these columns" in told
    assert neuro("inspect", "n.neuro").stdout_text.count("early or late") == 1
