"""A page on which a champion plays by the compiled rules: any course, without end, to the bits of a replay."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np

from neuro.champion import Champion
from neuro.exact_replay import courses_from, game_of, replay
from neuro.game import Game
from neuro.live.exports import exports_of_play, page_policy
from neuro.live.facts import facts_of_play
from neuro.live.module import is_made, wasm_module
from neuro.network.topologies import ragged
from neuro.page_template import scripts
from neuro.policies import Graph, Policy
from neuro.view.face.face_page import champion_face

__all__ = ["LONGEST", "champion_facts", "champion_page", "player_code", "waits_for_player"]

_ENGINE = (
    *("kernels.js", "genomes.js", "choice.js", "matches.js", "rollout.js", "champion_file.js", "engine.js"),
    *("worker.js", "champion.js"),
)
#: Steps of an episode that has no end: nobody waits for it.
LONGEST = 1_000_000_000
_PROVED = 600  # steps that are played here when a page is written


def champion_facts(
    champion: Champion, file: bytes, name: str, *, course: int = 0, max_steps: int | None = None
) -> tuple[dict[str, Any], bytes]:
    """What a page knows of a champion that plays on it, and the module that plays.

    Args:
        champion: The champion.
        file: Its file, which the page gives away again.
        name: The file's name.
        course: Seed of the course that the page begins with.
        max_steps: The longest episode; without end when None.

    Raises:
        FileError: If its game is not installed.
        NeuroError: If the game cannot be in a page, or has other rules than those that it learnt under.
        SettingError: If there is no such course.
    """
    (game, _), policy = game_of(champion), _policy_of(champion)
    first = int(courses_from(course, 1)[0])
    exports = partial(exports_of_play, game, policy)
    wasm, pages = wasm_module(exports)
    facts = facts_of_play(game, champion.setting, policy, exports(), pages)
    if isinstance(policy, Graph):
        ends = {"inputs": policy.input_count, "outputs": policy.output_count, "room": policy.room}
        own = {"hidden": policy.hidden, "output": policy.output, "recurrent": policy.recurrent}
        facts["algorithm"] = {"facts": ends | own}
    return facts | {"champion": _told(champion, game, file, name, first, max_steps)}, wasm


def _policy_of(champion: Champion) -> Policy:
    """What plays, with room for all that it has grown."""
    return page_policy(champion.policy).with_room_for(champion.genome)


def _told(champion: Champion, game: Game, file: bytes, name: str, course: int, max_steps: int | None) -> dict[str, Any]:
    longest = max_steps or LONGEST
    (proved,) = replay(champion, seed=course, max_steps=min(longest, _PROVED))
    return {
        "name": name,
        "command": f"neuro replay {shlex.quote(name)}",
        "file": file.hex(),
        "course": course,
        "maxSteps": longest,
        "traced": list(game.traced),
        "genome": _genome(champion),
        "generation": champion.generation,
        "score": champion.score,
        "fitness": champion.fitness,
        "algorithm": champion.algorithm,
        "seed": str(champion.seed),
        "created": champion.created,
        "made": champion.made_by,
        "proof": asdict(proved) | {"limit": min(longest, _PROVED)},
    }


def _genome(champion: Champion) -> dict[str, Any]:
    """Its numbers, array by array, as their bytes."""
    genome = champion.genome
    if isinstance(champion.policy, Graph):
        found = genome.topologies  # type: ignore[attr-defined]
        parts = [np.ascontiguousarray(one).tobytes().hex() for one in (found.sizes, *ragged(found).values())]
        return {"links": int(found.sizes[0, 0]), "nodes": int(found.sizes[0, 1]), "parts": parts}
    return {"parts": [genome.genes(0).astype("<f4", copy=False).tobytes().hex()]}


def player_code(policy: Policy) -> str:
    """The JavaScript of the worker in which a champion plays.

    Args:
        policy: The policy of its network.
    """
    files = [*_ENGINE, *(["algorithms/graphs.js"] if isinstance(policy, Graph) else [])]
    return scripts(*(f"live/{one}" for one in files))


def waits_for_player(champion: Champion) -> bool:
    """Whether the module of a champion's page has still to be made, which takes its time."""
    return not is_made(partial(exports_of_play, game_of(champion)[0], _policy_of(champion)))


def champion_page(champion: Champion, file: bytes, name: str, *, course: int = 0, max_steps: int | None = None) -> str:
    """A page on which a champion plays; see ``champion_facts``."""
    facts, wasm = champion_facts(champion, file, name, course=course, max_steps=max_steps)
    (game, _), policy = game_of(champion), _policy_of(champion)
    worker = f"{player_code(policy)}\nserve(ServedPlay);"
    return champion_face(game, champion.setting, policy, facts, wasm, worker)
