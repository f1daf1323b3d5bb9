"""A champion's replay as one web page: recorded, not computed again; no server, no network, nothing else to load."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from pygame import Rect

from neuro.champion import Champion
from neuro.exact_replay import courses_from, game_of
from neuro.numerals import legible, noun_for, tallied
from neuro.page_template import filled
from neuro.rollout.stepwise import rollout_of
from neuro.storage.atomic import write_atomically
from neuro.view.drawn import Scene as DrawnScene
from neuro.view.inspect.inspection import Inspector, NetworkView
from neuro.view.inspect.recorded_rollout import RecordedRollout
from neuro.view.looks import looks_of
from neuro.view.marker import marker_of
from neuro.view.pages.page_scene import Stills, look, marker_told
from neuro.view.pages.page_shapes import ShapesTold, colours_told
from neuro.view.scene import Marks, Scene, Timer, make_scene
from neuro.view.theme import DARK, THEMES, Theme

__all__ = [
    "EXACT",
    "FINE",
    "PLACE",
    "brain_told",
    "packed",
    "replay_page",
    "save_replay_page",
    "scores_told",
    "whole_rect",
    "world_told",
]

#: Where a page takes what it is told.
PLACE = "/*REPLAY*/null"
_HIGH = 800  # pixels of the landscape
_LONGEST = 60  # seconds of play
#: What places and values are multiplied by, to be whole numbers.
FINE, EXACT = 8, 1000


def save_replay_page(champion: Champion, path: Path, *, seed: int = 0, max_steps: int | None = None) -> None:
    """Write the page of a champion's replay.

    Args:
        champion: The champion that plays.
        path: The file.
        seed: Seed of the course.
        max_steps: The longest episode; a minute of play when None.

    Raises:
        FileError: If it cannot be written there.
        NeuroError: See ``replay_page``.
    """
    longest = max_steps or math.ceil(_LONGEST * game_of(champion)[0].steps_per_second)
    write_atomically(path, replay_page(champion, int(courses_from(seed, 1)[0]), longest).encode())


def replay_page(champion: Champion, course: int, max_steps: int) -> str:
    """The page of a replay.

    Args:
        champion: The champion that plays.
        course: Seed of the course.
        max_steps: The longest episode.

    Raises:
        UnknownNameError: If the game is not installed.
        NeuroError: If the game has other rules than those that it learnt under.
    """
    game, setting = game_of(champion)
    genome = champion.genome

    def filmed(theme: Theme) -> RecordedRollout:
        rollout = rollout_of(champion.network, game, course, setting=setting, max_steps=max_steps)
        return RecordedRollout(make_scene(game, setting, theme), [rollout], looks_of(genome), course)

    reels = {name: filmed(theme) for name, theme in THEMES.items()}
    reel = reels[DARK.name]
    insight, states = Inspector(game, champion.policy, setting), reel.states[:, :, 0]
    mind = insight.mind(genome, states[0], "", 0)
    told = {
        "title": f"{game.title}: champion of generation {champion.generation}",
        "summary": mind.sketch.summary,
        "facts": _facts(champion, game.score_name, course, reel),
        "score": [game.score_name, noun_for(1, game.score_name)],
        "rate": game.steps_per_second,
        "decides": mind.chosen is not None,
        "brain": brain_told(mind),
        "nodes": packed(insight.values(genome, states) * EXACT),
        "scores": scores_told(reel.states[:, 1, 0]),
        "fell": reel.fell,
        **world_told({name: [one] for name, one in reels.items()}, [(0, step) for step in range(reel.steps + 1)]),
        "marker": marker_told(marker_of(game), [genome]),
    }
    return filled("page/replay.html", PLACE, told)


def _facts(champion: Champion, score_name: str, course: int, reel: RecordedRollout) -> list[tuple[str, str]]:
    """What is told of where the replay comes from."""
    return [
        ("in this episode", f"{tallied(reel.states[-1, 1, 0], score_name)} in {tallied(reel.steps, 'steps')}"),
        ("in training", f"{tallied(champion.score, score_name)}, fitness {legible(champion.fitness)}"),
        ("course", str(course)),
        ("run", f"{champion.algorithm}, seed {champion.seed}, generation {champion.generation}"),
        ("rules", f"{champion.game}, version {champion.rules_version}"),
        ("made", f"{champion.created[:10]} by neuro {champion.made_by}"),
    ]


def scores_told(values: NDArray[np.float32]) -> list[tuple[int, str]]:
    """How the score is written, and from which step on."""
    written = [legible(value) for value in values.tolist()]
    return [(step, text) for step, text in enumerate(written) if step == 0 or text != written[step - 1]]


def packed(values: NDArray[Any]) -> str:
    """Whole numbers of 16 bits in base64."""
    return base64.b64encode(np.clip(np.rint(values), -32768, 32767).astype("<i2").tobytes()).decode()


def brain_told(mind: NetworkView) -> dict[str, Any]:
    """What a page is told of a network.

    Of a node its place from left to right, its kind, its name, and its activation where hidden nodes differ; of a link
    the indices of the two nodes, its weight, and 1 for an arc, else 0. The newest link of a network that grows is named
    by its place among them, else -1.
    """
    nodes, links = mind.sketch.nodes, mind.sketch.links
    names = ["" if node.kind == "hidden" else mind.name_of(k) for k, node in enumerate(nodes)]
    told = (links.source, links.target, np.round(mind.weights.astype(float), 4), mind.sketch.arcs.astype(int))
    return {
        "nodes": [
            [node.x, node.kind, name, *([node.activation] if node.activation else [])]
            for node, name in zip(nodes, names, strict=True)
        ],
        "links": list(zip(*(part.tolist() for part in told), strict=True)),
        "newest": -1 if mind.sketch.newest is None else mind.sketch.newest,
    }


class _Moment(NamedTuple):
    """What moves at one step, from the picture's left edge on."""

    place: tuple[float, float]
    solids: list[tuple[float, float, float, float]]
    travelled: float
    timer: Timer | None


def world_told(
    shows: dict[str, list[RecordedRollout]], shown: Sequence[tuple[int, int]], rect: Rect | None = None
) -> dict[str, Any]:
    """How the world looks in every theme, and picture by picture where the agent is and what moves of the world.

    Args:
        shows: The same rollouts in the scenes of each theme.
        shown: For each picture, the rollout and its step that are shown.
        rect: The whole picture; the world in its own shape when None.
    """
    first = next(iter(shows.values()))
    rect = rect or whole_rect(first[0].scene)
    left, scale = first[0].scene.view(rect)
    looks = {name: look(reels[0].scene, rect, THEMES[name]) for name, reels in shows.items()}
    stills = {name: Stills(rect) for name in shows}
    standing, moments, seen = set(first[0].scene.solids()), [], []
    shapes = ShapesTold(first[0].scene) if isinstance(first[0].scene, DrawnScene) else None
    for who, step in shown:
        for reels in shows.values():
            reels[who].go(step)
        if shapes is not None:
            shapes.take(cast(DrawnScene, first[who].scene))
        moments.append(_moment(first[who].scene, standing, left, rect.w / scale))
        seen.append([taken.take(shows[name][who].scene) for name, taken in stills.items()])
    for name, taken in stills.items():
        looks[name]["stills"] = taken.parts
        if not any(moment.solids for moment in moments):
            looks[name]["solids"] = []
    moves, stride = _moves(np.array([moment.travelled for moment in moments]), np.array([who for who, _ in shown]))
    return {
        "size": [rect.w / scale, rect.h / scale],
        "fine": FINE,
        "exact": EXACT,
        "looks": looks,
        "places": packed(np.array([moment.place for moment in moments]) * FINE),
        "moves": moves,
        "stride": stride,
        "counts": [len(moment.solids) for moment in moments],
        **_solids([one for moment in moments for one in moment.solids]),
        "shown": packed(np.array([themes[0] for themes in seen])),  # they change at the same steps in all themes
        "timer": _timer([moment.timer for moment in moments], left),
        "tells": first[0].scene.tells_score,
        "plain": first[0].scene.whole,
        "shapes": None if shapes is None else _shapes(shapes, first),
    }


def _shapes(shapes: ShapesTold, reels: list[RecordedRollout]) -> dict[str, Any]:
    scenes = [cast(DrawnScene, reel.scene) for reel in reels]
    return shapes.told(scenes[0], [scene.colour(0) for scene in scenes]) | {"colours": colours_told()}


def _moves(ways: NDArray[np.float64], whose: NDArray[np.int64]) -> tuple[str, int]:
    """How far the world moves from picture to picture, and what that is multiplied by: no error adds up.

    From one rollout to the next it moves back to its beginning, which a page knows.
    """
    begins = np.diff(whose, prepend=whose[0]) != 0
    furthest = float(np.abs(np.diff(ways, prepend=ways[0]))[~begins].max(initial=0))
    stride = max(1, min(EXACT, int(32_000 / max(furthest, 1e-9))))
    whole = np.rint(ways * stride)
    return packed(np.where(begins, 0, np.diff(whole, prepend=whole[0]))), stride


def whole_rect(scene: Scene) -> Rect:
    """The picture of a world in its own shape."""
    across, down = scene.size
    return Rect(0, 0, round(_HIGH * across / down), _HIGH)


def _moment(scene: Scene, standing: set[tuple[float, float, float, float]], left: float, wide: float) -> _Moment:
    dots = [dot for dot in scene.dots(Marks(leader=0, crowd=False)) if dot.agent in (0, -1)]
    near = [one for one in scene.solids() if one not in standing and left - one[2] < one[0] < left + wide]
    return _Moment(
        place=(dots[0].x - left, dots[0].y) if dots else (-100.0, -100.0),
        solids=[(x - left, y, w, h) for x, y, w, h in near],
        travelled=scene.travelled(),
        timer=scene.timer(),
    )


def _solids(found: list[tuple[float, float, float, float]]) -> dict[str, str]:
    """Solids that move keep their height and size: each kind is told once, then which and where it is."""
    kinds: dict[tuple[float, ...], int] = {}
    for one in found:
        kinds.setdefault(one[1:], len(kinds))
    return {
        "kinds": packed(np.array(list(kinds)) * FINE),
        "solids": packed(np.array([(kinds[one[1:]], one[0] * FINE) for one in found])),
    }


def _timer(timers: list[Timer | None], left: float) -> dict[str, Any] | None:
    """A ring that runs out, where a scene has one."""
    known = [timer for timer in timers if timer is not None]
    if not known:
        return None
    return {
        "at": [known[0].x - left, known[0].y],
        "radius": known[0].radius,
        "word": known[0].word,
        "shares": packed(np.array([timer.share for timer in known]) * EXACT),
        "numbers": packed(np.array([timer.number for timer in known])),
    }
