"""A watched run's window is open before the first generation is drawn, and only for a run that can be begun."""

import pytest

from neuro.cli import session as session_module
from neuro.cli.algorithm_options import BreedingOptions
from neuro.cli.options import KeepingOptions, RunSettings
from neuro.cli.session import open_session
from neuro.errors import NeuroError


def test_people_are_told_when_all_is_checked_and_before_anything_is_drawn(tmp_path, monkeypatch):
    told, evolution = [], session_module.Evolution

    def drawn(*given, **more):
        assert told == ["Flappy"]
        return evolution(*given, **more)

    monkeypatch.setattr(session_module, "Evolution", drawn)
    keeping = KeepingOptions(out=tmp_path / "run")
    begun = open_session("flappy", RunSettings(seed=1, population=4), BreedingOptions(), keeping, soon=told.append)
    begun.recorder.close()
    assert told == ["Flappy"]


@pytest.mark.parametrize(
    "options", [RunSettings(level="no such"), RunSettings(set=["no_such=1"]), RunSettings(population=-1)]
)
def test_a_mistake_is_told_without_a_window(tmp_path, options):
    told = []
    with pytest.raises(NeuroError):
        open_session("flappy", options, BreedingOptions(), KeepingOptions(out=tmp_path / "run"), soon=told.append)
    assert told == []
