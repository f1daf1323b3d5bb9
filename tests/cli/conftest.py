import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NEURO = Path(sys.executable).parent / ("neuro.exe" if os.name == "nt" else "neuro")


class Command:
    """The installed ``neuro`` command, run in a folder of its own."""

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
        return subprocess.Popen(
            [NEURO, *map(str, arguments)],
            cwd=self.folder,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments, code=0, **variables):
        process = self.start(*arguments, **variables)
        process.stdout_text, process.stderr_text = process.communicate(timeout=120)
        assert process.returncode == code, process.stderr_text
        assert "Traceback" not in process.stderr_text
        return process

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
