"""What mkdocs is told beside its own settings: experiments that run inside a page, and pages made from the code.

A line ``!live NAME ADDRESS "TEXT"`` in a page becomes the live page NAME (of ``docs/live_pages.py``), opened at
ADDRESS, with the text below it. Lines ``!or NAME ADDRESS "TEXT"`` right below it become buttons that open another
page, or another address, in its place. A line ``!commands`` becomes the command line's own help, and ``!names`` the
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

_PAGE = r' (?P<name>\S+) (?P<address>\S+) "(?P<text>[^"]*)"$'
_OTHER = re.compile("^!or" + _PAGE, re.MULTILINE)
_LIVE = re.compile("^!live" + _PAGE + r"(?P<others>(?:\n!or .*$)*)", re.MULTILINE)
#: Lines that pages made from the code stand in for.
_MADE = {"!commands": commands, "!names": public_names}
_KEYS = {"seed", "population", "generation", "generations", "agent", "speed", "theme", "hidden", "rate", "mutation"}


def _source(found: re.Match[str], up: str) -> str:
    """The address of a live page, from a page of the site.

    Raises:
        ValueError: If there is no such page, or its address has keys that such pages do not know.
    """
    name, address = found["name"], found["address"]
    keys = {part.partition("=")[0] for part in address.split("&")}
    unknown = {key for key in keys if key not in _KEYS and not key.startswith(("set.", "with."))}
    if name not in LIVE_PAGES or unknown:
        raise ValueError(f"{found[0]!r}: no page {name!r}, or no {sorted(unknown)} in its address")
    return html.escape(f"{up}live/{name}.html#{address}")


def _experiment(found: re.Match[str], up: str) -> str:
    """The frame of an experiment, its buttons, and a link that opens it alone."""
    source, frame = _source(found, up), f"experiment-{found.start()}"
    text = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", html.escape(found["text"]))
    title = html.escape(found["text"].replace("*", ""))
    command = html.escape(" ".join(["neuro watch", *LIVE_PAGES[found["name"]]]))
    ways = [
        f'<a class="md-button" href="{_source(other, up)}" target="{frame}">{html.escape(other["text"])}</a>'
        for other in _OTHER.finditer(found["others"])
    ]
    return (
        f'<figure class="experiment" markdown="0">\n'
        f'<iframe src="{source}" name="{frame}" title="{title}" loading="lazy"></iframe>\n'
        f"<figcaption>{' '.join(ways)}<span>{text}</span>"
        f'<span><a href="{source}" target="_blank">Open it alone</a> · <code>{command}</code></span>'
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
