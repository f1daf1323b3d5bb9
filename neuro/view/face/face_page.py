"""The text of a live page: what people see of it, the engine in its worker, and the module, packed into one file."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from neuro.errors import FileError, NeuroError
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game
from neuro.page_template import dense, scripts, showable, whole, with_policy
from neuro.paths import asset
from neuro.policies import Policy
from neuro.view.face.face_facts import face_told, stage_told, theme_rules
from neuro.view.face.face_scripts import scripts_of
from neuro.view.scene import make_scene
from neuro.view.theme import DARK

__all__ = ["champion_face", "face_page", "packed", "packed_page", "parts_of", "why_plain"]

_SIZE = 4  # bytes before what is packed, which hold how long it is
_LARGEST = 1 << 26  # bytes of what is unpacked
#: All signs that ASCII draws but those that begin or end something in a page: two of them stand for 13 bits.
_SIGNS = np.array([one for one in range(33, 127) if one not in b"<>&"], np.uint8)
_WORD = 1 << np.arange(12, -1, -1)
_FONTS = {400: "Regular", 600: "SemiBold"}


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
    drawing = scripts_of(game, scene)
    script = scripts("live/face_script.js").replace("/*SCENE*/", drawing.text)
    told = {"engine": facts, "face": face_told(game, settings, policy, scene, drawing)}
    return packed_page(told, module, worker, script, "live/body.html")


def why_plain(game: Game) -> str:
    """Why a page shows discs in a field instead of the game's own drawing; empty where it does not.

    Args:
        game: The game, on its level.
    """
    return scripts_of(game, make_scene(game, game.setting, DARK)).refused


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
    drawing = scripts_of(game, scene)
    script = scripts("live/champion_script.js").replace("/*SCENE*/", drawing.text)
    told = {"engine": facts, "face": stage_told(game, parameters, policy, scene, drawing)}
    return packed_page(told, module, worker, script, "live/champion_body.html")


def packed_page(told: dict[str, Any], module: bytes, worker: str, script: str, body: str, *styles: str) -> str:
    """A page of its parts, packed, with a policy that lets a browser run them alone.

    Args:
        told: What its scripts are told: values that JSON knows.
        module: The WebAssembly module; empty where the page has none.
        worker: The JavaScript of its worker.
        script: The JavaScript of its face.
        body: The asset that is its body.
        *styles: Assets of its style, behind that of all live pages.
    """
    style = "\n".join(map(whole, ("live/face.css", *styles))).replace("/*THEMES*/", f"{_fonts()}\n{theme_rules()}")
    script = dense(script)
    parts = {
        "told": showable(told),
        "style": dense(style),
        "body": dense(whole(body)),
        "script": script,
        "worker": dense(worker),
    }
    page = dense(whole("live/page.html"))
    page = page.replace("/*PACKED*/", packed(json.dumps(parts, separators=(",", ":")).encode()))
    page = page.replace("/*WASM*/", packed(module))
    return with_policy(page, computes=True, later={"script": script, "style": parts["style"]})


def packed(data: bytes) -> str:
    """Bytes, compressed, as text that may stand in a script: 16 signs for 13 bytes.

    Args:
        data: The bytes.

    Raises:
        NeuroError: If this Python was built without lzma.
    """
    lzma, how = _lzma()
    code = lzma.compress(data, format=lzma.FORMAT_RAW, filters=[how])
    return _signs(len(data).to_bytes(_SIZE, "big") + code)


def _unpacked(text: str) -> bytes:
    """What ``packed`` packed, as ``assets/live/unpacked.js`` gives it in a page."""
    lzma, how = _lzma()
    code = _bytes(text)
    size = int.from_bytes(code[:_SIZE], "big")
    if size > _LARGEST:
        raise ValueError(f"{size} bytes are more than a page has")
    try:
        data: bytes = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[how]).decompress(code[_SIZE:], size)
    except lzma.LZMAError as error:
        raise ValueError(str(error)) from error
    if len(data) != size:
        raise ValueError("it ends too early")
    return data


def _signs(data: bytes) -> str:
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    words = np.pad(bits, (0, -len(bits) % len(_WORD))).reshape(-1, len(_WORD)) @ _WORD
    signs: bytes = _SIGNS[np.stack(np.divmod(words, len(_SIGNS)), 1)].tobytes()
    return signs.decode()


def _bytes(text: str) -> bytes:
    first, second = np.searchsorted(_SIGNS, np.frombuffer(text.encode("ascii"), np.uint8)).reshape(-1, 2).T
    return np.packbits(((first * len(_SIGNS) + second)[:, None] & _WORD) > 0).tobytes()


def _lzma() -> tuple[Any, dict[str, int]]:
    """The module lzma, and how pages are packed by it."""
    try:
        import lzma
    except ImportError as error:
        raise NeuroError(
            "live pages are packed by lzma, which this Python was built without: use one that has it (python -m lzma)"
        ) from error
    return lzma, {"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}


def parts_of(page: str) -> tuple[dict[str, Any], bytes]:
    """What a live page was made of: its parts by name, of which ``told`` holds the facts, and the module.

    Args:
        page: The page's text.

    Raises:
        FileError: If it is no live page, or a damaged one.
    """
    found = [re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', page) for name in ("packed", "wasm")]
    try:
        told, module = (_unpacked(one[1]) for one in found if one)
        parts: dict[str, Any] = json.loads(told)
    except ValueError as error:
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
