"""``neuro serve``: a live page at a local address, built again whenever the game's files are saved."""

from __future__ import annotations

import importlib.util
import os
import pickle
import subprocess
import sys
import webbrowser
from contextlib import suppress
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from neuro.cli.algorithm_options import BreedingOptions
from neuro.cli.live_export import live_text
from neuro.cli.options import LiveOptions, RunSettings
from neuro.cli.session import chosen_run
from neuro.errors import NeuroError, SettingError, UnknownNameError
from neuro.games_folder import folders_with
from neuro.random import random_seed

__all__ = ["build", "serve"]

_FAILED = 3  # the exit code of the process that builds when it has said a sentence
_PORTS = 65_535


def serve(
    game: str,
    /,
    *,
    port: int | None = None,
    seed: int | None = None,
    no_open: Annotated[bool, Parameter(negative="")] = False,
    run: LiveOptions | None = None,
    breeding: BreedingOptions | None = None,
) -> int:
    """Open a live page of a game, and build it again whenever its rules are saved: edit, save, watch.

    The page loads the new rules by itself. What is wrong in them is told on it, above the last page that could be
    built. Only browsers on this machine can open it; Ctrl-C ends it. For example:

        neuro serve pong --games .

    Args:
        game: Name of the game; see `neuro games`.
        port: Port of the address; a free one when not given.
        seed: Seed of the page's run; a random one, the same as long as it is served, when not given.
        no_open: Print the address only, and open no browser.
        run: The run of the page.
        breeding: The algorithm's settings in it.
    """
    if port is not None and not 1 <= port <= _PORTS:
        raise SettingError(f"--port is a number from 1 to {_PORTS:,}, not {port}")
    run, breeding = run or LiveOptions(), breeding or BreedingOptions()
    seed = random_seed() if seed is None else seed
    _check(game, seed, run, breeding)
    from neuro.live.page_server import PageServer  # only here: it loads what serves pages

    folder = _folder_of(game)
    server = PageServer(folder, partial(_built, (game, seed, run, breeding)), port or 0)
    print(f"{game} is at {server.address}: edit and save {folder}, and watch; Ctrl-C ends it", flush=True)
    if not no_open and (sys.platform in ("win32", "darwin") or {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)):
        webbrowser.open(server.address)
    with suppress(KeyboardInterrupt):
        server.run(partial(print, flush=True))
    return 0


def _check(game: str, seed: int, run: LiveOptions, breeding: BreedingOptions) -> None:
    """Refuse what no saved file could mend; rules that are wrong now may be right soon.

    Raises:
        UnknownNameError: If there is no such game, level or parameter.
        SettingError: If a value is out of its range.
        NeuroError: If the game is none of neuro's rules.
    """
    try:
        chosen, *_ = chosen_run(game, RunSettings(seed=seed, **vars(run)), breeding)
    except (SettingError, UnknownNameError):
        raise
    except NeuroError:
        return
    if not chosen.has_rules:
        raise NeuroError(f"{chosen.title} cannot be served: its rules are not neuro's, and a page cannot play them")


def _folder_of(game: str) -> Path:
    """The folder that holds a game's files."""
    own = folders_with(game)
    if own:
        return own[0] / game
    spec = importlib.util.find_spec(next(iter(entry_points(group="neuro.games", name=game))).module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _built(task: tuple[str, int, LiveOptions, BreedingOptions]) -> str:
    """The page, built by a process of its own, which imports the rules as they are saved now.

    Raises:
        NeuroError: If it cannot be built; the message says why.
    """
    command = [sys.executable, "-c", "from neuro.cli.serve import build; build()"]
    done = subprocess.run(command, input=pickle.dumps(task), capture_output=True)
    if done.returncode == 0:
        return done.stdout.decode()
    said = done.stderr.decode(errors="replace").strip().splitlines() or ["nothing"]
    if done.returncode == _FAILED:
        raise NeuroError(said[-1])
    raise NeuroError(f"the process that builds the page died with code {done.returncode}: {said[-1]:.200}")


def build() -> None:
    """Write the page that standard input tells of to standard output; for ``_built``."""
    from neuro.compile_errors import error_line, is_a_games

    game, seed, run, breeding = pickle.load(sys.stdin.buffer)
    try:
        text = live_text(game, Path("page.html"), seed, None, run, breeding)
    except Exception as error:
        if not isinstance(error, NeuroError) and not is_a_games(error):
            raise
        told = str(error) if isinstance(error, NeuroError) else error_line(error)
        print(f"\n{told}", file=sys.stderr)
        sys.exit(_FAILED)
    sys.stdout.buffer.write(text.encode())
