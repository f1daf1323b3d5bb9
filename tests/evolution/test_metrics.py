import math

import numpy as np
import pytest
from algorithms_for_tests import Drift
from games_for_tests import quick_flappy

from neuro.errors import NeuroError
from neuro.evolution import ALGORITHMS, Evolution, EvolutionSettings
from neuro.storage.history_file import COLUMNS, HistoryFile, read_history
from neuro.storage.logs import CsvLog

SETTINGS = EvolutionSettings(3, 12, 1, 60, algorithm="drift-for-tests")


def test_a_record_has_the_algorithms_numbers_after_its_generation():
    evolution = Evolution(quick_flappy, SETTINGS)
    assert evolution.metric_names == ("centre", "told")
    records = [evolution.step() for _ in range(3)]
    assert [record.metrics["told"] for record in records] == [1.0, 2.0, 3.0]
    assert Evolution(quick_flappy, EvolutionSettings(3, 12, 1, 60)).step().metrics == {}


def test_they_are_columns_of_their_own_and_come_back_exactly(tmp_path):
    evolution, log = Evolution(quick_flappy, SETTINGS), CsvLog(tmp_path / "a.csv")
    log.start(evolution)
    for _ in range(3):
        log.generation(evolution, evolution.step())
    log.finish(evolution)
    assert (tmp_path / "a.csv").read_text().splitlines()[0] == ",".join([*COLUMNS, "centre", "told"])
    assert read_history(tmp_path / "a.csv") == (evolution.history, "")


def test_an_older_history_gets_the_columns_when_its_run_goes_on(tmp_path):
    evolution = Evolution(quick_flappy, EvolutionSettings(3, 12, 1, 60))
    evolution.step()
    HistoryFile(tmp_path / "a.csv", evolution.history).close()
    records, _ = read_history(tmp_path / "a.csv")
    HistoryFile(tmp_path / "a.csv", records, ["sigma"]).close()
    (record,), fault = read_history(tmp_path / "a.csv")
    assert fault == ""
    assert math.isnan(record.metrics["sigma"])


def test_numbers_that_are_not_finite_can_be_told(tmp_path):
    evolution = Evolution(quick_flappy, SETTINGS)
    evolution._algorithm.metrics = lambda: {"centre": math.inf, "told": math.nan}
    HistoryFile(tmp_path / "a.csv", [evolution.step()], evolution.metric_names).close()
    (record,), fault = read_history(tmp_path / "a.csv")
    assert fault == ""
    assert repr(dict(record.metrics)) == "{'centre': inf, 'told': nan}"


@pytest.mark.parametrize("heading", ["generation", ",".join([*COLUMNS, "a", "a"])])
def test_columns_that_cannot_be_are_refused(tmp_path, heading):
    (tmp_path / "a.csv").write_text(heading + "\n")
    assert read_history(tmp_path / "a.csv") == ([], "its first line does not name the columns")


@pytest.mark.parametrize("name", ["seconds", "generation", "a,b", "", "2nd", 3])
def test_names_that_no_table_could_have_are_refused(name):
    bad = type("Bad", (Drift,), {"name": "bad-for-tests", "metrics": lambda _: {name: 0.0}})
    try:
        with pytest.raises(NeuroError, match="a metric of bad-for-tests is named by a word"):
            Evolution(quick_flappy, EvolutionSettings(3, 12, 1, 60, algorithm=bad.name))
    finally:
        del ALGORITHMS[bad.name]


@pytest.mark.parametrize("value", ["high", None, [1.0, 2.0], 1j])
def test_a_metric_that_is_no_number_is_told_with_its_name(value):
    evolution = Evolution(quick_flappy, SETTINGS)
    evolution._algorithm.metrics = lambda: {"centre": value, "told": 1.0}
    with pytest.raises(NeuroError, match="the metric 'centre' of drift-for-tests is one number, not"):
        evolution.step()


@pytest.mark.parametrize("metrics", [None, 3, [1.0]])
def test_metrics_without_names_are_refused(metrics):
    evolution = Evolution(quick_flappy, SETTINGS)
    evolution._algorithm.metrics = lambda: metrics
    with pytest.raises(NeuroError, match="returns numbers by name"):
        evolution.step()


def test_metrics_keep_their_names():
    evolution = Evolution(quick_flappy, SETTINGS)
    evolution._algorithm.metrics = lambda: {"centre": 1.0, "other": 1.0}
    with pytest.raises(NeuroError, match="other names than before: centre, other, where centre, told were"):
        evolution.step()


@pytest.mark.parametrize(
    "state",
    [None, [np.zeros(2)], {"": np.zeros(2)}, {3: np.zeros(2)}, {"a": 1}, {"a": [1.0]}, {"a": np.zeros(2, np.float16)}],
)
def test_a_state_that_no_file_could_give_back_is_refused(state):
    evolution = Evolution(quick_flappy, SETTINGS)
    evolution._algorithm.state = lambda: state
    with pytest.raises(NeuroError, match=r"state\(\) of drift-for-tests returns arrays of float32, float64 or int64"):
        evolution.state()


def test_a_best_of_another_shape_is_refused_with_the_algorithms_name():
    evolution = Evolution(quick_flappy, SETTINGS)
    evolution._algorithm.best = lambda: np.zeros(3, np.float32)
    with pytest.raises(NeuroError, match="the algorithm 'drift-for-tests' asks for genomes of 3 parameters"):
        evolution.step()


def test_tensorboard_gets_a_chart_for_each(tmp_path):
    pytest.importorskip("tensorboardX")
    from neuro.storage.logs import TensorBoardLog

    evolution, log = Evolution(quick_flappy, SETTINGS), TensorBoardLog(tmp_path / "logs")
    log.start(evolution)
    log.generation(evolution, evolution.step())
    log.finish(evolution)
    (events,) = (tmp_path / "logs").iterdir()
    assert b"algorithm/centre" in events.read_bytes()
