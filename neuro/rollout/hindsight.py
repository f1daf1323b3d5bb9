"""Hindsight: which choice cost an agent its life, found by playing on from its own states in other ways.

It is searched backwards for the last state from which another of the population would have lived on, put in its place:
in that very step it does something else, since its network would else have brought it to a later such state. Where
nobody would have, the agent itself does another thing in one step and goes on with its own network, or does it from
there on. All of it is played by the game's own rules, from states that the agent was in, with what it
remembered there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.game import Game
from neuro.network import Layer
from neuro.policies import Genomes, Policy, genomes_of, policy_of
from neuro.rollout.stepwise import Rollout

__all__ = ["Hindsight", "Relative", "find_hindsight", "other_actions"]

_BACK, _ON = 4, 1  # seconds that are looked at before a death, and that must be lived beyond it
_MOST = 256  # steps that are looked at, and others that are played from each
_BLOCK = 16  # steps that are looked at together

States = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Relative:
    """Of those who would have lived on from the moment, the one whose genome is nearest.

    Args:
        agent: The relative's number in the population.
        way: The relative's states from the moment on, float32 ``(n, rows)``.
        actions: What it did in each, float32 ``(n - 1, action rows)``.
    """

    agent: int
    way: States
    actions: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Hindsight:
    """An agent's last steps, and what would have saved it.

    Args:
        agent: The agent's number in the population.
        first: The step of the first state.
        states: The agent's last states, float32 ``(n + 1, rows)``; in the last it is dead.
        actions: What it did in each but the last, float32 ``(n, action rows)``.
        moment: Index of the last state from which something would have saved it; None where nothing is known that would
            have.
        instead: What it should have done there, float32 ``(action rows,)``.
        held: Whether that alone would have saved it, done from there on, though no network would have done so.
        chances: Number of states up to the moment, without a gap, in which another choice would have saved it.
        lived: Number of agents of the population that would have lived on from the moment.
        relative: The nearest of them.
    """

    agent: int
    first: int
    states: States
    actions: NDArray[np.float32]
    moment: int | None = None
    instead: NDArray[np.float32] | None = None
    held: bool = False
    chances: int = 0
    lived: int = 0
    relative: Relative | None = None

    @property
    def late(self) -> int | None:
        """How many steps after the moment it did what would have saved it there; None if it never did."""
        if self.moment is None or self.instead is None:
            return None
        same = (self.actions[self.moment + 1 :] == self.instead).all(axis=1)
        return int(same.argmax()) + 1 if same.any() else None


def other_actions(game: Game, action: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """What else could have been done in the place of an action ``(action rows,)``: one thing changed at a time."""
    if game.decision == "versus":
        return [1 - action]
    if game.decision == "argmax":
        return [np.full(1, k, np.float32) for k in range(len(game.actions)) if k != action[0]]
    values = (0, 1) if game.decision == "threshold" else (-1, 1)
    changed = [(row, value) for row in range(action.size) for value in values if action[row] != value]
    return [np.where(np.arange(action.size) == row, np.float32(value), action) for row, value in changed]


class _Again:
    """Plays from states of one course, to see who lives on.

    Args:
        game: The game.
        policy: The policy of the agents, or its layers.
        course: Seed of the course that is played.
        setting: The game's parameters.
    """

    def __init__(self, game: Game, policy: Policy, course: int, setting: Any) -> None:
        self.game, self._policy, self._course, self._setting = game, policy, course, setting

    def rollout(self, genomes: Genomes | None, states: States | None, steps: int) -> Rollout:
        """A rollout from states ``(n, rows)``, or of one from the start; without genomes, people decide."""
        courses = np.full(1 if states is None else len(states), self._course, np.uint32)
        if states is not None and genomes is None:  # people remember nothing
            states = states[:, : len(self.game.state)]
        begin = None if states is None else np.ascontiguousarray(states.T)
        policy = None if genomes is None else self._policy
        return Rollout(self.game, policy, genomes, courses, setting=self._setting, max_steps=steps, states=begin)

    def actions(self, genomes: Genomes, states: States) -> NDArray[np.float32]:
        """What ``n`` genomes do in states ``(n, rows)``: ``(n, action rows)``."""
        rollout = self.rollout(genomes, states, 1)
        rollout.advance(1)
        return np.ascontiguousarray(rollout.actions.T)

    def live_on(
        self,
        genomes: Genomes,
        states: States,
        needed: NDArray[np.int64],
        actions: NDArray[np.float32] | None = None,
        *,
        held: bool = False,
    ) -> NDArray[np.bool_]:
        """Who lives so many steps, or wins.

        Args:
            genomes: ``n`` genomes.
            states: The states that they begin in, ``(n, rows)``.
            needed: Steps that each must live, ``(n,)``.
            actions: ``(n, action rows)``, done in the first step, whatever the networks say.
            held: Whether they are done in all steps.
        """
        longest, before = int(needed.max()) + 1, 0
        if actions is not None:
            forced = self.rollout(None, states, longest)
            forced.advance(longest if held else 1, np.ascontiguousarray(actions.T))
            if held:
                return self._lived(forced, needed)
            states, before = np.concatenate([forced.state.T, self._remembered(genomes, states)], axis=1), 1
        rollout = self.rollout(genomes, states, longest)
        rollout.advance(longest)
        return self._lived(rollout, needed - before)

    def _remembered(self, genomes: Genomes, states: States) -> States:
        """What networks remember after a step from states ``(n, rows)``, whatever was done in it."""
        rollout = self.rollout(genomes, states, 1)
        rows = len(self.game.state)
        if rollout.state.shape[0] > rows:
            rollout.advance(1)
        return np.ascontiguousarray(rollout.state[rows:].T)

    def _lived(self, rollout: Rollout, needed: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.asarray(rollout.alive | self.game.won(rollout.state) | (rollout.lived > needed))


def find_hindsight(
    game: Game,
    policy: Policy | tuple[Layer, ...],
    genomes: Genomes | NDArray[np.float32],
    agent: int,
    course: int,
    lived: NDArray[np.int64],
    *,
    setting: Any = None,
) -> Hindsight:
    """Find out what would have saved an agent that has died.

    Args:
        game: The game.
        policy: The policy of the agents, or its layers.
        genomes: Genomes of the population, or a matrix ``(agents, parameters)``.
        agent: Number of the agent that died.
        course: Seed of the course that all of them played.
        lived: Steps that each has lived so far, ``(agents,)``.
        setting: The game's parameters; its defaults when None.
    """
    all_of_them = genomes_of(genomes)
    again = _Again(game, policy_of(policy).with_room_for(all_of_them), course, setting)
    rate, steps = game.steps_per_second, int(lived[agent])
    back = min(steps, _MOST, max(1, round(_BACK * rate)))
    rollout = again.rollout(all_of_them.take([agent]), None, steps)
    rollout.advance(steps - back)
    states = np.concatenate([rollout.state.T.copy(), rollout.record(back)[:, :, 0]])
    mine = all_of_them.take([agent] * back)
    known = Hindsight(agent, steps - back, states, again.actions(mine, states[:-1]))
    needed = np.arange(back, 0, -1) + max(1, round(_ON * rate))
    moment = _last_way_out(again, all_of_them, known, needed, np.argsort(-lived, kind="stable")[:_MOST])
    if moment is not None:
        return _with_relative(again, all_of_them, known, moment, needed)
    for held in (False, True):
        if (found := _saved(again, mine, known, needed, held=held)) is not None:
            moment, instead, chances = found
            return replace(known, moment=moment, instead=instead, held=held, chances=chances)
    return known


def _last_way_out(
    again: _Again, genomes: Genomes, known: Hindsight, needed: NDArray[np.int64], others: NDArray[np.intp]
) -> int | None:
    """The last state from which any of some others would have lived on."""
    rows = genomes.rows()
    others = others[(rows[others] != rows[known.agent]).any(axis=1)]
    for end in range(len(needed), 0, -_BLOCK) if others.size else ():
        places = np.arange(max(0, end - _BLOCK), end)
        where, who = np.repeat(places, others.size), np.tile(others, places.size)
        lives = again.live_on(genomes.take(who), known.states[where], needed[where])
        if lives.any():
            return int(where[lives].max())
    return None


def _with_relative(
    again: _Again, genomes: Genomes, known: Hindsight, moment: int, needed: NDArray[np.int64]
) -> Hindsight:
    """What the nearest of those does who would have lived on from a moment."""
    there = np.repeat(known.states[moment : moment + 1], len(genomes), axis=0)
    lives = again.live_on(genomes, there, np.full(len(genomes), needed[moment]))
    rows = genomes.rows()
    apart = np.linalg.norm(rows - rows[known.agent], axis=1)
    agent = int(np.where(lives, apart, np.inf).argmin())
    own = genomes.take([agent])
    way = again.rollout(own, there[:1], int(needed[moment]))
    states = np.concatenate([there[:1], way.record(int(needed[moment]))[:, :, 0]])
    actions = again.actions(own.take([0] * (len(states) - 1)), states[:-1])
    mine = own.take([0] * (moment + 1))
    saves = again.live_on(mine, known.states[: moment + 1], needed[: moment + 1])
    saves &= (again.actions(mine, known.states[: moment + 1]) != known.actions[: moment + 1]).any(axis=1)
    relative = Relative(agent, states, actions)
    return replace(
        known, moment=moment, instead=actions[0], chances=_run(saves), lived=int(lives.sum()), relative=relative
    )


def _saved(
    again: _Again, mine: Genomes, known: Hindsight, needed: NDArray[np.int64], *, held: bool
) -> tuple[int, NDArray[np.float32], int] | None:
    """The last state in which another choice would have saved it, which one, and how many chances there were."""
    tries = [(k, other) for k, action in enumerate(known.actions) for other in other_actions(again.game, action)]
    if not tries:
        return None
    places = np.array([k for k, _ in tries])
    actions = np.array([other for _, other in tries], np.float32)
    lives = again.live_on(mine.take(places), known.states[places], needed[places], actions, held=held)
    if not lives.any():
        return None
    last = int(places[lives].max())
    saves = np.isin(np.arange(last + 1), places[lives])
    return last, actions[lives & (places == last)][0], _run(saves)


def _run(true: NDArray[np.bool_]) -> int:
    """How many are true at the end, without a gap; one at least."""
    false = np.flatnonzero(~true)
    return max(1, true.size - 1 - int(false[-1]) if false.size else true.size)
