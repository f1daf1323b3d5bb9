"""docs/architecture.md and its picture show the parts and the imports that stand in the code."""

import importlib.util
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from test_structure import GROUND, MAY_IMPORT, SHELVES

CHECKOUT = Path(__file__).parent.parent
HOW = "run `python docs/pictures/architecture.py`, and look at docs/architecture.md"


@pytest.fixture(scope="module")
def drawing():
    """The script that draws the picture, as a module."""
    spec = importlib.util.spec_from_file_location("architecture", CHECKOUT / "docs/pictures/architecture.py")
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


def test_the_page_has_a_sentence_for_every_floor_and_shelf_and_for_nothing_else(drawing):
    sentences = drawing.sentences()
    assert set(sentences) == {*drawing.floors(), *drawing.shelves()}, HOW
    assert [about for about in sentences.values() if len(about) > 56] == [], "longer than its row of the picture"


def test_the_page_names_them_from_the_highest_to_the_lowest(drawing):
    assert list(drawing.sentences()) == [*drawing.floors(), *drawing.shelves()]


def test_the_picture_has_an_arrow_for_each_import_between_two_parts_and_no_other(drawing):
    assert drawing.PICTURE.read_text(encoding="utf-8") == drawing.picture(), HOW


def test_an_import_that_adds_an_arrow_changes_the_picture(drawing, monkeypatch):
    before, pairs = drawing.picture(), drawing.arrows()
    assert ("operators", "champion") not in pairs
    monkeypatch.setattr(drawing, "arrows", lambda: pairs | {("operators", "champion")})
    assert drawing.picture() != before


def test_arrows_stand_for_real_imports(drawing):
    assert {("rollout", "game"), ("evolution", "rollout"), ("cli", "view")} <= drawing.arrows()
    assert all(end in MAY_IMPORT[start] or end == drawing.FLOOR for start, end in drawing.arrows())
    assert ("watch", "widgets") in drawing.arrows_of_the_view()
    assert not GROUND & {name for pair in drawing.arrows() for name in pair}
    assert {start for start, _ in drawing.arrows_of_the_view()} <= {*SHELVES, drawing.SHELF}


def test_every_column_of_arrows_stands_beside_the_sentences_and_inside_the_picture(drawing):
    root = ElementTree.fromstring(drawing.picture())
    places = [int(one.get("x")) for one in root.iter("{http://www.w3.org/2000/svg}rect") if one.get("class") == "start"]
    towers = drawing.arrows(), drawing.arrows_of_the_view()
    assert len(places) == sum(len({start for start, _ in pairs}) for pairs in towers)
    assert drawing.TEXT < min(places) < max(places) < drawing.WIDTH - 12


def test_the_picture_is_an_svg_that_needs_nothing_from_elsewhere(drawing):
    text = drawing.PICTURE.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg")
    assert "prefers-color-scheme: dark" in text
    assert "href" not in text
    assert "url(" not in text
