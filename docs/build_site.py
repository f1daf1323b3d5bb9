"""Build the site, live pages and all, into ``site/``: ``python docs/build_site.py``.

It is a folder of files that works from a disk as well as from any web space. A link that leads nowhere ends the build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from live_pages import LIVE_PAGES

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
TARGET = CHECKOUT / "site"


def _export(name: str) -> None:
    """Write one live page into the site, in a process of its own: compiling takes a processor for some seconds."""
    command = ["-m", "neuro", "export", LIVE_PAGES[name][0], TARGET / "live" / f"{name}.html", "--live"]
    subprocess.run([sys.executable, *map(str, command), *LIVE_PAGES[name][1:]], check=True, cwd=CHECKOUT)


def build() -> None:
    """Build all of it.

    Raises:
        subprocess.CalledProcessError: If mkdocs warns of something, or a live page cannot be made.
    """
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(TARGET)]
    subprocess.run(mkdocs, check=True, cwd=CHECKOUT, env=quiet)
    shutil.copytree(CHECKOUT / "assets" / "fonts", TARGET / "fonts", ignore=shutil.ignore_patterns("*.md"))
    (TARGET / "live").mkdir()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_export, LIVE_PAGES))
    print(f"the site stands in {TARGET}: open {TARGET / 'index.html'}")


if __name__ == "__main__":
    build()
