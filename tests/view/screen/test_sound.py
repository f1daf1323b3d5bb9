import os
import runpy
import wave

import numpy as np
import pygame
import pytest

from neuro.paths import asset
from neuro.view.screen.sound import NAMES, Sounds

MAKE = runpy.run_path(str(asset("sounds/make.py")))


@pytest.fixture(autouse=True)
def _no_real_device(monkeypatch):
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    yield
    pygame.mixer.quit()


@pytest.mark.parametrize("name", NAMES)
def test_the_files_are_what_the_script_makes(name, tmp_path):
    MAKE["write"](tmp_path / "made.wav", MAKE["SOUNDS"][name]())
    assert (tmp_path / "made.wav").read_bytes() == asset(f"sounds/{name}.wav").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_is_short_soft_and_ends_in_silence(name):
    with wave.open(str(asset(f"sounds/{name}.wav"))) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float) / 32768
        assert file.getnframes() / file.getframerate() < 1
    assert 0.1 < np.abs(samples).max() < 0.95
    assert np.abs(samples[-50:]).max() < 0.02
    assert abs(samples.mean()) < 0.01


def test_the_sine_is_a_sine():
    phase = np.linspace(-2, 3, 1001)
    assert np.abs(MAKE["_sine"](phase) - np.sin(2 * np.pi * phase)).max() < 0.0012


def test_muted_nothing_is_opened():
    sounds = Sounds(muted=True)
    sounds.play("flap")
    assert pygame.mixer.get_init() is None
    assert sounds.toggle() == "Sound is on"
    assert pygame.mixer.get_init() is not None
    assert sounds.toggle() == "Sound is off"
    sounds.close()
    assert pygame.mixer.get_init() is None


def test_without_an_audio_device_it_says_so_and_goes_on(monkeypatch):
    monkeypatch.setenv("SDL_AUDIODRIVER", "nonsense")
    sounds = Sounds(muted=False)
    sounds.play("score")
    assert "no audio device" in sounds.missing
    sounds.play("score")


def test_what_the_systems_library_complains_of_is_not_printed_where_there_is_no_sound_card(monkeypatch, capfd):
    def no_card(*_):
        os.write(2, b"ALSA lib confmisc.c:855:(parse_card) cannot find card '0'\n")
        raise pygame.error("ALSA: Couldn't open audio device: No such file or directory")

    monkeypatch.setattr(pygame.mixer, "get_init", lambda: None)
    monkeypatch.setattr(pygame.mixer, "init", no_card)
    sounds = Sounds(muted=True)
    assert sounds.toggle().startswith("No sound: there is no audio device")
    os.write(2, b"heard again\n")
    assert capfd.readouterr().err == "heard again\n"
