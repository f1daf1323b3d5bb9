"""The text of a live page: what people see of it, the engine in its worker, and the module, packed into one file."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Mapping
from typing import Any

from neuro.errors import FileError
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game
from neuro.page_template import showable, whole, with_policy
from neuro.paths import asset
from neuro.policies import Policy
from neuro.view.face.face_facts import face_told, stage_told, theme_rules
from neuro.view.face.face_scripts import scripts_of
from neuro.view.scene import make_scene
from neuro.view.theme import DARK

__all__ = ["champion_face", "face_page", "packed", "packed_page", "parts_of"]

_BEST = 9  # how hard gzip tries
#: Signs of RFC 1924 that would begin something in a page, and those that stand for them.
_SIGNS, _BYTES = str.maketrans("<>&", ".:,"), str.maketrans(".:,", "<>&")
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
    script = whole("live/face_script.js").replace("/*SCENE*/", scripts.text)
    told = {"engine": facts, "face": face_told(game, settings, policy, scene, scripts)}
    return packed_page(told, module, worker, script, "live/body.html")


def champion_face(
    game: Game, parameters: Mapping[str, float], policy: Policy, facts: dict[str, Any], module: bytes, worker: str
) -> str:
    """A page on which a champion plays.

    Args:
        game: The game, on its level.
        parameters: The parameters under which it plays, by name.
        policy: The policy of its network.
        facts: What the engine is told, see ``neuro.live.champion_page``.
        module: The WebAssembly module.
        worker: The JavaScript of the worker in which it plays.

    Raises:
        NeuroError: If the game's view cannot be imported.
    """
    scene = make_scene(game, game.setting_with(parameters), DARK)
    scripts = scripts_of(game, scene)
    script = whole("live/champion_script.js").replace("/*SCENE*/", scripts.text)
    told = {"engine": facts, "face": stage_told(game, parameters, policy, scene, scripts)}
    return packed_page(told, module, worker, script, "live/champion_body.html")


def packed_page(told: dict[str, Any], module: bytes, worker: str, script: str, body: str) -> str:
    """A page of its parts, packed, with a policy that lets a browser run them alone.

    Args:
        told: What its scripts are told: values that JSON knows.
        module: The WebAssembly module; empty where the page has none.
        worker: The JavaScript of its worker.
        script: The JavaScript of its face.
        body: The asset that is its body.
    """
    style = whole("live/face.css").replace("/*THEMES*/", f"{_fonts()}\n{theme_rules()}")
    script = _dense(script)
    parts = {
        "told": showable(told),
        "style": _dense(style),
        "body": _dense(whole(body)),
        "script": script,
        "worker": _dense(worker),
    }
    page = whole("live/page.html")
    page = page.replace("/*PACKED*/", packed(json.dumps(parts, separators=(",", ":")).encode()))
    page = page.replace("/*WASM*/", packed(module))
    return with_policy(page, computes=True, later={"script": script, "style": parts["style"]})


def _dense(text: str) -> str:
    return _LOOSE.sub("", text)


def packed(data: bytes) -> str:
    """Bytes, compressed, as text that may stand in a script: five signs for four bytes.

    Args:
        data: The bytes.
    """
    return base64.b85encode(gzip.compress(data, _BEST, mtime=0)).decode().translate(_SIGNS)


def parts_of(page: str) -> tuple[dict[str, Any], bytes]:
    """What a live page was made of: its parts by name, of which ``told`` holds the facts, and the module.

    Args:
        page: The page's text.

    Raises:
        FileError: If it is no live page, or a damaged one.
    """
    found = [re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', page) for name in ("packed", "wasm")]
    try:
        told, module = (gzip.decompress(base64.b85decode(one[1].translate(_BYTES))) for one in found if one)
        parts: dict[str, Any] = json.loads(told)
    except (ValueError, OSError, EOFError) as error:
        raise FileError("this is no live page that neuro wrote, or it has been damaged") from error
    return parts, module


def _fonts() -> str:
    """The letters of the page, in two weights."""
    found = []
    for weight, name in _FONTS.items():
        data = base64.b64encode(asset(f"fonts/Inter-{name}-page.woff2").read_bytes()).decode()
        source = f"url(data:font/woff2;base64,{data}) format('woff2')"
        found.append(f"@font-face{{font-family:Inter;font-weight:{weight};font-display:swap;src:{source}}}")
    return "\n".join(found)
