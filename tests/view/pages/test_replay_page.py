import base64
import dataclasses
import io
import json
import re
import shutil
import subprocess

import numpy as np
import pygame
import pytest
from games_for_tests import threshold_bird

from games.flappy import game, rules
from games.xor_arena import game as arena
from games.xor_arena import props
from games.xor_arena import rules as arena_rules
from neuro.evolution import Evolution, EvolutionSettings
from neuro.network import Network
from neuro.rollout.stepwise import Rollout
from neuro.view.inspect.recorded_rollout import RecordedRollout
from neuro.view.looks import looks_of
from neuro.view.pages.replay_page import replay_page
from neuro.view.scene import make_scene
from neuro.view.theme import DARK

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def flier(champion):
    """A champion that never falls."""
    return dataclasses.replace(champion, network=Network.from_genome(game.layers, threshold_bird()))


@pytest.fixture
def page(flier):
    return replay_page(flier, 5, 700)


def reel_of(champion, rules_of=game, course=5, steps=700):
    """The rollout of a page, in a scene."""
    rollout = Rollout(
        rules_of, champion.network.layers, champion.network.genome[None], np.array([course], np.uint32), max_steps=steps
    )
    scene = make_scene(rules_of, rules_of.setting, DARK)
    return RecordedRollout(scene, [rollout], looks_of(champion.network.genome[None]), course)


def told(page):
    return json.loads(re.search(r"const replay = (\{.*?\});\n", page, re.DOTALL)[1])


def shot_of(folder, step, *options, size=(1200, 900)):
    """The page of a folder in a browser, at a step."""
    shot = folder / "shot.png"
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *options),
        *("--window-size={},{}".format(*size), "--virtual-time-budget=3000", f"--screenshot={shot}"),
        *(f"--user-data-dir={folder / 'profile'}", f"file://{folder / 'page.html'}#{step}"),
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    return pygame.surfarray.array3d(pygame.image.load(str(shot))).astype(int)


def numbers(text):
    return np.frombuffer(base64.b64decode(text), "<i2").astype(float)


def test_the_page_needs_nothing_from_anywhere(page):
    assert "http" not in page.replace("http://www.w3.org", "")
    assert not re.search(r"(src|href)\s*=\s*[\"'](?!data:)", page)


def test_it_carries_the_rollout_that_the_course_gives(page, flier):
    rollout = Rollout(game, game.layers, flier.network.genome[None], np.array([5], np.uint32), max_steps=700)
    states = rollout.record(700)[:, :, 0]
    found = told(page)
    places = numbers(found["places"]).reshape(-1, 2) / found["fine"]
    assert len(places) == 701
    assert np.abs(places[1:, 1] - (states[:, rules.HEIGHT] + 15)).max() <= 0.5 / found["fine"] + 1e-3
    begins, written = zip(*found["scores"], strict=True)
    shown = [written[int(k)] for k in np.searchsorted(begins, np.arange(1, len(states) + 1), side="right") - 1]
    assert shown == [f"{score:,.0f}" for score in states[:, rules.SCORE]]
    assert found["fell"] is False


def test_it_carries_every_activation(page, flier):
    found = told(page)
    nodes = numbers(found["nodes"]).reshape(701, 15) / found["exact"]
    for step in (0, 100, 700):
        outputs = flier.network.predict(nodes[step, :5].astype(np.float32))
        assert np.abs(outputs - nodes[step, 13:]).max() < 0.02


def test_stones_stand_where_birds_collide(page, flier):
    found = told(page)
    counts, solids = found["counts"], numbers(found["solids"]).reshape(-1, 2)
    kinds = numbers(found["kinds"]).reshape(-1, 3) / found["fine"]
    assert sum(counts) == len(solids)
    start = sum(counts[:400])
    which, x = solids[start : start + counts[400]].T
    stones = kinds[which.astype(int)]
    reel = reel_of(flier)
    reel.go(400)
    left = reel.scene.view(pygame.Rect(0, 0, 711, 800))[0]
    expected = {(round(a - left, 1), round(b, 1), c, round(d, 1)) for a, b, c, d in reel.scene.solids()}
    error_line = {
        (round(a, 1), round(b, 1), c, round(d, 1)) for a, (b, c, d) in zip(x / found["fine"], stones, strict=True)
    }
    near = {one for one in expected if -70 < one[0] < 800 and one[2] == 70}
    assert len(near) >= 2
    assert all(any(np.allclose(one, other, atol=0.2) for other in error_line) for one in near)


def test_where_it_comes_from_is_told(page, champion):
    facts = dict(told(page)["facts"])
    assert facts["course"] == "5"
    assert f"seed {champion.seed}" in facts["run"]
    assert "version 1" in facts["rules"]


def test_the_landscape_has_layers_that_move_with_the_ground_the_nearer_the_faster(page):
    found = told(page)
    moves = numbers(found["moves"]) / found["exact"]
    assert moves[1:] == pytest.approx(float(game.setting.pace), abs=0.01)
    for name in ("dark", "light"):
        layers = found["looks"][name]["layers"]
        paces = [layer["pace"] for layer in layers]
        assert paces == sorted(paces)
        assert (paces[0], paces[-1]) == (0, 1)
        assert all(layer["every"] > 0 for layer in layers[1:])
    assert found["looks"]["dark"]["layers"][0] != found["looks"]["light"]["layers"][0]


@pytest.fixture(scope="module")
def arena_champion():
    run = Evolution(arena, EvolutionSettings(seed=1, population=200))
    for _ in range(8):
        run.step()
    return run.champion


def test_the_arenas_lamps_are_those_of_each_step(arena_champion):
    found, reel = told(replay_page(arena_champion, 5, 600)), reel_of(arena_champion, arena, steps=600)
    parts = found["looks"]["dark"]["stills"]
    assert found["looks"]["dark"]["solids"] == [], "nothing moves that would need them"
    shown = numbers(found["shown"]).reshape(-1, len(parts))[:, 0].astype(int)
    lit = (reel.states[:, [arena_rules.LAMP_A, arena_rules.LAMP_B], 0] > 0.5) @ np.array([1, 2])
    assert len(shown) == len(lit) == reel.steps + 1
    pictures = {pattern: set(shown[lit == pattern].tolist()) for pattern in set(lit.tolist())}
    assert len(pictures) > 2
    assert all(len(known) == 1 for known in pictures.values()), "a picture for each pattern"
    assert len(set.union(*pictures.values())) == len(pictures), "and another for another"
    left = numbers(found["timer"]["shares"]) / found["exact"]
    assert left[-2] == pytest.approx(left[-3], abs=0.03)
    assert (left <= 1).all()


def brightness(address):
    """Of a picture, around each lamp."""
    image = pygame.image.load(io.BytesIO(base64.b64decode(address.split(",")[1])))
    pixels = pygame.surfarray.array3d(image).astype(int).sum(axis=2)
    middle, high = pixels.shape[0] // 2, round((props.LAMP_Y - props.BOXES[0][1]) * 800 / 900)
    reach = round(118 * 800 / 900)
    return [pixels[middle + side * reach, high - 6 : high + 6].mean() for side in (-1, 1)]


def test_lit_lamps_shine_in_the_pages_pictures(arena_champion):
    found, reel = told(replay_page(arena_champion, 5, 600)), reel_of(arena_champion, arena, steps=600)
    shown = numbers(found["shown"]).reshape(reel.steps + 1, -1)[:, 0].astype(int)
    pictures = found["looks"]["dark"]["stills"][0]["pictures"]
    bright = {True: [], False: []}
    for step in range(0, reel.steps, 40):
        lamps = reel.states[step, [arena_rules.LAMP_A, arena_rules.LAMP_B], 0] > 0.5
        for lit, level in zip(lamps.tolist(), brightness(pictures[shown[step]]), strict=True):
            bright[lit].append(level)
    assert min(bright[True]) > max(bright[False]) + 100


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to open the page with")
@pytest.mark.parametrize("size", [(1200, 900), (390, 844)], ids=["desktop", "phone"])
def test_it_follows_the_readers_light_or_dark_and_keeps_the_bar_in_sight(page, tmp_path, size):
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    shots = [shot_of(tmp_path, 300, f"--blink-settings=preferredColorScheme={k}", size=size) for k in (0, 1)]
    dark, light = (shot[2:10, 2:200].mean() for shot in shots)
    assert dark < 40
    assert light > 215
    hot = np.abs(shots[0] - np.array((245, 184, 95))).sum(axis=2) < 12
    assert hot[:, : size[1]].sum() > 900, "the play button"


MEASURED = """<script>addEventListener("load", () => {
  draw();  // which gives the canvas its size
  const boxes = ["#world", ".bar"].map(one => document.querySelector(one).getBoundingClientRect());
  parent.postMessage(JSON.stringify([...boxes.flatMap(one => [one.top, one.bottom]), innerHeight]), "*");
})</script></html>"""
#: A frame has the size that it is given, whatever bars a browser has.
FRAME = """<!doctype html><body><iframe src="page.html#300" width="{}" height="{}" style="border: 0"></iframe>
<script>onmessage = event => document.body.dataset.boxes = event.data</script></body>"""


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to open the page with")
@pytest.mark.parametrize("size", [(1280, 715), (1440, 900), (1024, 600), (390, 700), (740, 400)], ids=repr)
def test_the_player_covers_nothing_of_the_rollout_and_both_are_on_the_screen(page, tmp_path, size):
    free = re.sub(r"<meta HTTP-EQUIV[^>]*>", "", page).replace("</html>", MEASURED)
    (tmp_path / "page.html").write_text(free, encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom"]
    (tmp_path / "frame.html").write_text(FRAME.format(*size), encoding="utf-8")
    command += ["--window-size=1600,1100", f"--user-data-dir={tmp_path / 'profile'}", f"file://{tmp_path}/frame.html"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    top, low, bar_top, bar_low, high = json.loads(re.search(r'data-boxes="([^"]*)"', found)[1])
    assert top >= 0
    assert low <= bar_top
    assert bar_low <= high
    assert low - top > 0.3 * high


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to open the page with")
def test_a_browser_shows_it(page, tmp_path):
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    shots = [shot_of(tmp_path, step) for step in (1, 420)]
    world = (slice(30, 630), slice(70, 740))
    assert len(np.unique(shots[0][world].reshape(-1, 3), axis=0)) > 2000
    changed = (np.abs(shots[0] - shots[1]).sum(axis=2) > 60)[world]
    assert 0.03 < changed.mean() < 0.5, "stones have come, and the bird has moved"
    brain = (np.abs(shots[0] - shots[1]).sum(axis=2) > 30)[670:1160, 100:520]
    assert brain.mean() > 0.002
