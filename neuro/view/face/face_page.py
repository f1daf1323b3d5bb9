"""The text of a live page: what people see of it, the engine in its worker, and the module, packed into one file."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import Any

from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game
from neuro.page_template import showable, whole, with_policy
from neuro.paths import asset
from neuro.policies import Policy
from neuro.view.face.face_facts import face_told, theme_rules
from neuro.view.face.face_scripts import scripts_of
from neuro.view.scene import make_scene
from neuro.view.theme import DARK

__all__ = ["face_page"]

_BEST = 9  # how hard gzip tries
_FONTS = {400: "Regular", 600: "SemiBold"}
#: What may be left out of a script: blank lines, lines of comment, and the space before a line.
_LOOSE = re.compile(r"^[ \t]*(?://.*|/\*\*.*\*/[ \t]*)?\n|^[ \t]+", re.MULTILINE)


def face_page(
    game: Game, settings: EvolutionSettings, policy: Policy, facts: dict[str, Any], module: bytes, worker: str
) -> str:
    """A page in which a population learns.

    Args:
        game: The game, on its level.
        settings: The run that it begins with.
        policy: What its individuals are.
        facts: What the engine is told, see ``neuro.live.facts``.
        module: The WebAssembly module.
        worker: The JavaScript of the worker in which the population lives.

    Raises:
        NeuroError: If the game's view cannot be imported.
    """
    scene = make_scene(game, game.setting_with(settings.parameters), DARK)
    scripts = scripts_of(game, scene)
    style = whole("live/face.css").replace("/*THEMES*/", f"{_fonts()}\n{theme_rules()}")
    script = _dense(whole("live/face_script.js").replace("/*SCENE*/", scripts.text))
    told = {"engine": facts, "face": face_told(game, settings, policy, scene, scripts)}
    parts = {
        "told": showable(told),
        "style": _dense(style),
        "body": _dense(whole("live/body.html")),
        "script": script,
        "worker": _dense(worker),
    }
    page = whole("live/page.html")
    page = page.replace("/*PACKED*/", _packed(json.dumps(parts, separators=(",", ":")).encode()))
    page = page.replace("/*WASM*/", _packed(module))
    return with_policy(page, computes=True, later={"script": script, "style": parts["style"]})


def _dense(text: str) -> str:
    return _LOOSE.sub("", text)


def _packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, _BEST, mtime=0)).decode()


def _fonts() -> str:
    """The letters of the page, in two weights."""
    found = []
    for weight, name in _FONTS.items():
        data = base64.b64encode(asset(f"fonts/Inter-{name}-page.woff2").read_bytes()).decode()
        source = f"url(data:font/woff2;base64,{data}) format('woff2')"
        found.append(f"@font-face{{font-family:Inter;font-weight:{weight};font-display:swap;src:{source}}}")
    return "\n".join(found)
