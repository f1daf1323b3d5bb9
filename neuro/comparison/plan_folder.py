"""A folder with a plan: what was asked, as JSON, so that the same command goes on and another one is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from neuro.disk import in_words, opened
from neuro.errors import FileError
from neuro.storage.atomic import write_atomically
from neuro.storage.lock import FolderLock
from neuro.texts import file_stem

__all__ = ["PlanFolder", "folder_name", "read_object"]

_LONGEST = 64 << 20  # bytes of a file


class PlanFolder:
    """A folder of which this process has the only use until ``close``.

    Args:
        path: The folder; made when it is not there.
        kind: The noun for what it holds, such as "comparison", which is the name of the plan's file, too.
        asked: The plan, as JSON can hold it.

    Attributes:
        path: The folder.
        notes: What was not as it should be, in sentences.

    Raises:
        FileError: If it holds another plan or something else, another process has it, or it cannot be made.
    """

    def __init__(self, path: Path, kind: str, asked: Mapping[str, Any]) -> None:
        self.path, self.notes = path, list[str]()
        plan = path / f"{kind}.json"
        data = json.dumps(asked, indent=2) + "\n"
        kept, wanted = _kept(path, plan, kind), json.loads(data)
        if kept is not None and kept != wanted:
            told = ", ".join(
                f"{name} {_told(kept.get(name))}, not {_told(wanted.get(name))}"
                for name in {**kept, **wanted}
                if kept.get(name) != wanted.get(name)
            )
            raise FileError(f"{path} holds another {kind} ({told:.300}): choose another folder with --out")
        try:
            (path / "trials").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"cannot make the folder {path}: {in_words(error)}") from error
        self._lock = FolderLock(path)
        if kept is None:
            try:
                write_atomically(plan, data.encode())
            except BaseException:
                self.close()
                raise

    def write(self, name: str, data: bytes) -> Path:
        """Write a file of results; returns its path.

        Raises:
            FileError: If it cannot be written.
        """
        write_atomically(self.path / name, data)
        return self.path / name

    def close(self) -> None:
        """Let others in."""
        self._lock.release()


def folder_name(stem: str, asked: Mapping[str, Any]) -> str:
    """A folder's name that is the same for the same plan, so that the same command goes on with it.

    Args:
        stem: What the name begins with.
        asked: The plan, as JSON can hold it.
    """
    digest = hashlib.blake2b(json.dumps(asked, sort_keys=True).encode(), digest_size=4)
    return f"{file_stem(stem)}-{digest.hexdigest()}"


def read_object(path: Path) -> dict[str, Any]:
    """The object that a file of JSON holds.

    Raises:
        FileError: If it cannot be read.
        ValueError: If it holds none.
    """
    with opened(path) as file:
        found = json.loads(file.read(_LONGEST))
    if not isinstance(found, dict):
        raise ValueError("it holds no object")
    return found


def _kept(path: Path, plan: Path, kind: str) -> dict[str, Any] | None:
    """The plan that a folder holds; None where there is none yet.

    Raises:
        FileError: If the folder holds something else, or its plan is damaged.
    """
    try:
        if not plan.exists():
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                raise FileError(f"{path} is there and holds no {kind}: choose another folder with --out")
            return None
    except OSError as error:
        raise FileError(f"cannot read {path}: {in_words(error)}") from error
    try:
        return read_object(plan)
    except ValueError as error:
        raise FileError(f"{plan} is damaged ({error!s:.80}): choose another folder with --out") from error


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
