from dataclasses import asdict
from pathlib import Path

import pytest

from neuro.cli.options import ViewOptions
from neuro.cli.recording_progress import RecordingProgress, window_options
from neuro.view.replay.gym_window import GymReplayOptions
from neuro.view.replay.replay_window import ReplayOptions
from neuro.view.watch.watch_window import WatchOptions

SHOWING = ViewOptions(frames=30, screenshot=Path("a.png"), record=Path("a.gif"), theme="light")


@pytest.mark.parametrize("kind", [WatchOptions, ReplayOptions, GymReplayOptions])
def test_every_window_takes_what_the_command_line_says_of_windows(kind, capsys):
    with window_options(kind, SHOWING, unattended=True, stay_open=False) as shown:
        for name in ("frames", "screenshot", "record", "theme"):
            assert getattr(shown, name) == asdict(SHOWING)[name]
        assert (shown.unattended, shown.stay_open) == (True, False)
        assert isinstance(shown.on_frame, RecordingProgress)
        for _ in range(30):
            shown.on_frame()
    assert capsys.readouterr().err == "Recorded 0.5 s into a.gif\n"


def test_without_a_recording_nothing_is_told(capsys):
    with window_options(ReplayOptions, ViewOptions()) as shown:
        assert shown.on_frame is None
    assert capsys.readouterr().err == ""
