"""How fast the rules of each game are, beside other ways to write them: ``python benchmarks/rules.py [--write]``.

What is timed is seeing and stepping with drawn actions, without a network, on one core; who dies begins again. Four
ways, in turn in one process: neuro's kernels of the plain rules; a direct loop over lanes (``scalar_rules``); the same
operations as calls of NumPy over 1,024 agents (``numpy_rules``); and, of the games that had them, the lanes that were
written by hand, out of the repository's history. States are compared first: all ways give the same. Times are of the
processor, ratios medians over rounds. ``--write`` puts the table into docs/speed.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from numpy_rules import numpy_rules
from scalar_rules import scalar_rules

from neuro.game import Game, find_game, game_names
from neuro.game_checks.random_actions import drawn_actions
from neuro.games_folder import add_games_folder
from neuro.kernels import LANES, bind, kernel
from neuro.rules.lane_rules import LaneRules

_ROOT = Path(__file__).resolve().parents[1]
_PAGE, _BEGIN, _END = _ROOT / "docs" / "speed.md", "<!-- benchmarks/rules.py -->\n", "<!-- end -->\n"
_ACTIONS, _MANY, _ALIKE, _ROUND = 64, 1024, 60, 0.15  # blocks of actions, agents of NumPy, steps compared, seconds
#: Where the lanes by hand stood last.
_HAND = {
    "flappy": ("8df9597^", "games/flappy/rules.py"),
    "xor_arena": ("5832495^", "games/xor_arena/rules.py"),
    "cartpole": ("c613e7a^", "examples/cartpole/rules.py"),
}

PLAYERS, ROWS, HEIGHT, WIDTH = 1, 0, 0, 0
OBSERVE: Any = None
STEP: Any = None

#: Plays so many steps, and returns nothing.
Play = Callable[[int], None]


@kernel
def played(state, starts, seen, courses, actions, setting, steps):
    """Lanes side by side."""
    for step in range(steps):
        if PLAYERS > 1:
            for player in range(PLAYERS):
                OBSERVE(state, seen, player, setting)
        else:
            OBSERVE(state, seen, setting)
        STEP(state, actions[step % actions.shape[0]], courses, setting)
        for lane in range(LANES):
            if state[0, lane] <= 0:
                for row in range(ROWS):
                    state[row, lane] = starts[row, lane]


def _scalar_loop(see: Any, step_one: Any, shape: tuple[int, int] | None) -> Any:
    """A lane after the other."""
    high, wide = shape or (0, 0)

    @njit(error_model="numpy")
    def loop(
        state: Any, starts: Any, seen: Any, courses: Any, actions: Any, setting: Any, lived: Any, steps: int
    ) -> None:
        for step in range(steps):
            action = actions[step % actions.shape[0]]
            for lane in range(state.shape[1]):
                if high == 0:
                    see(state, lane, courses, action, setting, lived, seen)
                else:
                    for row in range(high):
                        for column in range(wide):
                            see(state, lane, courses, action, setting, lived, seen, np.float32(row), np.float32(column))
                step_one(state, lane, courses, action, setting, lived, seen)
                if state[0, lane] <= 0:
                    for row in range(state.shape[0]):
                        state[row, lane] = starts[row, lane]

    return loop


class _Table:
    """What all ways to play a game share: courses, actions, and the state in which agents begin."""

    def __init__(self, game: Game, agents: int) -> None:
        self.game, self.setting = game, game.setting
        self.courses = np.arange(agents, dtype=np.uint32)
        self.actions = np.stack([drawn_actions(game, agents, seed) for seed in range(_ACTIONS)])
        self.starts = np.zeros((len(game.state), agents), np.float32)
        reset = bind(game.rules.reset, LANES=LANES)
        for first in range(0, agents, LANES):
            block = np.zeros((len(game.state), LANES), np.float32)
            reset(block, self.courses[first : first + LANES], game.setting)
            self.starts[:, first : first + LANES] = block
        self.state, self.seen = self.starts.copy(), np.zeros((len(game.observation), agents), np.float32)

    def by_kernels(self, rules: ModuleType) -> Play:
        """With kernels over lanes."""
        # A named tuple of another class of the same fields is what older rules take.
        setting = rules.Setting(*self.setting)
        constants = {"LANES": LANES, "ROWS": len(self.game.state), "PLAYERS": self.game.players}
        bound = {name.upper(): bind(getattr(rules, name), inline=True, LANES=LANES) for name in ("observe", "step")}
        play = bind(played, **constants, **bound)
        return lambda steps: play(self.state, self.starts, self.seen, self.courses, self.actions, setting, steps)

    def by_loop(self) -> Play:
        """With a direct loop."""
        rules = self.game.rules
        one, lived = scalar_rules(rules.plain), np.zeros(self.courses.size, np.float32)
        play = _scalar_loop(one["see"], one["step"], rules.form.picture)
        given = self.state, self.starts, self.seen, self.courses, self.actions, self.setting, lived
        return lambda steps: play(*given, steps)

    def by_numpy(self) -> Play:
        """With calls of NumPy."""
        rules = numpy_rules(self.game.rules, self.courses.size)

        def play(steps: int) -> None:
            with np.errstate(all="ignore"):
                for step in range(steps):
                    for player in range(self.game.players):
                        who = (player,) if self.game.players > 1 else ()
                        rules["observe"](self.state, self.seen, *who, self.setting)
                    rules["step"](self.state, self.actions[step % _ACTIONS], self.courses, self.setting)
                    dead = self.state[0] <= 0
                    self.state[:, dead] = self.starts[:, dead]

        return play


def _ways(game: Game) -> tuple[dict[str, Play], dict[str, str]]:
    """All ways to play a game, the kernels first, each compared with them; and why others are not there."""
    found: dict[str, tuple[_Table, Play]] = {}
    missing: dict[str, str] = {}
    tried: dict[str, tuple[int, Callable[[_Table], Play]]] = {
        "kernels": (LANES, lambda table: table.by_kernels(game.rules)),
        "loop": (LANES, _Table.by_loop),
        "NumPy": (_MANY, _Table.by_numpy),
        "hand": (LANES, lambda table: table.by_kernels(_by_hand(game.name))),
    }
    for name, (agents, make) in tried.items():
        table = _Table(game, agents)
        try:
            found[name] = table, make(table)
        except (NotImplementedError, LookupError) as error:
            missing[name] = str(error)
    wanted: NDArray[np.float32] | None = None
    for name, (table, play) in found.items():
        play(_ALIKE)
        if table.courses.size != LANES:
            continue
        wanted = table.state.copy() if wanted is None else wanted
        if not np.array_equal(table.state, wanted):
            raise SystemExit(f"{game.name}: {name} does something else than the kernels")
    return {name: play for name, (_, play) in found.items()}, missing


def _by_hand(name: str) -> ModuleType:
    """The lanes of a game that were written by hand, out of the history."""
    commit, path = _HAND[name]
    done = subprocess.run(["git", "show", f"{commit}:{path}"], cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LookupError("no history here")
    file = Path(tempfile.mkdtemp()) / f"{name}_by_hand.py"
    file.write_text(done.stdout, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[file.stem] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rate(play: Play, agents: int, steps: int) -> float:
    begun = time.process_time()
    play(steps)
    return agents * steps / (time.process_time() - begun)


def measured(game: Game, rounds: int) -> dict[str, list[float]]:
    """Agent-steps a second of each way, a figure a round."""
    ways, missing = _ways(game)
    for name, why in missing.items():
        if name == "loop":
            print(f"{game.name}: no direct loop: {why}")
    agents = {name: _MANY if name == "NumPy" else LANES for name in ways}
    steps = {name: max(3, round(_ROUND * _rate(play, agents[name], 20) / agents[name])) for name, play in ways.items()}
    found: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds):
        for name in list(ways) if turn % 2 else list(ways)[::-1]:
            found[name].append(_rate(ways[name], agents[name], steps[name]))
    return found


def row(game: Game, rounds: int) -> str:
    """A line of the table."""
    rates = measured(game, rounds)

    def ratio(name: str) -> str:
        if name not in rates:
            return "–"
        found = statistics.median(a / b for a, b in zip(rates["kernels"], rates[name], strict=True))
        return f"{found:.0f}" if found >= 20 else f"{found:.2f}" if name == "hand" else f"{found:.1f}"

    speed = statistics.median(rates["kernels"]) / 1e6
    return f"| {game.title} | {speed:,.0f} | {ratio('loop')} | {ratio('hand')} | {ratio('NumPy')} |"


def main() -> None:
    """Measure, print the table, and write it where asked to."""
    parser = argparse.ArgumentParser(description="how fast the rules of each game are")
    parser.add_argument("games", nargs="*", help="names; all when not given")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--write", action="store_true", help="put the table into docs/speed.md")
    asked = parser.parse_args()
    add_games_folder(_ROOT / "examples")
    games = [find_game(name) for name in asked.games or game_names()]
    lines = ["| game | million agent-steps a second | direct loop | lanes by hand | NumPy |", "|---|--:|--:|--:|--:|"]
    for game in games:
        if isinstance(game.rules, LaneRules):
            lines.append(row(game, asked.rounds))
            print(lines[-1], flush=True)
    if asked.write:
        before, _, rest = _PAGE.read_text(encoding="utf-8").partition(_BEGIN)
        _PAGE.write_text(before + _BEGIN + "\n".join(lines) + "\n" + _END + rest.partition(_END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
