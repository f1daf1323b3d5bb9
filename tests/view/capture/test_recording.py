import errno
import shutil

import numpy as np
import pygame
import pytest

from games.flappy import game
from neuro.errors import FileError, NeuroError
from neuro.evolution.evolution import Evolution, EvolutionSettings
from neuro.view.capture import encoding
from neuro.view.capture.encoding import ENCODERS, best_suffix
from neuro.view.capture.recording import Recording
from neuro.view.replay.replay_window import ReplayOptions, replay_window
from neuro.view.screen.window import Window, show
from neuro.view.theme import DARK
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen, watch_window

HAS_VIDEO = shutil.which("ffmpeg") is not None or best_suffix() == ".mp4"
needs_video = pytest.mark.skipif(not HAS_VIDEO, reason="neither ffmpeg, imageio-ffmpeg nor PyAV is installed")
SUFFIXES = [pytest.param(suffix, marks=needs_video if suffix == ".mp4" else ()) for suffix in ENCODERS]


def small_run():
    return Evolution(game, EvolutionSettings(seed=3, population=40, episodes=2, max_steps=300))


def frames_of(path):
    """The pictures of a GIF or PNG, and how long each is shown, in milliseconds."""
    shown = []
    with pytest.importorskip("PIL.Image").open(path) as image:
        for k in range(image.n_frames):
            image.seek(k)
            shown.append((np.asarray(image.convert("RGB")).astype(int), image.info.get("duration", 0)))
    return shown


def record(path, frames, size=(320, 200)):
    """A recording of a square that moves a pixel a frame."""
    recording = Recording(path)
    for k in range(frames):
        surface = pygame.Surface(size)
        surface.fill((20, 30, 60))
        surface.fill((240, 180, 90), (k, 50, 40, 40))
        recording.add(surface)
    recording.close()
    return recording


@pytest.mark.parametrize("suffix", [".gif", ".png"])
def test_a_second_of_frames_is_a_second_of_film(tmp_path, suffix):
    record(tmp_path / f"a{suffix}", 120)
    shown = frames_of(tmp_path / f"a{suffix}")
    assert len(shown) == 30
    assert sum(duration for _, duration in shown) == pytest.approx(2000, abs=1)
    for k, (image, _) in enumerate(shown):
        assert np.abs(image[70, 4 * k + 2] - (240, 180, 90)).max() < 12
        assert np.abs(image[70, 4 * k + 60] - (20, 30, 60)).max() < 12


@needs_video
@pytest.mark.parametrize("way", ["ffmpeg", "av"])
def test_a_video_holds_every_frame(tmp_path, monkeypatch, way):
    if way == "av":
        pytest.importorskip("av")
        monkeypatch.setattr(encoding._Video, "_program", staticmethod(lambda: None))
    elif encoding._Video._program() is None:
        pytest.skip("no ffmpeg is installed")
    record(tmp_path / "a.mp4", 90, (321, 201))
    assert (tmp_path / "a.mp4").read_bytes()[4:8] == b"ftyp"
    av = pytest.importorskip("av")
    with av.open(str(tmp_path / "a.mp4")) as film:
        stream = film.streams.video[0]
        images = [frame.to_ndarray(format="rgb24").astype(int) for frame in film.decode(stream)]
        assert (len(images), int(stream.average_rate)) == (90, 60)
    assert np.abs(images[60][70, 75] - (240, 180, 90)).max() < 30


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_replay_is_recorded_without_a_window(champion, tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    options = ReplayOptions(max_steps=40, record=path, unattended=True, stay_open=False, size=(800, 600))
    replay_window(game, [champion], [5], options)
    assert path.stat().st_size > 2000
    assert list(tmp_path.iterdir()) == [path], "no parts are left"


def test_the_same_frames_are_recorded_unseen_and_on_screen(tmp_path):
    for name, unattended in (("unseen", True), ("seen", False)):
        options = WatchOptions(
            generations=2,
            speed="8",
            record=tmp_path / f"{name}.gif",
            unattended=unattended,
            stay_open=False,
            size=(800, 600),
        )
        watch_window(small_run(), options)
    unseen, seen = (frames_of(tmp_path / f"{name}.gif") for name in ("unseen", "seen"))
    assert len(unseen) == len(seen) > 5
    for (a, _), (b, _) in zip(unseen, seen, strict=True):
        assert (np.abs(a - b).max(axis=2) > 40).mean() < 0.01  # only feathers fly as chance will have it


def test_recording_changes_nothing_of_the_run(tmp_path):
    run, alone = small_run(), small_run()
    options = WatchOptions(
        generations=3, speed="max", record=tmp_path / "a.gif", unattended=True, stay_open=False, size=(800, 600)
    )
    watch_window(run, options)
    for _ in range(3):
        alone.step()
    assert run.fingerprint == alone.fingerprint


def test_a_key_begins_and_ends_a_recording_and_another_saves_a_picture(run, tmp_path, monkeypatch):
    monkeypatch.setenv("NEURO_SAVES", str(tmp_path))
    options = WatchOptions(size=(800, 600))
    with Window("neuro · Flappy", options) as window:
        watching = WatchModel(run, DARK, options)
        screen = WatchScreen(watching, DARK)
        for key in (pygame.K_F9, None, None, None, pygame.K_F9, pygame.K_F12):
            if key:
                pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key))
            for event in window.events():
                screen.handle(event, 1.0)
            screen.tick(1 / 60, hurried=window.exact)
            screen.draw(window.paint)
            window.show(60)
        assert not window.camera.recording
        watching.close()
    kept = sorted(path.suffix for path in (tmp_path / "pictures").iterdir())
    assert kept == sorted([".png", best_suffix()])
    assert all(path.name.startswith("flappy-") for path in (tmp_path / "pictures").iterdir())


def test_the_badge_is_shown_but_not_recorded(run, tmp_path):
    options = WatchOptions(size=(800, 600), record=tmp_path / "a.png", frame="window", stay_open=False)
    with Window("test", options) as window:
        watching = WatchModel(run, DARK, options)
        screen = WatchScreen(watching, DARK)
        screen.draw(window.paint)
        window.show(60)
        small = pygame.transform.smoothscale(pygame.display.get_surface(), (540, 405))
        watching.close()
    recorded = frames_of(tmp_path / "a.png")[0][0]
    difference = np.abs(pygame.surfarray.array3d(small).swapaxes(0, 1).astype(int) - recorded)
    assert difference[9:23, 9:47].max() > 60, "the disc"
    assert difference[135:270, 68:202].mean() < 12


def test_an_encoder_that_is_behind_makes_the_window_wait_without_blocking(tmp_path, monkeypatch):
    import threading

    gate = threading.Event()

    def slow(frames, size, path):
        for _ in frames:
            gate.wait()
        path.write_bytes(b"x")

    monkeypatch.setattr(ENCODERS[".gif"], "encode", slow)
    recording = Recording(tmp_path / "a.gif")
    while recording.ready:
        recording.add(pygame.Surface((8, 8)))
    assert recording.frames >= 8
    gate.set()
    recording.close()
    assert recording.ready


@pytest.mark.parametrize("name", ["a.avi", "a", "nowhere/a.gif"])
def test_what_cannot_be_recorded_is_refused_before_anything_is_drawn(tmp_path, run, name):
    with pytest.raises(NeuroError, match="recording"):
        watch_window(run, WatchOptions(frames=1, record=tmp_path / name))


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    def full(frames, size, path):
        path.write_bytes(b"half")
        next(frames)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ENCODERS[".gif"], "encode", full)
    with pytest.raises(FileError, match=r"cannot be written to '.*a.gif': the disk is full"):
        record(tmp_path / "a.gif", 50)
    assert list(tmp_path.iterdir()) == []


def test_what_was_learnt_is_kept_when_the_disk_is_full(tmp_path, monkeypatch):
    def full(frames, size, path):
        for _ in range(30):
            next(frames)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ENCODERS[".gif"], "encode", full)
    run = small_run()
    with pytest.raises(FileError, match="the disk is full"):
        watch_window(run, WatchOptions(generations=50, speed="max", record=tmp_path / "a.gif", unattended=True))
    assert run.champion is not None


def test_without_pillow_or_ffmpeg_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(encoding.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(encoding.shutil, "which", lambda _: None)
    with pytest.raises(NeuroError, match=r"needs Pillow: pip install 'neuro-sandbox\[record\]'"):
        Recording(tmp_path / "a.gif")
    with pytest.raises(NeuroError, match=r"needs ffmpeg.*neuro-sandbox\[mp4\]"):
        Recording(tmp_path / "a.mp4")


def test_a_gif_ends_after_a_minute(tmp_path, monkeypatch):
    monkeypatch.setattr(encoding, "_LONGEST", 20)
    record(tmp_path / "a.gif", 60)
    assert len(frames_of(tmp_path / "a.gif")) == 5


FRAMES = {
    ("a.gif", None): "world",
    ("a.png", None): "world",
    ("a.mp4", None): "window",
    ("a.gif", "window"): "window",
    ("a.mp4", "world"): "world",
}


@pytest.mark.parametrize(("asked", "held"), FRAMES.items(), ids=str)
def test_a_recording_holds_the_world_alone_where_texts_of_a_window_would_be_too_small(
    tmp_path, run, monkeypatch, asked, held
):
    taken = []
    options = WatchOptions(size=(1024, 720), record=tmp_path / asked[0], frame=asked[1], frames=4)
    with Window("test", options) as window:
        watching = WatchModel(run, DARK, options)
        screen = WatchScreen(watching, DARK)
        monkeypatch.setattr(Recording, "add", lambda _, surface: taken.append(surface.get_size()))
        show(window, screen)
        watching.close()
    assert set(taken) == {(1024, 720) if held == "window" else screen.world.size}
    assert held == "window" or screen.world.w < 600


def test_a_gif_of_a_replay_shows_the_rollout_as_large_as_it_can_be_and_no_panels(champion, tmp_path):
    for name, frame in (("world.gif", None), ("window.gif", "window")):
        options = ReplayOptions(
            max_steps=30, record=tmp_path / name, unattended=True, stay_open=False, frame=frame, theme="dark"
        )
        replay_window(game, [champion], [3], options)
    world, window = (frames_of(tmp_path / name)[-1][0] for name in ("world.gif", "window.gif"))
    assert world.shape[:2] == (608, 540)
    assert window.shape[:2] == (338, 540)
    assert world.mean() > 1.1 * window.mean(), "panels are darker than the sky"
