import subprocess
import sys

import pytest

from neuro.errors import NeuroError
from neuro.view.screen import display


@pytest.fixture
def nowhere(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"])
def test_each_of_these_means_a_display(nowhere, name):
    assert not display.has_display()
    nowhere.setenv(name, "x")
    assert display.has_display()


def test_macos_always_has_a_display(nowhere):
    nowhere.setattr(sys, "platform", "darwin")
    assert display.has_display()


def test_without_a_display_one_sentence_says_what_to_do(nowhere):
    with pytest.raises(NeuroError, match=r"no display.*--view terminal"):
        display.check_display()


def test_asking_for_a_display_does_not_import_pygame():
    code = (
        "import sys, neuro.view.screen.display; neuro.view.screen.display.has_display(); print('pygame' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"
