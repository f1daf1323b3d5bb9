"""A process that talks to Ray for this one, out of reach of the signals that are meant for it."""

from __future__ import annotations

import os
import pickle
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

__all__ = ["DriverLostError", "DriverProcess", "doors"]

_CODE = "from neuro.rollout.ray_driver import serve; serve()"
_TOKEN = Path("~/.ray/auth_token").expanduser()
_FAREWELL = 10.0  # seconds that Ray has to end by itself
#: What keeps Ray to itself: no report of its use, no copying of the project by uv, and no warning about devices.
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DISABLE_IMPORT_WARNING": "1",
}


def doors(address: str | None) -> list[dict[str, str]]:
    """Variables of the environment that may let a process into a cluster, to be tried in turn.

    A cluster of one's own gets a token that nobody else knows. With ``auto`` Ray sees by itself whether it needs the
    user's token; at another address that cannot be told, and a wrong guess is refused.

    Args:
        address: Address of the cluster; None for one of one's own.
    """
    if address is None:
        return [{"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}]
    kept = {"RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"} & set(os.environ) or _TOKEN.is_file()
    guess = address != "auto" and "RAY_AUTH_MODE" not in os.environ and kept
    return [{}, {"RAY_AUTH_MODE": "token"}] if guess else [{}]


class DriverLostError(Exception):
    """The process has ended, or does not answer; says why."""


class DriverProcess:
    """The process, as long as it lasts; see ``neuro.rollout.ray_driver`` for what it is sent and answers.

    Args:
        folder: The process's working folder, into which what Ray prints is written.
        variables: Variables of its environment besides those of this process.

    Raises:
        DriverLostError: If no process can be started.
    """

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        paths = [path or os.getcwd() for path in sys.path]
        try:
            with open(folder / "printed.txt", "wb") as printed:
                self._process = subprocess.Popen(
                    [sys.executable, "-c", _CODE],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=printed,
                    cwd=folder,
                    env={**os.environ, **_QUIET, **variables, "PYTHONPATH": os.pathsep.join(paths)},
                    start_new_session=True,
                    creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
                )
        except OSError as error:
            raise DriverLostError(f"no process can be started: {error}") from error
        self._answers: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
        threading.Thread(target=self._read, name="ray answers", daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with suppress(OSError, EOFError, ValueError, pickle.UnpicklingError):
            while True:
                self._answers.put(pickle.load(self._process.stdout))
        self._answers.put(None)

    def send(self, *message: Any) -> None:
        """Send a message.

        Raises:
            DriverLostError: If the process has ended.
        """
        assert self._process.stdin is not None
        try:
            pickle.dump(message, self._process.stdin, protocol=5)
            self._process.stdin.flush()
        except OSError as error:
            raise DriverLostError(f"its process has ended: {error}") from error

    def receive(self, seconds: float) -> tuple[Any, ...]:
        """The next message.

        Args:
            seconds: The longest time to wait, in seconds.

        Raises:
            DriverLostError: If the process has ended, or took longer.
        """
        until = time.monotonic() + seconds
        while True:
            with suppress(Empty):
                message = self._answers.get(timeout=0.2)  # a wait without end would hear of no Ctrl-C on Windows
                if message is None:
                    raise DriverLostError(f"its process ended with code {self._process.wait()}")
                return message
            if time.monotonic() > until:
                raise DriverLostError(f"no answer for {seconds:.0f} s")

    def end(self) -> None:
        """Let Ray end by itself, then make sure that it has."""
        with suppress(DriverLostError):
            self.send("end", None)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_FAREWELL)
        self.kill()

    def kill(self) -> None:
        """End the process and what it has started, at once."""
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
