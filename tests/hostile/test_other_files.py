"""Whatever is no ordinary file is refused before it is opened; whatever is kept of a run is not thrown away."""

import os
import shutil
import socket

import pytest
from run_folders import GAME, alone, recorded

from neuro.disk import check_ordinary, opened
from neuro.errors import FileError
from neuro.storage import runs
from neuro.storage.events import append_event, read_events
from neuro.storage.history_file import HistoryFile, read_history
from neuro.storage.lock import FolderLock
from neuro.storage.resuming import resume
from neuro.storage.runs import RunFolder

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def make_folder(path):
    path.mkdir()


def make_pipe(path):
    os.mkfifo(path)


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(os.path.relpath(path))


def make_device(path):
    path.symlink_to("/dev/zero")


MAKERS = [make_folder, make_pipe, make_socket, make_device]
each_kind = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__.removeprefix("make_"))


@posix
@each_kind
def test_what_is_no_file_is_not_opened(make, tmp_path):
    make(tmp_path / "it")
    with pytest.raises(FileError, match="not a file"):
        check_ordinary(tmp_path / "it")
    with pytest.raises(FileError, match="not a file"), opened(tmp_path / "it"):
        pass


def test_a_file_that_is_not_there_and_one_of_an_impossible_name_are_sentences(tmp_path):
    check_ordinary(tmp_path / "it")
    for path, said in (
        (tmp_path / "it", "there is no file"),
        (tmp_path / "a\0b", "null"),
        (tmp_path / ("x" * 300), "long"),
    ):
        with pytest.raises(FileError, match=said), opened(path):
            pass


READING = [
    "inspect it",
    "replay it --view none",
    "replay --against it --frames 1",
    "export it page.html",
    "verify it",
    "guess it --frames 1",
    "guess --image it",
    "train digits --resume it",
    "plot it --out a.svg",
    "evolve --resume it",
    "watch --resume it --view none",
    "evolve flappy --generations 1 --population 4 --max-steps 9 --csv it --out run",
    "train digits --epochs 1 --view none --save it",
    "export flappy it.html",
    "play flappy --frames 1 --screenshot it",
    "replay --view none --max-steps 6 --record it.png",
]


@posix
@each_kind
@pytest.mark.parametrize("line", READING)
def test_every_command_refuses_what_is_no_file_in_a_sentence(neuro, monkeypatch, make, line):
    monkeypatch.chdir(neuro.folder)
    for name in ("it", "it.html", "it.png"):
        make(neuro.folder / name)
    said = neuro(*line.split(), code=1).stderr_text.splitlines()[-1]
    assert said.startswith("neuro: ")
    assert "it" in said


@posix
@each_kind
@pytest.mark.parametrize("name", ["history.csv", "events.jsonl", "run.lock", "checkpoint.neuro", "champion.neuro"])
def test_a_run_whose_files_have_become_something_else_is_refused_or_goes_on(make, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runs, "recorded_game", lambda name: {"flappy": GAME}[name])
    recorded(tmp_path / "run", generations=4)
    (tmp_path / "run" / name).unlink()
    make(tmp_path / "run" / name)
    try:
        found = resume(tmp_path / "run")
    except FileError as error:
        assert name in str(error)  # noqa: PT017 - or it goes on
    else:
        assert found.fingerprint == alone().fingerprint


@posix
@each_kind
def test_nothing_is_written_into_what_is_no_file(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("history.csv", "events.jsonl", "run.lock"):
        make(tmp_path / name)
    for write in (
        lambda: HistoryFile(tmp_path / "history.csv", []),
        lambda: append_event(tmp_path / "events.jsonl", "begun"),
        lambda: read_events(tmp_path / "events.jsonl"),
        lambda: FolderLock(tmp_path),
    ):
        with pytest.raises(FileError, match="not a file"):
            write()


def test_a_history_that_another_system_has_given_its_line_ends_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "recorded_game", lambda name: {"flappy": GAME}[name])
    recorded(tmp_path / "run", generations=4)
    path = tmp_path / "run" / "history.csv"
    records = read_history(path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_history(path) == records
    standing = RunFolder(tmp_path / "run").find_resume_point()
    assert (standing.state.generation, standing.notes) == (4, [])
    assert resume(tmp_path / "run").fingerprint == alone().fingerprint
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('algorithm = "ga"', 'algorithm = "random"'),
        ("seed = 3", "seed = 4"),
        ("mutation_rate = 0.2", "mutation_rate = 0.5"),
    ],
)
def test_settings_of_another_run_do_not_throw_away_what_is_kept(tmp_path, monkeypatch, old, new):
    monkeypatch.setattr(runs, "recorded_game", lambda name: {"flappy": GAME}[name])
    recorded(tmp_path / "run", generations=4)
    manifest = tmp_path / "run" / "run.toml"
    text = manifest.read_text()
    assert old in text
    manifest.write_text(text.replace(old, new))
    before = shutil.copytree(tmp_path / "run", tmp_path / "before")
    with pytest.raises(FileError, match="describes another run than the one whose 4 generations are kept beside it"):
        resume(tmp_path / "run")
    for path in before.rglob("*.*"):
        if path.is_file() and path.name != "run.lock":
            assert (tmp_path / "run" / path.relative_to(before)).read_bytes() == path.read_bytes()
    manifest.write_text(text)
    assert RunFolder(tmp_path / "run").find_resume_point().state.generation == 4
