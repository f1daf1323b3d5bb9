"""Draw the pictures of live pages: python docs/pictures/live_page.py, with Chromium, from the checkout's root.

Names of pictures behind it draw these alone.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

from browser import Browser  # noqa: E402

WIDE, PHONE = (1440, 900), (390, 844)
#: Pages, by what is told to ``neuro export``.
PAGES = {
    "flappy": ("flappy", "--live", "--seed", "13"),
    "neat": ("flappy", "--live", "--seed", "1", "--algorithm", "neat"),
    "champion": ("saves/flappy.neuro", "--live"),
    "xor": ("xor", "--live", "--seed", "7"),
    "digits": ("digits", "--live", "--seed", "7"),
    "guess": ("saves/digits.neuro",),
}
#: A three, as somebody draws it.
THREE = """(() => {
  const points = [[95, 85], [120, 62], [160, 60], [185, 85], [180, 115], [150, 138], [180, 160], [187, 195], [160, 220], [120, 218], [95, 198]];
  const { brush } = Pad;
  brush.beginPath();
  for (const one of points) brush.lineTo(...one);
  brush.stroke(); Pad.drawn = true; Pad.changed();
})()"""  # noqa: E501


class Shot(NamedTuple):
    """A picture: of a page in a window of some size and theme, when something is true."""

    page: str
    asked: str
    ready: str
    size: tuple[int, int] = WIDE
    theme: str = "dark"
    then: str = ""


BIRDS = "generation=12&speed=4", "lab.frame?.generation === 12 && lab.frame.step > 260"
SHOTS = {
    "live.png": Shot("flappy", *BIRDS),
    "live-light.png": Shot("flappy", *BIRDS, (1024, 720), "light"),
    "live-phone.png": Shot("flappy", *BIRDS, PHONE),
    "live-neat.webp": Shot("neat", "generation=20&speed=2", "lab.frame?.generation === 20 && lab.frame.step > 260"),
    "live-champion.webp": Shot("champion", "course=7&step=800", "lab.frame?.step === 800", theme="light"),
    "live-xor.webp": Shot("xor", "generations=20&speed=8", "lab.frame?.evolution.time >= 20"),
    "live-digits.webp": Shot("digits", "generations=8", "lab.frame?.epoch === 8", theme="light", then=THREE),
    "live-guess.webp": Shot("guess", "", "Boolean(Pad.brush)", then=THREE),
}


def draw(browser: Browser, file: Path, page: Path, shot: Shot) -> None:
    """Open a page, wait for its moment, and take its picture."""
    browser.resize(*shot.size, theme=shot.theme)
    browser.open(f"{page.as_uri()}#{shot.asked}")
    browser.until(f"typeof Look === 'object' && ({shot.ready})", 240)
    browser.value("typeof lab === 'object' && lab.playing && Do.play()")
    browser.value(shot.then or "0")
    browser.value("new Promise(done => setTimeout(done, 1500))")
    file.write_bytes(browser.screenshot(file.suffix.removeprefix(".")))
    print(file)


def main() -> None:
    """Write the pages, and draw their pictures."""
    wanted = {name: SHOTS[name] for name in sys.argv[1:] or SHOTS}
    with tempfile.TemporaryDirectory() as folder:
        pages = {name: Path(folder) / f"{name}.html" for name in dict.fromkeys(one.page for one in wanted.values())}
        for name, page in pages.items():
            first, *more = PAGES[name]
            subprocess.run(["neuro", "export", first, str(page), *more], check=True)
        browser = Browser(Path(folder) / "profile")
        try:
            for name, shot in wanted.items():
                draw(browser, HERE / name, pages[shot.page], shot)
        finally:
            browser.close()


if __name__ == "__main__":
    main()
