import dataclasses
import re
import tomllib

import pytest
import tomli_w
from games_for_tests import quick_flappy
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import FileError
from neuro.evolution import Evolution, EvolutionSettings, GeneticSettings
from neuro.network import Dense, Input
from neuro.policies import Layered
from neuro.storage.manifest import Manifest, read_manifest, write_manifest
from neuro.version import __version__


def manifest(**options):
    settings = EvolutionSettings(
        seed=7, population=30, parameters={"gravity": 0.4}, breeding=GeneticSettings(pressure=3)
    )
    layers = (Input(5), Dense(3, "tanh"), Dense(2, "sigmoid"))
    return Manifest.of(Evolution(quick_flappy, settings, layers=layers), **options)


@pytest.mark.parametrize(
    "options", [{}, {"generations": 60, "keep_going": True}, {"checkpoint_every": 3, "keep": 2}], ids=str
)
def test_every_setting_comes_back(options, tmp_path):
    written = manifest(**options)
    write_manifest(written, tmp_path / "run.toml")
    assert read_manifest(tmp_path / "run.toml") == written


def test_every_setting_is_resolved():
    found = manifest()
    assert found.settings.max_steps == quick_flappy.max_steps
    assert set(found.settings.parameters) == set(quick_flappy.setting._fields)
    assert found.settings.parameters["gravity"] == 0.4
    assert {"created", "neuro", "python", "numpy", "platform", "machine"} == set(found.made)


def test_the_digest_depends_on_all_that_the_bits_depend_on_and_on_nothing_else():
    one = manifest()
    same = dataclasses.replace(one, generations=5, keep_going=True, made={}, keep=3, checkpoint_every=1)
    assert one.digest == same.digest
    for other in (
        dataclasses.replace(one, settings=dataclasses.replace(one.settings, seed=8)),
        dataclasses.replace(one, settings=dataclasses.replace(one.settings, breeding=GeneticSettings())),
        dataclasses.replace(one, rules_version=2),
        dataclasses.replace(one, policy=Layered((Input(5), Dense(2, "sigmoid")))),
    ):
        assert other.digest != one.digest


def changed(path, *names, value):
    """Set a value of run.toml, or take it out when it is None."""
    found = tomllib.loads(path.read_text())
    table = found
    for name in names[:-1]:
        table = table[name]
    if value is None:
        del table[names[-1]]
    else:
        table[names[-1]] = value
    path.write_text(tomli_w.dumps(found))


@pytest.mark.parametrize(
    ("names", "value", "sentence"),
    [
        (("format",), 3, f"from a newer neuro: version {re.escape(__version__)} or later can read it"),
        (("format",), 0, "has the format 0, and this neuro reads 1"),
        (("format",), None, "has the format None"),
        (("game",), None, "has no table 'game'"),
        (("other",), 1, "has an unknown table 'other'"),
        (("game", "name"), 5, "with name=5"),
        (("game", "speed"), 5, "with an unknown setting 'speed'"),
        (("game", "parameters"), 3, "has no table 'game.parameters'"),
        (("game", "parameters", "gravity"), "much", "a parameter 'gravity' of the game that is not a number"),
        (("evolution", "population"), 1, "population must be a whole number from 2"),
        (("evolution", "population"), 2.5, "with population=2.5"),
        (("evolution", "population"), True, "with population=True"),
        (("evolution", "seed"), -1, "a seed is a whole number"),
        (("evolution", "seed"), None, "without 'seed'"),
        (("evolution", "episodes"), 10**30, "episodes must be a whole number"),
        (("breeding", "selection"), "rang", "did you mean 'rank'"),
        (("breeding", "elites"), float("nan"), "elites is a number from 0 to 1, not nan"),
        (("breeding", "elites"), "all", "with elites='all'"),
        (("breeding", "pressure"), 1e300, "pressure"),
        (("run", "generations"), -5, "fewer generations than none"),
        (("run", "keep"), 0, "keeps 0 checkpoints"),
        (("layers",), [], "begins with Input"),
        (("layers",), [{"kind": "input", "shape": 5}, {"kind": "dense", "units": 1 << 40}], "more than 100,000 nodes"),
        (("layers",), [{"kind": "quantum"}], "kind 'quantum'"),
        (("layers",), [{"shape": 5}], "a layer without a kind"),
        (("layers",), [5], "a layer without a kind"),
        (("layers",), [{"kind": "input", "shape": {"a": 1}}], "no number, text, flag or tuple"),
        (("layers",), [{"kind": "input", "shape": 1 << 70}], "no layer has"),
        (("made", "created"), "\x1b[2J", "cannot be printed"),
    ],
)
def test_what_makes_no_run_is_refused_in_words(names, value, sentence, tmp_path):
    path = tmp_path / "run.toml"
    write_manifest(manifest(), path)
    changed(path, *names, value=value)
    with pytest.raises(FileError, match=sentence) as refused:
        read_manifest(path)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text", [b"\xff\xfe", b"format = ", b"a" * 100_000, b"x = " + b"[" * 20_000, b"", b"format = 1\n[game]\n[game]\n"]
)
def test_what_is_no_toml_is_refused_in_words(text, tmp_path):
    path = tmp_path / "run.toml"
    path.write_bytes(text)
    with pytest.raises(FileError):
        read_manifest(path)


@given(st.data())
def test_any_damage_to_the_text_is_refused_or_makes_a_run(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("manifest") / "run.toml"
    write_manifest(manifest(), path)
    text = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(text)
    try:
        assert isinstance(read_manifest(path), Manifest)
    except FileError:
        return
