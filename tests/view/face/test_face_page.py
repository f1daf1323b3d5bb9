"""A live page as people meet it, in Chromium: it learns, answers to clicks and sliders, and believes no address."""

import io
from contextlib import suppress
from dataclasses import replace
from threading import Thread

import pygame
import pytest
from browser import CHROMIUM, Browser

from games.flappy import game as flappy
from neuro.errors import FileError, NeuroError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.exact_replay import replay
from neuro.live.champion_page import champion_page
from neuro.live.composed_page import engine_code, live_facts
from neuro.live.digits_page import digits_page
from neuro.live.examples_page import xor_page
from neuro.live.page_server import PageServer
from neuro.paths import shipped_champion
from neuro.policies import policy_of
from neuro.storage.files import load_champion
from neuro.view.face.face_page import face_page, parts_of
from neuro.view.looks import FAMILIES

SETTINGS = EvolutionSettings(seed=330901, population=40, episodes=2)
HOSTILE = "</script><img src=x onerror=document.title='told'>"
FINGERPRINT = "document.documentElement.dataset.fingerprint"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The address of a page of Flappy, whose agents are called something hostile."""
    policy, hostile = policy_of(flappy.layers), replace(flappy, agent=HOSTILE)
    facts, module = live_facts(flappy, SETTINGS, policy)
    path = tmp_path_factory.mktemp("page") / "flappy.html"
    written = face_page(hostile, SETTINGS, policy, facts, module, f"{engine_code('ga')}\nserve();")
    path.write_text(written, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    found = Browser(tmp_path_factory.mktemp("profile"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def learnt(browser, page):
    """The page after three generations."""
    browser.open(f"{page.as_uri()}#generations=3&speed=max&workers=3")
    shown = f"document.getElementById('bits').textContent.replaceAll(' ', '') === {FINGERPRINT}"
    browser.until(f"document.documentElement.dataset.generation === '3' && {shown}")
    return browser


def press(browser, what):
    browser.value(f"document.querySelector('[data-do={what}]').click()")


def text(browser, element):
    return browser.value(f"document.getElementById('{element}').textContent")


def turn(browser, element, value):
    told = (
        f"const one = document.getElementById('{element}'); one.value = {value}; one.dispatchEvent(new Event('input'))"
    )
    browser.value(f"(() => {{ {told} }})()")


def test_a_page_learns_to_the_fingerprint_of_neuro_and_stops_where_the_address_says(learnt):
    run = Evolution(flappy, SETTINGS, threads=1)
    records = [run.step() for _ in range(3)]
    assert learnt.value(FINGERPRINT) == records[-1].fingerprint
    assert learnt.value("[document.documentElement.dataset.workers, lab.link.others.length]") == ["3", 2]
    assert text(learnt, "bits").replace(" ", "") == records[-1].fingerprint
    assert text(learnt, "cmd").startswith(
        "neuro evolve flappy --episodes 2 --seed 330901 --population 40 --generations 3"
    )
    assert learnt.value("lab.playing") is False


def test_texts_of_others_are_shown_as_they_are_written(learnt):
    assert learnt.value("document.querySelectorAll('img').length") == 0
    assert HOSTILE.removeprefix("</script>") in text(learnt, "hint")


def test_a_click_shows_the_brain_of_the_one_that_was_clicked(learnt):
    turn(learnt, "scrub", 2)  # at its start all live
    learnt.until("lab.frame.generation === 2 && !lab.busy")
    world = "document.getElementById('world')"
    place = f"const box = {world}.getBoundingClientRect(), [x, y] = Stage.scene.place(Stage.frame, lab.frame.leader)"
    at = "clientX: box.left + (x + 125) * box.height / 900, clientY: box.top + y * box.height / 900, bubbles: true"
    learnt.value(f"(() => {{ {place}; {world}.dispatchEvent(new PointerEvent('pointerdown', {{ {at} }})) }})()")
    learnt.until("lab.agent >= 0 && document.getElementById('whose').textContent.endsWith(` ${lab.agent}`)")
    learnt.until("document.getElementById('link').textContent.endsWith(`&agent=${lab.agent}`)")
    press(learnt, "live")
    learnt.until("lab.frame.generation === 3 && !lab.busy")


def test_a_slider_acts_from_the_next_generation_on_and_the_command_says_how_to_repeat_it(learnt):
    turn(learnt, "dial-0", 160)
    assert text(learnt, "from") == "from generation 4"
    press(learnt, "next")
    learnt.until("document.documentElement.dataset.generation === '4'")
    learnt.until("lab.frame.generation === 4 && lab.frame.parameters.gap === 160")
    learnt.until("document.getElementById('cmd').textContent.includes('--set gap=160')")
    assert text(learnt, "p-about").startswith("Settings were changed at generation 4")


def test_the_past_is_played_again_and_the_champion_takes_its_place_in_a_duel(learnt):
    turn(learnt, "scrub", 1)
    learnt.until("lab.frame.generation === 1 && document.getElementById('said').textContent.endsWith('bit for bit.')")
    press(learnt, "duel")
    learnt.until("Duel.on && Duel.you.agent.height === 450")
    keys = "document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'Space', key: ' ', bubbles: true }))"
    learnt.value(keys)
    learnt.until("lab.frame.step > 3 && Duel.you.agent.height < 450")
    press(learnt, "duel")
    learnt.until("!Duel.on && lab.frame.population === 40")


def test_a_page_tells_as_the_window_that_a_family_is_gone_and_that_all_are_alike(learnt):
    _, second, *_ = FAMILIES
    seen = "Records.begin(); const two = [Float32Array.of(1, -1, 0, 0), Float32Array.of(0.1, 0.1, 0, 0.1)];"
    met = "Records.meet(two[0], [0, 2]); Records.meet(two[1], [0, 0]);"
    told = "const { gone, alike, words } = Records.moment(lab, null); return [gone, alike, words.gone]"
    assert learnt.value(f"(() => {{ {seen} {met} {told} }})()") == [second, True, second]
    alone = "Records.begin(); Records.meet(Float32Array.of(1, -1), [0, 2]);"
    assert learnt.value(f"(() => {{ {alone} {told} }})()") == ["", False, ""]


def colours(browser):
    picture = pygame.image.load(io.BytesIO(browser.screenshot()))
    return picture.get_size(), picture.get_at((3, picture.get_height() - 3))[:3]


def test_it_is_light_or_dark_as_the_browser_wishes_and_fits_a_phone(learnt):
    looks = []
    for size, theme in (((1440, 900), "dark"), ((1440, 900), "light"), ((390, 844), "dark")):
        learnt.resize(*size, theme=theme)
        looks.append(colours(learnt))
        assert learnt.value("document.documentElement.scrollWidth <= innerWidth")
        assert learnt.value("document.getElementById('world').clientWidth") > 300
    assert sum(looks[0][1]) < 200 < 600 < sum(looks[1][1])
    press(learnt, "theme")
    assert learnt.value("document.documentElement.dataset.theme") == "light"
    assert not learnt.mistakes


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("seed=-1", "A seed is a whole number from 0 to 9,223,372,036,854,775,807, not “-1”."),
        ("seed=1e999", "not “1e999”"),
        ("generations=0", "The number of generations is a whole number from 1"),
        ("agent=99", "There are only 40"),
        ("set.gap=1e9", "Opening lies between 30 and 400"),
        ("with.mutation_rate=NaN", "Mutation rate lies between 0 and 1"),
        ("speed=%3Cb%3E", "not “<b>”"),
        ("workers=0", "The number of workers is a whole number from 1 to 16"),
        ("workers=99", "The number of workers is a whole number from 1 to 16"),
        ("evil=1", "“evil”, which this page does not know"),
    ],
)
def test_an_absurd_address_is_refused_in_a_sentence_and_the_page_goes_on(learnt, address, told):
    learnt.value(f"location.hash = '{address}'")
    learnt.until(f"document.getElementById('refused').textContent.includes({told!r})")
    assert learnt.value("document.getElementById('refused').hidden") is False
    learnt.until("lab.frame.generation === 0 && !lab.busy")
    assert not learnt.mistakes


def test_a_page_can_be_read_again_and_a_damaged_one_is_told(page):
    whole = page.read_text(encoding="utf-8")
    parts, module = parts_of(whole)
    assert parts["told"]["engine"]["run"]["seed"] == SETTINGS.seed
    assert module.startswith(b"\0asm")
    assert len(whole) < 115_000
    for damaged in (whole.replace('id="packed">', 'id="packed">0000'), "<p>no page</p>"):
        with pytest.raises(FileError, match="no live page that neuro wrote"):
            parts_of(damaged)


@pytest.fixture(scope="module")
def replay_page(browser, tmp_path_factory):
    """A page on which the champion that ships plays, in the same browser."""
    file = shipped_champion("flappy")
    path = tmp_path_factory.mktemp("replay") / "replay.html"
    path.write_text(champion_page(load_champion(file), file.read_bytes(), "flappy.neuro"), encoding="utf-8")
    browser.open(f"{path.as_uri()}#course=7&step=300")
    browser.until("document.documentElement.dataset.step === '300'")
    return browser


def test_a_champion_plays_the_course_of_the_address_to_the_trace_of_its_replay(replay_page):
    (wanted,) = replay(shipped_champion("flappy"), seed=7, max_steps=300)
    assert replay_page.value("document.documentElement.dataset.trace") == wanted.trace
    told = "neuro replay flappy.neuro --seed 7 --max-steps 300 --view none"
    replay_page.until(f"document.getElementById('cmd').textContent === '{told}'")
    press(replay_page, "step")
    replay_page.until("document.documentElement.dataset.step === '301'")
    press(replay_page, "next")
    replay_page.until("document.documentElement.dataset.course === '8' && lab.frame.course === 8")
    replay_page.value(
        "(document.getElementById('course').value = '40', document.querySelector('[data-do=go]').click())"
    )
    replay_page.until("document.documentElement.dataset.course === '40' && lab.playing && lab.frame.step > 3")


def test_an_absurd_course_in_the_address_is_refused_and_the_page_goes_on(replay_page):
    for address, told in (("course=5e9", "A course is a whole number"), ("evil=1", "“evil”, which this page")):
        replay_page.value(f"location.hash = '{address}'")
        replay_page.until(f"document.getElementById('refused').textContent.includes({told!r})")
        replay_page.until("document.documentElement.dataset.course === '0' && !lab.busy")
    for width in (1440, 390):
        replay_page.resize(width, 844)
        assert replay_page.value("document.documentElement.scrollWidth <= innerWidth")
    assert not replay_page.mistakes


def test_backprop_and_evolution_learn_beside_each_other_to_the_bits_of_neuro(browser, tmp_path):
    path = tmp_path / "xor.html"
    path.write_text(xor_page(330904), encoding="utf-8")
    proof = parts_of(path.read_text(encoding="utf-8"))[0]["told"]["engine"]["proof"]
    data = "document.documentElement.dataset"
    browser.open(f"{path.as_uri()}#generations=3&speed=1")
    browser.until(f"{data}.generation === '3' && lab.playing === false")
    assert browser.value(FINGERPRINT) == proof["evolution"]
    before = float(browser.value(f"{data}.loss"))
    press(browser, "step")
    browser.until(f"{data}.generation === '4'")
    assert float(browser.value(f"{data}.loss")) < before
    turn(browser, "dial-2", 2)  # another network: both begin again
    browser.until("lab.frame.backprop.genome.length === 9 && !lab.busy")
    browser.until("document.getElementById('p-about').textContent.includes('no command repeats it')")
    browser.value("location.hash = 'hidden=0'")
    browser.until("document.getElementById('refused').textContent.includes('lies between 1 and 8')")
    assert not browser.mistakes


def test_a_served_page_loads_what_was_saved_keeps_its_address_and_tells_what_is_wrong(browser, tmp_path):
    rules = tmp_path / "rules.py"
    rules.write_text("one")

    def build():
        if rules.read_text() == "broken":
            raise NeuroError(HOSTILE)
        return f"<!doctype html><p id='p'>{rules.read_text()}"

    def tell(_):
        if rules.read_text() == "over":
            raise KeyboardInterrupt

    def serve():
        with suppress(KeyboardInterrupt):
            server.run(tell)

    server = PageServer(tmp_path, build)
    thread = Thread(target=serve)
    thread.start()
    shown = "document.getElementById('page').contentDocument?.getElementById('p')?.textContent"
    browser.open(f"{server.address}#seed=3")
    browser.until(f"{shown} === 'one'")
    rules.write_text("broken")
    browser.until("document.documentElement.dataset.error")
    assert text(browser, "what") == HOSTILE
    assert browser.value(shown) == "one"
    browser.value("document.getElementById('page').contentWindow.location.hash = '#seed=4'")
    rules.write_text("three")
    browser.until(f"{shown} === 'three' && !document.documentElement.dataset.error")
    assert browser.value("document.getElementById('page').contentWindow.location.hash") == "#seed=4"
    assert browser.value("document.querySelectorAll('img').length") == 0
    rules.write_text("over")
    thread.join()
    browser.until("document.getElementById('what').textContent === 'neuro serve has ended.'")
    browser.open("about:blank")  # which asks nobody
    browser.mistakes.clear()


def test_a_network_learns_to_read_digits_and_reads_what_is_drawn(browser, tmp_path):
    path = tmp_path / "digits.html"
    path.write_text(digits_page(7), encoding="utf-8")
    data = "document.documentElement.dataset"
    browser.mistakes.clear()
    browser.resize(1440, 900)
    browser.open(f"{path.as_uri()}#generations=4&speed=1")
    browser.until(f"{data}.epoch === '4'")
    assert int(browser.value(f"{data}.right")) > 300  # of 359
    pad = "const pad = document.getElementById('pad'), box = pad.getBoundingClientRect()"
    at = "clientX: box.left + 0.5 * box.width, clientY: box.top + y * box.height, buttons: 1"
    event = f"pad.dispatchEvent(new PointerEvent(kind, {{ {at} }}))"
    stroke = "for (let k = 0; k <= 20; k++) put(k ? 'pointermove' : 'pointerdown', 0.15 + 0.035 * k)"
    browser.value(f"(() => {{ {pad}; const put = (kind, y) => {event}; {stroke} }})()")
    browser.until("document.getElementById('told').textContent === 'it says 1'")
    press(browser, "clear")
    browser.until("!Pad.drawn && document.getElementById('told').textContent.startsWith('large')")
    browser.value("location.hash = 'rate=1e9'")
    browser.until("document.getElementById('refused').textContent.includes('Learning rate lies between 0.05 and 10')")
    assert not browser.mistakes
