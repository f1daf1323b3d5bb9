"""A network that is no chain of layers is drawn, held and told by its sketch alone."""

import dataclasses
import itertools
from types import SimpleNamespace

import numpy as np
import pygame
import pytest
from pygame import Rect

from neuro.policies import Links, Node, Sketch
from neuro.view.inspect.inspection import NetworkView
from neuro.view.inspect.weight_lines import _arc, line_under
from neuro.view.pages.replay_page import brain_told
from neuro.view.paint import Paint
from neuro.view.panels.brain_panel import BrainPanel, _columns, draw_network_view, parts_of
from neuro.view.terminal.terminal_views import _decision
from neuro.view.theme import DARK

AREA = Rect(0, 0, 360, 300)
#: From the input to the hidden node and past it to the output, from there to the output, and back to itself.
ENDS = (0, 1), (0, 2), (1, 2), (1, 1)
SKIPPING, LOOP = 1, 3


def sketch_of(links):
    """Three nodes in a line, with some of the links; the rollout keeps the output before the hidden node."""
    source, target = np.array([ENDS[link] for link in links]).T
    nodes = (Node(0.0, 0, "input"), Node(0.3, 2, "hidden", "node 7"), Node(1.0, 1, "output"))
    genes, memory = np.array([4, 3, 2, 1])[links], np.array([False, False, False, True])[links]
    return Sketch(nodes, Links(source, target, genes, memory), "a graph of three")


def mind_of(links=(0, 1, 2, 3)):
    values, genome = np.array([0.5, -0.4, 0.8], np.float32), np.array([9, -2, 0.5, -1, 3], np.float32)
    return NetworkView("bird 3", 0, ("height",), ("flap",), sketch_of(list(links)), values, genome, None)


def drawn(mind):
    surface = pygame.Surface(AREA.size)
    surface.fill(DARK.panel)
    draw_network_view(Paint(surface), AREA, mind, DARK, weights=True, nodes=True)
    return pygame.surfarray.array3d(surface).astype(int)


def panel_of(mind):
    panel, surface = BrainPanel(DARK), pygame.Surface(AREA.size)
    shown = SimpleNamespace(mind=mind, tick=0)
    panel.render(Paint(surface), AREA, shown)
    panel.overlay(Paint(surface), AREA, shown)
    return panel


@pytest.mark.parametrize("left_out", range(4))
def test_every_link_is_drawn(left_out):
    rest = [link for link in range(4) if link != left_out]
    assert (drawn(mind_of()) != drawn(mind_of(rest))).any()


def test_a_link_that_skips_a_column_bends_around_it():
    straight = {line.link: len(line.points) == 2 for line in panel_of(mind_of())._lines}
    assert straight == {0: True, SKIPPING: False, 2: True, LOOP: False}


def test_a_column_stands_where_its_node_is():
    lefts = [part.rect.centerx for part in parts_of(Paint(pygame.Surface(AREA.size)), AREA, mind_of())]
    _, links, hidden, more, _ = lefts
    assert links < hidden < more
    assert hidden < AREA.centerx


def test_a_node_is_drawn_by_its_own_value():
    other = dataclasses.replace(mind_of(), values=np.array([0.5, 0.9, 0.8], np.float32))
    changed = np.flatnonzero((drawn(mind_of()) != drawn(other)).any(axis=2).any(axis=1))
    assert changed.min() > 60
    assert changed.max() < AREA.w - 60


def test_memory_is_an_arc_that_is_found_and_named(monkeypatch):
    mind, told = mind_of(), []
    panel = panel_of(mind)
    line = next(line for line in panel._lines if line.link == LOOP)
    assert len(line.points) > 2
    at = min(line.points, key=lambda point: point[1])
    assert line_under(at, panel._lines) == line
    monkeypatch.setattr(Paint, "tag", lambda *given: told.append(given[2]))
    panel.command(at, pygame.event.Event(pygame.MOUSEMOTION))
    panel.overlay(Paint(pygame.Surface(AREA.size)), AREA, SimpleNamespace(mind=mind, tick=0))
    assert told == ["node 7, a step before → node 7  −2.00"]


def test_arcs_between_two_nodes_there_and_back_lie_apart():
    for start, end in itertools.permutations([(100, 20), (100, 160)]):
        arc = _arc(start, end, 12)
        assert (arc[0], arc[-1]) == (start, end)
        assert all(x < 100 for x, _ in arc[1:-1]), "it bends to the left"
    there, back = _arc((100, 20), (100, 160), 12), _arc((100, 160), (100, 20), 12)
    assert abs(there[8][0] - back[8][0]) > 6


def test_a_link_that_is_dragged_asks_for_its_own_gene():
    panel = panel_of(mind_of())
    (x, y) = next(line.points[8] for line in panel._lines if line.link == SKIPPING)
    panel.command((x, y), pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1))
    command = panel.command((x, y - 90), pygame.event.Event(pygame.MOUSEMOTION))
    assert (command.name, command.value) == ("weight", SKIPPING)
    assert command.amount == pytest.approx(-1 + 1, abs=1e-6), "as much as the largest into the output, 1"


def test_a_terminal_tells_what_it_sees_and_decides():
    assert [line.split() for line in _decision(mind_of(), 20) if "0." in line] == [["height", "0.50"], ["flap", "0.80"]]


def test_a_page_is_told_its_nodes_and_links():
    assert brain_told(mind_of()) == {
        "nodes": [[0.0, "input", "height"], [0.3, "hidden", ""], [1.0, "output", "flap"]],
        "links": [(0, 1, 3.0, 0), (0, 2, -1.0, 1), (1, 2, 0.5, 0), (1, 1, -2.0, 1)],
        "newest": -1,
    }


def test_the_newest_link_is_lit_and_what_lies_between_nodes_says_so():
    usual = mind_of()
    grown = dataclasses.replace(usual, sketch=dataclasses.replace(usual.sketch, newest=0))
    assert (drawn(usual) != drawn(grown)).any()
    paint = Paint(pygame.Surface(AREA.size))
    told = [" ".join(part.about for part in parts_of(paint, AREA, mind)) for mind in (usual, grown)]
    assert ["the newest" in one for one in told] == [False, True]


def test_hidden_nodes_that_are_alone_in_their_columns_stand_apart_and_a_link_within_a_column_is_an_arc():
    nodes = [Node(0.0, 0, "input"), Node(0.3, 2, "hidden"), Node(0.6, 3, "hidden"), Node(0.6, 4, "hidden")]
    nodes += [Node(0.8, 5, "hidden"), Node(1.0, 1, "output")]
    ends = np.array([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (1, 4)])
    links = Links(*ends.T, np.arange(len(ends)), np.zeros(len(ends), np.bool_))
    sketch = Sketch(tuple(nodes), links, "a graph of six")
    assert sketch.arcs.tolist() == [False, False, True, False, False, True]
    heights = [column.places[0][1] for column in _columns(sketch, AREA, 8.0, (30, 30))]
    assert heights[1] < AREA.centery < heights[3]
