import math

import pytest

from neuro.numerals import legible, mark_in_short, marks, spelled


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0031, "0.0031"),
        (0.0000123, "0.0000123"),
        (1.2345e-9, "1.2e−09"),
        (-0.0031, "−0.0031"),
        (0.0, "0"),
        (-0.0, "0"),
        (3.0, "3"),
        (2.913, "2.91"),
        (12.34, "12.3"),
        (99.96, "100"),
        (131.4, "131"),
        (131_001.25, "131,001"),
        (-1234.5, "−1,234"),
        (math.inf, "inf"),
    ],
)
def test_a_number_is_written_with_the_figures_that_tell_it(value, written):
    assert legible(value) == written


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([0.0, 0.001, 0.002], ["0.000", "0.001", "0.002"]),
        ([0.0, 0.5, 1.0], ["0.0", "0.5", "1.0"]),
        ([-200.0, 0.0, 200.0], ["−200", "0", "200"]),
        ([0.0, 2000.0], ["0", "2,000"]),
        ([0.0, 2e-8], ["0", "2.0e−08"]),
        ([0.0], ["0"]),
        ([], []),
    ],
)
def test_the_marks_of_an_axis_differ(values, written):
    assert marks(values) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (250_000, "250 k"),
        (1_250_000.0000001, "1.25 M"),
        (1e6, "1 M"),
        (2.5e9, "2.5 G"),
        (-1500, "−1.5 k"),
        (5, "5"),
    ],
)
def test_a_mark_in_short_is_the_number_itself(value, written):
    assert mark_in_short(value) == written


def test_small_counts_are_words_in_a_sentence():
    assert [spelled(count) for count in (0, 1, 12, 13, 1000)] == ["no", "one", "twelve", "13", "1,000"]
