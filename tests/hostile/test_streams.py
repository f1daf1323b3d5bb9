"""Streams that are closed, full, without a reader, or in an encoding that lacks signs: no command breaks over them."""

import contextlib
import errno
import io
import itertools
import os
import subprocess
import sys
from unittest import mock

import numpy as np
import pytest
from cli.conftest import NEURO

from neuro.cli.app import entry
from neuro.cli.streams import _safe
from neuro.game_checks import CHECKS, facts_fit

FULL = "/dev/full"

needs_full = pytest.mark.skipif(not os.path.exists(FULL), reason="only Linux has a device that is always full")
posix = pytest.mark.skipif(os.name == "nt", reason="descriptors are handed on by POSIX shells")

#: A call of each command that prints.
PRINTING = [
    (),
    ("--help",),
    ("--version",),
    ("evolve", "--help"),
    ("games",),
    ("games", "--json"),
    ("inspect", "{champion}"),
    ("verify", "{champion}"),
    ("replay", "{champion}", "--view", "none"),
    ("guess", "--image", "{image}"),
    ("check", "xor_arena"),
    ("doctor",),
    ("cache",),
    ("export", "{champion}", "page.html"),
    ("new-game", "pong"),
    ("train", "xor", "--epochs", "1", "--view", "none"),
    ("evolve", "flappy", "--generations", "1", "--population", "9", "--max-steps", "9"),
    ("watch", "flappy", "--generations", "1", "--population", "9", "--max-steps", "9", "--view", "none"),
    ("watch", "xor", "--generations", "1", "--population", "9", "--view", "none"),
]
each_printing = pytest.mark.parametrize("words", PRINTING, ids=" ".join)


@pytest.fixture
def call(neuro, champion, tmp_path, monkeypatch):
    """Runs the command line in this process, on these streams; gives the exit code. Of games it checks facts alone."""
    monkeypatch.setattr("neuro.cli.check.checks_of", lambda _: {facts_fit: CHECKS[facts_fit]})
    Image = pytest.importorskip("PIL.Image")  # noqa: N806 - a module
    image = np.full((20, 20), 255, np.uint8)
    image[4:16, 8:12] = 0
    Image.fromarray(image).save(tmp_path / "image.png")
    places = {"champion": champion, "image": tmp_path / "image.png"}

    def start(words, stdin=None, stdout=None, stderr=None):
        streams = {"stdin": stdin, "stdout": stdout, "stderr": stderr}
        argv = ["neuro", *(word.format(**places) for word in words)]
        with (
            mock.patch.dict(os.environ, neuro.environment),
            mock.patch.multiple(sys, argv=argv, **streams),
            contextlib.chdir(neuro.folder),
            pytest.raises(SystemExit) as end,
        ):
            entry()
        return end.value.code or 0

    return start


def text(encoding="utf-8", raw=None):
    return io.TextIOWrapper(io.BytesIO() if raw is None else raw, encoding)


def read(stream):
    return stream.buffer.getvalue().decode(stream.encoding)


@each_printing
def test_streams_that_are_closed_are_as_if_nobody_had_asked(call, words):
    assert call(words) == 0


@needs_full
@each_printing
def test_output_that_cannot_be_written_is_told_in_a_sentence(call, words):
    told = text()
    with open(FULL, "w") as full:
        assert call(words, stdout=full, stderr=told) == 1
    assert read(told).splitlines()[-1] == "neuro: cannot write the output: the disk is full"


@needs_full
@each_printing
def test_messages_that_cannot_be_written_cost_nothing_but_themselves(call, words):
    out = text()
    with open(FULL, "w") as full:
        assert call(words, stdout=out, stderr=full) == 0
    assert read(out)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@each_printing
def test_signs_that_an_encoding_lacks_are_spelled_by_others(call, words, encoding):
    out, told = text(encoding), text(encoding)
    assert call(words, stdout=out, stderr=told) == 0
    assert read(out)


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("ascii", b"+x>#...|\\xe9 \\udcff \\U0001f426"), ("utf-8", "✓✗→█…│é".encode() + b" \\udcff " + "🐦".encode())],
)
def test_every_sign_reaches_every_encoding_and_none_is_mistaken_for_another(encoding, written):
    raw = io.BytesIO()
    stream = _safe(text(encoding, raw), matters=True)
    stream.write("✓✗→█…│é \udcff 🐦")
    stream.flush()
    assert raw.getvalue() == written


class Gone(io.RawIOBase):
    name = "gone"

    def writable(self):
        return True

    def write(self, data):
        raise BrokenPipeError(errno.EPIPE, "broken pipe")


def test_a_stream_without_a_reader_says_so_once():
    for matters in (True, False):
        stream = _safe(text(raw=io.BufferedWriter(Gone())), matters=matters)
        with pytest.raises(BrokenPipeError):
            print("one", file=stream, flush=True)
        print("two", file=stream, flush=True)


def test_a_pipe_that_does_not_wait_gets_all():
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    lines = 20_000
    script = f"from neuro.cli.streams import make_safe; make_safe()\nfor k in range({lines}): print(k)"
    with subprocess.Popen([sys.executable, "-c", script], stdout=theirs) as process, open(ours) as pipe:
        os.close(theirs)
        assert sum(1 for _ in pipe) == lines
    assert process.returncode == 0


@posix
@pytest.mark.parametrize("closed", [c for n in (1, 2, 3) for c in itertools.combinations((0, 1, 2), n)], ids=str)
def test_descriptors_that_are_closed_are_nobody_elses(tmp_path, closed):
    script = "from neuro.cli.streams import make_safe; make_safe(); assert open('other').fileno() > 2; print('✓')"
    (tmp_path / "other").touch()
    shell = " ".join(f"{number}>&-" for number in closed)
    process = subprocess.run(f'"{sys.executable}" -c "{script}" {shell}', shell=True, cwd=tmp_path, check=False)
    assert process.returncode == 0


@posix
def test_the_real_process_ends_well_on_closed_and_full_streams(neuro):
    full = [("games >/dev/full", 1), ("games 2>/dev/full", 0)] if os.path.exists(FULL) else []
    for line, code in [*full, ("games >&-", 0), ("evole 2>&-", 2), ("games 1</dev/null", 1)]:
        command = f"'{NEURO}' {line}"
        done = subprocess.run(command, shell=True, cwd=neuro.folder, capture_output=True, text=True, check=False)
        assert done.returncode == code, line
        assert "Traceback" not in done.stderr, line
        assert "ignored" not in done.stderr, line
