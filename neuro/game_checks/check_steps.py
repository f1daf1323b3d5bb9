"""Checks of a game's steps: all rows are written, numbers are finite, and the same seed gives the same bits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from neuro.compile_errors import explained
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.game_checks.own_process import apart
from neuro.game_checks.random_actions import drawn_actions
from neuro.kernels import ALIVE, JIT, LANES, SCORE, bind
from neuro.rollout.program import compile_rollout, program
from neuro.rollout.stepwise import Rollout
from neuro.rules.lane_rules import LaneRules

__all__ = [
    "compiled_or_not",
    "compiles",
    "digest",
    "fitness_is_finite",
    "lanes_are_apart",
    "observations_are_sound",
    "reset_covers_all",
    "same_seed_same_bits",
]

_STEPS, _COURSES = 400 if JIT else 40, min(50, LANES)
_POISON = np.float32(np.nan)


def _need(condition: object, words: str) -> None:
    """Raise NeuroError with these words unless a condition holds."""
    if not condition:
        raise NeuroError(words)


def _rollout(game: Game, courses: NDArray[np.uint32], steps: int = _STEPS) -> Rollout:
    return Rollout(game, None, None, courses, max_steps=steps)


def _played(game: Game, courses: NDArray[np.uint32], steps: int = _STEPS) -> Iterator[Rollout]:
    """A rollout with drawn actions, before the first step and after each; every agent holds an action for a while."""
    rollout = _rollout(game, courses, steps)
    actions = drawn_actions(game, courses.size)
    for step in range(steps):
        yield rollout
        if rollout.done:
            return
        fresh = drawn_actions(game, courses.size, step)
        actions = np.where(np.arange(courses.size) % 9 == step % 9, fresh, actions).astype(np.float32)
        rollout.advance(1, actions)


def compiles(game: Game) -> None:
    """The game compiles with the network that plays it by default."""
    compile_rollout(program(game, game.layers), game.setting)


def reset_covers_all(game: Game) -> None:
    """Whatever was in memory before."""
    reset = bind(game.rules.reset, inline=True, LANES=LANES)
    state = np.full((len(game.state), LANES), _POISON, np.float32)
    with explained():
        reset(state, np.arange(LANES, dtype=np.uint32), game.setting)
    for name, row in zip(game.state, state, strict=True):
        _need(not np.isnan(row).any(), f"reset never writes the row {name!r} of the state, or not in every lane")
    _need((state[ALIVE] == 1).all(), "reset must set the row 'alive' to 1")
    _need(not game.won_row or (state[game.won_row] == 0).all(), "reset must set the row 'won' to 0")


def observations_are_sound(game: Game) -> None:
    """Observations are finite and within bounds on every level."""
    for level in game.levels or [""]:
        played = game.at(level)
        observe = bind(played.rules.observe, inline=True, LANES=LANES)
        low, high = played.bounds(played.setting).T
        for rollout in _played(played, np.arange(_COURSES, dtype=np.uint32)):
            state = np.zeros((len(played.state), LANES), np.float32)
            state[:, :_COURSES] = rollout.state
            seen = np.full((len(played.observation), LANES), _POISON, np.float32)
            for player in range(played.players):
                who = (player,) if played.players > 1 else ()
                with explained():
                    observe(state, seen, *who, played.setting)
                _in_bounds(played, seen[:, :_COURSES], low, high)


def _in_bounds(game: Game, seen: NDArray[np.float32], low: NDArray[np.float32], high: NDArray[np.float32]) -> None:
    for k, name in enumerate(game.observation):
        row = seen[k]
        odd = f"observe never writes {name!r}, or makes it no finite number"
        if isinstance(game.rules, LaneRules):
            odd = f"what see returns as {name!r} is no finite number: is something divided by zero?"
        _need(np.isfinite(row).all(), odd)
        within = ((row >= low[k]) & (row <= high[k])).all()
        extremes = f"from {row.min():g} to {row.max():g}"
        _need(within, f"{name!r} runs {extremes}, out of its bounds {low[k]:g} and {high[k]:g} (see `bounds`)")


def fitness_is_finite(game: Game) -> None:
    """After every step, of the living and the dead."""
    players, described = game.players, len(game.behaviour)
    fitness = bind(game.rules.fitness, inline=True, LANES=LANES)
    behaviour = bind(game.rules.behaviour, inline=True, LANES=LANES) if described else None
    for rollout in _played(game, np.arange(LANES, dtype=np.uint32)):
        state, out = np.ascontiguousarray(rollout.state), np.full((players, LANES), _POISON, np.float32)
        lived, numbers = (
            rollout.lived.astype(np.float32),
            np.full((players * described, LANES), _POISON, np.float32),
        )
        with explained():
            fitness(state, lived, out if players > 1 else out[0])
            if behaviour is not None:
                behaviour(state, lived, numbers)
        scores = state[SCORE : SCORE + players]
        _need(np.isfinite(scores).all(), "the score becomes a number that is not finite")
        _need(np.isfinite(out).all(), "fitness leaves a lane unwritten, or makes it no finite number")
        _need(np.isfinite(numbers).all(), "behaviour leaves a lane unwritten, or makes it no finite number")


def _states(game: Game, courses: NDArray[np.uint32]) -> NDArray[np.float32]:
    """The state at every step, ``(steps, rows, agents)``."""
    return np.stack([rollout.state.copy() for rollout in _played(game, courses)])


def same_seed_same_bits(game: Game) -> None:
    """And another seed another course, unless the game has only one."""
    courses = np.arange(_COURSES, dtype=np.uint32)
    _need(_states(game, courses).tobytes() == _states(game, courses).tobytes(), "two episodes of one seed differ")


def lanes_are_apart(game: Game) -> None:
    """An agent plays the same, whatever other agents do beside it."""
    others = np.arange(1000, 1000 + LANES, dtype=np.uint32)
    actions = drawn_actions(game, LANES)
    for lane in (0, LANES // 2, LANES - 1):
        courses = others.copy()
        courses[lane] = 7
        together, alone = _rollout(game, courses, 120), _rollout(game, courses[lane : lane + 1], 120)
        for _ in range(120):
            together.advance(1, actions)
            alone.advance(1, np.ascontiguousarray(actions[:, lane : lane + 1]))
        same = together.state[:, lane].tobytes() == alone.state[:, 0].tobytes()
        _need(same, f"an agent in lane {lane} plays otherwise when others play beside it")


def digest(game: Game, begun: Callable[[], None] = lambda: None) -> str:
    """A digest of a short rollout, for comparison with another process."""
    found = hashlib.blake2b(digest_size=16)
    for rollout in _played(game, np.arange(3, dtype=np.uint32), 60):
        begun()
        found.update(rollout.state.tobytes())
    return found.hexdigest()


def compiled_or_not(game: Game) -> None:
    """Compiled or not, bits are the same; without the JIT, in a separate process, every float64 shows."""
    try:
        other = apart(digest, game, "-W", "error")
    except NeuroError as error:
        raise NeuroError(f"without the JIT (NUMBA_DISABLE_JIT=1) it fails: {error}") from None
    _need(other == digest(game), "it plays otherwise without the JIT: look for float64 and overflow")
