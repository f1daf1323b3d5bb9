import errno
import os
import stat
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from neuro.errors import FileError
from neuro.storage import atomic
from neuro.storage.atomic import sweep, write_atomically


def failing(code):
    def fail(*_args, **_kwargs):
        raise OSError(code, os.strerror(code))

    return fail


def test_what_was_written_is_there_and_nothing_else(tmp_path):
    for data in (b"first", b"", b"second"):
        write_atomically(tmp_path / "file", data)
        assert (tmp_path / "file").read_bytes() == data
        assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EIO, "the disk reports an error"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "permission is denied"),
    ],
)
def test_the_old_file_stays_whole_when_a_step_fails(call, code, words, tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_atomically(path, b"old")
    monkeypatch.setattr(os, call, failing(code))
    with pytest.raises(FileError, match=f"cannot write .*file: {words}"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_the_old_file_stays_whole_when_the_bytes_do_not_fit(tmp_path):
    resource = pytest.importorskip("resource")
    path = tmp_path / "file"
    write_atomically(path, b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(FileError, match="larger than files may be"):
            write_atomically(path, bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_an_interrupt_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def interrupt(_handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_the_bytes_are_on_the_disk_before_the_name_and_the_folder_after(tmp_path, monkeypatch):
    steps = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle):
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "bytes")
        fsync(handle)

    def noted_replace(source, target):
        steps.append("name")
        assert Path(source).read_bytes() == b"data"
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    write_atomically(tmp_path / "file", b"data")
    assert steps == (["bytes", "name"] if os.name == "nt" else ["bytes", "name", "folder"])


def test_a_file_system_that_cannot_sync_folders_will_do(tmp_path, monkeypatch):
    fsync = os.fsync

    def only_files(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    write_atomically(tmp_path / "file", b"data")
    assert (tmp_path / "file").read_bytes() == b"data"


def test_a_file_that_another_process_holds_for_a_moment_is_tried_again(tmp_path, monkeypatch):
    replace, refusals = os.replace, [1, 2]

    def held(source, target):
        if refusals:
            refusals.pop()
            raise PermissionError(errno.EACCES, "held")
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(atomic, "_REPLACE_ATTEMPTS", 3)
    monkeypatch.setattr(atomic, "_REPLACE_PAUSE", 0.001)
    write_atomically(tmp_path / "file", b"data")
    assert (tmp_path / "file").read_bytes() == b"data"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("absent/file", "there is no folder"),
        (".", "it is a folder"),
        ("", "it is a folder"),
        ("a\0b", "null"),
        ("x" * 300, "the name is too long"),
    ],
)
def test_a_path_that_cannot_be_written_is_refused_in_words(path, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileError, match=words):
        write_atomically(path, b"data")
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="not a file"):
        write_atomically(tmp_path / "pipe", b"data")
    assert stat.S_ISFIFO(os.stat(tmp_path / "pipe").st_mode)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link").symlink_to("file")
    write_atomically(tmp_path / "link", b"data")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"data"


@pytest.fixture
def read_only_folder():
    """A folder that this process may read and not change, even when the tests are run by root."""
    if os.name == "nt":
        pytest.skip("folders have no such permissions on Windows")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        yield Path(folder)
        os.seteuid(user)
        os.chmod(folder, 0o755)


def test_a_folder_that_may_not_be_changed_is_refused_in_words(read_only_folder):
    with pytest.raises(FileError, match="permission is denied"):
        write_atomically(read_only_folder / "file", b"data")


_SAVER = """
import itertools, sys
from neuro.storage.atomic import sweep, write_atomically
for number in itertools.count():
    write_atomically(sys.argv[1], bytes([number % 256]) * 300_000)
    print(number, flush=True)
"""


def test_a_killed_process_leaves_a_whole_file(tmp_path):
    path = tmp_path / "file"
    for attempt in range(10):
        saver = subprocess.Popen([sys.executable, "-c", _SAVER, str(path)], stdout=subprocess.PIPE)
        for _ in range(5 + attempt):
            saver.stdout.readline()
        saver.kill()
        saver.communicate()
        data = path.read_bytes()
        assert len(data) == 300_000
        assert len(set(data)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps what may be left for a minute")
def test_what_a_killed_process_left_is_removed_by_the_next_that_writes_there(tmp_path):
    killed = "\n".join(
        (
            "import os, signal",
            "from neuro.storage.atomic import write_atomically",
            f"write_atomically({str(tmp_path / 'file')!r}, (os.kill(os.getpid(), signal.SIGKILL) for _ in range(1)))",
        )
    )
    assert subprocess.run([sys.executable, "-c", killed]).returncode
    assert len(os.listdir(tmp_path)) == 1
    write_atomically(tmp_path / "other", b"new")
    assert os.listdir(tmp_path) == ["other"]


def test_what_another_is_writing_is_left_alone(tmp_path):
    def parts():
        yield b"first"
        atomic.sweep(tmp_path)
        yield b"second"

    write_atomically(tmp_path / "file", parts())
    assert (tmp_path / "file").read_bytes() == b"firstsecond"


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be removed on Windows")
def test_a_file_that_is_swept_before_its_lock_is_made_again(tmp_path, monkeypatch):
    swept, really = [], atomic.lock

    def late(file):
        if not swept:
            swept.append(file.name)
            os.unlink(file.name)
        return really(file)

    monkeypatch.setattr(atomic, "lock", late)
    write_atomically(tmp_path / "file", b"new")
    assert swept
    assert (tmp_path / "file").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["file"]


def test_a_file_that_is_being_written_is_not_swept_by_another_thread(tmp_path):
    done = threading.Event()

    def sweep_on():
        while not done.is_set():
            sweep(tmp_path)

    with ThreadPoolExecutor(6) as pool:
        sweeping = [pool.submit(sweep_on) for _ in range(3)]
        try:
            list(pool.map(lambda k: write_atomically(tmp_path / str(k), b"kept"), range(200)))
        finally:
            done.set()
        [one.result() for one in sweeping]
    assert sorted(int(path.name) for path in tmp_path.iterdir()) == list(range(200))
