"""Pages of the reference that come from the code: the command line's own help, and the public names."""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path
from unittest import mock

from neuro.cli.app import app, main

_PUBLIC = Path(__file__).parent.parent / "neuro" / "__init__.pyi"
_NAME = re.compile(r"^from (\S+) import (\w+) as \2$", re.MULTILINE)
#: Where names come from, and what they are about; the first that fits.
_SUBJECTS = {
    "neuro.evolution": "Evolution",
    "neuro.operators": "Operators",
    "neuro.game": "Games",
    "neuro.exact_replay": "Champions, files and runs",
    "neuro.champion": "Champions, files and runs",
    "neuro.storage": "Champions, files and runs",
    "neuro.verification": "Champions, files and runs",
    "neuro.network.layers": "Layers",
    "neuro.network.training": "Training",
    "neuro.network": "Networks",
    "neuro.errors": "Errors",
    "neuro": "More",
}


def _help_of(name: str) -> str:
    told = io.StringIO()
    with contextlib.redirect_stdout(told), mock.patch.dict(os.environ, COLUMNS="100", TERM="dumb", NO_COLOR="1"):
        main([name, "--help"])
    return f"## neuro {name}\n\n```text\n{told.getvalue().strip()}\n```"


def commands() -> str:
    """Markdown: the help of each command, as it prints it."""
    return "\n\n".join(_help_of(name) for name in app if not name.startswith("-"))


def public_names() -> str:
    """Markdown: what mkdocstrings is to show, by subject."""
    subjects: dict[str, list[str]] = {subject: [] for subject in _SUBJECTS.values()}
    for module, name in _NAME.findall(_PUBLIC.read_text(encoding="utf-8")):
        if not name.startswith("_"):
            home = next(part for part in _SUBJECTS if f"{module}.".startswith(f"{part}.") or module.startswith(part))
            subjects[_SUBJECTS[home]].append(f"::: {module}.{name}")
    return "\n\n".join(f"## {subject}\n\n" + "\n\n".join(names) for subject, names in subjects.items() if names)
