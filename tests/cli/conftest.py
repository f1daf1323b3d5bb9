import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest

import neuro.view  # before any test, since it sets a variable that pygame reads, and calls put variables back
from neuro.cli.app import entry

NEURO = Path(sys.executable).parent / ("neuro.exe" if os.name == "nt" else "neuro")


class Command:
    """The ``neuro`` command, run in a folder of its own.

    Called, it does its work in this process: a process of its own needs a second only to start, and there are hundreds.
    What is about processes (signals, terminals, variables of the environment, folders of games) has one: by ``start``,
    or where a call names such a thing.
    """

    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            **os.environ,
            "SDL_VIDEODRIVER": "dummy",
            "SDL_AUDIODRIVER": "dummy",
            "NEURO_SAVES": str(folder / "saves"),
            "NEURO_CONFIG": str(folder / "config"),
        }

    def start(self, *arguments, **variables):
        """Start a process; variables of the environment that are None are not there."""
        environment = {name: value for name, value in {**self.environment, **variables}.items() if value is not None}
        return subprocess.Popen(
            [NEURO, *map(str, arguments)],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments, code=0, **variables):
        if variables or "--games" in arguments:
            process = self.start(*arguments, **variables)
            process.stdout_text, process.stderr_text = process.communicate(timeout=120)
        else:
            process = self.run(*arguments)
        assert process.returncode == code, process.stderr_text
        assert "Traceback" not in process.stderr_text
        return process

    def run(self, *arguments):
        """Do the work in this process, however it ends."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with (
            open(os.devnull) as nothing,
            mock.patch.dict(os.environ, self.environment),
            mock.patch.multiple(sys, argv=["neuro", *map(str, arguments)], stdin=nothing, stdout=out, stderr=err),
            contextlib.chdir(self.folder),
            pytest.raises(SystemExit) as end,
        ):
            entry()
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())
        return SimpleNamespace(returncode=end.value.code or 0, stdout_text=texts[0], stderr_text=texts[1])

    def json(self, *arguments, **variables):
        return json.loads(self(*arguments, "--json", **variables).stdout_text)


@pytest.fixture(scope="session")
def command_in():
    """Makes the command in a folder of one's choice."""
    return Command


@pytest.fixture
def neuro(tmp_path):
    return Command(tmp_path)


@pytest.fixture(scope="session")
def champion(tmp_path_factory):
    """The file of a champion after three generations."""
    folder = tmp_path_factory.mktemp("champion")
    return Path(Command(folder).json("evolve", "flappy", "--seed", 3, "--generations", 3)["champion"])


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    """The folder of a run that has kept several champions."""
    folder = tmp_path_factory.mktemp("run")
    told = Command(folder).json(
        "evolve", "flappy", "--seed", 3, "--generations", 8, "--population", 60, "--max-steps", 900, "--keep-going"
    )
    return Path(told["run"])
