"""`neuro games` and the start screen's cards: every game with its picture and a sentence."""

import io

import pytest

from neuro.cli import games as module
from neuro.cli.start_offers import offers
from neuro.game import find_game, game_names


class Coloured:
    colours = 1 << 24


@pytest.mark.parametrize("width", [60, 100])
def test_in_colours_each_game_has_its_picture_beside_what_is_told_of_it(monkeypatch, capsys, width):
    monkeypatch.setattr(module, "Tty", Coloured)
    monkeypatch.setenv("COLUMNS", str(width))
    assert module.games() == 0
    lines = capsys.readouterr().out.splitlines()
    for name in game_names():
        (first,) = [k for k, line in enumerate(lines) if f"{name} · {find_game(name).title}" in line]
        assert all("▀" in line for line in lines[first : first + 6])
        assert find_game(name).about.split()[0] in lines[first + 1]


def test_without_colours_there_are_words_alone(monkeypatch, capsys):
    monkeypatch.setattr(module.sys, "stdout", io.StringIO())
    assert module.games() == 0
    told = module.sys.stdout.getvalue()
    assert "▀" not in told
    assert all(find_game(name).about in told for name in game_names())


def test_every_game_has_a_card_and_no_sentence_is_long():
    shown = {offer.words[1] for offer in offers() if offer.words[:1] == ("watch",)}
    assert shown == set(game_names())
    assert all(len(offer.about) <= 70 for offer in offers())
