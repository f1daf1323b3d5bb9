"""A champion's flight as one web page: recorded, not computed again; no server, no network, nothing else to load."""

from __future__ import annotations

import base64
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.champion import Champion
from neuro.episodes import game_of
from neuro.numerals import legible, noun_for, tallied
from neuro.pages import filled
from neuro.rollout.flight import Flight
from neuro.view import birds
from neuro.view.mind import Insight, describe
from neuro.view.page_scene import Stills, look, picture, plain
from neuro.view.reel import Reel
from neuro.view.scene import Marks, Scene, Timer, make_scene, tells_score
from neuro.view.theme import DARK, THEMES, Theme

__all__ = ["flight_page"]

_PLACE = "/*FLIGHT*/null"
_HIGH = 800  # pixels of the landscape
_FINE, _EXACT = 8, 1000  # what places and values are multiplied by, to be whole numbers
_PHASES, _BIRD = 4, 30  # pictures of the bird, and the radius of its body


def flight_page(champion: Champion, course: int, max_steps: int) -> str:
    """The page of a flight.

    Args:
        champion: Who flies.
        course: Seed of the course.
        max_steps: The longest flight.

    Raises:
        UnknownNameError: If the game is not installed.
        NeuroError: If the game has other rules than those that it learnt under.
    """
    game, setting = game_of(champion)
    network = champion.network
    genomes = network.genome[np.newaxis]
    courses = np.array([course], np.uint32)

    def filmed(theme: Theme) -> Reel:
        flight = Flight(game, network.layers, genomes, courses, setting=setting, max_steps=max_steps)
        return Reel(make_scene(game, setting, theme), [flight], birds.looks_of(genomes), course)

    reels = {name: filmed(theme) for name, theme in THEMES.items()}
    reel = reels[DARK.name]
    nodes = Insight(game, network.layers, setting).nodes(network.genome, reel.states[:, :, 0])
    told = {
        "title": f"{game.title}: champion of generation {champion.generation}",
        "summary": describe(network.layers),
        "facts": _facts(champion, game.score_name, course, reel),
        "score": [game.score_name, noun_for(1, game.score_name)],
        "rate": game.steps_per_second,
        "inputs": game.observation,
        "outputs": game.actions,
        "decides": game.decision in ("versus", "argmax"),
        "sizes": [int(np.prod(shape)) for shape in network.shapes],
        "weights": [np.round(weights.astype(float), 4).tolist() for weights, *_ in network.parameters()],
        "nodes": _packed(nodes.T * _EXACT),
        "scores": _scores(reel.states[:, 1, 0]),
        "fell": reel.fell,
        **_world(reels),
        "bird": [picture(_bird(genomes[0], phase), "png") for phase in range(_PHASES)],
    }
    return filled("page/flight.html", _PLACE, told)


def _facts(champion: Champion, score_name: str, course: int, reel: Reel) -> list[tuple[str, str]]:
    """What is told of where the flight comes from."""
    return [
        ("in this flight", f"{tallied(reel.states[-1, 1, 0], score_name)} in {tallied(reel.steps, 'steps')}"),
        ("in training", f"{tallied(champion.score, score_name)}, fitness {legible(champion.fitness)}"),
        ("course", str(course)),
        ("run", f"{champion.algorithm}, seed {champion.seed}, generation {champion.generation}"),
        ("rules", f"{champion.game}, version {champion.rules_version}"),
        ("made", f"{champion.created[:10]} by neuro {champion.made_by}"),
    ]


def _scores(values: NDArray[np.float32]) -> list[tuple[int, str]]:
    """How the score is written, and from which step on."""
    written = [legible(value) for value in values.tolist()]
    return [(step, text) for step, text in enumerate(written) if step == 0 or text != written[step - 1]]


def _packed(values: NDArray[Any]) -> str:
    """Whole numbers of 16 bits in base64."""
    return base64.b64encode(np.clip(np.rint(values), -32768, 32767).astype("<i2").tobytes()).decode()


def _bird(genome: NDArray[np.float32], phase: int) -> Surface:
    """The champion's own bird."""
    return plain(birds.sprite(birds.portrait(genome), _BIRD, phase))


class _Moment(NamedTuple):
    """What moves at one step, from the picture's left edge on."""

    place: tuple[float, float]
    solids: list[tuple[float, float, float, float]]
    travelled: float
    timer: Timer | None


def _world(reels: dict[str, Reel]) -> dict[str, Any]:
    """How the world looks in every theme, and step by step where the bird is and what moves of the world."""
    first = next(iter(reels.values()))
    rect = _rect(first.scene)
    left, scale = first.scene.view(rect)
    looks = {name: look(reel.scene, rect, THEMES[name]) for name, reel in reels.items()}
    stills = {name: Stills(reel.scene, rect) for name, reel in reels.items()}
    standing, moments, shown = set(first.scene.solids()), [], []
    for step in range(first.steps + 1):
        for reel in reels.values():
            reel.go(step)
        moments.append(_moment(first.scene, standing, left, rect.w / scale))
        shown.append([taken.take() for taken in stills.values()])
    for name, taken in stills.items():
        looks[name]["stills"] = taken.parts
        if not any(moment.solids for moment in moments):
            looks[name]["stones"] = []
    ways = np.array([moment.travelled for moment in moments])
    return {
        "size": [rect.w / scale, rect.h / scale],
        "fine": _FINE,
        "exact": _EXACT,
        "looks": looks,
        "places": _packed(np.array([moment.place for moment in moments]) * _FINE),
        "moves": _packed(np.diff(ways, prepend=ways[0]) * _EXACT),
        "counts": [len(moment.solids) for moment in moments],
        **_solids([one for moment in moments for one in moment.solids]),
        "shown": _packed(np.array([themes[0] for themes in shown])),  # they change at the same steps in all themes
        "timer": _timer([moment.timer for moment in moments], left),
        "tells": tells_score(first.scene),
    }


def _rect(scene: Scene) -> Rect:
    """The picture of a world in its own shape."""
    across, down = scene.size
    return Rect(0, 0, round(_HIGH * across / down), _HIGH)


def _moment(scene: Scene, standing: set[tuple[float, float, float, float]], left: float, wide: float) -> _Moment:
    dots = [dot for dot in scene.dots(Marks(leader=0, crowd=False)) if dot.agent in (0, -1)]
    near = [one for one in scene.solids() if one not in standing and left - one[2] < one[0] < left + wide]
    return _Moment(
        place=(dots[0].x - left, dots[0].y) if dots else (-100.0, -100.0),
        solids=[(x - left, y, w, h) for x, y, w, h in near],
        travelled=scene.travelled() if hasattr(scene, "travelled") else 0.0,
        timer=scene.timer() if hasattr(scene, "timer") else None,
    )


def _solids(found: list[tuple[float, float, float, float]]) -> dict[str, str]:
    """Solids that move keep their height and size: each kind is told once, then which and where it is."""
    kinds: dict[tuple[float, ...], int] = {}
    for one in found:
        kinds.setdefault(one[1:], len(kinds))
    return {
        "kinds": _packed(np.array(list(kinds)) * _FINE),
        "solids": _packed(np.array([(kinds[one[1:]], one[0] * _FINE) for one in found])),
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
        "shares": _packed(np.array([timer.share for timer in known]) * _EXACT),
        "numbers": _packed(np.array([timer.number for timer in known])),
    }
