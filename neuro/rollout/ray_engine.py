"""The engine ``ray``: workers of a Ray cluster evaluate, on this machine or on many.

Chunks of genomes go out, outcomes come back. Episodes draw by counter, so it does not matter who plays which chunk, how
large it is, or how often: a worker that is lost costs the time of its chunk, and no bit of the result.
"""

from __future__ import annotations

import importlib.util
import shutil
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError, SettingError
from neuro.game import Game
from neuro.policies import Genomes, Policy, genomes_of
from neuro.rollout.chunks import LEAST_SECONDS
from neuro.rollout.driver_process import DriverLostError, DriverProcess, doors
from neuro.rollout.evaluate import thread_count
from neuro.rollout.evaluator import Evaluator, Local
from neuro.rollout.outcome import Outcome
from neuro.rollout.program import program
from neuro.rollout.ray_worker import task_of
from neuro.rollout.wire_values import arrays_to, outcome_from, setting_to

__all__ = ["Ray", "open_ray"]

_RESTARTS = 2  # of Ray in a generation, until this machine plays the rest of it
_PAUSE = 60.0  # seconds after which a cluster that was lost is looked for again
_OPENING = 300.0  # seconds until a cluster must have answered
_ANSWERING = 600.0  # seconds until a chunk must have come back from it


def open_ray(game: Game, policy: Policy, *, threads: int | None, address: str | None) -> Evaluator:
    """The engine ``ray``; see ``neuro.rollout.evaluator.open_evaluator``. Ray starts when it is first needed.

    Raises:
        SettingError: If the game has several players.
        NeuroError: If Ray is not installed, or nothing listens at the address.
    """
    if game.players > 1:
        raise SettingError(f"{game.title} has several players, who are evaluated on this machine: leave --engine out")
    if importlib.util.find_spec("ray") is None:
        raise NeuroError("--engine ray needs Ray: pip install 'neuro-sandbox[ray]'")
    if address is not None:
        _check_reached(address)
    return Ray(game, policy, threads, address)


def _check_reached(address: str) -> None:
    """Check that something listens at an address: Ray itself would try for a minute, and then end the process.

    Raises:
        NeuroError: If nothing does, or it is no address.
    """
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if address == "auto":
        return
    if not host or not port.isdigit() or int(port) > 65_535:
        raise NeuroError(
            f"an address is HOST:PORT, ray://HOST:PORT, or auto for this machine's cluster, not {address!r}"
        )
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except OSError as error:
        told = f"no Ray cluster can be reached at {address} ({error.strerror or error})"
        raise NeuroError(f"{told}: start one with `ray start --head`") from error


class Ray(Evaluator):
    """Evaluates on the workers of a Ray cluster.

    What is too little to be worth a message is played on this machine; so is what the cluster cannot play any more.

    Args:
        game: The game.
        policy: The policy of the individuals.
        threads: Number of workers; when None or 0, as many as the cluster has CPUs.
        address: Address of the cluster; when None, one is started on this machine, and ended by ``close``.
        least: Seconds of work that a chunk has at least.

    Attributes:
        workers: Host and process number of each worker, after the last generation.
        cost: Seconds that one worker took for a genome of the last generation; None before the first.

    Raises:
        NeuroError: If the game is not known by name.
    """

    name = "ray"

    def __init__(
        self,
        game: Game,
        policy: Policy,
        threads: int | None = None,
        address: str | None = None,
        *,
        least: float = LEAST_SECONDS,
    ) -> None:
        self._task, self._address, self._least = task_of(game, policy), address, least
        self._wanted = thread_count(threads) if address is None else threads or 0
        self._threads = min(thread_count(threads), thread_count())
        self._local = Local(program(game, policy), self._threads)
        self._where = "Ray on this machine" if address is None else f"the Ray cluster at {address}"
        self.preparation = f"starting workers: {self._where}"
        self._driver: DriverProcess | None = None
        self._folder: Path | None = None
        self._absent_until = 0.0
        self._using = threading.RLock()
        self.workers: tuple[tuple[str, int], ...] = ()
        self.cost: float | None = None

    @property
    def is_cached(self) -> bool:
        """Whether compiling takes no time; false until Ray has been started, which takes seconds."""
        return self._driver is not None and self._local.is_cached

    def compile(self, setting: Any) -> None:
        """Start Ray and its workers, and compile in them.

        Raises:
            NeuroError: If the cluster cannot be joined, or its workers cannot play the game.
        """
        with self._using:
            self._local.compile(setting)
            if self._driver is None:
                self._start(setting)

    def evaluate(
        self, genomes: Genomes | NDArray[np.float32], courses: NDArray[np.uint32], setting: Any, max_steps: int
    ) -> Outcome:
        genomes = genomes_of(genomes)
        if len(genomes) == 1 or (self.cost is not None and len(genomes) * self.cost < 2 * self._least):
            return self._play_here(genomes, courses, setting, max_steps)
        with self._using:
            try:
                return self._play_there(genomes, courses, setting, max_steps)
            except BaseException:  # an interrupt: what the workers still send is of no use to anybody
                self.close()
                raise

    def _play_here(self, genomes: Genomes, courses: NDArray[np.uint32], setting: Any, max_steps: int) -> Outcome:
        begun = time.process_time()
        outcome = self._local.evaluate(genomes, courses, setting, max_steps)
        if len(genomes) > 1:
            self.cost = (time.process_time() - begun) / len(genomes)
        return outcome

    def _play_there(self, genomes: Genomes, courses: NDArray[np.uint32], setting: Any, max_steps: int) -> Outcome:
        found, faults = _Parts(len(genomes)), list[str]()
        for _ in range(1 + _RESTARTS):
            missing = found.missing()
            if not missing.size:
                break
            try:
                driver = self._driver or self._started_again(setting, faults)
                if driver is None:
                    break
                task = {
                    "arrays": arrays_to(genomes if missing.size == len(genomes) else genomes.take(missing)),
                    "count": missing.size,
                    "courses": courses.astype("<u4").tobytes(),
                    "setting": setting_to(setting),
                    "max_steps": max_steps,
                    "least": self._least,
                }
                self._take(driver, task, missing, found, faults)
                break
            except DriverLostError as lost:
                faults.append(f"the connection to Ray was lost ({lost}); what was missing was played again")
                self._drop()
        missing = found.missing()
        if missing.size:
            found.put(missing, self._local.evaluate(genomes.take(missing), courses, setting, max_steps))
        return found.outcome(faults)

    def _take(
        self, driver: DriverProcess, task: dict[str, Any], rows: NDArray[np.int64], found: _Parts, faults: list[str]
    ) -> None:
        """Let the workers play; what they give back is left missing.

        Raises:
            DriverLostError: If Ray has ended before all was played.
        """
        driver.send("play", task)
        while True:
            kind, *values = driver.receive(_ANSWERING)
            if kind == "played":
                first, count, outcome = values
                found.put(rows[first : first + count], outcome_from(outcome))
            elif kind == "returned":
                faults.append(f"this machine played {values[1]} genomes that no worker could: {values[2]}")
            elif kind == "fault":
                faults.append(values[0])
            else:
                self.cost, self.workers = values[0] or self.cost, values[1]
                return

    def _start(self, setting: Any) -> None:
        """Start the process that talks to Ray, and wait until workers are there.

        A cluster of one's own that is lost while it starts is started again.

        Raises:
            NeuroError: If the cluster cannot be joined, or its workers cannot play the game.
        """
        for variables in doors(self._address) * (1 + _RESTARTS if self._address is None else 1):
            try:
                kind, value = self._opened(variables, setting)
            except BaseException:
                self.close()
                raise
            if kind == "ready":
                self.workers = value
                return
            self.close()
            if kind == "failed":
                raise NeuroError(f"{self._where} could not be used: {value}")
        raise NeuroError(f"{self._where} could not be used: {value}; {self._hint}")

    def _opened(self, variables: dict[str, str], setting: Any) -> tuple[str, Any]:
        """What the process says to the cluster that it should join or start."""
        self._folder = Path(tempfile.mkdtemp(prefix="neuro-ray-"))
        options = {
            "address": self._address,
            "workers": self._wanted,
            "folder": str(self._folder),
            "task": self._task,
            "setting": setting_to(setting),
        }
        try:
            self._driver = DriverProcess(self._folder, variables)
            self._driver.send("open", options)
            while True:
                kind, *values = self._driver.receive(_OPENING)
                if kind != "fault":
                    return kind, values[0]
        except DriverLostError as lost:
            return "unreached", str(lost)

    @property
    def _hint(self) -> str:
        """What to look at where a cluster cannot be joined."""
        if self._address is None:
            return "`neuro evolve` without --engine needs no Ray"
        if self._address == "auto":
            return "`ray start --head` starts a cluster"
        return (
            "the port must be the one that `ray start` names; Ray, Python and token (RAY_AUTH_TOKEN) the same as there"
        )

    def _started_again(self, setting: Any, faults: list[str]) -> DriverProcess | None:
        """Ray, started again after it was lost; None if that cannot be for now, so that this machine plays alone."""
        if time.monotonic() < self._absent_until:
            return None
        try:
            self._start(setting)
        except NeuroError as error:
            self._absent_until = time.monotonic() + _PAUSE
            faults.append(f"{error}; this machine plays alone for now")
        return self._driver

    def _drop(self) -> None:
        """End the process that talks to Ray, at once, and with it what it has started."""
        if self._driver is not None:
            self._driver.kill()
            self._driver = None
        self._sweep()

    def _sweep(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def close(self) -> None:
        """End the workers, and the cluster that was started for them."""
        with self._using:
            if self._driver is not None:
                self._driver.end()
                self._driver = None
            self._sweep()
            self.workers = ()


class _Parts:
    """The outcome of a population, as it comes together.

    Args:
        population: Number of genomes.
    """

    def __init__(self, population: int) -> None:
        self._missing = np.ones(population, np.bool_)
        self._arrays: dict[str, NDArray[Any]] = {}
        self._faults: list[str] = []

    def put(self, rows: NDArray[np.int64], part: Outcome) -> None:
        """Take the outcome of some genomes."""
        for name, value in vars(part).items():
            if isinstance(value, np.ndarray):
                shape = self._missing.size, *value.shape[1:]
                self._arrays.setdefault(name, np.empty(shape, value.dtype))[rows] = value
        self._missing[rows] = False
        self._faults += part.faults

    def missing(self) -> NDArray[np.int64]:
        """The genomes that have no outcome yet."""
        return np.flatnonzero(self._missing)

    def outcome(self, faults: list[str]) -> Outcome:
        """The whole, with what went wrong besides."""
        arrays: dict[str, Any] = {**self._arrays}
        return Outcome(**arrays, faults=(*faults, *self._faults))
