import gzip
import hashlib
import re
from pathlib import Path

import numpy as np
import pytest

from neuro.datasets import digits, mnist, table, xor
from neuro.errors import FileError, UnknownNameError
from neuro.network import Dense, Input, Network
from neuro.paths import asset

RNG = np.random.default_rng(1)


def idx(values):
    head = bytes([0, 0, 8, values.ndim]) + b"".join(int(n).to_bytes(4, "big") for n in values.shape)
    return head + values.astype(np.uint8).tobytes()


@pytest.fixture
def images():
    return RNG.integers(0, 256, (7, 28, 28)), RNG.integers(0, 10, 7)


def write_four(folder, images, *, packed=False, joint="-"):
    for part in ("train", "t10k"):
        for name, values in (("images", images[0]), ("labels", images[1])):
            path = folder / f"{part}-{name}{joint}idx{values.ndim}-ubyte{'.gz' if packed else ''}"
            path.write_bytes(gzip.compress(idx(values)) if packed else idx(values))
    return folder


def test_the_digits_are_those_whose_checksum_the_notice_gives():
    notice = asset("digits/README.md").read_text()
    expected = re.search(r"[0-9a-f]{64}", notice).group()
    assert hashlib.sha256(asset("digits/digits.npz").read_bytes()).hexdigest() == expected
    assert "Alpaydin" in notice
    assert "CC BY 4.0" in notice


def test_digits_are_learnt_from_and_tested_on_apart():
    data = digits()
    assert (data.x.shape, data.test_x.shape) == ((1438, 8, 8, 1), (359, 8, 8, 1))
    assert 0 == data.x.min() < data.x.max() == 1
    assert set(data.y) == set(data.test_y) == set(range(10))


def test_xor_is_exclusive_or():
    data = xor()
    assert (data.y[:, 0] == (data.x[:, 0] != data.x[:, 1])).all()


@pytest.mark.parametrize(("packed", "joint"), [(False, "-"), (True, "-"), (False, ".")])
def test_the_four_files_of_mnist_are_read(packed, joint, images, tmp_path):
    data = mnist(write_four(tmp_path, images, packed=packed, joint=joint))
    assert np.allclose(data.x[..., 0] * 255, images[0])
    assert data.test_y.tolist() == images[1].tolist()


@pytest.mark.parametrize("heading", [True, False])
def test_mnist_is_read_from_tables_too(heading, images, tmp_path):
    for name in ("mnist_train.csv", "mnist_test.csv"):
        lines = [",".join(map(str, [label, *image.ravel()])) for image, label in zip(*images, strict=True)]
        if heading:
            lines.insert(0, "label," + ",".join(f"p{k}" for k in range(784)))
        (tmp_path / name).write_text("\n".join(lines))
    data = mnist(str(tmp_path))
    assert np.allclose(data.x[..., 0] * 255, images[0])
    assert data.y.tolist() == images[1].tolist()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda data: data[:-1], "is damaged"),
        (lambda data: data + b"x", "and more are there"),
        (lambda _: b"", "not an IDX file"),
        (lambda data: b"\0\0\x0d\x03" + data[4:], "not an IDX file"),
        (lambda data: data[:4] + b"\xff" * 12 + data[16:], "cannot be"),
        (lambda data: gzip.compress(data)[:-9], "cannot read"),
        (lambda data: gzip.compress(data[:16]) + b"", "and 0 are there"),
    ],
)
def test_a_damaged_file_of_mnist_is_refused_in_a_sentence(damage, says, images, tmp_path):
    write_four(tmp_path, images)
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(FileError, match=says):
        mnist(tmp_path)


def test_a_folder_without_the_files_is_told_what_it_lacks(tmp_path):
    with pytest.raises(FileError, match="lacks train-images-idx3-ubyte"):
        mnist(tmp_path)
    with pytest.raises(FileError, match="there is no folder"):
        mnist(tmp_path / "nowhere")


@pytest.fixture
def houses(tmp_path):
    lines = ["rooms;town;price"]
    for rooms, town, noise in zip(
        RNG.integers(1, 9, 60), RNG.choice(["Ulm", "Rom"], 60), RNG.normal(size=60), strict=True
    ):
        lines.append(f"{rooms};{town};{1000 * rooms + (500 if town == 'Rom' else 0) + noise:.2f}")
    path = tmp_path / "houses.csv"
    path.write_text("\n".join(lines))
    return path


def test_a_table_of_numbers_and_words_becomes_scaled_numbers(houses):
    data = table(houses, "price")
    assert data.x.shape == (48, 3)
    assert data.test_x.shape == (12, 3)
    assert data.classes == ()
    assert np.allclose(data.scaling.inputs(data.x).mean(axis=0), 0, atol=1e-6)
    assert np.allclose(data.scaling.targets(data.y).std(), 1, atol=1e-6)


def test_a_column_of_words_is_classes(houses):
    data = table(str(houses), "town")
    assert data.classes == ("Rom", "Ulm")
    assert set(data.y) == {0, 1}


def test_a_network_with_a_tables_scaling_takes_and_gives_its_own_numbers(houses):
    data = table(houses, "price")
    scaled = Network([Input(3), Dense(4, "tanh"), Dense(1)], seed=1, scaling=data.scaling)
    plain = Network(scaled.layers, seed=1)
    expected = plain.predict(data.scaling.inputs(data.x)) * data.y.std() + data.y.mean()
    assert np.allclose(scaled.predict(data.x), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no table"),
        ("a,b\n1,2\n", "is no table"),
        ("a,b\n1,2\n3\n", "line 3 .* has 1 cell, but the first line has 2 column names"),
        ("a,b\n1,2\n,4\n", "line 3 .* has nothing under 'a'"),
        ("a,b\n" + "\n".join(f"word{k},{k}" for k in range(60)), "60 different words"),
        ("a,b\n1,x\n2,x\n", "holds 1 classes"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_in_a_sentence(text, says, tmp_path):
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(FileError, match=says):
        table(tmp_path / "t.csv", "b")


def test_an_unknown_column_is_answered_with_the_nearest(houses):
    with pytest.raises(UnknownNameError, match="did you mean 'price'"):
        table(houses, "prise")
    with pytest.raises(FileError, match="there is no file"):
        table(Path("nowhere.csv"), "price")
