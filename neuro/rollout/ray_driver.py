"""The process that talks to Ray: it gets generations from a run, deals them out to workers, and sends outcomes back.

It is a process of its own because Ray takes over signal handlers, prints to stdout and does not outlive the node that
it began on: here that costs a run nothing. It ends with the process that started it.

Messages are tuples of plain values. It is sent ``("open", options)``, then ``("play", task)`` for each generation, and
answers ``("ready", workers)``, or ``("unreached", why)`` and ``("failed", why)`` where there is no cluster or none that
can play. Of a generation it answers ``("played", first, count, outcome)`` for each chunk, ``("returned", first, count,
why)`` for one that no worker can play, ``("fault", words)`` for what was put right, and in the end ``("done", seconds
per genome, workers)``.
"""

from __future__ import annotations

import os
import pickle
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO

from neuro.rollout.chunks import chunks_of
from neuro.rollout.wire_values import row_bytes, rows_of

__all__ = ["serve"]

_ATTEMPTS = 3  # of a chunk whose workers are lost, until the run plays it itself
_AHEAD = 2  # chunks that a worker has: one is played, the next one waits beside it
_PATIENCE = 1.0  # seconds, the least after which an overdue chunk is given to an idle worker, too
_STRANDED = 20.0  # seconds without a worker, until the run plays what is left itself
_STARTING = 120.0  # seconds until the first worker has to be there
_LONGEST_PAUSE = 30.0  # seconds between attempts to replace workers that are lost again and again


@dataclass(eq=False)
class _Member:
    """A worker, from its beginning to its end."""

    handle: Any
    host: str = ""
    pid: int = 0
    ready: bool = False
    chunks: list[tuple[int, int]] = field(default_factory=list)


class _Pool:
    """The workers of a cluster, and what they are doing.

    Args:
        options: Options of the cluster, as the run sent them; see ``neuro.rollout.ray_engine``.
        send: Sends a message to the run.
        ended: Set when the run waits for nothing any more.
    """

    def __init__(self, options: dict[str, Any], send: Any, ended: threading.Event) -> None:
        self._options, self._send, self._ended = options, send, ended
        self._members: list[_Member] = []
        self._asked: dict[Any, tuple[str, _Member, tuple[int, int], float]] = {}  # by what will hold the answer
        self._compiled: set[str] = set()  # hosts, where one worker has compiled for all
        self._losses, self._recruit_after = 0, 0.0
        self._cost: float | None = None  # seconds of one worker for one genome
        self._waiting: deque[tuple[int, int]] = deque()
        self._open: set[tuple[int, int]] = set()  # chunks without an outcome
        self._lost: dict[tuple[int, int], int] = {}  # how often a chunk's worker was lost
        self._seconds = self._played = 0.0
        self.refusal: str | None = None

    def connect(self) -> None:
        """Join the cluster, or start one of its own on this machine."""
        import ray

        self._ray = ray
        own = {"num_cpus": self._options["workers"], "include_dashboard": False, "object_store_memory": 512 * 2**20}
        ray.init(
            address=self._options["address"] or "local",
            log_to_driver=False,
            logging_level="ERROR",
            **({} if self._options["address"] else {**own, "_temp_dir": self._options["folder"]}),
        )
        from neuro.rollout.ray_worker import Worker

        self._actor = ray.remote(Worker).options(num_cpus=1, max_restarts=0, max_task_retries=0)

    def gather(self) -> None:
        """Wait until workers are there: the first one, then for a while all the others that are on their way."""
        begun = time.monotonic()
        while self.refusal is None and not self._ended.is_set():
            self.tend(0.2)
            waited, ready = time.monotonic() - begun, len(self._ready)
            if ready and (ready == len(self._members) or waited > _STARTING / 4):
                return
            if waited > _STARTING and not self._asked_of("prepare"):
                free = self._ray.available_resources().get("CPU", 0)
                self.refusal = f"no worker of the cluster has started within {_STARTING:.0f} s ({free:g} CPUs are free)"

    @property
    def _ready(self) -> list[_Member]:
        return [member for member in self._members if member.ready]

    @property
    def workers(self) -> tuple[tuple[str, int], ...]:
        """Host and process of each worker that can play."""
        return tuple((member.host, member.pid) for member in self._ready)

    def _asked_of(self, kind: str) -> list[Any]:
        return [ref for ref, asked in self._asked.items() if asked[0] == kind]

    def tend(self, seconds: float) -> None:
        """Replace workers that are lost, and take what has been answered; wait for that at most some seconds."""
        self._recruit()
        if not self._asked:
            time.sleep(min(seconds, 0.05))
            return
        answered, _ = self._ray.wait(list(self._asked), num_returns=1, timeout=seconds)
        for ref in answered:
            kind, member, chunk, _ = self._asked.pop(ref)
            try:
                value = self._ray.get(ref)
            except self._ray.exceptions.RayTaskError as error:
                self._take_failure(kind, member, chunk, error)
            except self._ray.exceptions.RayError as error:
                self._take_loss(member, error)
            else:
                self._take(kind, member, chunk, value)

    def _recruit(self) -> None:
        if time.monotonic() < self._recruit_after:
            return
        self._recruit_after = time.monotonic() + 1
        wanted = self._options["workers"] or int(self._ray.cluster_resources().get("CPU", 0))
        for _ in range(wanted - len(self._members)):
            member = _Member(self._actor.remote())
            self._members.append(member)
            self._ask("hello", member, member.handle.hello.remote())

    def _ask(self, kind: str, member: _Member, ref: Any, chunk: tuple[int, int] = (0, 0)) -> None:
        self._asked[ref] = kind, member, chunk, time.monotonic()

    def _take(self, kind: str, member: _Member, chunk: tuple[int, int], value: Any) -> None:
        if kind == "hello":
            member.host, member.pid = value
            hosts = {asked[1].host for asked in self._asked.values() if asked[0] == "prepare"}
            if member.host in self._compiled or member.host not in hosts:
                self._prepare(member)
        elif kind == "prepare":
            self._take_prepared(member, value)
        else:
            self._take_outcome(member, chunk, value)

    def _prepare(self, member: _Member) -> None:
        ref = member.handle.prepare.remote(self._options["task"], self._options["setting"])
        self._ask("prepare", member, ref)

    def _take_prepared(self, member: _Member, why_not: str | None) -> None:
        """One worker of a host has loaded the game: the others find what it has compiled."""
        if why_not is not None:
            self._dismiss(member)
            self._recruit_after = time.monotonic() + _LONGEST_PAUSE
            if self._ready:
                self._send("fault", f"a worker on {member.host} cannot play: {why_not}")
            else:
                self.refusal = f"a worker on {member.host} cannot play: {why_not}"
            return
        member.ready = True
        if member.host not in self._compiled:
            self._compiled.add(member.host)
            for other in self._members:
                if other.host == member.host and not other.ready:
                    self._prepare(other)

    def _take_outcome(self, member: _Member, chunk: tuple[int, int], value: tuple[Any, float]) -> None:
        if chunk in member.chunks:
            member.chunks.remove(chunk)
        if chunk not in self._open:  # another worker was faster, or it is of a generation that was broken off
            return
        outcome, seconds = value
        self._open.remove(chunk)
        self._losses = 0
        self._seconds, self._played = self._seconds + seconds, self._played + chunk[1]
        self._send("played", *chunk, outcome)

    def _take_failure(self, kind: str, member: _Member, chunk: tuple[int, int], error: Exception) -> None:
        """A worker lives, but what it was asked has raised: the run will see what that is about."""
        if kind == "play":
            if chunk in member.chunks:
                member.chunks.remove(chunk)
            self._give_back(chunk, f"{error.__cause__ or error!r:.200}")
            return
        self._take_prepared(member, f"{error.__cause__ or error!r:.300}")

    def _take_loss(self, member: _Member, error: Exception) -> None:
        """A worker is gone: others play what it had."""
        if member not in self._members:
            return
        self._dismiss(member)
        self._losses += 1
        self._recruit_after = time.monotonic() + min(2.0 ** (self._losses - 2), _LONGEST_PAUSE)
        if member.ready:
            self._send("fault", f"a worker on {member.host} was lost (process {member.pid}); others play its share")
        for chunk in member.chunks:
            self._lost[chunk] = self._lost.get(chunk, 0) + 1
            if self._lost[chunk] >= _ATTEMPTS:
                self._give_back(chunk, f"{_ATTEMPTS} workers were lost while they played it")
            elif chunk in self._open and chunk not in self._waiting:
                self._waiting.appendleft(chunk)
        if not any(node["Alive"] for node in self._ray.nodes()):
            raise ConnectionError("no node of the cluster is left")

    def _give_back(self, chunk: tuple[int, int], why: str) -> None:
        if chunk in self._open:
            self._open.remove(chunk)
            self._send("returned", *chunk, why)

    def _dismiss(self, member: _Member) -> None:
        self._members.remove(member)
        self._asked = {ref: asked for ref, asked in self._asked.items() if asked[1] is not member}
        with suppress(Exception):
            self._ray.kill(member.handle)

    def play(self, task: dict[str, Any]) -> None:
        """Play a generation: arrays of genomes, courses as bytes, the setting by name, the longest episode.

        Returns when each chunk has an outcome, or is given back.
        """
        row = row_bytes(task["arrays"], task["count"])
        self._seconds = self._played = 0.0
        chunks = chunks_of(task["count"], row, max(1, len(self._ready)), self._cost, task["least"])
        self._waiting, self._open, self._lost = deque(chunks), set(chunks), {}
        served = time.monotonic()
        while self._open and not self._ended.is_set():
            self._deal(task)
            self.tend(0.1)
            self._hurry()
            if self._ready:
                served = time.monotonic()
            elif time.monotonic() - served > _STRANDED:
                for chunk in sorted(self._open):
                    self._give_back(chunk, "no worker of the cluster is left")
        if self._played:
            self._cost = self._seconds / self._played
        self._send("done", self._cost, self.workers)

    def _deal(self, task: dict[str, Any]) -> None:
        """Give each worker what it has room for, those who have least first."""
        for ahead in range(_AHEAD):
            for member in self._ready:
                if len(member.chunks) > ahead or not self._waiting:
                    continue
                chunk = self._waiting.popleft()
                part = rows_of(task["arrays"], *chunk, task["count"])
                given = part, chunk[1], task["courses"], task["setting"], task["max_steps"]
                self._ask("play", member, member.handle.play.remote(*given), chunk)
                member.chunks.append(chunk)

    def _hurry(self) -> None:
        """Give a chunk that is overdue to an idle worker, too: the first outcome counts, and all would be the same."""
        idle = [member for member in self._ready if not member.chunks]
        if self._waiting or not idle:
            return
        held = [chunk for member in self._members for chunk in member.chunks]
        for kind, _, chunk, begun in list(self._asked.values()):
            expected = 4 * chunk[1] * self._cost if self._cost else 10.0
            overdue = time.monotonic() - begun > max(_PATIENCE, expected)
            if kind == "play" and overdue and chunk in self._open and held.count(chunk) == 1:
                self._waiting.append(chunk)
                return


def serve() -> None:
    """Work for the process that has started this one. What Ray prints goes to stderr."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    inbox: SimpleQueue[tuple[str, Any]] = SimpleQueue()
    ended = threading.Event()
    threading.Thread(target=_read, args=(asked, inbox, ended), daemon=True).start()

    def send(*message: Any) -> None:
        pickle.dump(message, answers, protocol=5)
        answers.flush()

    _, options = inbox.get()
    pool = _Pool(options, send, ended)
    try:
        pool.connect()
    except Exception as error:  # Ray's own, of many kinds
        send("unreached", f"{error:.300}")
        return
    with suppress(ConnectionError):  # the last node is gone: no worker is there
        pool.gather()
    if pool.refusal is not None:
        send("failed", pool.refusal)
        return
    if not pool.workers:
        send("unreached", "its nodes have ended")
        return
    send("ready", pool.workers)
    while True:
        try:
            kind, task = inbox.get(timeout=1)
        except Empty:
            pool.tend(0)
            continue
        if kind == "end":
            return
        pool.play(task)


def _read(asked: BinaryIO, inbox: SimpleQueue[tuple[str, Any]], ended: threading.Event) -> None:
    """Take messages, also while a generation is played: so it is noticed at once that nobody waits for it any more."""
    with suppress(EOFError, OSError):
        while not ended.is_set():
            message = pickle.load(asked)
            if message[0] == "end":
                break
            inbox.put(message)
    ended.set()
    inbox.put(("end", None))
    time.sleep(8)  # for Ray to end its processes
    os._exit(1)
