import kill
import pytest


@pytest.mark.slow
@pytest.mark.parametrize("name", ["evolve, kept by time", "train until nothing improves"])  # .ci/run tries all
def test_what_is_killed_goes_on_to_the_same_end(name):
    assert kill.chaos(kills=2, name=name, seed=7) == []
