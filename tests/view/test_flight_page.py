import base64
import dataclasses
import json
import re
import shutil
import subprocess

import numpy as np
import pygame
import pytest
from games_for_tests import threshold_bird

from games.flappy import game, rules
from neuro.network import Network
from neuro.rollout.flight import Flight
from neuro.view.flight_page import flight_page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def flier(champion):
    """A champion that never falls."""
    return dataclasses.replace(champion, network=Network.from_genome(game.layers, threshold_bird()))


@pytest.fixture
def page(flier):
    return flight_page(flier, 5, 700)


def told(page):
    return json.loads(re.search(r"const flight = (\{.*?\});\n", page, re.DOTALL)[1])


def numbers(text):
    return np.frombuffer(base64.b64decode(text), "<i2").astype(float)


def test_the_page_needs_nothing_from_anywhere(page):
    assert "http" not in page.replace("http://www.w3.org", "")
    assert not re.search(r"(src|href)\s*=\s*[\"'](?!data:)", page)


def test_it_carries_the_flight_that_the_course_gives(page, flier):
    flight = Flight(game, game.layers, flier.network.genome[None], np.array([5], np.uint32), max_steps=700)
    states = flight.record(700)[:, :, 0]
    found = told(page)
    places = numbers(found["places"]).reshape(-1, 2) / found["fine"]
    assert len(places) == 701
    assert np.abs(places[1:, 1] - (states[:, rules.HEIGHT] + 15)).max() <= 0.5 / found["fine"] + 1e-3
    assert (numbers(found["scores"])[1:] == states[:, rules.SCORE]).all()
    assert found["fell"] is False


def test_it_carries_every_activation(page, flier):
    found = told(page)
    nodes = numbers(found["nodes"]).reshape(701, 15) / found["exact"]
    for step in (0, 100, 700):
        outputs = flier.network.predict(nodes[step, :5].astype(np.float32))
        assert np.abs(outputs - nodes[step, 13:]).max() < 0.02


def test_stones_stand_where_birds_collide(page):
    found = told(page)
    counts, solids = found["counts"], numbers(found["solids"]).reshape(-1, 4) / found["fine"]
    assert sum(counts) == len(solids)
    start = sum(counts[:400])
    stones = solids[start : start + counts[400]]
    assert len(stones) >= 2
    assert set(stones[:, 2].tolist()) == {70.0}
    assert (stones[:, 3] + stones[:, 1] <= 800.1).all()


def test_where_it_comes_from_is_told(page, champion):
    facts = dict(told(page)["facts"])
    assert facts["course"] == "5"
    assert f"seed {champion.seed}" in facts["run"]
    assert "version 1" in facts["rules"]


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to open the page with")
def test_a_browser_shows_it(page, tmp_path):
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    shots = []
    for step in (1, 420):
        shot = tmp_path / f"{step}.png"
        command = [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,900"),
            *("--virtual-time-budget=3000", f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={shot}"),
            f"file://{tmp_path / 'page.html'}#{step}",
        ]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
        shots.append(pygame.surfarray.array3d(pygame.image.load(str(shot))).astype(int))
    world = (slice(30, 630), slice(70, 740))
    assert len(np.unique(shots[0][world].reshape(-1, 3), axis=0)) > 2000
    changed = (np.abs(shots[0] - shots[1]).sum(axis=2) > 60)[world]
    assert 0.03 < changed.mean() < 0.5, "stones have come, and the bird has moved"
    brain = (np.abs(shots[0] - shots[1]).sum(axis=2) > 30)[670:1160, 100:520]
    assert brain.mean() > 0.002
