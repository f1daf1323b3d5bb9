"""Whatever goes wrong around a run: it goes on, or stops with all saved and a sentence, and resumes to the same end."""

import contextlib
import dataclasses
import itertools
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from games_for_tests import walk
from run_folders import GAME, GENERATIONS, all_but_time, alone, begun, recorded, resumed

from neuro.errors import FileError, NeuroError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.run import run
from neuro.rollout.evaluator import Local
from neuro.storage import checkpoint, events, runs
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder
from neuro.verification import verify


@pytest.fixture(autouse=True)
def _without_an_exam(monkeypatch):
    monkeypatch.setattr(runs, "recorded_game", lambda name: {"flappy": GAME, "walk": walk}[name])


def evolve(evolution, folder, *others, generations=GENERATIONS):
    run(evolution, generations=generations, keep_going=True, reporters=[Recorder(folder), *others])


class When:
    """A reporter that does something after a generation."""

    def __init__(self, generation, act):
        self._generation, self._act = generation, act

    def start(self, evolution):
        pass

    def generation(self, evolution, record):
        if record.number == self._generation:
            self._act()

    def finish(self, evolution):
        pass


def told(folder):
    return [json.loads(line) for line in folder.events_file.read_text().splitlines()]


def failing_once(evolution, generation, error, times=1, threads=None):
    """Let a worker raise in a generation, so many times."""
    loops, left = evolution.evaluator.program, [times]

    def rollout(*arguments):
        if evolution.generation == generation and left[0]:
            left[0] -= 1
            raise error
        loops.rollout(*arguments)

    evolution.evaluator = Local(dataclasses.replace(loops, rollout=rollout), threads)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("a worker broke")], ids=repr)
def test_the_share_of_a_worker_that_raises_is_played_again(error, threads, tmp_path):
    evolution, folder = begun(tmp_path / "run")
    failing_once(evolution, 4, error, threads=threads)
    evolve(evolution, folder)
    assert all_but_time(evolution) == all_but_time(alone())
    (fault,) = [event for event in told(folder) if event["event"] == "fault"]
    assert fault["generation"] == 4
    assert "its share was run again" in fault["what"]


def test_a_worker_that_raises_again_stops_the_run_with_all_saved(tmp_path):
    evolution, folder = begun(tmp_path / "run")
    failing_once(evolution, 4, RuntimeError("a worker broke"), times=1000)
    with pytest.raises(NeuroError, match="an episode failed twice: RuntimeError"):
        evolve(evolution, folder)
    assert folder.find_resume_point().state.generation == 4
    assert all_but_time(resumed(folder.path)) == all_but_time(alone())


POISONED = EvolutionSettings(seed=3, population=20, episodes=2, max_steps=5, parameters={"poison": 7.4})


def test_a_fitness_that_is_no_number_stops_the_run_with_all_saved(tmp_path):
    evolution = Evolution(walk, POISONED)
    _, folder = begun(tmp_path / "run", evolution=evolution)
    lengthened = When(3, lambda: evolution.change("max_steps", 40))
    with pytest.raises(NeuroError, match=r"Walk's rules gave genome .* of generation 4 the fitness nan"):
        evolve(evolution, folder, lengthened, generations=200)
    assert folder.find_resume_point().history == evolution.history
    assert len(evolution.history) == 4
    assert [event["event"] for event in told(folder)] == ["begun", "changed", "fault", "ended"]
    with pytest.raises(NeuroError, match="of generation 4 the fitness nan"):
        resumed(folder.path, 200)


@contextlib.contextmanager
def _kept_by(recorder, evolution):
    try:
        yield
    finally:
        recorder.finish(evolution)


def test_a_branch_that_fails_at_once_keeps_where_it_stood(tmp_path):
    evolution = Evolution(walk, dataclasses.replace(POISONED, max_steps=40))
    recorder = Recorder(begun(tmp_path / "run", evolution=evolution)[1])
    recorder.start(evolution)
    recorder.save(evolution)  # as a run that branches off is kept before it goes on
    with pytest.raises(NeuroError, match=r"of generation 0 the fitness nan"), _kept_by(recorder, evolution):
        evolution.step()
    assert RunFolder(tmp_path / "run").find_resume_point().state.generation == 0


def test_of_a_run_that_fails_in_its_first_generation_nothing_is_left(tmp_path):
    evolution = Evolution(walk, dataclasses.replace(POISONED, max_steps=40))
    with pytest.raises(NeuroError, match=r"of generation 0 the fitness nan"):
        evolve(evolution, begun(tmp_path / "run", evolution=evolution)[1])
    assert list(tmp_path.iterdir()) == []


@contextlib.contextmanager
def small_disk(size):
    """A disk of so many kilobytes."""
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", folder], capture_output=True
        ).returncode:
            pytest.skip("making a small disk needs rights that this user has not")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="makes a small disk by mount")
@pytest.mark.parametrize("size", [20, 28, 40])
def test_a_full_disk_stops_the_run_in_a_sentence_and_it_goes_on_when_there_is_room(size):
    with small_disk(size) as disk:
        evolution, folder = begun(disk / "run", checkpoint_every=1)
        with pytest.raises(FileError, match="the disk is full; the run is safe up to generation") as stopped:
            evolve(evolution, folder)
        assert "\n" not in str(stopped.value)
        subprocess.run(["mount", "-o", "remount,size=10m", disk], check=True)
        assert all_but_time(resumed(folder.path)) == all_but_time(alone())
        assert verify(folder.path).agrees


@pytest.mark.skipif(os.name == "nt", reason="folders have no such permissions on Windows")
def test_a_folder_that_may_not_be_written_to_is_refused_in_a_sentence_before_anything_plays():
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        folder = recorded(Path(place, "run"), 3)[1]
        os.chmod(folder.path, 0o555)
        user = os.geteuid()
        if user == 0:  # root may write everywhere
            os.seteuid(65534)
        try:
            with pytest.raises(FileError, match="permission is denied"):
                Recorder(folder)
            with pytest.raises(FileError, match="permission is denied; choose another with --out"):
                begun(folder.path / "inside")
            assert verify(folder.path).agrees  # reading is enough for this
        finally:
            os.seteuid(user)
            os.chmod(folder.path, 0o755)


@pytest.mark.parametrize("every", [None, 1])
def test_a_folder_that_is_removed_under_the_run_is_made_again_with_all_that_was_in_it(every, tmp_path):
    evolution, folder = begun(tmp_path / "run", checkpoint_every=every)
    evolution.change("mutation_rate", 0.3)
    evolve(evolution, folder, When(5, lambda: shutil.rmtree(folder.path)), generations=8)
    assert "the folder had been removed; it was made again" in [event.get("what") for event in told(folder)]
    assert verify(folder.path).agrees
    assert resumed(folder.path).generation == GENERATIONS
    assert verify(folder.path).agrees


def test_a_folder_that_cannot_be_made_again_ends_the_run_in_a_sentence(tmp_path):
    evolution, folder = begun(tmp_path / "run", checkpoint_every=1)

    def replace_by_a_file():
        shutil.rmtree(folder.path)
        folder.path.write_bytes(b"")

    with pytest.raises(FileError, match="the run's folder has gone, and cannot be made again"):
        evolve(evolution, folder, When(5, replace_by_a_file))


def test_a_clock_that_is_set_back_changes_nothing(tmp_path, monkeypatch):
    dates = (f"{year}-01-01T00:00:00+00:00" for year in itertools.count(2026, -1))
    for module in (events, checkpoint):
        monkeypatch.setattr(module, "now", lambda: next(dates))
    seconds = itertools.count(1e9, -1000)
    monkeypatch.setattr("time.time", lambda: next(seconds))
    recorded(tmp_path / "run", 6, checkpoint_every=1)
    assert all_but_time(resumed(tmp_path / "run")) == all_but_time(alone())
    assert verify(tmp_path / "run").agrees


def test_an_interrupt_in_the_middle_of_a_generation_leaves_the_last_whole_one(tmp_path, monkeypatch):
    evolution, folder = begun(tmp_path / "run", checkpoint_every=1)
    tell = evolution._algorithm.tell

    def interrupted(fitness):
        tell(fitness)
        if evolution.generation == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(evolution._algorithm, "tell", interrupted)
    with pytest.raises(KeyboardInterrupt):
        evolve(evolution, folder)
    assert not evolution.is_between_generations
    with pytest.raises(NeuroError, match="generation 4 was broken off"):
        evolution.state()
    assert RunFolder(folder.path).find_resume_point().state.generation == 4
    assert all_but_time(resumed(folder.path)) == all_but_time(alone())
