import math
import re
from pathlib import Path

import pytest

from neuro.cli.plot import _names
from neuro.evolution.generation import Generation
from neuro.storage.runs import RunFolder
from neuro.view.pages import plots

pytest.importorskip("matplotlib")

RUN = ("flappy", "--generations", 6, "--population", 40, "--max-steps", 300, "--keep-going")


@pytest.fixture
def runs(neuro):
    """Three runs of one kind, and one of another."""
    told = [neuro.json("evolve", *RUN, "--seed", seed) for seed in (1, 2, 3)]
    told.append(neuro.json("evolve", *RUN, "--seed", 1, "--mutation-rate", 0.5))
    return [one["run"] for one in told]


def test_a_run_becomes_a_figure(neuro, runs):
    for name, start in (("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.pdf", b"%PDF")):
        neuro("plot", runs[0], "--out", name)
        assert (neuro.folder / name).read_bytes().startswith(start)
    first = (neuro.folder / "a.svg").read_bytes()
    neuro("plot", runs[0], "--out", "a.svg")
    assert (neuro.folder / "a.svg").read_bytes() == first, "the same bytes each time"


def test_each_number_of_the_search_has_a_chart_of_its_own(monkeypatch):
    drawn = []
    monkeypatch.setattr(plots, "written", lambda figure, _: drawn.append(figure) or b"")
    records = [
        Generation(k, 1, 1, 0, 1, 1, 3, 9, False, False, 0, "", {"sigma": 0.5 / (k + 1), "mean_size": math.nan})
        for k in range(4)
    ]
    plots.portrait("Flappy", records, ".svg", score_name="pipes")
    axes = drawn[0].axes
    assert [one.get_title(loc="left") for one in axes] == ["Flappy · fitness", "pipes", "sigma", "mean size"]
    assert axes[2].lines[0].get_ydata().tolist() == [0.5, 0.25, 0.5 / 3, 0.125]


def test_an_axis_of_agent_steps_says_what_it_shows(monkeypatch):
    drawn = []
    monkeypatch.setattr(plots, "written", lambda figure, _: drawn.append(figure) or b"")
    records = [Generation(k, 1, 1, 0, 1, 1, 3, 99_000, False, False, 0, "") for k in range(20)]
    plots.comparison("Hill", [plots.Series("ga", [records])], ".svg", x="agent-steps")
    axis = drawn[0].axes[0].xaxis
    told = {"k": 1e3, "M": 1e6, "": 1}
    for place, label in zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=True):
        figure, _, unit = label.get_text().partition(" ")
        assert float(figure.replace("−", "-")) * told[unit] == pytest.approx(place)


def test_the_archive_of_a_run_is_drawn_below_its_charts(neuro, monkeypatch):
    told = neuro.json("evolve", *RUN, "--algorithm", "map-elites")
    drawn = []
    monkeypatch.setattr(plots, "written", lambda figure, _: drawn.append(figure) or b"")
    neuro("plot", told["run"], "--out", "a.svg")
    below = drawn[0].axes[4]  # below fitness, score and two numbers of the search
    assert below.get_title(loc="left").startswith("archive: ")
    assert (below.get_xlabel(), below.get_ylabel()) == ("flaps a second", "mean height")
    assert len(below.collections[0].get_offsets()) > 5


def test_a_legend_lies_over_no_curve(monkeypatch):
    drawn = []
    monkeypatch.setattr(plots, "written", lambda figure, _: drawn.append(figure) or b"")
    records = [Generation(k, 9 - k, 5, 1, 1, 1, 3, 9, False, False, 0, "") for k in range(4)]
    plots.portrait("Flappy", records, ".svg", score_name="pipes")
    upper = drawn[0].axes[0]
    drawn[0].draw_without_rendering()
    assert upper.get_legend().get_window_extent().y0 >= upper.get_window_extent().y1


def test_runs_that_differ_in_their_seed_alone_share_a_curve(neuro, runs):
    neuro("plot", runs[0], "--compare", *runs[1:], "--out", "a.svg")
    assert (neuro.folder / "a.svg").stat().st_size > 5000


def test_by_agent_steps_each_run_has_the_value_of_its_last_generation():
    def records(steps, *best):
        return [Generation(k, one, 1, 0, 1, 1, 3, steps, False, False, 0, "") for k, one in enumerate(best)]

    at, values = plots._aligned([records(100, 1, 5, 7), records(150, 2, 4)], "agent-steps")
    assert at.tolist() == [100, 150, 200, 300]
    assert values.tolist() == [[1, 1, 5, 7], [2, 2, 2, 4]], "before its first generation a run has that one's value"


def test_the_axis_of_agent_steps_is_asked_for(neuro, runs):
    for arguments in ((runs[0],), (runs[0], "--compare", runs[1])):
        neuro("plot", *arguments, "--x", "agent-steps", "--out", "a.svg")
        neuro("plot", *arguments, "--out", "b.svg")
        assert (neuro.folder / "a.svg").read_bytes() != (neuro.folder / "b.svg").read_bytes()


def test_mistakes_are_one_sentence(neuro, runs):
    for arguments, said in (
        ((runs[0], "--out", "a.bmp"), "ends in .pdf, .png, .svg"),
        (("nowhere", "--out", "a.png"), "nowhere"),
        ((runs[0], "--out", "nowhere/a.png"), "there is no folder"),
    ):
        process = neuro.run("plot", *arguments)
        assert process.returncode in (1, 2)
        assert said in process.stderr_text
        assert "Traceback" not in process.stderr_text
        assert not re.search(r"a\.bmp$", " ".join(map(str, neuro.folder.iterdir())))


def test_runs_are_told_apart_by_settings_that_their_own_algorithm_has(neuro, runs):
    other = neuro.json("evolve", *RUN, "--seed", 1, "--algorithm", "random")["run"]
    manifests = [RunFolder(Path(path)).manifest for path in (runs[0], runs[3], other)]
    assert _names(manifests) == ["ga, mutation_rate 0.2", "ga, mutation_rate 0.5", "random"]
