import json

import numpy as np
import pytest

from neuro.datasets import digits
from neuro.network import Dense, Input, Network
from neuro.pictures import centred, read_png
from neuro.storage.files import load, save

Image = pytest.importorskip("PIL.Image", reason="pillow is not installed: pip install 'neuro-sandbox[pictures]'")


@pytest.fixture
def picture(tmp_path):
    """A one, as people write it."""
    image = Image.new("L", (120, 160), 255)
    for y in range(30, 130):
        for x in range(56, 66):
            image.putpixel((x, y), 0)
    image.save(tmp_path / "one.png")
    return tmp_path / "one.png"


def test_the_network_that_ships_with_neuro_reads_a_picture(neuro, picture):
    told = neuro.json("guess", "--image", picture)
    assert told["guess"] == 1
    assert len(told["outputs"]) == 10
    assert "→ 1" in neuro("guess", "--image", picture).stdout_text


def test_a_picture_is_guessed_as_predict_does(neuro, tmp_path):
    neuro("train", "digits", "--seed", 1, "--save", "d.neuro")
    data, network = digits(), load(tmp_path / "d.neuro")
    image = np.kron(data.test_x[0, ..., 0], np.ones((16, 16)))
    Image.fromarray((255 - 255 * image).astype(np.uint8)).save(tmp_path / "digit.png")
    told = neuro.json("guess", "d.neuro", "--image", "digit.png")
    seen = centred(read_png(tmp_path / "digit.png"), 8)
    assert np.allclose(told["outputs"], network.predict(seen.ravel()))


def test_the_pad_opens_and_is_pictured(neuro, tmp_path):
    neuro("guess", "--frames", 3, "--screenshot", "pad.png")
    assert (tmp_path / "pad.png").stat().st_size > 1000


def test_a_page_is_exported_from_the_network_that_ships(neuro, tmp_path):
    from neuro.paths import shipped_champion

    neuro("export", shipped_champion("digits"), "page.html")
    page = (tmp_path / "page.html").read_text()
    told = json.loads(page.split("const NETWORK = ")[1].split(";\n")[0])
    assert told["side"] in (8, 28)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("guess", "bird"), "there is no file bird"),
        (("guess", "pair.neuro"), "not square grey images"),
        (("guess", "--image", "nowhere.png"), "there is no file nowhere.png"),
        (("guess", "--json"), "needs a picture"),
        (("export", "pair.neuro", "pair.txt"), "known are .gone, .html, .neuro, .onnx"),
        (("export", "pair.neuro", "pair.html"), "not square grey images"),
    ],
)
def test_a_mistake_is_one_sentence(arguments, says, neuro, tmp_path):
    save(Network([Input(2), Dense(2)], seed=1), tmp_path / "pair.neuro")
    failed = neuro(*arguments, code=2 if "known are" in says else 1)
    assert says in failed.stderr_text
    assert failed.stderr_text.count("\n") == 1
