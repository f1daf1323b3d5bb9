"""A live page in Firefox, from disk: it learns to the bits of neuro, complains of nothing, and fits a phone."""

import pytest
from firefox import FIREFOX, Firefox

from games.flappy import game as flappy
from neuro.evolution import Evolution, EvolutionSettings
from neuro.live import live_page
from neuro.policies import policy_of

SETTINGS = EvolutionSettings(seed=330901, population=40, episodes=2)

pytestmark = pytest.mark.skipif(FIREFOX is None, reason="needs Firefox")


@pytest.fixture
def browser(tmp_path):
    (tmp_path / "profile").mkdir()
    found = Firefox(tmp_path / "profile")
    yield found
    found.close()


def test_a_page_learns_in_firefox_to_the_fingerprint_of_neuro(browser, tmp_path):
    path = tmp_path / "flappy.html"
    path.write_text(live_page(flappy, SETTINGS, policy_of(flappy.layers)), encoding="utf-8")
    browser.open(f"{path.as_uri()}#generations=3&speed=max")
    browser.until("document.documentElement.dataset.generation === '3'")
    run = Evolution(flappy, SETTINGS, threads=1)
    fingerprint = [run.step().fingerprint for _ in range(3)][-1]
    assert browser.value("document.documentElement.dataset.fingerprint") == fingerprint
    for size, theme in (((1440, 900), "light"), ((500, 844), "dark")):  # a window is no narrower
        browser.resize(*size, theme=theme)
        browser.until(f"innerWidth === {size[0]}")
        assert browser.value("document.documentElement.scrollWidth <= innerWidth")
        assert browser.value(f"matchMedia('(prefers-color-scheme: {theme})').matches")
        assert browser.value("document.getElementById('world').clientWidth") > 300
    assert browser.mistakes == []
