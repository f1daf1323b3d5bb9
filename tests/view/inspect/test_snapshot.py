import pytest

from neuro.numerals import number, short


def test_numbers_have_commas_and_a_true_minus_and_no_negative_nothing():
    assert number(12345.6) == "12,346"
    assert number(-1234.56, 1) == "−1,234.6"
    assert number(-0.2) == "0"


@pytest.mark.parametrize(
    ("value", "told"),
    [(7.4, "7"), (999.4, "999"), (1_000, "1.0k"), (184_000_000, "184M"), (999_400, "999k"), (999_960, "1.0M")],
)
def test_rates_have_three_figures_at_most(value, told):
    assert "".join(short(value)) == told
