"""Reporters for other tools; runs kept from Python."""

import sys

import pytest
from run_folders import GAME, GENERATIONS, SETTINGS, all_but_time, alone, recorded

import neuro
from neuro.errors import FileError, NeuroError
from neuro.evolution import Evolution
from neuro.evolution.run import run
from neuro.storage import runs
from neuro.storage.history_file import read_history
from neuro.storage.logs import CsvLog, TensorBoardLog


@pytest.fixture(autouse=True)
def _without_an_exam(monkeypatch):
    monkeypatch.setattr(runs, "recorded_game", lambda name: {"flappy": GAME}[name])


def logged(*reporters, generations=5):
    evolution = Evolution(GAME, SETTINGS)
    run(evolution, generations=generations, reporters=reporters)
    return evolution


def test_a_csv_file_has_a_line_for_each_generation(tmp_path):
    evolution = logged(CsvLog(tmp_path / "log.csv"))
    assert read_history(tmp_path / "log.csv") == (evolution.history, "")


def test_a_csv_file_in_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match="cannot write"):
        logged(CsvLog(tmp_path / "nowhere" / "log.csv"))


def test_tensorboard_gets_every_number_of_every_generation(tmp_path):
    pytest.importorskip("tensorboardX")
    evolution = logged(TensorBoardLog(tmp_path / "board"))
    found = scalars(tmp_path / "board")
    assert set(found) == {
        "fitness/best", "fitness/mean", "fitness/stdev", "score/best", "score/mean",
        "population/alive", "speed/agent_steps", "speed/seconds",
    }  # fmt: skip
    assert found["fitness/best"] == pytest.approx([record.best_fitness for record in evolution.history])
    assert found["population/alive"] == [record.alive for record in evolution.history]


def scalars(folder):
    """What the event files hold, by chart in the order of the generations; read by their format, record by record."""
    from tensorboardX.proto.event_pb2 import Event

    found = {}
    for path in sorted(folder.iterdir()):
        data, place = path.read_bytes(), 0
        while place < len(data):
            length = int.from_bytes(data[place : place + 8], "little")
            event = Event.FromString(data[place + 12 : place + 12 + length])
            place += 12 + length + 4  # with its checksums: of the length, and of the record
            for value in event.summary.value:
                found.setdefault(value.tag, []).append((event.step, value.simple_value))
    return {tag: [value for _, value in sorted(values)] for tag, values in found.items()}


def test_without_tensorboardx_a_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorboardX", None)
    with pytest.raises(NeuroError, match=r"pip install 'neuro-sandbox\[tensorboard\]'"):
        TensorBoardLog(tmp_path)


def test_a_run_from_python_is_kept_and_gone_on_with(tmp_path):
    logged(neuro.Recorder(tmp_path / "run"))
    result = neuro.resume(tmp_path / "run", generations=GENERATIONS, keep_going=True)
    assert result.fingerprint == alone().fingerprint
    with pytest.raises(FileError, match="holds a run already"):
        logged(neuro.Recorder(tmp_path / "run"))


def test_the_result_of_a_run_that_has_ended_is_its_result_again(tmp_path):
    evolution, _ = recorded(tmp_path / "run")
    again = neuro.resume(tmp_path / "run")
    assert again.fingerprint == evolution.fingerprint
    assert again.history == evolution.history


def test_a_reporter_may_leave_out_what_it_does_not_need():
    class Best(neuro.Reporter):
        def __init__(self):
            self.found = []

        def generation(self, evolution, record):
            self.found.append(record.best_fitness)

    best = Best()
    evolution = logged(best)
    assert best.found == [record.best_fitness for record in evolution.history]
    assert all_but_time(evolution) == all_but_time(alone(5))
