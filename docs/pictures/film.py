"""Makes the film of the first minute: ``python docs/pictures/film.py``; it needs ffmpeg.

Every frame of a default start, as it stands in the window, told three times as fast, in a GIF that a README may show.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
FRAMES, FASTER, RATE, WIDTH, COLOURS = 4200, 4, 5, 560, 48
LARGEST = 2_000_000  # bytes


def main() -> None:
    """Record, and pack it."""
    with tempfile.TemporaryDirectory() as name:
        film, palette = Path(name) / "film.mp4", Path(name) / "palette.png"
        own = {**os.environ, "NEURO_SAVES": name, "NEURO_CONFIG": name, "SDL_VIDEODRIVER": "dummy"}
        record = ["watch", "flappy", "--seed", "7", "--record", film, "--frame", "window", "--frames", FRAMES]
        subprocess.run([sys.executable, "-m", "neuro", *map(str, record), "--view", "none"], check=True, env=own)
        shown = f"setpts=PTS/{FASTER},fps={RATE},scale={WIDTH}:-2:flags=lanczos"
        pack = ["ffmpeg", "-y", "-loglevel", "error", "-i", film]
        make = f"{shown},palettegen=max_colors={COLOURS}:stats_mode=diff"
        subprocess.run([*map(str, pack), "-vf", make, str(palette)], check=True)
        use = f"{shown}[x];[x][1:v]paletteuse=dither=none:diff_mode=rectangle"
        target = HERE / "first-minute.gif"
        subprocess.run([*map(str, pack), "-i", str(palette), "-lavfi", use, str(target)], check=True)
    size = target.stat().st_size
    print(f"{target}: {size / 1e6:.2f} MB" + ("" if size <= LARGEST else ", which is too large for a README"))


if __name__ == "__main__":
    main()
