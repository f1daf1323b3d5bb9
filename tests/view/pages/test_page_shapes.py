"""Pages draw the shapes of rules: from lists that tell what changes, on a canvas, as the window does."""

import base64
import json
import re
import shutil
import subprocess
import zlib

import numpy as np
import pygame
import pytest

from games.poles import game as poles
from neuro.champion import Champion
from neuro.network import Network
from neuro.rollout.stepwise import Rollout
from neuro.rules.shapes_list import Painter
from neuro.view.drawn import first_state
from neuro.view.looks import looks_of
from neuro.view.pages.page_shapes import _Pictures
from neuro.view.pages.replay_page import replay_page
from neuro.view.scene import Marks, make_scene
from neuro.view.theme import DARK

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
COUNTS = {"disc": 5, "box": 6, "text": 4}


def shapes_told(told):
    """The lists that a page's script reads, by the rules that its comments state."""
    flat = np.frombuffer(zlib.decompress(base64.b64decode(told["numbers"])), "<i2")
    at, before, found = 0, None, []
    for k, which in enumerate(told["which"]):
        forms = [told["forms"][form] for form in told["runs"][which]]
        counts = [COUNTS.get(form[0]) or 2 * form[2] + (2 if form[0] == "line" else 1) for form in forms]
        values = flat[at : at + sum(counts)].copy()
        at += sum(counts)
        if k and which == told["which"][k - 1]:
            values += before
        before = values
        parts = np.split(values, np.cumsum(counts)[:-1])
        found.append([(*form, *part.tolist()) for form, part in zip(forms, parts, strict=True)])
    assert at == flat.size
    return found


def painted(k):
    painter = Painter()
    painter.disc(10 + k, 20.5, 3, "good", 0.25, 1)
    painter.box(0, k, 30, 40, "agent", radius=2)
    painter.line([(0, 0), (5, 5.1), (k, 7)], "warm", 3, 0.5)
    if k > 1:
        painter.polygon([(0, 0), (4, 0), (0, 4)], "cool")
    painter.text(5, 6, f"at {k}", "white", 12, "right", True)
    return painter.shapes


def test_lists_come_back_as_they_were_taken():
    pictures = _Pictures()
    for k in (0, 1, 1, 2, 3, 0):
        pictures.take(painted(k))
    told = json.loads(json.dumps(pictures.told()))
    lists = shapes_told(told)
    assert [len(one) for one in lists] == [4, 4, 4, 5, 5, 4]
    assert len(told["runs"]) == 2
    for k, one in zip((0, 1, 1, 2, 3, 0), lists, strict=True):
        assert one[0] == ("disc", "good", 250, 100 + 10 * k, 205, 30, 10)
        assert one[1] == ("box", "agent", 1000, 0, 10 * k, 300, 400, 20)
        assert one[2] == ("line", "warm", 3, 500, 30, 0, 0, 50, 51, 10 * k, 70)
        assert one[-1][:4] == ("text", "white", "r", True)
        assert told["words"][one[-1][4]] == f"at {k}"
        assert one[-1][5:] == (50, 60, 120)


@pytest.fixture(scope="module")
def champion():
    network = Network(poles.layers, seed=1)
    setting = {name: float(value) for name, value in poles.setting._asdict().items()}
    return Champion(
        network=network, game="poles", rules_version=1, setting=setting, seed=1, generation=0, fitness=1.0, score=1.0,
        algorithm="ga", algorithm_settings={}, exam={}, created="2026-01-01T00:00:00", made_by="0", level="velocities",
    )  # fmt: skip


@pytest.fixture(scope="module")
def page(champion):
    return replay_page(champion, 0, 40)


def test_a_page_of_such_a_game_has_lists_and_no_picture_of_the_land(page):
    told = json.loads(re.search(r"const replay = (\{.*?\});\n", page, re.DOTALL)[1])
    assert all(look["layers"] == [] for look in told["looks"].values())
    agent, ground = shapes_told(told["shapes"]["agent"]), shapes_told(told["shapes"]["ground"])
    assert len(agent) == len(told["counts"]) > 5
    assert len(ground) == 1
    assert len(ground[0]) > 500
    assert agent[0] != agent[-1]


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_the_canvas_shows_what_the_window_shows(page, champion, tmp_path):
    """Away from the score that the page writes over it, pixel by pixel, but for the edges' smoothing and letters."""
    alone = (
        "#world { position: fixed; left: 0; top: 0; width: 550px !important; z-index: 9; border-radius: 0 !important }"
    )
    bare = re.sub(r"<meta HTTP-EQUIV=.*?>\n", "", page).replace("</style>", alone + "</style>")
    night = bare.replace('matchMedia("(prefers-color-scheme: dark)")', "{ matches: true, addEventListener() {} }")
    (tmp_path / "page.html").write_text(night, encoding="utf-8")
    shot = tmp_path / "shot.png"
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=900,700"),
        *("--virtual-time-budget=4000", f"--screenshot={shot}", f"--user-data-dir={tmp_path / 'profile'}"),
        f"file://{tmp_path / 'page.html'}#1",
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    canvas = pygame.surfarray.array3d(pygame.image.load(str(shot)))[:550, 120:450].astype(int)

    genomes = champion.network.genome[np.newaxis]
    rollout = Rollout(poles.at(""), poles.layers, genomes, np.zeros(1, np.uint32), max_steps=40)
    scene = make_scene(poles.at(""), poles.setting, DARK)
    scene.begin(first_state(poles, poles.setting), looks_of(genomes), 0)
    rollout.advance(1)
    apart = [np.abs(canvas - seen(scene, state)).max(axis=2) for state in (rollout.state, elsewhere(rollout.state))]
    assert apart[0].mean() < 5
    assert (apart[0] > 60).mean() < 0.01 < (apart[1] > 60).mean()


def elsewhere(state):
    moved = state.copy()
    moved[poles.state.index("x")] += 1
    return moved


def seen(scene, state):
    """The window's picture of a state, below the score."""
    scene.track(state)
    surface = pygame.Surface((550, 450))
    scene.draw(surface, surface.get_rect(), Marks(leader=0, crowned=False))
    return pygame.surfarray.array3d(surface)[:, 120:].astype(int)
