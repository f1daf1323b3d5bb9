import base64
import json
import re

import numpy as np
import pytest
from ancestors_for_tests import ancestry

from neuro.numerals import tallied
from neuro.view.pages.ancestors_page import ancestors_page
from neuro.view.replay.ancestors_stage import AncestorsStage
from neuro.view.theme import DARK


@pytest.fixture(scope="module")
def page():
    return ancestors_page(ancestry())


@pytest.fixture(scope="module")
def told(page):
    return json.loads(re.search(r"const replay = (\{.*?\});\n", page, re.DOTALL)[1])


def numbers(text):
    return np.frombuffer(base64.b64decode(text), "<i2").astype(float)


def test_the_page_has_each_champion_with_its_stretch_and_how_far_it_came(told):
    lineage, rollouts = AncestorsStage(ancestry(), DARK), ancestry().episodes()
    kin = told["ancestors"]
    assert [one["first"] for one in kin] == [one.first for one in lineage.stretches]
    assert [one["falls"] for one in kin] == [True] * 4 + [False]
    came = [tallied(one.score, "pipes") for one in rollouts]
    assert [one["told"] for one in kin] == [*came[:4], f"{came[4]}, and on"]
    assert len(told["counts"]) == lineage.frames
    assert (len(told["marker"]["pictures"]), len(told["ghosts"])) == (20, 5)
    assert all(len(look["theme"]["kin"]) == 5 for look in told["looks"].values())


def test_a_ghost_stays_where_its_champion_was_seen_last(told):
    places = numbers(told["places"]).reshape(-1, 2) / told["fine"]
    moved = numbers(told["moves"]) / told["stride"]
    for one in told["ancestors"][:4]:
        ways = np.cumsum(moved[one["first"] : one["end"]])
        seen = places[one["first"] : one["end"]]
        last = int(np.flatnonzero(seen[:, 0] > 0)[-1])
        assert abs(seen[last, 0] + ways[last] - one["rest"][0]) < 12
        assert abs(seen[last, 1] - one["rest"][1]) < 12


def test_no_error_of_the_ways_adds_up(told):
    moved = numbers(told["moves"]) / told["stride"]
    last = told["ancestors"][-1]
    steps = ancestry().max_steps
    assert moved[last["first"] : last["end"] + 1].sum() == pytest.approx(2.3 * steps, abs=0.5)


def test_each_picture_has_the_thoughts_of_whoever_plays(told):
    nodes = numbers(told["nodes"]).reshape(len(told["counts"]), -1) / told["exact"]
    one, champion = told["ancestors"][2], ancestry().champions[2]
    outputs = champion.predict(nodes[one["first"] + 30, :5].astype(np.float32))
    assert nodes[one["first"] + 30, -2:] == pytest.approx(outputs, abs=0.01)


def test_the_page_needs_nothing_else(page):
    assert "http" not in page.replace("HTTP-EQUIV", "")
    assert len(page) < 1_500_000
