"""Runs kept in their folders: taken up again at any place, they end as if they had never stopped."""

import os
import shutil
import time

import pytest
from run_folders import GAME, GENERATIONS, SETTINGS, all_but_time, alone, begun, recorded, resumed

from neuro.errors import FileError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.reporters import Reporter
from neuro.evolution.run import run
from neuro.network import Dense, Input
from neuro.storage import runs
from neuro.storage.events import read_events
from neuro.storage.files import save
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder


@pytest.fixture(autouse=True)
def _without_an_exam(monkeypatch):
    monkeypatch.setattr(runs, "recorded_game", lambda name: {"flappy": GAME}[name])


@pytest.mark.parametrize("every", [None, 1, 5])
def test_keeping_a_run_changes_nothing(every, tmp_path):
    evolution, _ = recorded(tmp_path / "run", checkpoint_every=every)
    assert all_but_time(evolution) == all_but_time(alone())


@pytest.fixture(scope="module")
def fifty():
    return all_but_time(alone(50))


@pytest.mark.parametrize("stop", range(51))
def test_a_run_of_50_generations_resumed_at_any_of_them_is_the_run_that_never_stopped(stop, fifty, tmp_path):
    recorded(tmp_path / "run", generations=stop)
    assert all_but_time(resumed(tmp_path / "run", 50)) == fifty


def test_a_run_resumed_again_and_again_is_the_same_run(tmp_path):
    recorded(tmp_path / "run", generations=1)
    for stop in range(2, GENERATIONS + 1, 2):
        evolution = resumed(tmp_path / "run", stop)
    assert all_but_time(evolution) == all_but_time(alone())


def test_changes_of_settings_are_kept_and_made_again(tmp_path):
    evolution, folder = begun(tmp_path / "run", checkpoint_every=5)
    recorder = Recorder(folder)
    run(evolution, generations=5, keep_going=True, reporters=[recorder])
    evolution = folder.evolution()
    recorder = Recorder(folder)
    recorder.start(evolution)
    for generation in range(5, GENERATIONS):
        if generation == 6:
            evolution.change("mutation_rate", 0.9)
            evolution.change("parameters.gravity", 0.4)
        if generation == 11:
            evolution.change("episodes", 3)
        recorder.generation(evolution, evolution.step())
    recorder.close()  # as a kill would leave it: the last checkpoint is of generation 10
    again = folder.evolution()
    assert again.generation == 10
    run(again, generations=GENERATIONS, keep_going=True)
    assert all_but_time(again) == all_but_time(evolution)
    assert all_but_time(again) != all_but_time(alone())
    (folder.checkpoint_file).unlink()
    shutil.rmtree(folder.checkpoints)
    from_the_start = folder.evolution()
    assert from_the_start.generation == 0
    run(from_the_start, generations=GENERATIONS, keep_going=True)
    assert all_but_time(from_the_start) == all_but_time(evolution)


def test_a_run_killed_before_its_first_checkpoint_resumes_from_its_settings(tmp_path):
    begun(tmp_path / "run")
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == ["run.toml"]
    assert all_but_time(resumed(tmp_path / "run")) == all_but_time(alone())


def test_a_damaged_newest_checkpoint_falls_back_to_the_one_before_and_says_so(tmp_path):
    recorded(tmp_path / "run", generations=8, checkpoint_every=3)
    path = tmp_path / "run" / "checkpoint.neuro"
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)  # both names of it: the second is a link
    standing = RunFolder(tmp_path / "run").find_resume_point()
    assert standing.state.generation == 6
    assert "checkpoint.neuro is damaged" in standing.notes[0]
    assert standing.notes[-1] == "so the run goes on from generation 6"
    assert all_but_time(resumed(tmp_path / "run")) == all_but_time(alone())


@pytest.mark.parametrize("lost", ["history.csv", "checkpoint.neuro", "checkpoints", "events.jsonl", "champion.neuro"])
def test_whatever_is_lost_of_a_run_besides_its_settings_it_goes_on_to_the_same_end(lost, tmp_path):
    recorded(tmp_path / "run", generations=8, checkpoint_every=3)
    path = tmp_path / "run" / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert all_but_time(resumed(tmp_path / "run")) == all_but_time(alone())
    assert (tmp_path / "run" / "champion.neuro").is_file()


def test_a_checkpoint_of_another_run_is_not_taken(tmp_path):
    recorded(tmp_path / "run", generations=4)
    other = Evolution(GAME, EvolutionSettings(seed=4, population=20, episodes=2, max_steps=120))
    begun(tmp_path / "other", evolution=other)
    shutil.copy(tmp_path / "run" / "checkpoint.neuro", tmp_path / "other")
    standing = RunFolder(tmp_path / "other").find_resume_point()
    assert standing.state is None
    assert "is of another run" in standing.notes[0]


def test_a_second_writer_is_refused_and_a_stale_lock_is_not_in_the_way(tmp_path):
    _, folder = begun(tmp_path / "run")
    recorder = Recorder(folder)
    with pytest.raises(FileError, match=r"is in use: process [0-9]+ on .* is writing to it"):
        Recorder(folder)
    recorder.close()
    (tmp_path / "run" / "run.lock").write_text("process 1 on another machine\n")
    run(folder.evolution(), generations=1, reporters=[Recorder(folder)])
    assert read_events(folder.events_file)[0]["left_behind_by"] == "process 1 on another machine"


def test_a_folder_that_holds_a_run_is_not_written_over(tmp_path):
    begun(tmp_path / "run")
    with pytest.raises(FileError, match="holds a run already: go on with it by --resume"):
        begun(tmp_path / "run")


def test_temporary_files_of_killed_processes_are_swept(tmp_path):
    evolution, folder = begun(tmp_path / "run")
    folder.checkpoints.mkdir()
    left = [folder.path / ".neuro-0123.tmp", folder.checkpoints / ".neuro-4567.tmp"]
    for path in left:
        path.write_bytes(b"half")
    run(evolution, generations=1, reporters=[Recorder(folder)])
    assert not any(path.exists() for path in left)


def test_temporary_folders_of_killed_processes_are_swept_when_they_are_old(tmp_path):
    for name, age in (("old", 100), ("new", 0)):
        folder = tmp_path / f".neuro-{name}.tmp"
        folder.mkdir()
        (folder / "run.toml").write_bytes(b"half")
        os.utime(folder, (time.time() - age,) * 2)
    begun(tmp_path / "run")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".neuro-new.tmp", "run"]


def test_disk_use_is_bounded(tmp_path):
    _, folder = recorded(tmp_path / "run", checkpoint_every=1, keep=3)
    kept = sorted(int(path.stem) for path in folder.checkpoints.iterdir())
    assert len(kept) == 3
    assert kept[-2:] == [GENERATIONS - 1, GENERATIONS]


@pytest.mark.parametrize("content", [None, {"file": b"x"}])
def test_a_run_moves_into_an_empty_folder_or_beside_other_things(content, tmp_path):
    (tmp_path / "run").mkdir()
    for name, data in (content or {}).items():
        (tmp_path / "run" / name).write_bytes(data)
    recorded(tmp_path / "run", generations=1)
    assert (tmp_path / "run" / "champion.neuro").is_file()


def test_what_is_no_run_is_refused_in_words(tmp_path):
    with pytest.raises(FileError, match="there is no folder"):
        RunFolder(tmp_path / "nowhere")
    with pytest.raises(FileError, match="holds no run"):
        RunFolder(tmp_path)
    (tmp_path / "champion.neuro").touch()
    with pytest.raises(FileError, match=r"champion.neuro is a file: name the run's folder, such as "):
        RunFolder(tmp_path / "champion.neuro")


def test_the_champions_that_a_folder_keeps_are_those_that_broke_the_record_before(tmp_path):
    evolution, folder = begun(tmp_path / "run")
    found = {}

    class Watcher(Reporter):
        def generation(self, evolution, record):
            found[evolution.champion.generation] = evolution.champion.network.genome.tobytes()

    run(evolution, generations=GENERATIONS, keep_going=True, reporters=[Recorder(folder), Watcher()])
    kept = folder.kept_champions(GENERATIONS)
    assert len(kept) > 2
    assert {one.generation: one.network.genome.tobytes() for one in kept} == found
    assert [one.generation for one in kept] == sorted(found)
    assert [one.generation for one in folder.kept_champions(kept[-1].generation)] == sorted(found)[:-1]


def test_damaged_champions_and_those_of_other_networks_are_left_out(tmp_path):
    _, folder = recorded(tmp_path / "run")
    files = sorted(folder.champions.glob("*.neuro"))
    files[0].write_bytes(files[0].read_bytes()[:-9])
    other = Evolution(GAME, SETTINGS, layers=(Input(5), Dense(2)))
    other.step()
    save(other.champion, files[1])
    assert len(folder.kept_champions(GENERATIONS)) == len(files) - 2
