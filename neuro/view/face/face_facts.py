"""What the face of a live page is told: the game in words and numbers, its colours, its sliders and its story."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from neuro.evolution.algorithms import fields_of
from neuro.evolution.algorithms.algorithm import dial_of
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game
from neuro.numerals import noun_for
from neuro.policies import Layered, Policy
from neuro.rules.form import FIRST_DRAW, Form
from neuro.rules.setting_class import place_names
from neuro.view.face.face_scripts import FaceScripts
from neuro.view.inspect.output_lean import Scales
from neuro.view.land import PALETTES
from neuro.view.looks import FAMILIES, VARIETIES
from neuro.view.pages.page_scene import css
from neuro.view.pages.page_shapes import colours_told
from neuro.view.scene import Scene, bounded
from neuro.view.theme import THEMES
from neuro.view.watch.caption_facts import SHARES_TOLD
from neuro.view.watch.captions import TIMES_TOLD, captions_of
from neuro.view.watch.world_sliders import world_dials
from neuro.view.widgets.story_pace import PACE_TOLD

__all__ = ["colours_for_pages", "face_told", "stage_told", "theme_rules"]

_MOST_DIALS = 8
_STEPS = 40  # of a slider at least
_EDGE = 1.0  # how far bounds are shown that a game does not know


def face_told(
    game: Game, settings: EvolutionSettings, policy: Policy, scene: Scene, scripts: FaceScripts
) -> dict[str, Any]:
    """All that the face is told, in values that JSON knows.

    Args:
        game: The game, on its level.
        settings: The run that the page begins with.
        policy: What its individuals are.
        scene: The game's scene.
        scripts: What it is drawn with.
    """
    return {
        **stage_told(game, settings.parameters, policy, scene, scripts),
        "dials": _dials(settings),
        "elites": round(getattr(settings.breeding, "elites", 0) * settings.population),
        "exam": game.exam.courses,
        "captions": [_caption(one, scripts.due[one.name]) for one in captions_of(scene) if one.name in scripts.due],
        "pace": PACE_TOLD | TIMES_TOLD | SHARES_TOLD,
        "tags": [*([game.level] if game.level else []), settings.algorithm],
        "command": _command(game, settings, policy),
        "population": 1000,
        "speed": 0,
    }


def stage_told(
    game: Game, parameters: Mapping[str, float], policy: Policy, scene: Scene, scripts: FaceScripts
) -> dict[str, Any]:
    """What is told of the world and of those who play in it, whoever they are.

    Args:
        game: The game, on its level.
        parameters: Parameters that are not as the game has them, by name.
        policy: What its agents are.
        scene: The game's scene.
        scripts: What it is drawn with.
    """
    return {
        "game": _game(game, parameters, policy, scene),
        "colours": colours_for_pages(),
        "varieties": [list(one) for one in VARIETIES],
        "families": list(FAMILIES),
        "scene": game.name if scripts.page is not None else "",
        "draws": list(scripts.draws),
        "constants": dict(scripts.page.constants) if scripts.page is not None else {},
        "rows": {name: row for row, name in enumerate(game.state)},
        "field": _field(game),
        "plays": scripts.plays and bool(game.keys),
        "firstDraw": FIRST_DRAW,
        "plane": _plane(game, parameters),
    }


def theme_rules() -> str:
    """The colours of the page's style sheet, for the dark and for the light."""
    own = {
        name: " ".join(f"--{role}:{css(getattr(theme, role))};" for role in _ROLES) for name, theme in THEMES.items()
    }
    own["dark"] += f" --on-hot:{css(THEMES['dark'].ink)}; --thumb:{css(THEMES['dark'].text)}; --rim:transparent;"
    own["light"] += f" --on-hot:#ffffff; --thumb:#ffffff; --rim:{css(THEMES['light'].hot)};"
    dark, light = (f"{{color-scheme:{name}; {own[name]}}}" for name in ("dark", "light"))
    wished = f"@media (prefers-color-scheme:light){{:root:not([data-theme=dark]){light}}}"
    return f":root{dark}\n{wished}\n:root[data-theme=light]{light}"


_ROLES = (
    *("window", "panel", "raised", "line", "text", "soft", "faint", "warm", "cool", "hot", "cold", "good", "record"),
    "ink",
)


def colours_for_pages() -> dict[str, dict[str, Any]]:
    """Colours by name, with those of the landscape and of curves."""
    found: dict[str, dict[str, Any]] = {}
    for name, told in colours_told().items():
        land = PALETTES[name]
        more = {"mist": css(land.mist), "veil": css(land.shade), "grass": css(land.grass)}
        found[name] = told | more | {"curves": [css(one) for one in THEMES[name].curves]}
    return found


def _game(game: Game, parameters: Mapping[str, float], policy: Policy, scene: Scene) -> dict[str, Any]:
    form: Form | None = getattr(game.rules, "form", None)
    chosen = game.setting_with(parameters)
    meaning, decides = Scales(game, policy).meaning(scene, 0), game.decision in ("versus", "argmax")
    lists = {} if form is None else {name: place_names(name, size) for name, size in form.lists.items()}
    return {
        "name": game.name,
        "title": game.title,
        "agent": game.agent,
        "score": [game.score_name, noun_for(1, game.score_name)],
        "world": [float(side) for side in getattr(game.rules, "WORLD", (800, 900))],
        "alone": bool(getattr(game.rules, "ALONE", False)),
        "fields": _fields(game, form),
        "born": _born(form),
        "lists": {name: list(places) for name, places in lists.items()},
        "parameters": {name: float(value) for name, value in chosen._asdict().items()},
        "actions": list(game.actions),
        "decision": game.decision,
        "decides": decides,
        "each": meaning.output is not None,
        "leans": [meaning.less, meaning.more],
        "middle": float(policy.middle),
        "rate": float(game.steps_per_second),
        "keys": {name: list(rows) for name, rows in game.keys.items()},
        "rest": list(game.rest) or [0.0] * len(game.actions),
        "held": game.held,
        "dials": _world(game, chosen),
    }


def _fields(game: Game, form: Form | None) -> list[list[Any]]:
    """Fields of an agent: name, first row, how many, kind, and whether it is a list."""
    if form is None:
        return [[name, row, 1, "float", False] for row, name in enumerate(game.state)]
    return [[one.name, one.row, one.size, one.typ, one.listed] for one in form.fields.values()]


def _born(form: Form | None) -> dict[str, Any]:
    """An agent as it is before its start, or a match and its players."""
    if form is None:
        return {}
    whole: dict[str, Any] = {}
    players: list[dict[str, Any]] = [{} for _ in range(form.players)]
    for one in form.fields.values():
        head, _, name = one.name.rpartition(".")
        value = list(one.default) if one.listed else one.default[0]
        (players[int(head.removeprefix("players[").rstrip("]"))] if head else whole)[name] = value
    return whole | {"alive": True} | ({"players": players} if form.players > 1 else {})


def _world(game: Game, chosen: Any) -> list[dict[str, Any]]:
    """The sliders of the game's parameters."""
    limits, found = getattr(game.rules, "LIMITS", {}), []
    for name, dial in world_dials(game).items():
        value = float(f"{float(getattr(chosen, name)):.6g}")
        low, high = min(dial.low, value), max(dial.high, value)
        least, most = limits.get(name, (low, high))
        ends = {"low": low, "high": high, "least": float(least), "most": float(most)}
        told = {"kind": "set", "name": name, "label": dial.label, "about": dial.about, "value": value, "text": "{:g}"}
        step = 10.0 ** math.floor(math.log10((high - low) / _STEPS))
        found.append(told | ends | {"step": step, "whole": False})
    return found


def _dials(settings: EvolutionSettings) -> list[dict[str, Any]]:
    """The sliders of the algorithm's settings, the first of them."""
    found = []
    for one in fields_of(settings.breeding):
        dial = dial_of(one, getattr(settings.breeding, one.name))
        if dial is None or one.metadata.get("later"):
            continue
        told = {
            name: getattr(dial, name) for name in ("name", "label", "about", "value", "low", "high", "step", "text")
        }
        ends = {"least": dial.low if one.low is None else one.low, "most": dial.high if one.high is None else one.high}
        found.append(told | ends | {"kind": "with", "whole": one.kind is int})
    return found[:_MOST_DIALS]


def _caption(one: Any, due: str) -> dict[str, Any]:
    return {"name": one.name, "lines": one.text.split("\n"), "due": due, "times": one.times, "now": one.now}


def _field(game: Game) -> dict[str, Any]:
    """The two quantities by which agents stand in a field, where a game has no drawing: see ``neuro.view.plain``."""
    own = [row for row, name in enumerate(game.state) if row > game.players and name != "won"] or [1]
    named = [game.state.index(name) for name in ("x", "y") if name in game.state]
    rows, bounds = named if len(named) == 2 else own[:2], game.bounds(game.setting)
    ends = []
    for row in rows:
        name = game.state[row]
        low, high = bounds[game.observation.index(name)].tolist() if name in game.observation else (0.0, 0.0)
        ends.append((low, high) if bounded(low, high) else (0.0, 0.0))
    names = [game.state[row] for row in rows]
    return {
        "rows": rows,
        "names": names,
        "low": [low for low, _ in ends],
        "high": [high for _, high in ends],
        "fields": names,
    }


def _plane(game: Game, parameters: Mapping[str, float]) -> dict[str, Any]:
    """The first two inputs, over which a policy is shown where a game has no plane of its own."""
    bounds = np.asarray(game.bounds(game.setting_with(parameters)), float)
    axes = []
    for row in (0, min(1, len(game.observation) - 1)):
        low, high = bounds[row].tolist()
        if not bounded(low, high) or low >= high:
            low, high = -_EDGE, _EDGE
        axes.append({"name": game.observation[row], "row": row, "low": low, "high": high, "zero": 0})
    return {"across": axes[0], "down": axes[1], "solids": [], "lines": [], "still": []}


def _command(game: Game, settings: EvolutionSettings, policy: Policy) -> list[str]:
    """The beginning of the command that evolves the same run: all that the page cannot change."""
    found = ["neuro", "evolve", game.name]
    if game.level and game.level != next(iter(game.levels), ""):
        found += ["--level", game.level]
    if settings.algorithm != "ga":
        found += ["--algorithm", settings.algorithm]
    if settings.episodes != game.episodes:
        found += ["--episodes", str(settings.episodes)]
    if settings.max_steps is not None:
        found += ["--max-steps", str(settings.max_steps)]
    if isinstance(policy, Layered) and policy.layers != game.layers:
        found += ["--layers", "-".join(str(getattr(one, "units", "")) or "?" for one in policy.layers)]
    for name, value in settings.parameters.items():
        found += ["--set", f"{name}={value:g}"]
    usual = type(settings.breeding)(**game.evolution) if settings.algorithm == "ga" else type(settings.breeding)()
    for one in fields_of(settings.breeding):
        value = getattr(settings.breeding, one.name)
        if value != getattr(usual, one.name):
            found += ["--with", f"{one.name}={value}"]
    return found
