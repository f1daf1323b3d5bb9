"""The JavaScript of a live page that comes from a game: its drawing, and its rules for a person who plays."""

from __future__ import annotations

from types import FunctionType
from typing import NamedTuple

from neuro.compile_errors import error_line
from neuro.game import Game
from neuro.page_template import whole
from neuro.rules.source import RulesError
from neuro.view.face.javascript import Translation
from neuro.view.scene import PageScene, Scene
from neuro.view.watch.captions import CAPTIONS

__all__ = ["FaceScripts", "scripts_of"]

_DRAWING = ("draw", "draw_world", "draw_ground")
_PLAYING = ("start", "step")
_OF_GRAPHS = "grown", "species"  # captions about what a page does not know of its run


class FaceScripts(NamedTuple):
    """What a page draws and plays a game with.

    Attributes:
        text: The JavaScript.
        draws: Drawing functions of the rules that it has.
        plays: Whether a person can play in the page.
        page: The drawing of a game with a view of its own; None where its rules draw, or nobody does.
        due: The function that says whether a caption is due, by the caption's name.
        refused: Why the page shows a plain picture instead of the game's own drawing; empty where it does not.
    """

    text: str
    draws: tuple[str, ...]
    plays: bool
    page: PageScene | None
    due: dict[str, str]
    refused: str


def scripts_of(game: Game, scene: Scene) -> FaceScripts:
    """The scripts of a game.

    Args:
        game: The game.
        scene: Its scene, which says how pages draw it.
    """
    plain, form = getattr(game.rules, "plain", None), getattr(game.rules, "form", None)
    page = scene.page
    draws = [] if page is not None or game.view_module else [one for one in _DRAWING if hasattr(plain, one)]
    due = {one.name: one.due for one in CAPTIONS if one.name not in _OF_GRAPHS}
    functions: list[FunctionType] = list(dict.fromkeys(due.values()))  # type: ignore[arg-type]
    refused = ""
    drawing = [getattr(plain, one) for one in draws] + list(page.functions if page is not None else ())
    try:
        Translation(drawing)
    except RulesError as error:
        drawing, draws, page, refused = [], [], None, error_line(error)
    playing = [getattr(plain, one) for one in _PLAYING if hasattr(plain, one)] if form else []
    try:
        Translation(playing)
    except RulesError:
        playing = []
    wanted = list(dict.fromkeys([*drawing, *playing, *functions]))
    made = Translation(wanted)
    names = ", ".join(made.name_of(one) for one in wanted)
    text = f"const scripts = (() => {{\n{made.text}\nreturn {{ {names} }};\n}})();"
    scenes = "".join(whole(one) for one in page.scripts) if page is not None else "const scenes = {};"
    told = {name: made.name_of(one) for name, one in due.items()}  # type: ignore[arg-type]
    return FaceScripts(f"{text}\n{scenes}", tuple(draws), bool(playing), page, told, refused)
