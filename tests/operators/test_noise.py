import numpy as np
import pytest

from neuro.operators.noise import draw_normal, draw_uniform
from neuro.random import Purpose
from neuro.thread_pool import at_most

KEY = np.uint64(5)


def drawn(shape, how=draw_normal, key=KEY, generation=1, purpose=Purpose.MUTATE):
    out = np.empty(shape, np.float32)
    how(out, key, generation, purpose)
    return out


def test_normal_draws_have_the_moments_and_tails_of_the_normal_distribution():
    values = drawn((1000, 300)).astype(np.float64).reshape(-1)
    assert abs(values.mean()) < 0.01
    assert abs(values.std() - 1) < 0.01
    assert abs((values**3).mean()) < 0.03
    assert abs((values**4).mean() - 3) < 0.05
    known = {0.001: -3.0902, 0.1: -1.2816, 0.5: 0.0, 0.9: 1.2816, 0.999: 3.0902}
    assert np.quantile(values, list(known)) == pytest.approx(list(known.values()), abs=0.04)
    assert 4 < np.abs(values).max() < 6.8


def test_the_two_draws_of_a_pair_do_not_tell_of_each_other():
    values = drawn((2048 * 40,)).reshape(40, 2, 1024)
    assert abs((values[:, 0] * values[:, 1]).mean()) < 0.02
    assert abs((np.sign(values[:, 0]) * np.sign(values[:, 1])).mean()) < 0.02


def test_uniform_draws_fill_the_range_from_0_to_below_1():
    values = drawn((700, 100), draw_uniform)
    assert values.min() >= 0
    assert values.max() < 1
    counts = np.histogram(values, 10, (0, 1))[0] / values.size
    assert counts == pytest.approx(0.1, abs=0.005)


@pytest.mark.parametrize("how", [draw_normal, draw_uniform])
def test_more_rows_change_none_before_them(how):
    few, many = drawn((90, 33), how), drawn((400, 33), how)
    assert (many[:60] == few[:60]).all()


@pytest.mark.parametrize("how", [draw_normal, draw_uniform])
def test_key_generation_and_purpose_change_every_draw(how):
    usual = drawn(5000, how)
    for other in ({"key": np.uint64(6)}, {"generation": 2}, {"purpose": Purpose.CROSS}):
        assert (drawn(5000, how, **other) != usual).mean() > 0.99


@pytest.mark.parametrize("how", [draw_normal, draw_uniform])
def test_threads_change_no_draw(how):
    def on(threads):
        with at_most(threads):
            return drawn((3000, 70), how)

    assert (on(1) == on(3)).all()


@pytest.mark.parametrize("shape", [(1, 1), (0, 5), (3, 1), (1, 2047), (1, 2049)])
def test_arrays_of_any_size_are_filled(shape):
    for how in (draw_normal, draw_uniform):
        assert np.isfinite(drawn(shape, how)).all()
