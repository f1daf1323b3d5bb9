"""``neuro doctor``: what is installed, and what is missing."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from neuro import paths
from neuro.compiled_code import why_not_kept
from neuro.errors import FileError, NeuroError
from neuro.kernels import cache_folder
from neuro.rollout.evaluate import thread_count
from neuro.version import __version__

__all__ = ["doctor"]

_PACKAGES = ("numpy", "numba", "llvmlite", "protobuf", "pygame-ce", "cyclopts", "rich", "platformdirs")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _display() -> str:
    from neuro.view.screen.display import has_display

    name = os.environ.get("SDL_VIDEODRIVER") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""
    return f"yes {name}".strip() if has_display() else "none: watch and replay use the terminal"


def _window() -> tuple[str, list[str]]:
    """How a window fares that is opened for a moment, and what is wrong with it."""
    from neuro.view.screen.display import has_display

    if not _version("pygame-ce"):
        return "not tried: pygame-ce is missing", []
    if not has_display():
        return "not tried: there is no display", []
    try:
        from neuro.view.screen.window_trial import try_window
    except NeuroError:  # a package that windows rest on does not fit: told among the problems
        return "not tried", []
    tried = try_window()
    return tried.said, [] if tried.problem is None else [tried.problem]


def _audio() -> str:
    if not sys.platform.startswith("linux"):
        return "left to the system"
    found = os.path.isdir("/dev/snd") or "PULSE_SERVER" in os.environ
    return "yes" if found else "none: games are silent"


def _recordings() -> str:
    """Kinds of recordings that can be made, and what the others need."""
    from neuro.view.capture.encoding import ENCODERS

    missing = []
    for suffix, encoder in ENCODERS.items():
        try:
            encoder.check()
        except NeuroError:
            missing.append(suffix)
    can = ", ".join(suffix for suffix in ENCODERS if suffix not in missing) or "none"
    extra = "mp4" if missing == [".mp4"] else "record,mp4"
    return can if not missing else f"{can}; for {', '.join(missing)}: pip install 'neuro-sandbox[{extra}]'"


def _plots() -> str:
    return "yes" if _version("matplotlib") else "no: pip install 'neuro-sandbox[plot]'"


def _runs() -> str:
    try:
        return str(paths.saves_root())
    except FileError as error:
        return str(error)


def _problems() -> list[str]:
    found = []
    if _version("pygame") and _version("pygame-ce"):
        found.append(
            "pygame and pygame-ce are both installed and overwrite each other: "
            "run `pip uninstall pygame pygame-ce`, then `pip install pygame-ce`"
        )
    found += [fault] if (fault := why_not_kept()) else []
    found += [f"{package} is missing: run `pip install {package}`" for package in _PACKAGES if not _version(package)]
    try:
        import neuro.storage  # noqa: F401 - which says what is wrong with protobuf
    except NeuroError as error:
        found.append(str(error))
    return found


def doctor() -> int:
    """Say what is installed, which display, audio and threads there are, and what stands in the way.

    Where there is a display, a window is opened for a moment and looked for on the screen.
    """
    window, problems = _window()
    facts = {
        "neuro": __version__,
        "python": f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        **{package: _version(package) or "missing" for package in _PACKAGES},
        "threads": str(thread_count()),
        "display": _display(),
        "window": window,
        "audio": _audio(),
        "recordings": _recordings(),
        "plots": _plots(),
        "terminal": "yes" if sys.stdout.isatty() else "no",
        "compiled code": "cannot be kept" if why_not_kept() else str(cache_folder()),
        "runs": _runs(),
    }
    for name, fact in facts.items():
        print(f"{name:14} {fact}")
    problems += _problems()
    for problem in problems:
        print(f"! {problem}")
    if not problems:
        print("All is well.")
    return 1 if problems else 0
