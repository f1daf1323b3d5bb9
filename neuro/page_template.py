"""Web pages that carry data: no code in the data is run, and nothing is loaded from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from neuro.paths import asset
from neuro.texts import shown

__all__ = ["dense", "filled", "scripts", "showable", "whole", "with_policy"]

_HEAD = '<meta charset="utf-8">\n'
_PART = re.compile(r"/\*ASSET ([\w/.]+)\*/")
#: What may be left out of a page: blank lines, lines of comment, and the space before a line.
_LOOSE = re.compile(r"^[ \t]*(?://.*|/\*\*.*\*/[ \t]*)?\n|^[ \t]+", re.MULTILINE)
#: A comment behind code: in the scripts of assets two spaces stand before it, and in no text of theirs.
_REMARK = re.compile(r" {2}// .*$", re.MULTILINE)
_CODE = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1>", re.DOTALL)
#: What could end a script or begin something in it, as JSON spells it; json itself spells all that is not ASCII.
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def filled(template: str, place: str, told: dict[str, Any], own: Mapping[str, str] | None = None) -> str:
    """A page made of a template and data, with a policy that lets a browser run the template's own code alone.

    Args:
        template: The asset's name, for example "page/replay.html".
        place: What stands in its script where the data belongs.
        told: Values that JSON knows. Texts are shown as they are written, whatever they hold.
        own: Code of the page that stands nowhere but in Python, by what stands in its place.
    """
    data = json.dumps(showable(told), separators=(",", ":")).translate(_ESCAPED)
    # In a page without links no address may seem to stand: not by chance in coded bytes, nor in an attribute's name.
    page = whole(template)
    for mark, code in (own or {}).items():
        page = page.replace(mark, code)
    return with_policy(page.replace(place, data.replace("http", "htt\\u0070")))


def with_policy(page: str, *, computes: bool = False, later: Mapping[str, str] | None = None) -> str:
    """A page with a policy that lets a browser run its own code alone, and load only what it carries.

    Args:
        page: The page.
        computes: Whether it carries a WebAssembly module, workers that run it, and fonts.
        later: Code that its scripts put into it, by kind: "script" and "style".
    """
    policy = _policy(page, later or {}, computes=computes)
    return page.replace(_HEAD, f'{_HEAD}<meta HTTP-EQUIV="Content-Security-Policy" content="{policy}">\n', 1)


def whole(name: str) -> str:
    """The text of an asset, with the assets in it that it names as ``/*ASSET page/shapes.js*/``.

    Args:
        name: The asset's name.
    """
    text = asset(name).read_text(encoding="utf-8")
    return _PART.sub(lambda found: whole(found[1]).rstrip("\n"), text)


def scripts(*names: str) -> str:
    """The text of scripts, one after the other, without what is there for readers alone.

    Args:
        *names: The assets' names.
    """
    return dense(_REMARK.sub("", "\n".join(map(whole, names))))


def dense(text: str) -> str:
    """A text of a page without blank lines, lines of comment, and the space before a line."""
    return _LOOSE.sub("", text)


def showable(value: Any) -> Any:
    """A value that JSON knows, with all texts in it as they may be shown.

    Args:
        value: The value: texts, numbers, and lists and dictionaries of them.
    """
    match value:
        case dict():
            return {shown(name): showable(one) for name, one in value.items()}
        case list() | tuple():
            return [showable(one) for one in value]
        case str():
            return shown(value)
    return value


def _policy(page: str, later: Mapping[str, str], *, computes: bool) -> str:
    """What a browser may run and load: the page's own code, known by its digest, and pictures that it carries."""
    digests: dict[str, list[str]] = {"script": [], "style": []}
    for kind, code in [*_CODE.findall(page), *later.items()]:
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        digests[kind].append(f"'sha256-{digest}'")
    if computes:
        digests["script"].insert(0, "'wasm-unsafe-eval'")
    allowed = "; ".join(f"{kind}-src {' '.join(found)}" for kind, found in digests.items())
    more = "; worker-src blob:; font-src data:" if computes else ""
    return f"default-src 'none'; img-src data:; {allowed}{more}; base-uri 'none'; form-action 'none'"
