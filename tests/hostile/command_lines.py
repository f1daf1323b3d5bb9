"""Random command lines: every command with any of its options, as the command line itself knows them.

`python tests/hostile/command_lines.py --count 300 --seed 1` runs each in a folder and a process of its own, which is
forked where that is possible, since a start takes longer than most lines. A line ends well if it ends, with a
documented exit code, without a traceback, and leaves nothing that it was not asked for.
"""

from __future__ import annotations

import argparse
import functools
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, get_args

from neuro.cli.app import app, entry
from neuro.paths import shipped_champion

__all__ = ["Option", "Places", "commands", "judged", "line"]


@dataclass(frozen=True)
class Option:
    """What a command takes.

    Args:
        name: With its dashes; empty for what is told by its place.
        kinds: Types of which it takes a value.
        choices: Values that it takes, where only some words are known.
    """

    name: str
    kinds: frozenset[type]
    choices: tuple[str, ...] = ()

    def takes(self, kind: type) -> bool:
        return kind in self.kinds


@functools.cache
def commands() -> dict[str, list[Option]]:
    """The options of every command that ends by itself, those first that are told by their places."""
    names = [name for name in app if not name.startswith("-") and name not in ENDLESS]
    return {name: [_option(one) for one in app[name].assemble_argument_collection() if one.show] for name in names}


def _option(argument: Any) -> Option:
    placed = argument.field_info.kind.name == "POSITIONAL_ONLY"
    return Option("" if placed else argument.name, _kinds(argument.hint), tuple(argument.get_choices() or ()))


def _kinds(hint: Any) -> frozenset[type]:
    """The types in a hint, whatever they are wrapped in."""
    return frozenset({hint}) if isinstance(hint, type) else frozenset().union(*map(_kinds, get_args(hint)))


#: Words that people, scripts and accidents put in the place of any value.
WORDS = ("", " ", "-", "--", "=", "%s%n", "../../x", "🐦", "é", "\x1b[31m", "a\nb", "\udcff", "null", "None", "x" * 300)
NUMBERS = ("0", "-1", "1", "2", "-0", "1e3", "1_0", "0x10", "١", "nan", "inf", "-inf", "1e-320", "1e308", "1.5")
HUGE = tuple(str(sign * (1 << bits)) for bits in (31, 32, 53, 63, 64, 100, 1000) for sign in (1, -1))
FLOATS = ("0.5", "-0.5", "0", "1", "-1", "2", "nan", "inf", "-inf", "1e308", "1e-320", "1e999")
LIMIT = 60  # seconds that a line may take
CODES = (0, 1, 2)

#: Commands that go on until they are stopped; tests of their own try them.
ENDLESS = ("serve",)
#: What keeps a line that is right short; given unless the line says otherwise.
BUDGETS = {
    "--generations": "2", "--population": "9", "--episodes": "2", "--max-steps": "20", "--epochs": "1", "--rounds": "1",
    "--frames": "2", "--threads": "2", "--sample": "1",
}  # fmt: skip
#: What counts how long a line works: no huge values, which would be work that was asked for.
WORK = ("--generations", "--epochs", "--rounds", "--frames", "--population", "--max-steps", "--patience", "--episodes")
GAMES = ("flappy", "xor_arena", "xor", "digits", "flapy", "gym:Nothing-v0", "gym:", ".")


class Places:
    """Files and folders of every kind, in the folder that lines are run in.

    Args:
        folder: Where; what a line may read is in ``given``, and ``made`` is for what it is asked to write.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.given = folder, folder / "given"
        self.given.mkdir()
        self._make()
        self.names = [f"given/{path.name}" for path in sorted(self.given.iterdir())]

    def _make(self) -> None:
        for name in ("flappy", "digits"):
            shutil.copy(shipped_champion(name), self.given / f"{name}.neuro")
        whole = (self.given / "flappy.neuro").read_bytes()
        (self.given / "cut.neuro").write_bytes(whole[: len(whole) // 2])
        (self.given / "turned.neuro").write_bytes(whole[:99] + bytes([whole[99] ^ 1]) + whole[100:])
        (self.given / "empty").touch()
        (self.given / "noise.png").write_bytes(random.Random(1).randbytes(999))
        (self.given / "table.csv").write_text("a,b,c\n" + "1,2,x\n2,1,y\n" * 9)
        (self.given / "folder").mkdir()
        (self.given / "run").mkdir()
        (self.given / "run" / "run.toml").write_text('format = 1\n[run]\ngenerations = "many"\n')
        if os.name != "nt":
            os.mkfifo(self.given / "pipe")
            (self.given / "zero").symlink_to("/dev/zero")
            (self.given / "circle").symlink_to("circle")

    def snapshot(self) -> dict[str, bytes | None]:
        """What is in the folder, but for what lines were asked to write."""
        made = (self.folder / "made", self.folder / "saves", self.folder / "config")
        return {
            str(path.relative_to(self.folder)): path.read_bytes() if path.is_file() and path.name != "zero" else None
            for path in self.folder.rglob("*")
            if not any(path.is_relative_to(one) for one in made) and path.name not in ("zero", "circle")
        }


def _value(option: Option, places: Places, draw: random.Random) -> str:
    """A value for an option: one that fits, or anything else."""
    if option.choices and draw.random() < 0.8:
        return draw.choice(option.choices)
    if option.takes(int) and draw.random() < 0.9:
        return draw.choice(NUMBERS if option.name in WORK else NUMBERS + HUGE)
    if option.takes(float) and draw.random() < 0.9:
        return draw.choice(FLOATS)
    if Path in option.kinds and draw.random() < 0.9:
        suffix = draw.choice(("", ".png", ".gif", ".svg", ".html", ".onnx", ".gone", ".neuro", ".csv", ".PNG", ".xyz"))
        return draw.choice((*places.names, f"made/a{suffix}", f"made/nowhere/a{suffix}", "/proc/a", "/dev/null"))
    return draw.choice(WORDS + NUMBERS)


def line(places: Places, draw: random.Random) -> list[str]:
    """A command line: a command, mostly what it needs, and some of its options with any values."""
    known = commands()
    name = draw.choice(list(known))
    placed = [one for one in known[name] if not one.name]
    named = [one for one in known[name] if one.name]
    words = [name]
    for option in placed:
        if draw.random() < 0.9:
            games = str in option.kinds and not option.choices and draw.random() < 0.8
            words.append(draw.choice(GAMES) if games else _value(option, places, draw))
    chosen = draw.sample(named, min(len(named), draw.randrange(5)))
    for option in chosen:
        flag = option.kinds == {bool}
        words += [option.name] if flag else [option.name, _value(option, places, draw)]
    given = {option.name for option in chosen}
    for option in named:
        if option.name in BUDGETS and option.name not in given:
            words += [option.name, BUDGETS[option.name]]
        if option.name == "--view" and "--view" not in given and draw.random() < 0.7:
            words += ["--view", "none"]
        if option.name in ("--out", "--save") and option.name not in given:
            words += [option.name, f"made/{draw.randrange(10**9)}"]
    return words


def was_asked_for(name: str, words: list[str]) -> bool:
    """Whether a line names a file, something above it, or something below: then it may be written."""
    path, named = Path(name), [Path(word) for word in words if Path(word).parts]
    return any(path == one or one in path.parents or path in one.parents for one in named)


def judged(words: list[str], code: int | None, said: str, before: object, after: object) -> str:
    """What is wrong with how a line ended; nothing when it ended well."""
    if code is None:
        return f"has not ended in {LIMIT} s"
    if "Traceback" in said:
        return f"traceback: {said.strip().splitlines()[-1][:200]}"
    if code not in CODES:
        return f"exit code {code}"
    if code and not said.strip():
        return f"exit code {code} without a word"
    left = sorted(name for name in dict_difference(before, after) if not was_asked_for(name, words))
    return f"left or changed {left[:5]}" if left else ""


def dict_difference(before: Any, after: Any) -> list[str]:
    """Names whose values are not the same in both."""
    return [name for name in {**before, **after} if before.get(name, b"-") != after.get(name, b"-")]


def environment(folder: Path) -> dict[str, str]:
    """Of a process that shows, hears and remembers nothing outside its folder."""
    own = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "NEURO_SAVES": "saves", "NEURO_CONFIG": "config"}
    return {**os.environ, **own, "HOME": str(folder)} if os.environ.get("NUMBA_CACHE_DIR") else {**os.environ, **own}


def try_forked(words: list[str], folder: Path) -> tuple[int | None, str]:
    """As ``try_in_process``, in a fork of this process, which has imported everything already."""
    said = folder / ".said"
    child = os.fork()
    if not child:
        _become(words, folder, said)
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            told = said.read_bytes().decode(errors="replace")
            said.unlink()
            return os.waitstatus_to_exitcode(status), told
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None, ""


def _become(words: list[str], folder: Path, said: Path) -> NoReturn:
    """Be a process that runs a line: it never returns."""
    out = os.open(said, os.O_WRONLY | os.O_CREAT)
    for number, source in ((0, os.open(os.devnull, os.O_RDONLY)), (1, out), (2, out)):
        os.dup2(source, number)
    os.chdir(folder)
    os.environ.update(environment(folder))
    sys.argv = ["neuro", *(word.replace("\0", "") for word in words)]
    code: object = 1
    try:
        entry()
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def try_in_process(words: list[str], folder: Path) -> tuple[int | None, str]:
    """Run a line in a process of its own; the exit code, None when it does not end, and all that it says."""
    command = [sys.executable, "-m", "neuro", *(word.replace("\0", "") for word in words)]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment(folder), stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None, ""
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def main() -> int:
    """Try lines; tell of each that does not end well, and how to get it again."""
    parser = argparse.ArgumentParser(description="Try random command lines of neuro.")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    failed = sum(not ends_well(number) for number in range(asked.seed, asked.seed + asked.count))
    print(f"{asked.count} command lines, {failed} of them ended badly")
    return 1 if failed else 0


def ends_well(seed: int) -> bool:
    """Whether the line of a seed ends well; if not, it is told."""
    attempt = try_forked if hasattr(os, "fork") else try_in_process
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "made").mkdir()
        places = Places(folder)
        words, before = line(places, random.Random(seed)), places.snapshot()
        wrong = judged(words, *attempt(words, folder), before, places.snapshot())
    if wrong:
        print(f"seed {seed}: neuro {shlex.join(words)!r:.400}: {wrong}", flush=True)
    return not wrong


if __name__ == "__main__":
    sys.exit(main())
