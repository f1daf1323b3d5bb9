import dataclasses
import datetime
import math
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuro.champion import Champion
from neuro.errors import FileError
from neuro.network import ACTIVATIONS, Dense, Input, Network, parameter_count
from neuro.storage import limits
from neuro.storage.files import load, read, save
from neuro.version import __version__

float32s = st.floats(width=32, allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(codec="utf-8"), max_size=30).filter(str.isprintable)
names = texts.filter(bool)
integers = st.integers(-(1 << 63), (1 << 63) - 1)
values = st.one_of(
    integers,
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
    st.booleans(),
    st.lists(integers, max_size=limits.INTEGERS).map(tuple),
)
configurations = st.dictionaries(names, values, max_size=8)


@st.composite
def networks(draw):
    inputs = draw(st.integers(1, 12) | st.integers(1, 12).map(lambda size: (size,)))
    denses = st.builds(Dense, st.integers(1, 12), st.sampled_from(sorted(ACTIVATIONS)))
    layers = [Input(inputs), *draw(st.lists(denses, max_size=4))]
    few = draw(st.lists(float32s, min_size=1, max_size=20))
    return Network.from_genome(layers, np.resize(np.array(few, np.float32), parameter_count(layers)))


champions = st.builds(
    Champion,
    network=networks(),
    game=names,
    rules_version=st.integers(1, (1 << 32) - 1),
    setting=st.dictionaries(names, float32s | float32s.map(np.float32), max_size=8),
    seed=st.integers(0, (1 << 63) - 1),
    generation=st.integers(0, (1 << 32) - 1),
    fitness=st.floats(allow_nan=False, allow_infinity=False),
    score=st.floats(allow_nan=False, allow_infinity=False),
    algorithm=names,
    algorithm_settings=configurations,
    exam=configurations,
    created=st.datetimes(timezones=st.just(datetime.UTC)).map(datetime.datetime.isoformat),
    made_by=texts,
)


def saved_and_loaded(thing):
    with tempfile.TemporaryDirectory() as folder:
        save(thing, Path(folder, "file"))
        return load(Path(folder, "file"))


def typed(value):
    """A value with its type, so that 1, 1.0 and True differ; mappings with their order."""
    if isinstance(value, dict):
        return [(name, typed(one)) for name, one in value.items()]
    return (type(value), value)


@settings(deadline=None)  # a disk may take its time
@given(networks())
def test_every_network_comes_back(network):
    found = saved_and_loaded(network)
    assert isinstance(found, Network)
    assert found == network
    assert repr(found) == repr(network)


@settings(deadline=None)  # a disk may take its time
@given(champions)
def test_every_champion_comes_back_exactly(champion):
    found = saved_and_loaded(champion)
    assert found.network == champion.network
    for field in dataclasses.fields(Champion):
        if field.name not in ("network", "setting"):
            assert typed(getattr(found, field.name)) == typed(getattr(champion, field.name)), field.name
    assert list(found.setting.items()) == [(name, float(value)) for name, value in champion.setting.items()]


@settings(deadline=None)  # a disk may take its time
@given(champions)
def test_the_same_champion_makes_the_same_file(champion):
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first"), Path(folder, "second")
        save(champion, first)
        save(load(first), second)
        assert first.read_bytes() == second.read_bytes()


def test_numbers_of_numpy_come_back_as_numbers_of_python(champion, tmp_path):
    given = {
        "float32": np.float32(0.1),
        "float64": np.float64(0.1),
        "int": np.int64(5),
        "flag": np.bool_(True),
        "sizes": (np.int8(1),),
    }
    champion = dataclasses.replace(champion, algorithm_settings=given, score=np.float32(0.1), seed=np.uint64(9))
    save(champion, tmp_path / "file")
    found = load(tmp_path / "file")
    assert typed(found.algorithm_settings) == typed(
        {"float32": float(np.float32(0.1)), "float64": 0.1, "int": 5, "flag": True, "sizes": (1,)}
    )
    assert typed(found.score) == typed(float(np.float32(0.1)))
    assert typed(found.seed) == typed(9)


def test_a_loaded_champion_predicts_what_it_predicted(champion, tmp_path):
    save(champion, tmp_path / "file")
    x = np.random.default_rng(1).normal(size=(10, 3))
    found = load(tmp_path / "file")
    np.testing.assert_array_equal(found.predict(x), champion.predict(x))
    np.testing.assert_array_equal(found.predict(x), champion.network.predict(x))


def test_a_champion_of_an_unknown_game_loads(champion, tmp_path):
    save(dataclasses.replace(champion, game="nobody knows it", rules_version=99), tmp_path / "file")
    assert load(tmp_path / "file").game == "nobody knows it"


def test_a_saved_network_says_when_and_by_which_version(champion, tmp_path):
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    save(champion.network, tmp_path / "file")
    model = read(tmp_path / "file")
    assert before <= datetime.datetime.fromisoformat(model.created) <= datetime.datetime.now(datetime.UTC)
    assert model.made_by == __version__


UNFIT = {
    "a NaN fitness": ({"fitness": math.nan}, "fitness that is not a finite number"),
    "a fitness in words": ({"fitness": "much"}, "cannot be stored"),
    "half a generation": ({"generation": 1.5}, "cannot be stored"),
    "a negative generation": ({"generation": -1}, "cannot be stored"),
    "a negative seed": ({"seed": -1}, "cannot be stored"),
    "a seed too large": ({"seed": 1 << 63}, "a seed is a whole number"),
    "no rules version": ({"rules_version": 0}, "which version of the rules"),
    "nothing for a setting": ({"exam": {"target": None}}, "'target' of None"),
    "a list for a setting": ({"exam": {"sizes": [1, 2]}}, r"'sizes' of \[1, 2\]"),
    "flags in a tuple": ({"exam": {"sizes": (True,)}}, "'sizes' of"),
    "a number too large": ({"exam": {"steps": 1 << 63}}, "cannot be stored"),
    "an endless setting": ({"exam": {"steps": math.inf}}, "not a finite number"),
    "a name that is none": ({"exam": {5: 5}}, "cannot be stored"),
    "a broken letter": ({"game": "\ud800"}, "cannot be stored"),
    "no date": ({"created": "now"}, "'now' where the date should be"),
}


@pytest.mark.parametrize(("change", "words"), UNFIT.values(), ids=UNFIT.keys())
def test_what_could_not_be_loaded_is_not_saved(change, words, champion, tmp_path):
    save(champion, tmp_path / "file")
    before = (tmp_path / "file").read_bytes()
    with pytest.raises(FileError, match=f"cannot write .*{words}"):
        save(dataclasses.replace(champion, **change), tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == before


def test_weights_that_are_not_finite_are_not_saved(champion, tmp_path):
    champion.network.genome[0] = np.nan
    with pytest.raises(FileError, match="parameters that are not finite numbers"):
        save(champion.network, tmp_path / "file")
    assert not (tmp_path / "file").exists()


def test_only_champions_and_networks_are_saved(tmp_path):
    with pytest.raises(FileError, match="not dict"):
        save({}, tmp_path / "file")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("absent", "there is no file absent"),
        ("absent/file", "there is no file"),
        (".", "is a folder"),
        ("a\0b", "cannot read .*null"),
        ("x" * 300, "the name is too long"),
    ],
)
def test_a_path_without_a_file_is_refused_in_words(path, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileError, match=words):
        load(path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes and devices")
def test_pipes_and_devices_are_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        with pytest.raises(FileError, match="not a file"):
            load(path)


@pytest.mark.skipif(os.name == "nt", reason="files have no such permissions on Windows")
def test_a_file_that_may_not_be_read_is_refused_in_words(saved):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(saved)
        os.chmod(folder, 0o755)
        path.chmod(0)
        user = os.geteuid()
        if user == 0:  # root may read everything
            os.seteuid(65534)
        try:
            with pytest.raises(FileError, match="permission is denied"):
                load(path)
        finally:
            os.seteuid(user)


def test_a_pickle_is_not_opened(tmp_path):
    class Bomb:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "exploded"),)

    (tmp_path / "file").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(FileError, match="not a file of neuro's"):
        load(tmp_path / "file")
    assert not (tmp_path / "exploded").exists()


def test_the_largest_network_is_saved_and_loaded(tmp_path):
    network = Network.from_genome([Input(1000), Dense(3990)], np.ones(3_993_990, np.float32))
    save(network, tmp_path / "file")
    assert load(tmp_path / "file") == network


_PEAK = """
import resource, sys
from neuro.errors import FileError
from neuro.storage.files import load
load(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sys.argv[2:]:
    load(path)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory in the units of Linux")
def test_loading_takes_a_stated_multiple_of_the_file(champion, tmp_path):
    small, large = tmp_path / "small", tmp_path / "large"
    save(champion, small)
    save(Network.from_genome([Input(1000), Dense(3990)], np.ones(3_993_990, np.float32)), large)
    command = [sys.executable, "-c", _PEAK, str(small), str(large)]
    kilobytes = int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert kilobytes << 10 < (64 << 20) + 4 * large.stat().st_size
