"""The ``neuro`` command: its subcommands, and how they fail."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
import threading
import warnings
from collections.abc import Sequence
from typing import Any

import cyclopts

from neuro.algorithms_folder import add_algorithms_folder
from neuro.cli.early_interrupt import STOPPED, raising
from neuro.cli.streams import complain, let_go, make_safe
from neuro.cli.third_interrupt import third_ends
from neuro.compile_errors import error_line, is_a_games
from neuro.errors import NeuroError, NeuroWarning, SettingError, UnknownNameError
from neuro.games_folder import add_games_folder
from neuro.version import __version__

__all__ = ["app", "entry", "main", "welcome"]

_WELCOME = """\
neuro: watch birds learn to fly, evolve networks at the speed of C, replay champions bit for bit.

  neuro watch flappy      birds learn before your eyes
  neuro evolve flappy     the same without a picture, in about a second
  neuro replay            a champion plays, the same episode each time; add a FILE for your own
  neuro play flappy       you play, with the space bar
  neuro games             what else there is to play

`neuro COMMAND --help` tells more, with an example. `neuro --help` lists all commands."""

_BOTH = ("--games", "--algorithms")
_NOTHING: tuple[str, ...] = ()

#: The commands, in the order of ``--help``, and which folders of people's own their help tells of. Each is the function
#: of its name in the module of its name, imported only when it runs.
_COMMANDS = {
    "watch": _BOTH,
    "evolve": _BOTH,
    "replay": _BOTH,
    "play": _BOTH,
    "train": _NOTHING,
    "predict": _NOTHING,
    "guess": _NOTHING,
    "export": ("--games",),
    "serve": ("--games",),
    "plot": _BOTH,
    "explain": _BOTH,
    "lineage": _BOTH,
    "games": ("--games",),
    "algorithms": ("--algorithms",),
    "compare": _BOTH,
    "tune": _BOTH,
    "new-game": _NOTHING,
    "check": ("--games",),
    "inspect": ("--games",),
    "verify": _BOTH,
    "bench": ("--games",),
    "doctor": _NOTHING,
    "cache": _NOTHING,
    "completion": _NOTHING,
}
_FOLDERS = {"--games": add_games_folder, "--algorithms": add_algorithms_folder}
_HELP = {
    "--games": "--games DIR  A folder with games of your own, which are found, too; may be given again for others.",
    "--algorithms": "--algorithms DIR  A folder with algorithms of your own, as --games is for games.",
}


def _converted(kind: Any, tokens: Sequence[cyclopts.Token]) -> Any:
    """What words mean, as cyclopts has it, but no rounded number: 1.7 is no seed, where cyclopts would take 2."""
    for one in tokens if kind in (int, int | None) else ():
        if one.value.partition(".")[2].strip("0"):
            raise cyclopts.CoercionError(token=one, target_type=int)
    return cyclopts.convert(kind, tokens)


app = cyclopts.App(
    name="neuro",
    default_parameter=cyclopts.Parameter(converter=_converted),
    help="A neuroevolution game-AI sandbox: watch, evolve, replay.",
    version=__version__,
    help_format="markdown",
    result_action="return_value",
    suppress_keyboard_interrupt=False,  # `main` tells of it
)
for _order, _name in enumerate(_COMMANDS):
    _function = _name.replace("-", "_")
    app.command(f"neuro.cli.{_function}:{_function}", name=_name, sort_key=_order)


@app.default
def welcome() -> int:
    """Say what can be done."""
    from neuro.cli.start import can_start, start

    if can_start():
        try:
            return start(_run)
        except NeuroError as error:  # a display that does not answer
            complain(error)
    print(_WELCOME)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: The words after ``neuro``; the process's own when None.

    Returns:
        The exit code: 0 done, 1 the work failed, 2 wrong usage, 130 stopped by Ctrl-C.
    """
    try:
        with warnings.catch_warnings(), third_ends():
            warnings.showwarning = _show_warning
            return _run(list(sys.argv[1:] if arguments is None else arguments))
    except cyclopts.CycloptsError:
        return 2
    except NeuroError as error:
        complain(_with_notes(error, error))
        return 2 if isinstance(error, (SettingError, UnknownNameError)) else 1
    except MemoryError as error:
        complain(f"the memory of this machine is not enough: ask for less ({str(error) or 'nothing is left'})")
        return 1
    except KeyboardInterrupt:
        complain(STOPPED)
        return 130
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EIO):
            raise
        return 1  # whoever read the output has gone: another process, or a terminal
    except Exception as error:
        if not is_a_games(error):
            raise
        complain(_with_notes(f"code of your own fails, of a game or an algorithm: {error_line(error)}", error))
        return 1


def _with_notes(words: object, error: Exception) -> str:
    """What is said of an error, and what was noted on the way: for a run, how it goes on."""
    return "; ".join([str(words), *getattr(error, "__notes__", ())])


def _run(words: Sequence[str]) -> int:
    """Run the command that the words name; its exit code."""
    words = _taken_folders(words)
    if words in (["--help"], ["-h"]):
        _import_commands()
    if words and not words[0].startswith("-") and words[0] not in _COMMANDS:
        raise UnknownNameError.of("command", words[0], _COMMANDS)
    if words and words[0] in _COMMANDS:
        app[words[0]]  # imported here, where Ctrl-C ends all at once
    _begin_collecting()
    with raising():
        return _done(words)


def _begin_collecting() -> None:
    """Let the garbage collector look at what is made from now on; what has been imported stays to the end."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _done(words: Sequence[str]) -> int:
    """Run the command that has been imported; its exit code."""
    code = _exit_code(app(words, exit_on_error=False, print_error=True))
    if words and not {"--help", "-h"}.isdisjoint(words):
        for option in _COMMANDS.get(words[0], ()):  # no parameter of any: folders are taken out beforehand
            text = _HELP[option]
            print(text.replace("DIR", "./DIR") if (words[0], option) == ("compare", "--algorithms") else text)
    sys.stdout.flush()
    return code


def _show_warning(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
    """Ours is a sentence for people, who need not know the line that says it."""
    complain(message if issubclass(category, NeuroWarning) else f"{category.__name__}: {message}")


def _taken_folders(words: Sequence[str]) -> list[str]:
    """The words without ``--games DIR`` and ``--algorithms DIR``, which every command takes; they are looked in.

    To ``compare``, --algorithms names the algorithms unless what follows is a path, with a slash in it.
    """
    left: list[str] = []
    rest = iter(words)
    for word in rest:
        name, _, folder = word.partition("=")
        if name not in _FOLDERS:
            left.append(word)
            continue
        folder = folder or next(rest, "")
        if name == "--algorithms" and words[0] == "compare" and not {"/", os.sep} & set(folder):
            if name in left:
                raise SettingError(f"--algorithms names algorithms once; a folder of your own has a slash, ./{folder}")
            left += [name, folder]
            continue
        if not folder:
            raise NeuroError(f"{name} needs a folder, for example {name} my-{name.removeprefix('--')}")
        _FOLDERS[name](folder)
    return left


def _import_commands() -> None:
    """Import every command, so that the overview can say what each does."""
    for name in _COMMANDS:
        app[name]


def _exit_code(result: Any) -> int:
    return result if isinstance(result, int) else 0


def entry() -> None:
    """What the installed ``neuro`` runs."""
    atexit.register(gc.freeze)  # at its end Python would look through all that is left, for a tenth of a second
    make_safe()
    try:
        code = main()
    finally:
        let_go()
    if any(thread.daemon for thread in threading.enumerate()):
        os._exit(code)  # left at once, in the middle of something; Python's end can crash what such a thread compiles
    sys.exit(code)
