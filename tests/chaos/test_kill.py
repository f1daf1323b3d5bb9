import kill
import pytest


@pytest.mark.slow
@pytest.mark.parametrize("every", [1, None])
def test_a_killed_run_goes_on_to_the_same_end(every):
    assert kill.chaos(kills=2, every=every, seed=7) == []
