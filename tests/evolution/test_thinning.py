import itertools

from hypothesis import given
from hypothesis import strategies as st

from neuro.evolution.thinning import thin


@given(st.sets(st.integers(0, 10_000), max_size=40), st.integers(2, 20))
def test_no_more_are_kept_than_allowed_and_the_two_newest_always(generations, most):
    kept = thin(generations, most)
    assert len(kept) == min(most, len(generations))
    assert set(kept) <= generations
    assert kept[-2:] == sorted(generations)[-2:]


def test_what_is_kept_of_a_long_run_is_spread_over_it():
    kept = []
    for generation in range(1, 1001):
        kept = thin([*kept, generation], 8)
    gaps = [later - earlier for earlier, later in itertools.pairwise(kept)]
    assert kept[0] == 1
    assert max(gaps) < 1000 / 2
