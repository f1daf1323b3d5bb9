"""Exact replay: a champion played again, with a digest of its state at every step."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.champion import Champion
from neuro.errors import FileError, NeuroError, SettingError, UnknownNameError
from neuro.game import Game, recorded_game
from neuro.games_folder import games_option
from neuro.kernels import SCORE
from neuro.rollout.external import external_engine
from neuro.rollout.stepwise import Rollout
from neuro.storage.files import load_champion

__all__ = ["Episode", "courses_from", "forced", "game_of", "replay"]

_MOST = 1_000_000  # episodes: some hours of them
_AT_ONCE = 256  # episodes that are played together
_CHUNK = 1024  # steps whose states are held at a time


@dataclass(frozen=True)
class Episode:
    """One episode.

    Attributes:
        seed: Seed of the episode's course.
        score: Score at the end of the episode.
        steps: Number of steps that the agent lived.
        trace: A digest of the state after every step, in hexadecimal digits.
        won: Whether it ended by winning.
    """

    seed: int
    score: float
    steps: int
    trace: str
    won: bool = False


def courses_from(seed: int, episodes: int) -> NDArray[np.uint32]:
    """The courses ``seed``, ``seed + 1``, …: uint32 ``(episodes,)``.

    Raises:
        SettingError: If they are not whole numbers from 0 to 2^32 - 1, there are none, or they are very many.
    """
    for name, value in (("seed", seed), ("episodes", episodes)):
        if not isinstance(value, (int, np.integer)):
            raise SettingError(f"{name} is a whole number, not {value!r:.60}")
    if episodes > _MOST:
        raise SettingError(
            f"at most {_MOST:,} episodes are played, not {episodes}: begin another replay at a later seed"
        )
    if episodes < 1:
        raise SettingError(f"an episode is played at least, not {episodes}")
    if seed < 0 or seed + episodes > 1 << 32:
        raise SettingError(
            f"courses are numbered from 0 to {(1 << 32) - 1}; there is no room for {episodes} from {seed} on"
        )
    return np.arange(seed, seed + episodes, dtype=np.int64).astype(np.uint32)


def game_of(champion: Champion) -> tuple[Game, Any]:
    """The game that a champion plays, and the parameters it learnt under.

    Raises:
        FileError: If the game is not installed, or has no such parameters.
        NeuroError: If the game's rules have another version: the replay would not be the same.
    """
    try:
        game = recorded_game(champion.game).at(champion.level)
        setting = game.setting_with(champion.setting)
    except (SettingError, UnknownNameError) as error:
        raise FileError(f"this champion cannot play here: {error}") from error
    if game.version != champion.rules_version:
        raise NeuroError(
            f"this champion learnt under version {champion.rules_version} of {game.title}'s rules, and these are "
            f"version {game.version}: it cannot be replayed exactly; --force plays it anyway, and "
            f"`neuro evolve {game.name}{games_option(game.name)}` makes a new one"
        )
    return game, setting


def forced(champion: Champion) -> Champion:
    """A champion as if it had learnt under the rules that are here: it plays, but not as it played when it was made.

    Raises:
        FileError: If the game is not installed.
    """
    try:
        game = recorded_game(champion.game)
    except UnknownNameError as error:
        raise FileError(f"this champion cannot play here: {error}") from error
    known = {name: value for name, value in champion.setting.items() if name in game.setting._fields}
    level = champion.level if champion.level in game.levels else ""
    return replace(champion, rules_version=game.version, setting=known, level=level)


def replay(
    champion: Champion | str | os.PathLike[str],
    *,
    seed: int = 0,
    episodes: int = 1,
    max_steps: int | None = None,
    force: bool = False,
    on_progress: Callable[[int], None] | None = None,
) -> list[Episode]:
    """Play a champion again, each episode on its own course: the same file and seed give the same bits.

    Args:
        champion: The champion, or a file that holds one.
        seed: The first episode's course; the next plays ``seed + 1``, and so on.
        episodes: Number of episodes.
        max_steps: The longest episode; as long as the game's exam when None.
        force: Whether to play it under rules of another version, too: not as it played when it was made.
        on_progress: Called now and then with the number of steps played.

    Raises:
        FileError: If the file cannot be loaded.
        NeuroError: If the game is not installed, or is another version.
        SettingError: If there are no such courses.
    """
    champion = champion if isinstance(champion, Champion) else load_champion(champion)
    game, setting = game_of(forced(champion) if force else champion)
    courses, limit = courses_from(seed, episodes), max_steps or game.exam.max_steps
    if not game.has_rules:
        return _foreign(game, champion, courses, limit)
    if episodes > _AT_ONCE:  # in parts, so that many take no more memory than some
        parts = range(seed, seed + episodes, _AT_ONCE)
        sizes = [min(_AT_ONCE, seed + episodes - first) for first in parts]
        given: dict[str, Any] = {"max_steps": max_steps, "force": force, "on_progress": on_progress}
        played = (replay(champion, seed=s, episodes=size, **given) for s, size in zip(parts, sizes, strict=True))
        return [episode for part in played for episode in part]
    genomes = champion.genome.take([0] * episodes)
    rollout = Rollout(game, champion.policy, genomes, courses, setting=setting, max_steps=limit)
    traced = list(game.traced)
    digests = [hashlib.blake2b(digest_size=16) for _ in courses]
    while not rollout.done:
        before = rollout.lived.copy()
        states = rollout.record(_CHUNK)
        for agent, digest in enumerate(digests):
            lived = int(rollout.lived[agent] - before[agent])
            digest.update(np.ascontiguousarray(states[:lived, traced, agent]).astype("<f4", copy=False).tobytes())
        if on_progress is not None:
            on_progress(rollout.steps)
    won = game.won(rollout.state)
    return [
        Episode(
            int(course), float(rollout.state[SCORE, k]), int(rollout.lived[k]), digests[k].hexdigest(), bool(won[k])
        )
        for k, course in enumerate(courses)
    ]


def _foreign(game: Game, champion: Champion, courses: NDArray[np.uint32], max_steps: int) -> list[Episode]:
    """Episodes of a game that has no rules of ours."""
    engine = external_engine(game, champion.policy)
    told = (engine.replay(champion.genome, course, max_steps) for course in courses.tolist())
    return [Episode(course, *one) for course, one in zip(courses.tolist(), told, strict=True)]
