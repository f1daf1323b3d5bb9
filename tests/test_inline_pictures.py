"""What notebooks show in the place of an object is whole HTML, and holds what it says."""

import xml.etree.ElementTree as ElementTree

import pytest

import neuro
from neuro.inline_pictures import curves, figures, network_picture


def parsed(text):
    return ElementTree.fromstring(f"<div>{text}</div>")


def test_a_run_shows_its_course_and_its_champion():
    result = neuro.evolve("flappy", seed=1, population=20, generations=3, max_steps=200)
    shown = parsed(result._repr_html_())
    assert result.fingerprint in "".join(shown.itertext())
    assert len(shown.findall(".//polyline")) == 2
    assert len(shown.findall(".//circle")) == 5 + 8 + 2


@pytest.mark.parametrize(
    ("layers", "nodes"),
    [
        ((neuro.Input(3), neuro.Dense(4), neuro.Dense(2)), 9),
        ((neuro.Input(3), neuro.Recurrent(4), neuro.Dense(2)), 9),
        ((neuro.Input((4, 4, 1)), neuro.Conv2D(2, 3), neuro.Flatten(), neuro.Dense(2)), 0),
    ],
    ids=["dense", "recurrent", "convolution"],
)
def test_a_network_is_drawn_where_its_links_can_be(layers, nodes):
    network = neuro.Network(layers, seed=1)
    shown = parsed(network._repr_html_())
    assert f"{network.genome.size:,}" in "".join(shown.itertext())
    assert len(shown.findall(".//circle")) == nodes


def test_names_and_values_of_others_are_text():
    hostile = "<script>alert(1)</script>"
    for text in (
        figures({hostile: hostile}),
        curves(hostile, {hostile: [1.0]}),
        network_picture(hostile, [0, 1], [[0, 1]], [1.0]),
    ):
        assert not parsed(text).findall(".//script")


def test_curves_without_a_number_are_empty_axes():
    assert parsed(curves("none", {"best": [float("nan")], "mean": []})).findall(".//path")
