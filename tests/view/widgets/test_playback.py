import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import SettingError
from neuro.view.keys import Command
from neuro.view.widgets.playback import SPEEDS, Playback, speed_index


@pytest.mark.parametrize(
    ("typed", "label"),
    [("1", "×1"), ("×16", "×16"), ("x4", "×4"), ("0.25", "×¼"), ("1/2", "×½"), ("max", "max"), ("64", "×64")],
)
def test_speeds_are_found_however_they_are_typed(typed, label):
    assert Playback(typed).label == label


def test_an_unknown_speed_is_refused_with_the_known_ones():
    with pytest.raises(SettingError, match=r"¼.*max.*'3'"):
        speed_index("3")


@pytest.mark.parametrize(("speed", "steps"), [("0.25", 15), ("1", 60), ("16", 960), ("64", 3840)])
def test_a_second_in_frames_gives_a_second_of_steps(speed, steps):
    pace = Playback(speed)
    assert sum(pace.steps(1 / 60) for _ in range(60)) == pytest.approx(steps, abs=1)


@given(st.lists(st.floats(0, 0.05), max_size=50))
def test_no_time_is_lost_between_frames(frames):
    pace = Playback("1")
    assert abs(sum(pace.steps(seconds) for seconds in frames) - 60 * sum(frames)) <= 1


def test_a_hiccup_is_not_made_up_for():
    assert Playback("1").steps(10) <= 6


def test_nothing_moves_when_paused():
    pace = Playback("64")
    pace.obey(Command("pause"))
    assert pace.steps(1) == 0


def test_faster_and_slower_stop_at_the_ends():
    pace = Playback("1")
    for _ in range(20):
        pace.obey(Command("faster"))
    assert pace.at_most
    for _ in range(20):
        pace.obey(Command("slower"))
    assert pace.label == f"×{SPEEDS[0]}"
