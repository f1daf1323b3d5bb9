"""Makes the sounds: ``python assets/sounds/make.py [FOLDER]``. All are synthesised here, from nothing but numbers.

Only + - * / on float64, in one order, and our own random numbers: the files are the same bytes on every machine.
"""

from __future__ import annotations

import sys
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neuro.random import Purpose, words

RATE = 22_050
Wave = NDArray[np.float64]


def _sine(phase: Wave) -> Wave:
    """A sine of whole turns, by parabolas (largest error 0.001): the same on every machine, unlike a library's."""
    x = 2 * (phase - np.floor(phase)) - 1  # one turn is [-1, 1)
    parabola = -4 * x * (1 - np.abs(x))
    return 0.225 * (parabola * np.abs(parabola) - parabola) + parabola


def _phase(frequencies: Wave) -> Wave:
    """Turns made so far, at a frequency for each sample."""
    return np.cumsum(frequencies) / RATE


def _times(seconds: float) -> Wave:
    """From 0 to 1 over so many seconds."""
    count = round(seconds * RATE)
    return np.arange(count) / count


def _noise(count: int, softness: int) -> Wave:
    """White noise, made duller by averaging over neighbours."""
    drawn = words(count + softness, 1, Purpose.INITIALISE).astype(np.float64) / 2**31 - 1
    total = np.cumsum(drawn)
    return (total[softness:] - total[:-softness]) / softness


def _fade(t: Wave, attack: float) -> Wave:
    """Louder within a share of the time, then softer and softer."""
    rise = np.minimum(t / attack, 1)
    return rise * (1 - t) * (1 - t) * (1 - t)


def flap() -> Wave:
    """A soft beat of a wing: a breath of air, and a dull tone that falls."""
    t = _times(0.13)
    breath = 0.8 * _noise(t.size, 9) * _fade(t, 0.16)
    return breath + 0.28 * _sine(_phase(260 - 130 * t)) * _fade(t, 0.05)


def _bell(frequency: float, seconds: float) -> Wave:
    t = _times(seconds)
    phase = _phase(np.full(t.size, frequency))
    return (0.5 * _sine(phase) + 0.16 * _sine(2 * phase) + 0.07 * _sine(3 * phase)) * _fade(t, 0.01)


def _melody(notes: list[tuple[float, float]], seconds: float) -> Wave:
    """Bells that begin one after the other: start and frequency of each."""
    out = np.zeros(round(seconds * RATE))
    for start, frequency in notes:
        first = round(start * RATE)
        note = _bell(frequency, seconds - start)[: out.size - first]
        out[first : first + note.size] += note
    return out


def score() -> Wave:
    """Two bells, the second a fourth higher."""
    return 0.8 * _melody([(0.0, 659.26), (0.07, 880.0)], 0.42)


def best() -> Wave:
    """Four bells that climb: a new best."""
    return 0.8 * _melody([(0.0, 523.25), (0.09, 659.26), (0.18, 783.99), (0.27, 1046.5)], 0.9)


def fall() -> Wave:
    """A tone that falls, and a rustle of feathers."""
    t = _times(0.42)
    tone = 0.42 * _sine(_phase(330 - 250 * t)) * _fade(t, 0.03)
    return tone + 0.9 * _noise(t.size, 14) * _fade(t, 0.02)


SOUNDS = {"best": best, "fall": fall, "flap": flap, "score": score}


def write(path: Path, samples: Wave) -> None:
    """Write a mono file of 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.rint(np.clip(samples, -1, 1) * 26_000).astype("<i2").tobytes())


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, make in SOUNDS.items():
        write(folder / f"{name}.wav", make())
        print(folder / f"{name}.wav")
