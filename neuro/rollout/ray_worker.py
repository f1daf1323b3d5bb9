"""What a worker of a Ray cluster does: it loads a game by name, and plays the chunks of genomes that it is sent.

All that is sent is bytes and plain values; both ends make objects of them by names that they know. A worker of another
version of neuro, or with other rules, says so instead of giving other bits.
"""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from neuro.errors import NeuroError
from neuro.game import Game, find_game
from neuro.games_folder import add_games_folder, folders_with
from neuro.paths import cache_root
from neuro.policies import Policy
from neuro.rollout.evaluator import Local
from neuro.rollout.program import program
from neuro.rollout.wire_values import Plain, arrays_from, outcome_to, policy_from, policy_to
from neuro.version import __version__

__all__ = ["Worker", "task_of"]

_LARGEST = 64 * 2**20  # bytes of a game's folder


def task_of(game: Game, policy: Policy) -> dict[str, Plain]:
    """What workers need to play a game, as plain values.

    Args:
        game: The game, which they load by its name.
        policy: The policy of the individuals.

    Raises:
        NeuroError: If the game has no name that workers could load it by, or its folder is too large to be sent.
    """
    try:
        name, level = game.__reduce__()[1]
    except NeuroError as error:
        raise NeuroError(f"{game.title} is not known by name, so workers of Ray cannot load it: {error}") from error
    return {
        "game": name,
        "level": level,
        "policy": policy_to(policy),
        "files": _files(name),
        "neuro": __version__,
        "rules": game.version,
        "sources": _sources(game),
    }


def _files(name: str) -> dict[str, bytes]:
    """The files of a game that is in a folder of one's own, by their paths; nothing for one that is installed."""
    found: dict[str, bytes] = {}
    for folder in folders_with(name):
        inside = (path for path in sorted((folder / name).rglob("*")) if path.is_file())
        found |= {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in inside
            if "__pycache__" not in path.parts and path.stat().st_size <= _LARGEST
        }
    if sum(map(len, found.values())) > _LARGEST:
        raise NeuroError(f"the folder of {name} holds more than 64 MB: move out of it what the game does not need")
    return found


def _sources(game: Game) -> str:
    """A digest of the files that the game's rules are written in."""
    module = sys.modules.get(game.rules.__name__)  # rules in plain Python are named by the module that they are made of
    file, digest = getattr(module, "__file__", None), hashlib.blake2b(digest_size=10)
    for path in sorted(Path(file).parent.glob("*.py")) if file else ():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _unpack(files: Mapping[str, bytes]) -> None:
    """Write a game's files into a folder that is named by what they hold, unless another worker has done so."""
    digest = hashlib.blake2b(digest_size=10)
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + content + b"\0")
    folder = cache_root() / "games" / digest.hexdigest()
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
            whole = Path(beside) / "whole"
            for name, content in files.items():
                (whole / name).parent.mkdir(parents=True, exist_ok=True)
                (whole / name).write_bytes(content)
            if not folder.is_dir():
                whole.rename(folder)
    add_games_folder(folder)


class Worker:
    """A process of the cluster that plays; Ray makes it an actor."""

    def __init__(self) -> None:
        self._local: Local | None = None
        self._game: Game | None = None
        self._policy: Policy | None = None

    def hello(self) -> tuple[str, int]:
        """The host that it runs on, and the number of its process."""
        return socket.gethostname(), os.getpid()

    def prepare(self, task: Mapping[str, Plain], setting: Mapping[str, float]) -> str | None:
        """Load the game and compile; returns why that cannot be, None if it can.

        Args:
            task: The task that ``task_of`` has made.
            setting: The game's parameters, by name.
        """
        try:
            if task["files"] and not folders_with(task["game"]):
                _unpack(task["files"])
            game = find_game(task["game"]).at(task["level"])
            for what, key, here in (
                ("neuro", "neuro", __version__),
                (f"{game.title}'s rules", "rules", game.version),
                (f"{game.title}'s rules", "sources", _sources(game)),
            ):
                if task[key] != here:
                    return f"there is another version of {what}: install the same everywhere"
            self._game, self._policy = game, policy_from(task["policy"])
            self._local = Local(program(game, self._policy), 1)
            self._local.compile(game.setting_with(setting))
        except (NeuroError, OSError) as error:
            return str(error)
        return None

    def play(
        self, arrays: dict[str, Plain], count: int, courses: bytes, setting: Mapping[str, float], max_steps: int
    ) -> tuple[dict[str, Plain], float]:
        """Play some genomes on all courses; returns the outcome as plain values, and the seconds that it took.

        Args:
            arrays: The genomes, see ``arrays_to``.
            count: The number of genomes.
            courses: Seeds of the courses, uint32.
            setting: The game's parameters, by name.
            max_steps: The longest episode, in steps.
        """
        assert self._game is not None
        assert self._policy is not None
        assert self._local is not None
        begun = time.perf_counter()
        genomes, seeds = self._policy.genomes(arrays_from(arrays, count)), np.frombuffer(courses, "<u4").copy()
        outcome = self._local.evaluate(genomes, seeds, self._game.setting_with(setting), max_steps)
        return outcome_to(outcome), time.perf_counter() - begun
