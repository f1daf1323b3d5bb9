"""A window of two pupils that is left before they have learnt anything."""

from neuro.cli import watch_xor
from neuro.cli.algorithm_options import BreedingOptions
from neuro.cli.options import KeepingOptions, RunSettings, ViewOptions


def test_leaving_before_anything_is_learnt_is_told_in_words(monkeypatch, capsys):
    import neuro.view.examples.surface_window

    monkeypatch.setattr(neuro.view.examples.surface_window, "show_surfaces", lambda *_: None)
    given = RunSettings(seed=1), BreedingOptions(), KeepingOptions(), ViewOptions(view="window")
    assert watch_xor.watch_side_by_side(*given) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Backprop  nothing learnt yet after 0 epochs",
        "Evolution nothing learnt yet after 0 generations",
    ]
