import numpy as np
import pytest
from drawn_digits import drawn

from neuro.datasets import digits
from neuro.errors import FileError, ShapeError
from neuro.network import Dense, Input, Network
from neuro.pictures import centred, read_png, side_of

Image = pytest.importorskip("PIL.Image", reason="pillow is not installed: pip install 'neuro-sandbox[pictures]'")


def bar(height, width, top, left, high, wide):
    ink = np.zeros((height, width))
    ink[top : top + high, left : left + wide] = 1
    return ink


@pytest.mark.parametrize("where", [(5, 5), (60, 100), (0, 150)])
@pytest.mark.parametrize("size", [(40, 8), (60, 12), (20, 4)])
def test_a_sign_of_any_size_and_place_looks_the_same(where, size):
    found = centred(bar(200, 200, *where, *size), 28)
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    assert (rows[0], rows[-1]) == (4, 23)
    assert columns.mean() == pytest.approx(13.5, abs=0.5)
    assert found.max() == 1


def test_the_centre_of_mass_is_in_the_middle():
    ink = np.random.default_rng(1).random((90, 70)) * bar(90, 70, 20, 5, 50, 40)
    found = centred(ink, 28)
    middle = [(found.sum(axis=axis) @ np.arange(28)) / found.sum() for axis in (1, 0)]
    assert np.allclose(middle, 13.5, atol=0.75)


def test_an_image_of_few_pixels_is_filled_from_top_to_bottom():
    found = centred(bar(100, 100, 20, 20, 50, 50), 8)
    assert found.any(axis=1).all()
    assert found.any(axis=0).sum() == 6


PENS = {"thin": 3, "as on the pad": 11, "broad": 22}


@pytest.mark.parametrize("pen", PENS.values(), ids=PENS)
def test_an_image_of_few_pixels_is_as_black_as_the_8_by_8_digits_whatever_the_pen(pen):
    data = digits()
    black = data.x.mean(axis=(1, 2, 3))
    for _, ink in drawn(20, pad=280, pen=pen):
        assert np.percentile(black, 0.1) < centred(ink, 8).mean() < np.percentile(black, 99.9)


def test_an_image_of_few_pixels_says_how_full_blocks_of_four_by_four_are():
    for _, ink in drawn(10):
        seen = centred(ink, 8) * 16
        assert (seen == np.rint(seen)).all()
        assert seen.max() == 16
        assert (seen.sum(axis=0) @ np.arange(8)) / seen.sum() == pytest.approx(3.5, abs=0.5), "the centre of mass"


def test_digits_drawn_on_the_pad_are_read_by_a_network_that_has_learnt_the_8_by_8_digits():
    data = digits()
    network = Network([Input(64), Dense(32, "relu"), Dense(10, "softmax")], seed=1)
    network.train(data.x.reshape(-1, 64), np.eye(10)[data.y], epochs=30, loss="cross-entropy", optimizer="adam", seed=1)
    labels, inks = zip(*drawn(100), strict=True)
    seen = np.stack([centred(ink, 8).ravel() for ink in inks])
    assert (network.predict(seen).argmax(axis=1) == labels).mean() > 0.8


def test_an_empty_pad_stays_empty():
    assert not centred(np.zeros((20, 20)), 28).any()


@pytest.mark.parametrize(("shape", "side"), [((64,), 8), ((28, 28), 28), ((28, 28, 1), 28)])
def test_square_grey_images_are_known_by_their_shape(shape, side):
    assert side_of(shape) == side


@pytest.mark.parametrize("shape", [(2,), (28, 28, 3), (10, 5, 1), (65,), (4, 4, 4)])
def test_other_shapes_are_no_images(shape):
    with pytest.raises(ShapeError, match="not square grey images"):
        side_of(shape)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "1", "P"])
@pytest.mark.parametrize("dark", [True, False])
def test_a_picture_is_read_dark_on_light_and_light_on_dark(mode, dark, tmp_path):
    ink = bar(40, 30, 10, 10, 15, 5)
    grey = ((1 - ink if dark else ink) * 255).astype(np.uint8)
    Image.fromarray(grey).convert(mode).save(tmp_path / "sign.png")
    assert np.allclose(read_png(tmp_path / "sign.png"), ink, atol=0.02)


def test_a_picture_without_a_sign_holds_no_ink(tmp_path):
    Image.new("L", (30, 30), 128).save(tmp_path / "plain.png")
    assert not read_png(tmp_path / "plain.png").any()


def write(path, data):
    path.write_bytes(data)
    return path


def test_what_is_no_small_png_is_refused_in_a_sentence(tmp_path):
    Image.new("L", (1200, 1000), 255).save(tmp_path / "large.png")
    Image.new("L", (20, 20), 255).save(tmp_path / "photo.jpg")
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (50, 50), np.uint8)).save(tmp_path / "small.png")
    whole = (tmp_path / "small.png").read_bytes()
    cases = {
        tmp_path / "large.png": "1200 × 1000 pixels",
        tmp_path / "photo.jpg": "is not a PNG",
        tmp_path / "nowhere.png": "there is no file",
        write(tmp_path / "cut.png", whole[:600]): "as a PNG",
        write(tmp_path / "huge.png", whole[:8] + bytes(1 << 20)): "more than the 1,048,576",
        write(tmp_path / "empty.png", b""): "is not a PNG",
    }
    for path, says in cases.items():
        with pytest.raises(FileError, match=says):
            read_png(path)
