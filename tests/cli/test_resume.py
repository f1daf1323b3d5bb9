"""Runs that stop and go on, by the installed command."""

import csv
import json
import shutil
import signal
import time

import pygame
import pytest

RUN = ("flappy", "--seed", 5, "--population", 60, "--max-steps", 400, "--keep-going")


def all_but_time(result):
    others = ("seconds", "compile_seconds", "seconds_shown", "run", "champion")
    return {name: value for name, value in result.items() if name not in others}


@pytest.fixture(scope="module")
def evolved(tmp_path_factory, command_in):
    """The folder of the run that never stopped, and its result."""
    folder = tmp_path_factory.mktemp("whole")
    return folder / "whole", command_in(folder).json("evolve", *RUN, "--generations", 12, "--out", "whole")


@pytest.fixture
def whole(neuro, evolved):
    """The result of the run that never stopped; its folder is here, too."""
    shutil.copytree(evolved[0], neuro.folder / "whole")
    return evolved[1]


def lines(neuro, name):
    path = neuro.folder / name / "history.csv"
    return len(path.read_text().splitlines()) if path.exists() else 0


def wait_for_lines(neuro, name, count):
    deadline = time.monotonic() + 60
    while lines(neuro, name) < count and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_run_that_is_lengthened_is_the_longer_run(neuro, whole):
    neuro("evolve", *RUN, "--generations", 5, "--out", "run")
    result = neuro.json("evolve", "--resume", "run", "--generations", 12, "--threads", 1)
    assert list(result) == list(whole)
    assert all_but_time(result) == all_but_time(whole)
    assert result["run"] == "run"


def test_a_finished_run_prints_its_result_again(neuro, whole):
    again = neuro.json("evolve", "--resume", "whole")
    assert all_but_time(again) == all_but_time(whole)
    assert again["seconds"] == whole["seconds"]


def test_a_watched_run_goes_on_headless_and_the_other_way_round(neuro, whole):
    neuro("watch", *RUN, "--generations", 4, "--out", "run", "--view", "window", "--speed", "max", "--quiet")
    neuro("evolve", "--resume", "run", "--generations", 8)
    result = neuro.json("watch", "--resume", "run", "--generations", 12, "--view", "window", "--speed", "max")
    assert all_but_time(result) == all_but_time(whole)


def test_a_run_that_keeps_going_was_solved_when_its_exam_was_first_passed(neuro):
    solving = ("xor_arena", "--seed", 1, "--keep-going", "--generations", 30, "--out", "run")
    said = neuro("evolve", *solving).stdout_text
    with (neuro.folder / "run" / "history.csv").open() as file:
        first = next(line["generation"] for line in csv.DictReader(file) if line["solved"] == "true")
    assert said.startswith(f"Solved in generation {first}: ")
    assert "; the champion is of generation " in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_run_with_all_saved_and_says_how_to_go_on(neuro, number):
    process = neuro.start("evolve", *RUN, "--out", "run")
    wait_for_lines(neuro, "run", 20)
    process.send_signal(number)
    said, complained = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert "Traceback" not in complained
    assert "Stopped after" in complained
    assert "Go on with it: neuro evolve --resume run" in said
    events = [json.loads(line) for line in (neuro.folder / "run/events.jsonl").read_text().splitlines()]
    assert events[-1]["event"] == "ended"
    assert events[-1]["generation"] == lines(neuro, "run") - 1


def test_a_killed_run_goes_on_to_the_same_end(neuro, whole):
    process = neuro.start("evolve", *RUN, "--generations", 12, "--checkpoint-every", 2, "--out", "run")
    wait_for_lines(neuro, "run", 6)
    process.kill()
    process.communicate()
    assert all_but_time(neuro.json("evolve", "--resume", "run")) == all_but_time(whole)


def test_a_damaged_checkpoint_is_told_of(neuro, whole):
    for name in ("checkpoint.neuro", "checkpoints/00000012.neuro"):
        path = neuro.folder / "whole" / name
        path.write_bytes(path.read_bytes()[:-9])
    said = neuro("evolve", "--resume", "whole", "--json")
    assert "checkpoint.neuro is cut short or damaged" in said.stderr_text
    assert "so the run goes on from generation 0" in said.stderr_text
    assert all_but_time(json.loads(said.stdout_text)) == all_but_time(whole)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--resume", "nowhere"), 1, "there is no folder nowhere"),
        (("--resume", "."), 1, "holds no run"),
        (("--resume", "whole", "--population", 9), 2, "--population was settled when the run in whole began"),
        (("--resume", "whole", "--mutation-rate", 0.5), 2, "--mutation-rate was settled"),
        (("--resume", "whole", "--out", "there"), 2, "--out was settled"),
        (("flappy", "--out", "whole"), 1, "whole holds a run already: go on with it by --resume whole"),
        (("flappy", "--checkpoint-every", 0), 2, "--checkpoint-every must be at least 1"),
        (("flappy", "--keep", 1), 2, "--keep must be at least 2"),
    ],
)
def test_a_mistake_is_one_sentence(neuro, whole, arguments, code, sentence):
    said = neuro("evolve", *arguments, code=code).stderr_text
    assert sentence in said
    assert len(said.strip().splitlines()) == 1


def test_two_processes_do_not_write_to_one_run(neuro):
    process = neuro.start("evolve", *RUN, "--out", "run")
    wait_for_lines(neuro, "run", 5)
    said = neuro("evolve", "--resume", "run", code=1).stderr_text
    assert "run is in use: process " in said
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130


def test_a_run_is_told_of_in_lines_in_a_csv_file_and_to_tensorboard(neuro):
    pytest.importorskip("tensorboardX")
    told = ("-v", "--csv", "log.csv", "--log-dir", "board")
    said = neuro("evolve", *RUN, "--generations", 3, "--out", "run", *told)
    assert [line.split(":")[0] for line in said.stderr_text.splitlines() if line.startswith("gen")] == [
        f"generation {number}" for number in range(3)
    ]
    assert (neuro.folder / "log.csv").read_text() == (neuro.folder / "run/history.csv").read_text()
    assert list((neuro.folder / "board").iterdir())


def test_a_run_watched_again_shows_the_portraits_of_those_who_broke_the_record_before(neuro, whole):
    def timeline(name):
        """The picture of the window below the world: nothing there moves."""
        neuro("watch", "--resume", name, "--generations", 20, "--frames", 2, "--screenshot", f"{name}.png", "--quiet")
        image = pygame.surfarray.array3d(pygame.image.load(neuro.folder / f"{name}.png")).astype(int)
        return image[80:1340, 752:820]

    shutil.copytree(neuro.folder / "whole", neuro.folder / "bare")
    kept = sorted((neuro.folder / "bare" / "champions").glob("*.neuro"))
    for path in kept[:-1]:
        path.unlink()
    changed = (abs(timeline("whole") - timeline("bare")).sum(axis=2) > 60).any(axis=1)
    assert kept[0].stem == "00000000"
    assert len(kept) > 1
    assert changed[:40].sum() > 20, "the first generation's portrait, at the left end"
