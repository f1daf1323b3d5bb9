"""The contract of a game, as checks that run on any: what neuro relies on, and what rules get wrong most easily.

Each check is a function of the game that raises NeuroError with what it found; ``CHECKS`` lists them with what they
promise. Actions are drawn from a seed, so that a check finds the same each time.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.faults import explained
from neuro.game import DECISIONS, Game, find_game
from neuro.kernels import LANES, bind, is_kernel
from neuro.network import Network
from neuro.rollout.flight import Flight
from neuro.rollout.program import compile_rollout, program

__all__ = [
    "CHECKS",
    "Check",
    "compiled_or_not",
    "compiles",
    "digest",
    "drawn_actions",
    "facts_fit",
    "fitness_is_finite",
    "kernels_hold_float32",
    "lanes_are_apart",
    "observations_are_sound",
    "reset_covers_all",
    "same_seed_same_bits",
]

Check = Callable[[Game], None]

_STEPS, _COURSES = 400, 50
_POISON = np.float32(np.nan)

#: What each check promises, by the check, in the order in which they make sense.
CHECKS: dict[Check, str] = {}


def _check(promise: str) -> Callable[[Check], Check]:
    def add(function: Check) -> Check:
        CHECKS[function] = promise
        return function

    return add


def _need(condition: object, words: str) -> None:
    if not condition:
        raise NeuroError(words)


def drawn_actions(game: Game, agents: int, seed: int = 0) -> NDArray[np.float32]:
    """Actions that a network of the game could take, float32 ``(action rows, agents)``."""
    draw = np.random.default_rng(seed)
    match game.decision:
        case "versus":
            return draw.integers(0, 2, (1, agents)).astype(np.float32)
        case "argmax":
            return draw.integers(0, len(game.actions), (1, agents)).astype(np.float32)
        case "threshold":
            return draw.integers(0, 2, (len(game.actions), agents)).astype(np.float32)
    return draw.uniform(-1, 1, (len(game.actions), agents)).astype(np.float32)


def _flight(game: Game, courses: NDArray[np.uint32], steps: int = _STEPS) -> Flight:
    return Flight(game, None, None, courses, max_steps=steps)


def _flown(game: Game, courses: NDArray[np.uint32], steps: int = _STEPS) -> Iterator[Flight]:
    """A flight with drawn actions, before the first step and after each; every agent holds an action for a while."""
    flight = _flight(game, courses, steps)
    actions = drawn_actions(game, courses.size)
    for step in range(steps):
        yield flight
        if flight.done:
            return
        fresh = drawn_actions(game, courses.size, step)
        actions = np.where(np.arange(courses.size) % 9 == step % 9, fresh, actions).astype(np.float32)
        flight.advance(1, actions)


def _kernels(game: Game) -> dict[str, Any]:
    rules = vars(game.rules).items()
    return {
        name: value for name, value in rules if is_kernel(value) and _python(value).__module__ == game.rules.__name__
    }


def _python(function: Any) -> Any:
    return getattr(function, "py_func", function)


@_check("its facts fit each other")
def facts_fit(game: Game) -> None:
    """Names, versions and shapes."""
    for name in ("VERSION", "STATE", "OBSERVATION", "ACTIONS", "DECISION", "Setting"):
        _need(hasattr(game.rules, name), f"the rules have no {name}")
    for name in ("reset", "observe", "step", "fitness"):
        function = getattr(game.rules, name, None)
        _need(is_kernel(function), f"the rules have no function {name} under @kernel")
    _need(game.version >= 1, f"VERSION counts from 1, and is {game.version}")
    _need(game.state[:2] == ("alive", "score"), f"STATE begins with 'alive' and 'score', not with {game.state[:2]}")
    _need(game.decision in DECISIONS, f"DECISION is one of {', '.join(DECISIONS)}, not {game.decision!r}")
    for name, value in game.setting._asdict().items():
        _need(type(value) is np.float32, f"Setting.{name} is a {type(value).__name__}: write np.float32({value})")
    for key, action in game.keys.items():
        _need(len(action) == game.action_rows, f"the key {key!r} gives {len(action)} action rows of {game.action_rows}")
    network = Network(game.layers, seed=0)
    wanted = [(len(game.observation),), (len(game.actions),)]
    found = [network.shapes[0], network.shapes[-1]]
    _need(found == wanted, f"its network has {found[0]} inputs and {found[1]} outputs; the rules need {wanted}")


@_check("its kernels hold float32 alone")
def kernels_hold_float32(game: Game) -> None:
    """A Python float makes numba compute in float64: half the speed, and other bits without the JIT."""
    for name, function in _kernels(game).items():
        code = _python(function)
        source, first = inspect.getsourcelines(code)
        file = Path(code.__code__.co_filename).name
        for node in ast.walk(ast.parse(inspect.cleandoc("\n" + "".join(source)))):
            place = f"in {name} ({file}, line {first + getattr(node, 'lineno', 1) - 1})"
            if isinstance(node, ast.Constant) and type(node.value) is float:
                raise NeuroError(f"{place}: {node.value} makes it float64; name np.float32({node.value}) at the top")
            if isinstance(node, ast.Name) and type(code.__globals__.get(node.id)) is float:
                raise NeuroError(f"{place}: {node.id} is a Python float, which makes it float64; make it np.float32")


@_check("it compiles")
def compiles(game: Game) -> None:
    """With the network that plays it by default."""
    compile_rollout(program(game, game.layers), game.setting)


@_check("reset writes every row of the state")
def reset_covers_all(game: Game) -> None:
    """Whatever was in memory before."""
    reset = bind(game.rules.reset, LANES=LANES)
    state = np.full((len(game.state), LANES), _POISON, np.float32)
    with explained():
        reset(state, np.arange(LANES, dtype=np.uint32), game.setting)
    for name, row in zip(game.state, state, strict=True):
        _need(not np.isnan(row).any(), f"reset never writes the row {name!r} of the state, or not in every lane")
    _need((state[0] == 1).all(), "reset must set the row 'alive' to 1")


@_check("observe writes every row, finite and within its bounds")
def observations_are_sound(game: Game) -> None:
    """On every level, in play."""
    observe = bind(game.rules.observe, LANES=LANES)
    for level in game.levels or [""]:
        played = game.at(level)
        low, high = played.bounds(played.setting).T
        for flight in _flown(played, np.arange(_COURSES, dtype=np.uint32)):
            state = np.zeros((len(game.state), LANES), np.float32)
            state[:, :_COURSES] = flight.state
            seen = np.full((len(game.observation), LANES), _POISON, np.float32)
            with explained():
                observe(state, seen, played.setting)
            for k, name in enumerate(game.observation):
                row = seen[k, :_COURSES]
                _need(np.isfinite(row).all(), f"observe never writes {name!r}, or makes it no finite number")
                within = ((row >= low[k]) & (row <= high[k])).all()
                extremes = f"from {row.min():g} to {row.max():g}"
                _need(within, f"{name!r} runs {extremes}, out of its bounds {low[k]:g} and {high[k]:g} (see `bounds`)")


@_check("scores and fitness are finite numbers")
def fitness_is_finite(game: Game) -> None:
    """After every step, of the living and the dead."""
    fitness = bind(game.rules.fitness, LANES=LANES)
    for flight in _flown(game, np.arange(LANES, dtype=np.uint32)):
        state, out = np.ascontiguousarray(flight.state), np.full(LANES, _POISON, np.float32)
        with explained():
            fitness(state, flight.lived.astype(np.float32), out)
        _need(np.isfinite(state[1]).all(), "the score becomes a number that is not finite")
        _need(np.isfinite(out).all(), "fitness leaves a lane unwritten, or makes it no finite number")


def _states(game: Game, courses: NDArray[np.uint32]) -> NDArray[np.float32]:
    """The state at every step, ``(steps, rows, agents)``."""
    return np.stack([flight.state.copy() for flight in _flown(game, courses)])


@_check("the same seed gives the same bits")
def same_seed_same_bits(game: Game) -> None:
    """And another seed another course, unless the game has only one."""
    courses = np.arange(_COURSES, dtype=np.uint32)
    _need(_states(game, courses).tobytes() == _states(game, courses).tobytes(), "two flights of one seed differ")


@_check("lanes do not influence each other")
def lanes_are_apart(game: Game) -> None:
    """An agent flies the same whoever flies beside it."""
    others = np.arange(1000, 1000 + LANES, dtype=np.uint32)
    actions = drawn_actions(game, LANES)
    for lane in (0, LANES // 2, LANES - 1):
        courses = others.copy()
        courses[lane] = 7
        together, alone = _flight(game, courses, 120), _flight(game, courses[lane : lane + 1], 120)
        for _ in range(120):
            together.advance(1, actions)
            alone.advance(1, np.ascontiguousarray(actions[:, lane : lane + 1]))
        same = together.state[:, lane].tobytes() == alone.state[:, 0].tobytes()
        _need(same, f"an agent in lane {lane} flies otherwise when others fly beside it")


def digest(name: str) -> str:
    """A digest of a short flight, for comparison with another process."""
    game = find_game(name)
    found = hashlib.blake2b(digest_size=16)
    for flight in _flown(game, np.arange(3, dtype=np.uint32), 60):
        found.update(flight.state.tobytes())
    return found.hexdigest()


@_check("compiled or not, the bits are the same")
def compiled_or_not(game: Game) -> None:
    """In a process of its own without the JIT, where every float64 shows."""
    code = f"from neuro.contract import digest; print(digest({game.name!r}))"
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-W", "error", "-c", code]
    other = subprocess.run(command, env=environment, capture_output=True, text=True)
    if other.returncode:
        said = other.stderr.strip().splitlines() or ["nothing"]
        raise NeuroError(f"without the JIT (NUMBA_DISABLE_JIT=1) it fails: {said[-1]:.200}")
    _need(
        other.stdout.strip() == digest(game.name), "it flies otherwise without the JIT: look for float64 and overflow"
    )
