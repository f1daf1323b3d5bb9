"""What mkdocs is told beside its own settings: experiments that run inside a page, and pages made from the code.

A line ``!live NAME ADDRESS "TEXT"`` in a page becomes the live page NAME (of ``docs/live_pages.py``), opened at
ADDRESS, with the text below it. A line ``!commands`` becomes the command line's own help, and ``!names`` the
public names.
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from live_pages import LIVE_PAGES
from reference_pages import commands, public_names

_LIVE = re.compile(r'^!live (?P<name>\S+) (?P<address>\S+) "(?P<text>[^"]*)"$', re.MULTILINE)
#: Lines that pages made from the code stand in for.
_MADE = {"!commands": commands, "!names": public_names}
_KEYS = {"seed", "generation", "generations", "agent", "speed", "theme", "hidden", "rate", "mutation"}


def _experiment(found: re.Match[str], up: str) -> str:
    """The frame of an experiment, and a link that opens it alone.

    Raises:
        ValueError: If there is no such page, or the address has keys that such pages do not know.
    """
    name, address = found["name"], found["address"]
    keys = {part.partition("=")[0] for part in address.split("&")}
    unknown = {key for key in keys if key not in _KEYS and not key.startswith(("set.", "with."))}
    if name not in LIVE_PAGES or unknown:
        raise ValueError(f"{found[0]!r}: no page {name!r}, or no {sorted(unknown)} in its address")
    source, text = html.escape(f"{up}live/{name}.html#{address}"), html.escape(found["text"])
    command = html.escape(" ".join(["neuro watch", *LIVE_PAGES[name]]))
    return (
        f'<figure class="experiment" markdown="0">\n<iframe src="{source}" title="{text}" loading="lazy"></iframe>\n'
        f'<figcaption>{text} <span><a href="{source}" target="_blank">Open it alone</a> · <code>{command}</code></span>'
        "</figcaption>\n</figure>"
    )


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Put experiments and the command line's help in the place of their lines."""
    up = "../" * page.file.src_uri.count("/")
    markdown = _LIVE.sub(lambda found: _experiment(found, up), markdown)
    for line, made in _MADE.items():
        if line in markdown.splitlines():
            markdown = markdown.replace(line, made())
    return markdown
