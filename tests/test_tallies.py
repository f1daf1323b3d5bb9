"""A number and its noun agree wherever people read a score."""

import pytest

from neuro.numerals import noun_for, tallied

SAID = {
    (1, "pipes"): "1 pipe",
    (0, "pipes"): "0 pipes",
    (2, "pipes"): "2 pipes",
    (1.25, "pipes"): "1.25 pipes",
    (1.0000001, "pipes"): "1 pipe",
    (-1, "points"): "−1 points",
    (1, "won matches"): "1 won match",
    (1, "batteries"): "1 battery",
    (1, "boxes"): "1 box",
    (1, "crosses"): "1 cross",
    (1, "progress"): "1 progress",
    (1, "Punkte"): "1 Punkte",
    (1, "s"): "1 s",
    (1000, "rounds"): "1,000 rounds",
}


@pytest.mark.parametrize(("said", "how"), SAID.items(), ids=str)
def test_one_is_singular_and_everything_else_plural(said, how):
    assert tallied(*said) == how


def test_a_noun_alone_agrees_with_the_number_beside_it():
    assert [noun_for(value, "rounds") for value in (0, 1, 1.5)] == ["rounds", "round", "rounds"]
