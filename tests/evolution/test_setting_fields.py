import math
from dataclasses import dataclass, field

import pytest
from algorithms_for_tests import Drift, DriftSettings

from neuro.errors import NeuroError, SettingError, UnknownNameError
from neuro.evolution.algorithms import (
    ALGORITHMS,
    GeneticSettings,
    checked_settings,
    fields_of,
    made_settings,
    recorded_settings,
    setting,
)
from neuro.evolution.algorithms.setting_fields import read_value

every_setting = pytest.mark.parametrize(
    ("settings", "one"),
    [
        pytest.param(algorithm.Settings, one, id=f"{name}-{one.name}")
        for name, algorithm in sorted(ALGORITHMS.items())
        for one in fields_of(algorithm.Settings)
    ],
)


@every_setting
def test_every_setting_says_what_it_means_and_its_default_is_one(settings, one):
    assert one.about[0].isupper()
    assert len(one.about.split()) >= 3
    assert checked_settings(settings()) == settings()


@every_setting
def test_every_setting_refuses_what_lies_beyond_its_limits(settings, one):
    beyond = [end + way for end, way in ((one.low, -1), (one.high, 1)) if end is not None]
    numbers = [10**400, -(10**400), math.nan] if one.kind in (int, float) else []
    wrong = ["neither", *beyond, *numbers] if one.kind is not str or one.choices else [3]
    for value in wrong:
        with pytest.raises((SettingError, UnknownNameError), match=one.name):
            made_settings(settings, {one.name: value}, of="it")


@every_setting
def test_every_setting_is_read_as_it_is_written(settings, one):
    default = getattr(settings(), one.name)
    assert read_value(one, str(default)) == default


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("step", "0.5", 0.5),
        ("tries", "7", 7),
        ("greedy", "yes", True),
        ("greedy", "False", False),
        ("shape", "uniform", "uniform"),
        ("limit", "none", None),
        ("limit", "2", 2.0),
    ],
)
def test_a_text_is_read_by_the_kind_of_its_setting(name, text, value):
    one = next(one for one in fields_of(DriftSettings) if one.name == name)
    found = read_value(one, text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"step": 3}, "step is a number from 0 to 2, not 3"),
        ({"step": float("nan")}, "step is a number from 0 to 2, not nan"),
        ({"step": True}, "step is a number"),
        ({"tries": 2.5}, "tries is a whole number from 1 to 9, not 2.5"),
        ({"greedy": 1}, "greedy is true or false, not 1"),
        ({"shape": "nrmal"}, "did you mean 'normal'"),
        ({"limit": -1}, "limit is a number from 0, or None, not -1"),
        ({"stp": 1}, "unknown setting of drift 'stp'; did you mean 'step'"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_a_sentence(given, message):
    with pytest.raises((SettingError, UnknownNameError), match=message):
        made_settings(DriftSettings, given, of="drift")


def test_plain_metadata_says_the_same_as_the_helper():
    @dataclass(frozen=True)
    class Plain:
        step: float = field(default=0.1, metadata={"about": "How far", "low": 0, "high": 2})

    (one,) = fields_of(Plain)
    assert (one.about, one.low, one.high, one.label) == ("How far", 0, 2, "Step")


@dataclass
class Thawed:
    step: float = 0.1


@dataclass(frozen=True)
class Needy:
    step: float


@dataclass(frozen=True)
class Odd:
    steps: list = field(default_factory=list)


@dataclass(frozen=True)
class Taken:
    population: int = 3


@dataclass(frozen=True)
class Beyond:
    step: float = setting(3.0, "How far", low=0, high=1)


@dataclass(frozen=True)
class Nameless:
    shape: str = setting("round", "The shape of the draws", choices=("flat", "steep"))


@dataclass(frozen=True)
class Quarrel:
    low: int = 3

    def __post_init__(self):
        raise ValueError("low is above high")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (Thawed, "frozen=True"),
        (Needy, "needs a default"),
        (Odd, "bool, int, float or str"),
        (Taken, "Taken.population of the algorithm 'refused-for-tests' needs another name"),
        (Beyond, "cannot begin with its own defaults: step is a number from 0 to 1, not 3.0"),
        (Nameless, "cannot begin with its own defaults: unknown shape 'round'"),
        (Quarrel, "cannot begin with its own defaults: low is above high"),
    ],
)
def test_settings_that_no_file_could_hold_are_refused_when_the_class_is_made(settings, message):
    with pytest.raises(NeuroError, match=message):
        type("Refused", (Drift,), {"name": "refused-for-tests", "Settings": settings})
    assert "refused-for-tests" not in ALGORITHMS


def test_a_setting_that_came_later_is_in_no_record_while_it_is_left_alone():
    first = {"selection", "elites", "crossover", "crossover_rate"}
    first |= {"mutation_rate", "mutation_stdev", "mutation_decay", "mutation_floor"}
    assert set(recorded_settings(GeneticSettings())) == first  # by which runs of before are resumed and verified
    assert recorded_settings(GeneticSettings(islands=2, pressure=3)).keys() == {*first, "islands", "pressure"}


def test_a_usual_population_with_which_no_run_could_begin_is_refused_when_the_class_is_made():
    for usual in (1, 2.5, True):
        with pytest.raises(NeuroError, match="usual_population of the algorithm 'refused-for-tests' is a whole number"):
            type("Refused", (Drift,), {"name": "refused-for-tests", "usual_population": usual})
    assert "refused-for-tests" not in ALGORITHMS
