"""A file that cannot be written whole is told of in a sentence, and nothing of it stays."""

import contextlib
import os
import shutil

import pytest
from run_folders import GAME, SETTINGS

from neuro.errors import FileError
from neuro.evolution import Evolution
from neuro.evolution.run import run
from neuro.storage.history_file import HistoryFile, read_history

resource = pytest.importorskip("resource", reason="Windows has no limits of a process")

SMALL = 400  # bytes that a file may have: less than any of those below

#: A call of every command that writes a file of a name that people choose.
WRITING = [
    "watch xor --frames 2 --screenshot {there}/a.png",
    "replay --view window --frames 2 --screenshot {there}/a.png",
    "replay --view none --max-steps 12 --record {there}/a.gif",
    "replay --view none --max-steps 12 --record {there}/a.png",
    "replay --view none --max-steps 12 --record {there}/a.mp4",
    "play flappy --frames 2 --screenshot {there}/a.png",
    "guess --frames 2 --screenshot {there}/a.png",
    "train xor --epochs 2 --frames 2 --screenshot {there}/a.png --save {here}/x.neuro",
    "train digits --epochs 1 --view none --save {there}/a.neuro",
    "export flappy {there}/a.html --max-steps 60",
    "export flappy {there}/a.neuro",
    "export flappy {there}/a.onnx",
    "plot {run} --out {there}/a.svg",
    "plot {run} --out {there}/a.png",
    "plot {run} --out {there}/a.pdf",
    "new-game pong --out {there}",
]
EXTRAS = {".gif": "PIL", "a.onnx": "onnx", "plot": "matplotlib"}


@contextlib.contextmanager
def small_files(size=SMALL):
    """Files of this process and those that it starts may have few bytes: the same to them as a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def places(tmp_path, champion):
    there = tmp_path / "there"
    there.mkdir()
    return {"here": tmp_path, "there": there, "run": champion.parent}


def needs(line):
    for part, module in EXTRAS.items():
        if part in line:
            pytest.importorskip(module)
    if ".mp4" in line and not shutil.which("ffmpeg"):
        pytest.skip("no ffmpeg")


@pytest.mark.parametrize("line", WRITING)
def test_what_does_not_fit_is_told_and_nothing_of_it_stays(neuro, places, line):
    needs(line)
    words = [word.format(**places) for word in line.split()]
    neuro(*words)  # so that all is loaded and compiled that would be written down elsewhere
    shutil.rmtree(places["there"])
    places["there"].mkdir()
    with small_files():
        said = neuro(*words, code=1).stderr_text.splitlines()
    assert said[-1].startswith("neuro: ")
    assert "cannot" in said[-1]
    assert list(places["there"].iterdir()) == []


def test_a_line_for_each_generation_is_whole_or_not_there(tmp_path):
    evolution = Evolution(GAME, SETTINGS)
    run(evolution, generations=3, keep_going=True)
    history = HistoryFile(tmp_path / "history.csv", evolution.history[:1])
    room = (tmp_path / "history.csv").stat().st_size + 20
    with small_files(room), pytest.raises(FileError, match="larger than files may be here"):
        history.append(evolution.history[1])
    history.close()
    assert (tmp_path / "history.csv").stat().st_size == room - 20
    assert read_history(tmp_path / "history.csv") == (evolution.history[:1], "")


def test_files_for_tensorboard_that_do_not_fit_end_the_run_with_a_sentence(neuro, places):
    pytest.importorskip("tensorboardX")
    run = ("evolve", "flappy", "--population", 9, "--max-steps", 9, "--generations", 3, "--keep-going")
    neuro(*run, "--out", "run")
    (places["here"] / "board").write_text("no folder")
    said = neuro(*run, "--log-dir", "board", code=1).stderr_text
    assert said.splitlines()[-1].endswith("board: file exists")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("option", ["replay --view window --frames 2 --screenshot", "replay --view none --record"])
def test_a_device_is_no_place_for_a_picture(neuro, tmp_path, option):
    (tmp_path / "a.png").symlink_to("/dev/full")
    said = neuro(*option.split(), "a.png", code=1).stderr_text
    assert said == "neuro: a.png is a device or a pipe, not a file\n"
    assert (tmp_path / "a.png").is_symlink()
