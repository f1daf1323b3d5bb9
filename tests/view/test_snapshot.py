from neuro.view.snapshot import number


def test_numbers_have_commas_and_a_true_minus_and_no_negative_nothing():
    assert number(12345.6) == "12,346"
    assert number(-1234.56, 1) == "−1,234.6"
    assert number(-0.2) == "0"
