"""Networks in other forms give what ``predict`` gives: ONNX in onnxruntime, a page in a browser's JavaScript."""

import base64
import hashlib
import json
import shutil
import subprocess

import numpy as np
import pytest

from neuro.errors import FileError, ShapeError
from neuro.network import (
    ACTIVATIONS,
    GRU,
    LAYERS,
    AveragePool1D,
    AveragePool2D,
    Choice,
    Conv1D,
    Conv2D,
    Conv3D,
    Dense,
    Dropout,
    Flatten,
    Input,
    LayerNorm,
    MaxPool2D,
    MaxPool3D,
    Network,
    Recurrent,
    Table,
)
from neuro.pictures import centred
from neuro.storage.onnx import save_onnx
from neuro.view.face.guess_page import page_of, save_page

RNG = np.random.default_rng(1)
#: Every kind of layer; the first four take square grey images.
NETWORKS = {
    "dense": [Input(64), Dense(12, "tanh"), Dropout(0.5), LayerNorm(), Dense(10, "softmax")],
    "convolution": [
        *[Input((8, 8, 1)), Conv2D(5, 3, "relu", padding="same"), MaxPool2D(2), Conv2D(4, (2, 3), "gelu")],
        *[Flatten(), Dense(10, "softmax")],
    ],
    "stride": [
        *[Input((9, 9, 1)), Conv2D(3, 3, "elu", stride=2, padding="same"), AveragePool2D(3, stride=1, padding="same")],
        *[MaxPool2D(3, stride=2, padding="same"), Flatten(), Dense(3, "log-softmax")],
    ],
    "every activation": [
        *[Input(16), *(Dense(6, name) for name in sorted(ACTIVATIONS))],
    ],
    "row": [Input((9, 2)), Conv1D(4, 3, "softmax"), AveragePool1D(2), Flatten(), Dense(2)],
    "table": [Input(3), Table(4, 3), Choice(2, 2)],
    "volume": [Input((4, 5, 6, 2)), Conv3D(3, 2, "softplus", padding="same"), MaxPool3D(2), Flatten(), Dense(2)],
}
#: Networks that remember; no page draws with them.
REMEMBERING = {"memory": [Input(3), Recurrent(4, "elu"), GRU(5), Dense(2, "sigmoid")], "GRU alone": [Input(3), GRU(2)]}
SQUARE = list(NETWORKS)[:4]


def network_of(name):
    network = Network(NETWORKS[name], seed=3)
    network.genome = network.genome + 0.1 * RNG.normal(size=network.parameter_count)
    return network


def test_every_kind_of_layer_is_among_the_networks():
    used = {layer.kind for layers in [*NETWORKS.values(), *REMEMBERING.values()] for layer in layers}
    assert set(LAYERS) - used <= {"max-pool-1d", "average-pool-3d"}  # of one implementation with their neighbours


@pytest.mark.parametrize("name", NETWORKS)
def test_onnxruntime_computes_what_predict_does(name, tmp_path):
    runtime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed: pip install onnxruntime")
    pytest.importorskip("onnx", reason="onnx is not installed: pip install 'neuro-sandbox[onnx]'")
    network = network_of(name)
    save_onnx(network, tmp_path / "net.onnx")
    x = RNG.normal(size=(5, *network.shapes[0])).astype(np.float32)
    session = runtime.InferenceSession(str(tmp_path / "net.onnx"), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"inputs": x})
    assert np.allclose(found, network.predict(x), atol=1e-5)


@pytest.mark.parametrize("name", REMEMBERING)
def test_onnx_takes_and_returns_what_a_network_remembers(name, tmp_path):
    reference = pytest.importorskip("onnx.reference", reason="onnx is not installed: pip install 'neuro-sandbox[onnx]'")
    network = Network(REMEMBERING[name], seed=3)
    save_onnx(network, tmp_path / "net.onnx")
    session = reference.ReferenceEvaluator(str(tmp_path / "net.onnx"))
    memory = np.zeros((4, network.memory), np.float32)
    for _ in range(3):
        x = RNG.normal(size=(4, 3)).astype(np.float32)
        found = session.run(None, {"inputs": x, "memory": memory})
        outputs, memory = network.predict(x, memory)
        assert np.allclose(found[0], outputs, atol=1e-5)
        assert np.allclose(found[1], memory, atol=1e-5)


def script_of(page):
    """The part of the page that computes, which touches no document."""
    return page.split('<script id="network">')[1].split("</script>")[0]


@pytest.mark.parametrize("name", SQUARE)
def test_the_pages_script_computes_what_predict_does(name, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node to run JavaScript")
    network, x = network_of(name), RNG.normal(size=(4, *NETWORKS[name][0].sizes)).astype(np.float32)
    ink = np.zeros((50, 70))
    ink[10:35, 20:33] = RNG.random((25, 13))
    side = round(np.prod(network.shapes[0]) ** 0.5)
    asked = json.dumps([sample.ravel().tolist() for sample in x]), json.dumps(ink.ravel().tolist())
    told = (
        f"console.log(JSON.stringify([{asked[0]}.map(x => Array.from(predict(NETWORK, x))), "
        f"[8, 28].map(side => Array.from(centred({asked[1]}, 50, 70, side)))]))"
    )
    (tmp_path / "page.js").write_text(script_of(page_of(network)) + told)
    run = subprocess.run([node, tmp_path / "page.js"], capture_output=True, text=True, check=True)
    outputs, images = json.loads(run.stdout)
    assert side >= 4
    assert np.abs(np.array(outputs) - network.predict(x).reshape(4, -1)).max() < 1e-5
    for image, size in zip(images, (8, 28), strict=True):
        assert np.allclose(np.array(image).reshape(size, size), centred(ink, size), atol=1e-6)


def browser():
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dense", "convolution"])
def test_the_page_guesses_in_a_browser(name, tmp_path):
    if browser() is None:
        pytest.skip("there is no Chromium or Chrome here to open the page")
    network = network_of(name)
    save_page(network, tmp_path / "page.html")
    x = RNG.random((2, 64))
    ask = (
        f"const asked = {json.dumps(x.tolist())}; Pad.brush.moveTo(80, 60); "
        "Pad.brush.lineTo(200, 220); Pad.brush.stroke(); Pad.drawn = true; guess(); document.title = JSON.stringify({"
        "outputs: asked.map(x => Array.from(predict(NETWORK, x))), "
        "bars: [...$('bars').children].map(bar => bar.lastChild.textContent)});"
    )
    ours = base64.b64encode(hashlib.sha256(ask.encode()).digest()).decode()  # else the page's policy would not run it
    page = (tmp_path / "page.html").read_text().replace("</html>", f"<script>{ask}</script></html>")
    (tmp_path / "asked.html").write_text(page.replace("script-src ", f"script-src 'sha256-{ours}' "))
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    command = [browser(), *options, (tmp_path / "asked.html").as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    told = json.loads(shown.split("<title>")[1].split("</title>")[0])
    expected = network.predict(x.reshape(2, *network.shapes[0]).astype(np.float32))
    assert np.abs(np.array(told["outputs"]) - expected).max() < 1e-5
    assert all(bar.endswith(" %") for bar in told["bars"])
    assert sum(float(bar[:-2]) for bar in told["bars"]) == pytest.approx(100, abs=0.6)


def test_the_page_needs_nothing_from_elsewhere():
    page = page_of(network_of("dense"))
    assert "http" not in page
    assert "src=" not in page
    assert "NETWORK*/" not in page


def test_a_page_is_for_square_grey_images(tmp_path):
    with pytest.raises(ShapeError, match=r"takes inputs of shape \(9, 2\), not square grey images"):
        save_page(network_of("row"), tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []


def test_onnx_files_are_written_whole_or_not_at_all(tmp_path):
    pytest.importorskip("onnx", reason="onnx is not installed: pip install 'neuro-sandbox[onnx]'")
    with pytest.raises(FileError, match="there is no folder"):
        save_onnx(network_of("dense"), tmp_path / "nowhere" / "net.onnx")
