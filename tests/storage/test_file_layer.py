"""A disk that fails at its Nth step, for every N; and one that loses all that was not brought to it."""

import contextlib
import errno
import itertools
import os
import pathlib
import shutil
import stat

import pytest
from run_folders import GAME, all_but_time, alone, begun

from neuro.errors import FileError
from neuro.evolution.run import run
from neuro.storage import runs
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder

GENERATIONS = 6

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a folder is brought to the disk only elsewhere")


@pytest.fixture(autouse=True)
def _without_an_exam(monkeypatch):
    monkeypatch.setattr(runs, "recorded_game", lambda name: {"flappy": GAME}[name])


@pytest.fixture(scope="module")
def whole():
    return all_but_time(alone(GENERATIONS))


def evolve(path):
    """Evolve a run that is kept every second generation."""
    evolution, folder = begun(path, checkpoint_every=2)
    run(evolution, generations=GENERATIONS, keep_going=True, reporters=[Recorder(folder)])


def go_on(path):
    """Go on with a run; without a folder there is none, and it begins anew."""
    if not path.exists():
        evolve(path)
        return all_but_time(RunFolder(path).evolution())
    folder = RunFolder(path)
    recorder = Recorder(folder)
    evolution = folder.evolution()
    run(evolution, generations=GENERATIONS, keep_going=True, reporters=[recorder])
    return all_but_time(evolution)


class FailingDisk:
    """Fails at one of its steps: writing (half of it is written), bringing to the disk, renaming, linking.

    Args:
        place: The number of the step.
        code: The error's number.
        lasting: Whether all later steps fail too.
    """

    def __init__(self, place, code, *, lasting):
        self._place, self._code, self._lasting = place, code, lasting
        self.steps = 0

    def _fails(self):
        number, self.steps = self.steps, self.steps + 1
        return number == self._place or (self._lasting and number > self._place)

    def error(self):
        return OSError(self._code, os.strerror(self._code))

    def step(self, call):
        def attempt(*arguments, **options):
            if self._fails():
                raise self.error()
            return call(*arguments, **options)

        return attempt

    def opening(self, call):
        def open_file(path, mode="r", *arguments, **options):
            file = call(path, mode, *arguments, **options)
            return file if mode in ("r", "rb") else _File(self, file)

        return open_file


class _File:
    """An open file whose writes may fail half-way."""

    def __init__(self, disk, file):
        self._disk, self._file = disk, file

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._file.close()

    def write(self, data):
        if self._disk._fails():
            self._file.write(data[: len(data) // 2])
            self._file.flush()
            raise self._disk.error()
        return self._file.write(data)


@contextlib.contextmanager
def failing(monkeypatch, place, code, *, lasting):
    disk = FailingDisk(place, code, lasting=lasting)
    with monkeypatch.context() as patched:
        for name in ("fsync", "replace", "link"):
            patched.setattr(os, name, disk.step(getattr(os, name)))
        patched.setattr(pathlib.Path, "open", disk.opening(pathlib.Path.open))
        patched.setattr(pathlib.Path, "rename", disk.step(pathlib.Path.rename))
        yield disk


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_a_disk_that_fails_at_any_step_costs_nothing(code, lasting, whole, tmp_path, monkeypatch):
    for place in itertools.count():
        path = tmp_path / str(place)
        with failing(monkeypatch, place, code, lasting=lasting) as disk:
            with contextlib.suppress(FileError):
                evolve(path)
            came_there = disk.steps > place
        assert go_on(path) == whole, f"step {place}"
        assert not list(tmp_path.rglob("*.tmp")), f"step {place}"
        shutil.rmtree(path)
        if not came_there:
            break
    assert place > 60


class ForgetfulDisk:
    """Notes what has been brought to the disk: the bytes of files, and the names in folders."""

    def __init__(self, folder):
        self.folder = folder
        self.bytes, self.names = {}, {}

    def fsync(self, handle):
        known = os.fstat(handle)
        path = pathlib.Path(os.readlink(f"/proc/self/fd/{handle}"))
        if stat.S_ISDIR(known.st_mode):
            self.names[known.st_ino] = self._names_in(path)
        else:
            self.bytes[known.st_ino] = path.read_bytes()

    @staticmethod
    def _names_in(folder):
        return {entry.name: (entry.inode(), entry.is_dir()) for entry in os.scandir(folder)}

    def after_a_power_cut(self, target, *, names_survive):
        """What is left: of files the bytes that were brought to the disk, of folders the names, or all names."""
        self._restore(self.folder, self.folder.stat().st_ino, target, names_survive)

    def _restore(self, folder, inode, target, names_survive):
        target.mkdir()
        names = self._names_in(folder) if names_survive and folder.is_dir() else self.names.get(inode, {})
        for name, (number, is_folder) in names.items():
            if is_folder:
                self._restore(folder / name, number, target / name, names_survive)
            else:
                (target / name).write_bytes(self.bytes.get(number, b""))


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="finds the path of a handle in /proc")
@pytest.mark.parametrize("names_survive", [False, True], ids=["names are lost", "names survive"])
def test_a_power_cut_at_any_moment_costs_nothing_but_time(names_survive, whole, tmp_path, monkeypatch):
    place = tmp_path / "place"
    place.mkdir()
    disk, fsync, moments = ForgetfulDisk(place), os.fsync, itertools.count()

    def noted(handle):
        fsync(handle)
        disk.fsync(handle)
        disk.after_a_power_cut(tmp_path / f"moment-{next(moments):03}", names_survive=names_survive)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", noted)
        evolve(place / "run")
    left = sorted(tmp_path.glob("moment-*"))
    assert len(left) > 20
    for moment in left:
        assert go_on(moment / "run") == whole, moment.name
    assert RunFolder(left[-1] / "run").evolution().generation == GENERATIONS
