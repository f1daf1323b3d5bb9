"""How fast live pages learn while they are drawn, beside neuro: ``python benchmarks/live.py [GAME[:LEVEL] ...]``.

Chromium opens a game's page at the greatest speed, and one worker evolves in it. In turn, some generations a round,
neuro evolves the same run on one thread; in the end both have the same fingerprint. Times are of the processor: of
neuro's process, of the page's worker, and of the whole browser, which draws as well; the ratio of a round is that of
the first two, and what is printed is the median of rounds. By the clock the page is slower than that where other
programs take the cores that its parts run on, so the clock's ratio stands beside it. Seed 1, a population of 1,000, or
as many as the game has, after some generations, since the first agents die soon.

Before that, each page is opened some times, and the time from its address to the first agents that are drawn is told.

``--workers 2`` compares a page whose generations two workers share with the page of one worker instead, in turn, to the
same fingerprint: by the time of the busiest worker, which is the clock's where each has a core to itself.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.algorithms import settings_of
from neuro.game import find_game
from neuro.live import live_page

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser import Browser

#: Notes when agents have been drawn: the frame after the one in which the page has drawn its first.
_FIRST = """
(function wait() {
  if (typeof Stage === "undefined" || !Stage.frame || Stage.moved) requestAnimationFrame(wait);
  else window.firstSeen = performance.now();
})();
"""


class Times(NamedTuple):
    """Seconds of the processor that some generations took, but for the last two, which are the clock's."""

    neuro: float
    worker: float
    browser: float
    clock_page: float
    clock_neuro: float


def run_of(game: str, level: str) -> Evolution:
    """The run, on one thread."""
    found = find_game(game).at(level)
    found = found.at(found.level)
    settings = EvolutionSettings(seed=1, episodes=found.episodes, breeding=settings_of("ga", {}, found.evolution))
    return Evolution(found, settings, threads=1)


def processor_of(parent: int) -> tuple[dict[Path, float], float]:
    """Seconds of the processor that each worker of a browser has taken, and that all of it has.

    Args:
        parent: The number of the browser's process.
    """
    workers, every = {}, 0.0
    family, parents = {parent}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        parents[int(stat.parent.name)] = int(_read(stat).rpartition(")")[2].split()[1] or 0)
    while more := {one for one, of in parents.items() if of in family} - family:
        family |= more
    for one in family:
        for thread in Path(f"/proc/{one}/task").glob("*"):
            seconds = int(_read(thread / "schedstat").split()[0]) / 1e9
            every += seconds
            if _read(thread / "comm").startswith("DedicatedWorker"):
                workers[thread] = seconds
    return workers, every


def _read(file: Path) -> str:
    """What a file of the system says; zeros where its process has ended meanwhile."""
    try:
        return file.read_text()
    except OSError:
        return ") 0 0"


def first_seen(browser: Browser, address: str, openings: int) -> list[float]:
    """Seconds from the page's address to its first agents, opening by opening."""
    browser.call("Page.addScriptToEvaluateOnNewDocument", source=_FIRST)
    found = []
    for _ in range(openings):
        browser.open(address)
        found.append(browser.until("window.firstSeen") / 1000)
    return found


def in_turn(browser: Browser, run: Evolution, each: int) -> Times:
    """Some generations of both."""
    begin, clock = time.process_time(), time.perf_counter()
    for _ in range(each):
        run.step()
    here, clock_here = time.process_time() - begin, time.perf_counter() - clock
    return Times(here, *evolved(browser, run.generation), clock_here)


def evolved(browser: Browser, generation: int) -> tuple[float, float, float]:
    """Let the page evolve to some generation: seconds of its busiest worker, of the browser, and the clock's."""
    before, all_before = processor_of(browser.process.pid)
    browser.value(f"""(() => {{
      const begin = performance.now();
      window.taken = 0; lab.limit = {generation}; lab.playing = true;
      const wait = () => {{
        if (lab.playing) setTimeout(wait, 1);
        else window.taken = (performance.now() - begin) / 1000;
      }};
      wait();
    }})()""")
    clock = browser.until("window.taken", 600)
    after, all_after = processor_of(browser.process.pid)
    return max(after[one] - seconds for one, seconds in before.items()), all_after - all_before, clock


def opened_at(browser: Browser, page: Path, generations: int, more: str) -> None:
    """Open a page at the greatest speed, and wait until it has stopped after some generations."""
    browser.open(f"file://{page}#speed=max&generations={generations}&{more}")
    browser.until(f"typeof lab !== 'undefined' && lab.history.length >= {generations} && !lab.playing", 600)


def measured(browser: Browser, run: Evolution, page: Path, asked: Any) -> tuple[list[float], list[Times], int]:
    """Seconds of openings, times of rounds, and the steps in them."""
    opened = first_seen(browser, f"file://{page}", asked.openings)
    opened_at(browser, page, asked.generations, "workers=1")
    for _ in range(asked.generations):
        run.step()
    before = len(run.history)
    rounds = [in_turn(browser, run, asked.each) for _ in range(asked.rounds)]
    page_says = browser.value("lab.fingerprint")
    if page_says != run.fingerprint:
        raise SystemExit(f"the page's fingerprint is {page_says}, and neuro's {run.fingerprint}")
    return opened, rounds, sum(one.agent_steps for one in run.history[before:])


def shared(page: Path, folder: Path, asked: Any) -> list[tuple[float, float]]:
    """How many times as fast several workers are as one, round by round: by the busiest of them, and by the clock."""
    browsers = [Browser(folder / str(count)) for count in (1, asked.workers)]
    try:
        for browser, count in zip(browsers, (1, asked.workers), strict=True):
            opened_at(browser, page, asked.generations, f"workers={count}&population={asked.population}")
        found = []
        for turn in range(asked.rounds):
            last = asked.generations + asked.each * (turn + 1)
            one, several = (evolved(browser, last) for browser in browsers)
            found.append((one[0] / several[0], one[2] / several[2]))
        if len({browser.value("lab.fingerprint") for browser in browsers}) > 1:
            raise SystemExit("several workers evolve to another fingerprint than one")
        return found
    finally:
        for browser in browsers:
            browser.close()


def main() -> None:
    """Print a line or two for each game."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("games", nargs="*", default=["flappy", "xor_arena", "poles", "maze", "cars", "snake"])
    options.add_argument("--generations", type=int, default=8, help="before the first round")
    options.add_argument("--each", type=int, default=10, help="generations in a round")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--openings", type=int, default=7)
    options.add_argument("--workers", type=int, help="compare so many with one, and not the page with neuro")
    options.add_argument("--population", type=int, default=2000, help="with --workers")
    asked = options.parse_args()
    for name in asked.games:
        run = run_of(*name.partition(":")[::2])
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "page.html")
            page.write_text(live_page(run.game, run.settings, run.policy), encoding="utf-8")
            if asked.workers:
                told_of_workers(name, shared(page, Path(folder), asked), asked.workers)
                continue
            browser = Browser(Path(folder, "profile"))
            try:
                opened, rounds, steps = measured(browser, run, page, asked)
            finally:
                browser.close()
        told(name, opened, rounds, steps)


def told(name: str, opened: list[float], rounds: list[Times], steps: int) -> None:
    """Print what was measured of a game."""
    ratios = sorted(one.neuro / one.worker for one in rounds)
    clock = statistics.median(one.clock_neuro / one.clock_page for one in rounds)
    drawn = sum(one.browser for one in rounds) / sum(one.worker for one in rounds)
    here, page = (steps / sum(getattr(one, of) for one in rounds) / 1e6 for of in ("neuro", "worker"))
    print(
        f"{name:14} ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}), by the clock "
        f"{clock:.2f}; neuro {here:.0f}, page {page:.0f} million steps a second; browser {drawn:.1f} × its worker\n"
        f"{'':14} first seen after {statistics.median(opened):.2f} s ({min(opened):.2f} to {max(opened):.2f}); "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def told_of_workers(name: str, ratios: list[tuple[float, float]], count: int) -> None:
    """Print what was measured of several workers."""
    busiest, clock = (sorted(one) for one in zip(*ratios, strict=True))
    print(
        f"{name:14} {count} workers are {statistics.median(busiest):.2f} × as fast as one ({busiest[0]:.2f} to "
        f"{busiest[-1]:.2f}), by the clock {statistics.median(clock):.2f}; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
