"""Build the site, live pages and all, into ``site/``: ``python docs/build_site.py``.

It is a folder of files that works from a disk as well as from any web space. A link that leads nowhere ends the build.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from live_pages import LIVE_PAGES

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
TARGET = CHECKOUT / "site"


def _mkdocs() -> None:
    """Write all but the live pages.

    Raises:
        subprocess.CalledProcessError: If mkdocs warns of something.
    """
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(TARGET)]
    subprocess.run(mkdocs, check=True, cwd=CHECKOUT, env=quiet)
    shutil.copytree(CHECKOUT / "assets" / "fonts", TARGET / "fonts", ignore=shutil.ignore_patterns("*.md"))


def _export(asked: Sequence[str], path: Path) -> None:
    """Write a live page.

    Raises:
        RuntimeError: If that cannot be.
    """
    from neuro.cli.app import main

    if main(["export", asked[0], str(path), "--live", *asked[1:]]) != 0:
        raise RuntimeError(f"{path.name} cannot be made")


def build() -> None:
    """Build all of it, in a process for each core: compiling takes most of the time.

    Raises:
        subprocess.CalledProcessError: If mkdocs warns of something.
        RuntimeError: If a live page cannot be made.
    """
    os.chdir(CHECKOUT)
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool,
    ):
        live = Path(folder, "live")
        live.mkdir()  # the temporary folder itself is for nobody else to read, as a copy of it would be
        # The text first, and beside it the first page of the usual algorithm, whose kernels the others share.
        waiting = [pool.submit(_mkdocs)]
        waiting += [pool.submit(_export, asked, live / f"{name}.html") for name, asked in LIVE_PAGES.items()]
        for one in waiting:
            one.result()
        shutil.copytree(live, TARGET / "live")
    print(f"the site stands in {TARGET}: open {TARGET / 'index.html'}")


if __name__ == "__main__":
    build()
