"""Pages run their own code alone, whatever the texts say that they are told of."""

import dataclasses
import json
import re
import shutil
import subprocess
import types
from html.parser import HTMLParser

import pytest

import neuro.view.pages.replay_page
from games.flappy import game as flappy
from neuro.evolution import Evolution, EvolutionSettings
from neuro.network import Dense, Input, Network
from neuro.page_template import filled
from neuro.view.face.face_facts import theme_rules
from neuro.view.face.guess_page import page_of
from neuro.view.pages.replay_page import replay_page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
RAN = "document.documentElement.dataset.ran=1"
#: Every way out of its place that a text may try: out of a script, a comment, an attribute, a string, an element.
HOSTILE = (
    f"</script><script>{RAN}</script><!--<script>\u2028{RAN}\u2029//\"><img src=x onerror={RAN}>'`${{{RAN}}}`"
    f'</style></title><svg onload={RAN}>&lt;/script&gt; \\";{RAN};// /*REPLAY*/null \x1b]0;x\x07\u202e\ud800'
)


@pytest.fixture(scope="module")
def champion():
    """A champion whose texts are all hostile."""
    run = Evolution(flappy, EvolutionSettings(seed=3, population=40, episodes=1, max_steps=300))
    run.step()
    texts = [
        field.name for field in dataclasses.fields(run.champion) if isinstance(getattr(run.champion, field.name), str)
    ]
    return dataclasses.replace(run.champion, **dict.fromkeys(texts, HOSTILE), algorithm_settings={HOSTILE: HOSTILE})


@pytest.fixture(scope="module")
def rollout(champion):
    """The page of its rollout in a game whose texts are hostile, too."""
    rules = types.ModuleType("hostile_rules")
    assert flappy.observation  # from then on, all names of the rules are made
    rules.__dict__.update(vars(flappy.rules))
    rules.OBSERVATION = tuple(f"{name} {HOSTILE}" for name in rules.OBSERVATION)
    rules.ACTIONS = tuple(f"{name} {HOSTILE}" for name in rules.ACTIONS)
    game = dataclasses.replace(flappy, title=HOSTILE, score_name=HOSTILE, agent=HOSTILE, rules=rules)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(neuro.view.pages.replay_page, "game_of", lambda _: (game, game.setting))
        return replay_page(champion, 5, 60)


@pytest.fixture(scope="module")
def pad():
    """The page of a drawing pad that is told hostile texts wherever it is told any."""
    page = page_of(Network([Input(64), Dense(4, "tanh"), Dense(3, "softmax")], seed=1))
    told = json.loads(re.search(r"const NETWORK = (\{.*?\});\n", page)[1])
    told["layers"].insert(0, {"kind": "dropout", HOSTILE: HOSTILE, "parameters": []})
    return filled("page/guess.html", "/*NETWORK*/null", {**told, "words": [HOSTILE] * 3}, {"/*THEMES*/": theme_rules()})


class Parsed(HTMLParser):
    """The elements of a page and their attributes."""

    def __init__(self, page):
        super().__init__()
        self.elements = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))


@pytest.mark.parametrize(("name", "scripts"), [("rollout", 1), ("pad", 2)])
def test_a_page_holds_the_elements_of_its_template_and_a_policy_before_all_code(name, scripts, request):
    page = request.getfixturevalue(name)
    found = Parsed(page).elements
    tags = [tag for tag, _ in found]
    assert tags.count("script") == scripts
    assert not {"img", "svg", "iframe", "object", "base", "form", "a"} & set(tags)
    assert [one for _, given in found for one in given if one.startswith("on") or one == "style"] == []
    metas = [given for tag, given in found[: tags.index("style")] if tag == "meta"]
    policy = next(given["content"] for given in metas if given.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; img-src data:; script-src 'sha256-")
    assert policy.count("'sha256-") == scripts + 1
    assert "unsafe" not in policy
    assert HOSTILE[:9] not in page.split("<script", 1)[1].split("</script>")[0]
    assert all(ord(letter) >= 32 or letter == "\n" for letter in page)
    assert not re.search("[\u2028\u2029\u202e]", page)


@pytest.mark.parametrize("name", ["rollout", "pad"])
def test_no_script_of_a_page_makes_elements_of_texts(name, request):
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", request.getfixturevalue(name)
    )


def opened(page, folder):
    """The page's elements after its scripts have run in Chromium, and what the browser complains of."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium to open the page with")
    (folder / "page.html").write_text(page, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--virtual-time-budget=2000"]
    command = [
        CHROMIUM,
        *options,
        f"--user-data-dir={folder / 'profile'}",
        "--dump-dom",
        f"file://{folder / 'page.html'}",
    ]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return run.stdout, "\n".join(line for line in run.stderr.splitlines() if "CONSOLE" in line)


def test_a_rollouts_page_does_its_own_work_and_nothing_else(rollout, tmp_path):
    shown, complaints = opened(rollout, tmp_path)
    assert complaints == ""
    assert "data-ran" not in shown
    assert re.search(r"<dt>made</dt><dd>&lt;/script&gt;.*</dd>", shown), (
        "its own script has run, and shows texts as texts"
    )
    assert re.search(r"<title>&lt;/script&gt;.*: champion of generation 0</title>", shown)


def test_a_drawing_pad_does_its_own_work_and_nothing_else(pad, tmp_path):
    shown, complaints = opened(pad, tmp_path)
    assert complaints == ""
    assert "data-ran" not in shown
    assert shown.count('class="guess"') == 3, "its own script has run"


@pytest.mark.parametrize("strict", [True, False])
def test_what_is_not_the_pages_own_is_blocked_by_the_policy(strict, rollout, tmp_path):
    page = rollout.replace("<main>", f"<main><img src=x onerror={RAN}><script>{RAN}</script>")
    shown, complaints = opened(page if strict else re.sub("<meta HTTP-EQUIV.*>", "", page), tmp_path)
    assert ("data-ran" in shown) is not strict
    assert ("Content Security Policy" in complaints) is strict
