"""Draw the pictures of a live page: python docs/pictures/live_page.py, with Chromium, from the checkout's root."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

from browser import Browser  # noqa: E402

#: For each picture the size of the window, the theme, and what the address asks for.
SHOTS = {
    "live.png": ((1440, 900), "dark", "generation=12&speed=4"),
    "live-light.png": ((1024, 720), "light", "generation=12&speed=4"),
    "live-phone.png": ((390, 844), "dark", "generation=12&speed=4"),
}
STEPS = 260  # of the rollout that is seen


def main() -> None:
    """Write the page, open it in each size, and take its picture."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "flappy.html"
        subprocess.run(["neuro", "export", "flappy", str(page), "--live", "--seed", "13"], check=True)
        browser = Browser(Path(folder) / "profile")
        try:
            for name, (size, theme, asked) in SHOTS.items():
                browser.resize(*size, theme=theme)
                browser.open(f"{page.as_uri()}#{asked}")
                browser.until(
                    f"typeof lab === 'object' && lab.frame?.generation === 12 && lab.frame.step > {STEPS}", 120
                )
                browser.value("lab.playing && Do.play()")
                browser.value("new Promise(done => setTimeout(done, 1500))")
                (HERE / name).write_bytes(browser.screenshot())
                print(HERE / name)
        finally:
            browser.close()


if __name__ == "__main__":
    main()
