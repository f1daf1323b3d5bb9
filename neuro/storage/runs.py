"""A run's folder: what is kept of a run, and how to go on with it.

=================== ==========================================================================================
``run.toml``        every setting as resolved, and where the run was begun
``history.csv``     a line for each generation
``checkpoint.neuro`` where the run stands, at most some seconds ago
``checkpoints/``    earlier ones, the two newest and some spread over the run
``champion.neuro``  the best network so far
``champions/``      the best of generations that improved on all before
``events.jsonl``    begun, resumed, settings changed, faults, ended
``run.lock``        who is writing to the folder
=================== ==========================================================================================
"""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Any

from neuro.champion import Champion
from neuro.disk import in_words, opened
from neuro.errors import FileError, NeuroError, SettingError, ShapeError, UnknownNameError
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.state import EvolutionState
from neuro.game import recorded_game
from neuro.policies import Policy
from neuro.rollout.evaluator import open_evaluator
from neuro.storage import lock
from neuro.storage.atomic import STALE, TEMPORARY, sweep, sync_folder, write_atomically
from neuro.storage.checkpoint import load_checkpoint
from neuro.storage.events import changes_in, read_events
from neuro.storage.files import load_champion
from neuro.storage.history_file import read_history
from neuro.storage.manifest import Manifest, read_manifest, write_manifest
from neuro.texts import file_stem

__all__ = ["ResumePoint", "RunFolder", "free_run_folder", "keep_link"]


_PART = 4 << 20  # bytes that are copied at a time


def free_run_folder(root: Path, game: str) -> Path:
    """The first of ``<game>-1``, ``<game>-2``, … that is not there, in letters that every system allows."""
    game, number = file_stem(game), 1
    while (root / f"{game}-{number}").exists():
        number += 1
    return root / f"{game}-{number}"


class _OtherRunError(FileError):
    """A checkpoint does not belong to the run."""


@dataclass(frozen=True)
class ResumePoint:
    """Where a run can be gone on with.

    Attributes:
        state: The state of the run; None at its beginning.
        history: Records of the generations before.
        notes: What was not as it should be, in sentences.
    """

    state: EvolutionState | None
    history: list[Generation]
    notes: list[str] = field(default_factory=list)


class RunFolder:
    """The folder of a run that is there.

    Args:
        path: The folder.

    Attributes:
        path: The run's folder, as given.
        manifest: What the run is made of.

    Raises:
        FileError: If it holds no run.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.is_file():
            raise FileError(f"{path} is a file: name the run's folder, such as {path.parent}")
        if not path.is_dir():
            raise FileError(f"there is no folder {path}: a run is the folder that --out made")
        if not self.manifest_file.is_file():
            raise FileError(f"{path} holds no run: there is no {self.manifest_file.name} in it")
        self.manifest = read_manifest(self.manifest_file)

    @classmethod
    def create(cls, path: Path, manifest: Manifest) -> RunFolder:
        """Make the folder of a new run; it comes into being with its ``run.toml`` in one step.

        Raises:
            FileError: If it cannot be made, or holds a run already.
        """
        if (path / "run.toml").exists():
            raise FileError(
                f"{path} holds a run already: go on with it by --resume {quote(str(path))}, or choose another folder "
                "with --out"
            )
        try:
            _make(path, manifest)
        except OSError as error:
            raise FileError(
                f"cannot make the run's folder {path}: {in_words(error)}; choose another with --out"
            ) from error
        return cls(path)

    def remove_begun(self) -> None:
        """Remove what a run has left that failed before its first generation: nothing is known of it but its settings.

        Whatever else is in the folder stays, and so does what cannot be removed.
        """
        for path in (self.manifest_file, self.history_file, self.events_file, self.path / lock.NAME):
            with contextlib.suppress(OSError):
                path.unlink()
        for folder in (self.checkpoints, self.champions, self.path):
            with contextlib.suppress(OSError):
                folder.rmdir()

    @property
    def manifest_file(self) -> Path:
        """Every setting."""
        return self.path / "run.toml"

    @property
    def history_file(self) -> Path:
        """A line for each generation."""
        return self.path / "history.csv"

    @property
    def events_file(self) -> Path:
        """What happened to the run."""
        return self.path / "events.jsonl"

    @property
    def champion_file(self) -> Path:
        """The best network so far."""
        return self.path / "champion.neuro"

    @property
    def checkpoint_file(self) -> Path:
        """Where the run stands."""
        return self.path / "checkpoint.neuro"

    @property
    def checkpoints(self) -> Path:
        """Where earlier checkpoints are kept."""
        return self.path / "checkpoints"

    @property
    def champions(self) -> Path:
        """Where the best of generations that improved are kept."""
        return self.path / "champions"

    def evolution(
        self,
        threads: int | None = None,
        standing: ResumePoint | None = None,
        *,
        engine: str = "local",
        address: str | None = None,
    ) -> Evolution:
        """The run, where it can be gone on with.

        Args:
            threads: Number of threads or workers that evaluate; as many as there are when None.
            standing: The state to go on from; the one that ``find_resume_point`` finds when None.
            engine: Name of what evaluates; see ``neuro.rollout.evaluator.open_evaluator``.
            address: Address of its machines.

        Raises:
            FileError: If the game is not installed, or the record makes no sense.
            NeuroError: If the game has other rules than those that the run learnt under.
        """
        try:
            return self._evolution(
                standing or self.find_resume_point(), threads=threads, engine=engine, address=address
            )
        except (SettingError, ShapeError, UnknownNameError) as error:
            raise FileError(f"the run in {self.path} cannot be gone on with: {error}") from error

    def _evolution(self, standing: ResumePoint, **where: Any) -> Evolution:
        manifest = self.manifest
        game = recorded_game(manifest.game).at(manifest.level)
        if game.version != manifest.rules_version:
            raise NeuroError(
                f"this run learnt under version {manifest.rules_version} of {game.title}'s rules, and these are "
                f"version {game.version}: it cannot be gone on with exactly; begin a new one"
            )
        return Evolution(
            game,
            manifest.settings,
            layers=manifest.policy,
            evaluator=open_evaluator(game, manifest.policy, **where),
            changes=changes_in(read_events(self.events_file), self.events_file),
            state=standing.state,
            history=standing.history,
        )

    def history(self) -> list[Generation]:
        """Records of the generations that were evaluated, as far as they can be read."""
        return read_history(self.history_file)[0]

    def moments(self) -> Iterator[Evolution]:
        """The run at its beginning, and as it stood at each checkpoint that is kept; each one may go on by itself.

        Checkpoints that are damaged are left out.

        Raises:
            FileError: If the game is not installed, or the record makes no sense.
            NeuroError: If the game has other rules than those that the run learnt under.
        """
        history = self.history()
        yield self.evolution(standing=ResumePoint(None, []))
        for path in reversed(self.checkpoint_files()):
            try:
                state = self._state_of(path, history)
            except FileError:
                continue
            if state.generation > 0:
                yield self.evolution(standing=ResumePoint(state, history[: state.generation]))

    def find_resume_point(self) -> ResumePoint:
        """The newest whole checkpoint that the history agrees with, else the beginning.

        Raises:
            FileError: If all that is kept is of another run than ``run.toml`` describes: it would be lost.
        """
        history, fault = read_history(self.history_file)
        notes: list[str] = []
        foreign = 0
        for path in self.checkpoint_files():
            try:
                state = self._state_of(path, history)
            except FileError as error:
                notes.append(str(error))
                foreign += isinstance(error, _OtherRunError)
            else:
                return ResumePoint(state, history[: state.generation], _with_outcome(notes, state.generation))
        if history and foreign:
            raise FileError(
                f"{self.manifest_file} describes another run than the one whose {len(history):,} generations are kept "
                "beside it: put its settings back as they were, or begin a new run with them by --out"
            )
        if history and fault:
            notes.append(f"{self.history_file}: {fault}")
        return ResumePoint(None, [], _with_outcome(notes, 0))

    def checkpoint_files(self) -> list[Path]:
        """Checkpoints that are there, the newest first, and none under two names."""
        with contextlib.suppress(OSError):
            kept = sorted(self.checkpoints.glob("*.neuro"), reverse=True)
            latest = [self.checkpoint_file] if self.checkpoint_file.is_file() else []
            return latest + [path for path in kept if not (latest and path.samefile(latest[0]))]
        return []

    def kept_states(self) -> dict[int, Callable[[], EvolutionState]]:
        """What loads each checkpoint that is kept, by generation: for travel in time."""
        return {
            int(path.stem): functools.partial(_loaded_state, path, self.manifest.policy)
            for path in self.checkpoints.glob("*.neuro")
            if path.stem.isdigit()
        }

    def kept_champions(self, before: int) -> list[Champion]:
        """Champions of generations before this one that improved on all earlier ones, in order.

        Files that are damaged, or of other networks than the run's, are left out: nothing depends on them.
        """
        found = []
        for path in sorted(self.champions.glob("*.neuro")):
            with contextlib.suppress(FileError):
                found.append(load_champion(path))
        return [one for one in found if one.generation < before and one.policy == self.manifest.policy]

    def _state_of(self, path: Path, history: Sequence[Generation]) -> EvolutionState:
        checkpoint = load_checkpoint(path, self.manifest.policy)
        state = checkpoint.state
        if checkpoint.run != self.manifest.digest:
            raise _OtherRunError(f"{path} is of another run than {self.manifest_file} describes")
        if state.generation > len(history):
            raise FileError(f"{path} is of generation {state.generation}, and {self.history_file} ends before it")
        if state.generation and history[state.generation - 1].fingerprint != state.fingerprint:
            raise FileError(f"{path} and {self.history_file} disagree about generation {state.generation - 1}")
        return state

    def sweep(self) -> None:
        """Remove temporary files that killed processes have left behind."""
        for folder in (self.path, self.checkpoints, self.champions):
            sweep(folder)


def _loaded_state(path: Path, policy: Policy) -> EvolutionState:
    return load_checkpoint(path, policy).state


def _with_outcome(notes: list[str], generation: int) -> list[str]:
    return [*notes, f"so the run goes on from generation {generation}"] if notes else []


def _make(path: Path, manifest: Manifest) -> None:
    """Make the folder with its manifest under a temporary name, then give it its own."""
    if path.is_dir() and any(path.iterdir()):  # a folder with other things in it
        write_manifest(manifest, path / "run.toml")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep_folders(path.parent)
    temporary = path.parent / TEMPORARY.replace("*", secrets.token_hex(8))
    temporary.mkdir()
    try:
        write_manifest(manifest, temporary / "run.toml")
        if path.is_dir():
            path.rmdir()  # empty: a folder takes its name on every platform only when there is none
        temporary.rename(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync_folder(path.parent)


def _sweep_folders(place: Path) -> None:
    """Remove temporary folders that processes killed in the middle of ``_make`` have left behind."""
    for folder in place.glob(TEMPORARY):
        with contextlib.suppress(OSError):
            if folder.is_dir() and time.time() - folder.stat().st_mtime > STALE:
                shutil.rmtree(folder)


def keep_link(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the file system has no such links."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        with opened(source) as file:
            write_atomically(target, iter(lambda: file.read(_PART), b""))
