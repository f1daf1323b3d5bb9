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

__all__ = ["filled"]

_HEAD = '<meta charset="utf-8">\n'
_CODE = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1>", re.DOTALL)
#: What could end a script or begin something in it, as JSON spells it; json itself spells all that is not ASCII.
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def filled(
    template: str, place: str, told: dict[str, Any], *, parts: Mapping[str, str] | None = None, computes: bool = False
) -> str:
    """A page made of a template and data, with a policy that lets a browser run the template's own code alone.

    Args:
        template: The asset's name, for example "page/replay.html".
        place: What stands in its script where the data belongs.
        told: Values that JSON knows. Texts are shown as they are written, whatever they hold.
        parts: Code that belongs in other places of the template, by what stands there.
        computes: Whether the page carries a WebAssembly module, and workers of its own code that run it.
    """
    data = json.dumps(_showable(told), separators=(",", ":")).translate(_ESCAPED)
    page = asset(template).read_text(encoding="utf-8")
    for where, code in (parts or {}).items():
        page = page.replace(where, code)
    # In a page without links no address may seem to stand: not by chance in coded bytes, nor in an attribute's name.
    page = page.replace(place, data.replace("http", "htt\\u0070"))
    policy = _policy(page, "'wasm-unsafe-eval' ", "; worker-src blob:") if computes else _policy(page)
    return page.replace(_HEAD, f'{_HEAD}<meta HTTP-EQUIV="Content-Security-Policy" content="{policy}">\n', 1)


def _showable(value: Any) -> Any:
    match value:
        case dict():
            return {shown(name): _showable(one) for name, one in value.items()}
        case list() | tuple():
            return [_showable(one) for one in value]
        case str():
            return shown(value)
    return value


def _policy(page: str, also: str = "", more: str = "") -> str:
    """What a browser may run and load: the page's own code, known by its digest, and pictures that it carries.

    Args:
        page: The whole page.
        also: What scripts may do besides.
        more: Rules besides.
    """
    digests: dict[str, list[str]] = {"script": [], "style": []}
    for kind, code in _CODE.findall(page):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        digests[kind].append(f"'sha256-{digest}'")
    allowed = (f"{kind}-src {also if kind == 'script' else ''}{' '.join(found)}" for kind, found in digests.items())
    return f"default-src 'none'; img-src data:; {'; '.join(allowed)}{more}; base-uri 'none'; form-action 'none'"
