"""Damage behind the checksum: whatever a correct frame holds, it makes sense or is refused in a sentence."""

import io
import math
import random
import tracemalloc

import numpy as np
import pytest

from neuro.errors import FileError
from neuro.storage import limits, messages
from neuro.storage.files import load
from neuro.storage.frame import Kind, enclose, read_frame
from neuro.storage.messages import decode, encode
from neuro.storage.neuro_pb2 import Champion, Integers, Layer, Model, Setting
from neuro.storage.refusal import Refusal


@pytest.fixture
def message(champion):
    return Champion.FromString(encode(champion)[1])


def layer(kind, **settings):
    """The message of a layer, sensible or not."""
    return Layer(kind=kind, settings=[setting(name, value) for name, value in settings.items()])


def peak_of_refusing(path):
    """Bytes of Python's memory that it takes to find out that a file makes no sense."""
    tracemalloc.start()
    with pytest.raises(FileError):
        load(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def setting(name, value):
    match value:
        case bool():
            return Setting(name=name, flag=value)
        case int():
            return Setting(name=name, integer=value)
        case float():
            return Setting(name=name, real=value)
        case str():
            return Setting(name=name, text=value)
    return Setting(name=name, integers=Integers(values=value))


def with_layers(*layers, count=None):
    """Replaces the layers, and the parameters' count if given."""

    def change(message):
        del message.network.layers[:]
        message.network.layers.extend(layers)
        if count is not None:
            message.network.parameters.count = count

    return change


def with_value(path, value):
    """Sets one plain field, for example ``network.parameters.count``."""

    def change(message):
        *parts, last = path.split(".")
        for part in parts:
            message = getattr(message, part)
        setattr(message, last, value)

    return change


def with_setting(field, *settings):
    return lambda message: getattr(message, field).extend(settings)


def with_weight(value):
    def change(message):
        genome = np.frombuffer(message.network.parameters.data, "<f4").copy()
        genome[5] = value
        message.network.parameters.data = genome.tobytes()

    return change


HUGE = (1 << 63) - 1
INPUT = layer("input", shape=3)

DAMAGE = {
    "no format": (with_value("format", 0), "does not say which format"),
    "a newer format": (with_value("format", 2), r"from a newer neuro: version 0\.1 or later"),
    "no network": (lambda message: message.ClearField("network"), "holds no network"),
    "no layers": (with_layers(), "begins with Input"),
    "no parameters": (
        lambda message: message.network.ClearField("parameters"),
        "holds parameters of type ''",
    ),
    "a NaN weight": (with_weight(math.nan), "parameters that are not finite"),
    "an infinite weight": (with_weight(math.inf), "parameters that are not finite"),
    "another dtype": (with_value("network.parameters.dtype", ">f4"), "holds parameters of type '>f4'"),
    "a huge dtype": (with_value("network.parameters.dtype", "f" * 60_000), "holds parameters of type 'ffff"),
    "a count too large": (with_value("network.parameters.count", 15), "holds 15 parameters in 56 bytes"),
    "an absurd count": (with_value("network.parameters.count", (1 << 64) - 1), "but its layers need 14"),
    "bytes too few": (with_value("network.parameters.data", bytes(52)), "in 52 bytes"),
    "bytes too many": (with_value("network.parameters.data", bytes(57)), "in 57 bytes"),
    "fewer layers": (with_layers(INPUT, layer("dense", units=2, activation="tanh")), "its layers need 8"),
    "an unknown layer": (with_layers(INPUT, layer("quantum", units=2)), "kind 'quantum'"),
    "a layer without kind": (with_layers(INPUT, Layer()), "kind ''"),
    "an unknown activation": (
        with_layers(INPUT, layer("dense", units=2, activation="tahn")),
        "did you mean 'tanh'",
    ),
    "an activation that is none": (with_layers(INPUT, layer("dense", units=2, activation=3)), "activation=3"),
    "no input": (with_layers(layer("dense", units=2)), "begins with Input"),
    "a second input": (with_layers(INPUT, INPUT), "after its Input"),
    "dense after an image": (
        with_layers(layer("input", shape=[3, 3]), layer("dense", units=2)),
        "cannot follow",
    ),
    "no units": (with_layers(INPUT, layer("dense", activation="tanh")), "without 'units'"),
    "zero units": (with_layers(INPUT, layer("dense", units=0)), "at least 1"),
    "negative units": (with_layers(INPUT, layer("dense", units=-1)), "at least 1"),
    "units true": (with_layers(INPUT, layer("dense", units=True)), "units=True"),
    "units in words": (with_layers(INPUT, layer("dense", units="two")), "units='two'"),
    "half a unit": (with_layers(INPUT, layer("dense", units=0.5)), "units=0.5"),
    "an unknown setting": (with_layers(INPUT, layer("dense", units=2, self=1)), "unknown setting 'self'"),
    "a setting without value": (
        with_layers(Layer(kind="input", settings=[Setting(name="shape")])),
        "without a value",
    ),
    "a setting twice": (
        with_layers(Layer(kind="input", settings=[setting("shape", 3), setting("shape", 4)])),
        "'shape' of a layer of kind 'input' twice",
    ),
    "huge units": (
        with_layers(INPUT, layer("dense", units=1 << 40), count=4 << 40),
        "more than 100,000 nodes",
    ),
    "the hugest units": (with_layers(INPUT, layer("dense", units=HUGE)), "more than 100,000 nodes"),
    "huge inputs": (with_layers(layer("input", shape=HUGE)), "more than 100,000 nodes"),
    "a huge image": (with_layers(layer("input", shape=[HUGE] * 3)), "more than 100,000 nodes"),
    "too many dimensions": (with_layers(layer("input", shape=[1] * 9)), "more than 8 dimensions in a layer"),
    "very many dimensions": (with_layers(layer("input", shape=[HUGE] * 6000)), "too many numbers"),
    "a negative dimension": (with_layers(layer("input", shape=[-4, -4])), "at least 1"),
    "too many parameters": (
        with_layers(layer("input", shape=50_000), layer("dense", units=50_000)),
        "more than 4,000,000 parameters",
    ),
    "too many layers": (with_layers(INPUT, *[layer("dense", units=1)] * 300), "more than 256 layers"),
    "empty layers": (with_layers(*[Layer()] * 30_000), "more than 256 layers"),
    "no game": (with_value("game", ""), "names no game"),
    "no algorithm": (with_value("algorithm", ""), "names no algorithm"),
    "a huge game": (with_value("game", "a" * 1025), "game of more than 1,024 bytes"),
    "a huge version": (with_value("made_by", "é" * 513), "a version of more than 1,024 bytes"),
    "a name that moves the cursor": (with_value("game", "\x1b[2Jflappy"), "cannot be printed"),
    "no rules version": (with_value("rules_version", 0), "which version of the rules"),
    "a seed out of range": (with_value("seed", 1 << 63), "a seed is a whole number"),
    "a fitness that is no number": (with_value("fitness", math.nan), "fitness that is not a finite"),
    "an endless score": (with_value("score", math.inf), "score that is not a finite"),
    "a date that is none": (with_value("created", "yesterday"), "'yesterday' where the date should be"),
    "no date": (with_value("created", ""), "where the date should be"),
    "gravity in words": (
        with_setting("setting", setting("pace", "fast")),
        "'pace' of the game that is not a number",
    ),
    "endless gravity": (
        with_setting("setting", setting("pace", math.inf)),
        "'pace' of the game that is not a finite",
    ),
    "gravity beyond float32": (
        with_setting("setting", setting("pace", 1e39)),
        "'pace' of the game that is not",
    ),
    "too many settings": (
        with_setting("algorithm_settings", *(setting(f"s{k}", k) for k in range(300))),
        "more than 256 settings",
    ),
    "a nameless setting": (with_setting("exam", setting("", 1)), "a setting of the exam without a name"),
    "a setting again": (with_setting("exam", setting("courses", 1)), "'courses' of the exam twice"),
    "a huge setting": (with_setting("exam", setting("x", "y" * 2000)), "'x' of the exam of more than"),
    "too many numbers": (
        with_setting("exam", setting("x", range(65))),
        "'x' of the exam of too many numbers",
    ),
}


@pytest.mark.parametrize(("damage", "words"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_behind_the_checksum_is_refused_in_words(damage, words, message, written):
    damage(message)
    path = written(enclose(Kind.CHAMPION, message.SerializeToString()))
    with pytest.raises(FileError, match=words) as refusal:
        load(path)
    assert str(path) in str(refusal.value)
    assert len(str(refusal.value)) < len(str(path)) + 300
    assert "\n" not in str(refusal.value)
    assert peak_of_refusing(path) < 16 << 20


def test_what_the_damage_is_done_to_is_whole(message, written):
    assert load(written(enclose(Kind.CHAMPION, message.SerializeToString()))).game == "flappy"


MODEL_DAMAGE = [
    (with_value("format", 9), r"from a newer neuro: version 0\.1 or later"),
    (lambda message: message.ClearField("network"), "holds no network"),
    (with_value("network.parameters.count", 15), "holds 15 parameters"),
    (with_value("created", "yesterday"), "where the date should be"),
    (with_value("made_by", "\a"), "cannot be printed"),
]


@pytest.mark.parametrize(("damage", "words"), MODEL_DAMAGE)
def test_a_damaged_model_is_refused_in_words(damage, words, champion, written):
    model = Model.FromString(encode(messages.Model(champion.network, champion.created, "0.1.0"))[1])
    assert load(written(enclose(Kind.MODEL, model.SerializeToString()))) == champion.network
    damage(model)
    with pytest.raises(FileError, match=words):
        load(written(enclose(Kind.MODEL, model.SerializeToString())))


def test_a_champion_is_refused_as_a_model(message, written):
    with pytest.raises(FileError, match="'flappy' where the date should be"):
        load(written(enclose(Kind.MODEL, message.SerializeToString())))


def test_the_same_champion_makes_the_same_bytes(champion):
    assert encode(champion) == encode(champion)


def test_random_bytes_behind_the_checksum_raise_nothing_but_refusals(champion):
    kind, body = encode(champion)
    rng = random.Random(7)
    for _ in range(5000):
        changed = bytearray(body)
        for _ in range(rng.randrange(1, 4)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        data = enclose(kind, bytes(changed))
        try:
            content = decode(read_frame(io.BytesIO(data), len(data)))
        except Refusal:
            continue
        assert np.isfinite(content.network.genome).all()
        assert encode(content)[0] == kind


def test_refusing_a_file_as_large_as_may_be_takes_a_stated_multiple_of_its_size(message, written):
    size = limits.GENOME_FILE - 200
    message.network.parameters.data = bytes(size - message.ByteSize())
    path = written(enclose(Kind.CHAMPION, message.SerializeToString()))
    assert peak_of_refusing(path) < (64 << 20) + 4 * size
