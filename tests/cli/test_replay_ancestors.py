import json

import pytest
from ancestors_for_tests import ancestry, champions

from neuro.storage.files import save


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a run, as far as ancestors need it."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "champions").mkdir()
    for one in champions():
        save(one, folder / "champions" / f"{one.generation:08}.neuro")
    save(champions()[-1], folder / "champion.neuro")
    return folder


def test_json_has_each_ancestor_in_the_order_of_generations(neuro, run):
    told = neuro.json("replay", run, "--ancestors")
    assert list(told) == ["game", "course", "max_steps", "ancestors"]
    assert [list(one) for one in told["ancestors"]] == [["generation", "score", "steps", "trace", "won"]] * 5
    assert [one["generation"] for one in told["ancestors"]] == [one.generation for one in ancestry().champions]
    last = told["ancestors"][-1]
    same = ("--seed", told["course"], "--max-steps", told["max_steps"])
    (rollout,) = neuro.json("replay", run, *same)["episodes"]
    assert (rollout["trace"], rollout["score"], rollout["steps"]) == (last["trace"], last["score"], last["steps"])


def test_without_a_picture_each_ancestor_is_a_line(neuro, run):
    said = neuro("replay", run, "--ancestors", "--view", "none").stdout_text.splitlines()
    assert len(said) == 5
    assert said[0].startswith(f"generation 0, course {ancestry().course}: ")
    assert all("trace" in line for line in said)


def test_a_film_is_recorded_unseen_and_json_is_told_beside_it(neuro, run):
    options = ("--view", "none", "--record", "a.gif", "--max-steps", 400, "--speed", "max")
    said = neuro("replay", run, "--ancestors", *options, "--json")
    assert (neuro.folder / "a.gif").read_bytes()[:6] == b"GIF89a"
    assert len(json.loads(said.stdout_text)["ancestors"]) > 1
    assert "Recorded" in said.stderr_text


def test_it_is_shown_in_a_window_and_in_the_terminal(neuro, run):
    neuro("replay", run, "--ancestors", "--view", "window", "--frames", 5, "--screenshot", "a.png")
    assert (neuro.folder / "a.png").is_file()
    assert neuro("replay", run, "--ancestors", "--view", "terminal", "--frames", 3, "--speed", "max").stdout_text


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--episodes", 3), 2, "leave --episodes out"),
        (("--from-generation", 0), 2, "leave --from-generation out"),
        (("--against", "flappy"), 2, "leave --against out"),
        (("--seed", -1), 2, "courses are numbered from 0"),
        (("--max-steps", 0), 2, "--max-steps must be at least 1"),
    ],
    ids=str,
)
def test_what_means_nothing_here_is_refused_in_a_sentence(neuro, run, arguments, code, sentence):
    said = neuro("replay", run, "--ancestors", *arguments, code=code).stderr_text
    assert sentence in said
    assert len(said.strip().splitlines()) == 1


def test_what_is_no_run_is_told_in_a_sentence(neuro, champion):
    assert "give its folder" in neuro("replay", "--ancestors", code=2).stderr_text
    for place in ("nowhere", "flappy"):
        assert "is no run that has kept champions" in neuro("replay", place, "--ancestors", code=1).stderr_text


def test_champions_of_another_version_are_refused_and_played_by_force(neuro, tmp_path):
    import dataclasses

    folder = tmp_path / "old"
    (folder / "champions").mkdir(parents=True)
    for one in champions()[:3]:
        old = dataclasses.replace(one, rules_version=2)
        save(old, folder / "champions" / f"{one.generation:08}.neuro")
    assert "learnt under version 2" in neuro("replay", folder, "--ancestors", "--json", code=1).stderr_text
    assert len(neuro.json("replay", folder, "--ancestors", "--force")["ancestors"]) >= 2


def test_a_page_of_it_is_exported_and_nothing_else(neuro, run):
    assert "wrote a.html" in neuro("export", run, "a.html", "--ancestors").stdout_text
    assert "How it learnt" in (neuro.folder / "a.html").read_text()
    said = neuro("export", run, "a.onnx", "--ancestors", code=2).stderr_text
    assert "--ancestors makes a page" in said
    assert not (neuro.folder / "a.onnx").exists()
