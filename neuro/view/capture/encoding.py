"""Moving pictures: frames into a GIF, an animated PNG or an MP4 video, one after the other.

An encoder takes frames of 60 a second. GIF and PNG are kept small: every fourth frame, at most 540 pixels wide, and a
minute long at most, because they are held in memory until their end. A video is as large as its frames.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Protocol

from neuro.errors import NeuroError

__all__ = ["ENCODERS", "RATE", "SMALL", "Encoder", "best_suffix", "encoder_for"]

#: Frames of a second.
RATE = 60

Size = tuple[int, int]
Frames = Iterator[bytes]

_EVERY, _WIDEST, _LONGEST = 4, 540, 60 * RATE  # of GIF and PNG: frames taken, pixels, frames seen
_COLOURS = 128
_NO_PILLOW = "a recording as {0} needs Pillow: pip install 'neuro-sandbox[record]'"
_NO_VIDEO = (
    "a recording as MP4 needs ffmpeg, which is not there: install ffmpeg, or pip install 'neuro-sandbox[mp4]'; "
    "a .gif needs neither"
)


class Encoder(Protocol):
    """Writes frames to a file."""

    def check(self) -> None:
        """Raise NeuroError unless what it needs is installed.

        Raises:
            NeuroError: If not; the message says what to install.
        """

    def encode(self, frames: Frames, size: Size, path: Path) -> None:
        """Write all frames (bytes of red, green and blue, row by row) of one size; may stop taking them early."""


class _Animation:
    """GIF and PNG, by Pillow."""

    def __init__(self, name: str) -> None:
        self._name = name

    def check(self) -> None:
        if importlib.util.find_spec("PIL") is None:
            raise NeuroError(_NO_PILLOW.format(self._name))

    def encode(self, frames: Frames, size: Size, path: Path) -> None:
        images = self._images(frames, size)
        first = next(images)
        rest = images if self._name == "GIF" else list(images)  # Pillow looks at those of a PNG twice
        with path.open("wb") as file:
            first.save(file, self._name, save_all=True, append_images=rest, loop=0)

    def _images(self, frames: Frames, size: Size) -> Iterator[Any]:
        from PIL import Image

        width, height = size
        small = min(width, _WIDEST), round(height * min(1, _WIDEST / width))
        palette = None
        for k, frame in enumerate(frames):
            if k >= _LONGEST:
                return
            if k % _EVERY:
                continue
            image = Image.frombytes("RGB", size, frame).resize(small, Image.Resampling.BOX)
            if self._name == "GIF":
                palette = palette or image.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE)
                image = image.quantize(palette=palette, dither=Image.Dither.NONE)
            image.info["duration"] = (70, 70, 60)[k // _EVERY % 3]  # hundredths of a second is all that a GIF knows
            yield image


class _Video:
    """MP4 with H.264, by an ffmpeg on the path, else by imageio-ffmpeg's, else by PyAV."""

    @staticmethod
    def _program() -> str | None:
        found = shutil.which("ffmpeg")
        if found is None and importlib.util.find_spec("imageio_ffmpeg") is not None:
            import imageio_ffmpeg

            found = str(imageio_ffmpeg.get_ffmpeg_exe())
        return found

    def check(self) -> None:
        if self._program() is None and importlib.util.find_spec("av") is None:
            raise NeuroError(_NO_VIDEO)

    def encode(self, frames: Frames, size: Size, path: Path) -> None:
        program = self._program()
        if program is None:
            _encode_with_av(frames, size, path)
        else:
            _encode_with_ffmpeg(program, frames, size, path)


def _encode_with_ffmpeg(program: str, frames: Frames, size: Size, path: Path) -> None:
    given = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}", "-r", str(RATE), "-i", "-"]
    even = ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2"]  # H.264 has no odd sizes
    made = ["-an", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"]
    command = [program, "-v", "error", "-y", *given, *even, *made, "-movflags", "+faststart", "-f", "mp4", str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stderr is not None
    try:
        _feed(process.stdin, frames)
        said = process.stderr.read().decode(errors="replace").strip()
    finally:
        process.stdin.close()
        process.stderr.close()
        code = process.wait()
    if code or said:  # a disk that fills at the very end is told of, but ends with 0
        raise OSError(said.splitlines()[-1] if said else f"ffmpeg ended with {code}")


def _feed(pipe: IO[bytes], frames: Frames) -> None:
    """Write all frames; ffmpeg may end early, and says why by itself."""
    try:
        for frame in frames:
            pipe.write(frame)
        pipe.close()
    except BrokenPipeError:
        pass


def _encode_with_av(frames: Frames, size: Size, path: Path) -> None:
    import av
    import numpy as np

    width, height = (side - side % 2 for side in size)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream: Any = container.add_stream("libx264", rate=RATE, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for frame in frames:
            pixels = np.frombuffer(frame, np.uint8).reshape(size[1], size[0], 3)
            image = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels[:height, :width]), format="rgb24")
            container.mux(stream.encode(image))
        container.mux(stream.encode(None))


#: Ends of the names of files that are kept small.
SMALL = frozenset({".gif", ".png"})
#: Encoders by the end of a file's name.
ENCODERS: dict[str, Encoder] = {".gif": _Animation("GIF"), ".mp4": _Video(), ".png": _Animation("PNG")}


def encoder_for(path: Path) -> Encoder:
    """The encoder for a file, by the end of its name.

    Raises:
        NeuroError: If there is none, or what it needs is not installed.
    """
    suffix = path.suffix.lower()
    if suffix not in ENCODERS:
        raise NeuroError(f"a recording is a file that ends in {', '.join(sorted(ENCODERS))}, not {path.name!r}")
    ENCODERS[suffix].check()
    return ENCODERS[suffix]


def best_suffix() -> str:
    """The end of a name for a recording that people did not name: a video if that can be made, else a GIF.

    Raises:
        NeuroError: If neither can be made.
    """
    try:
        ENCODERS[".mp4"].check()
    except NeuroError:
        ENCODERS[".gif"].check()
        return ".gif"
    return ".mp4"
