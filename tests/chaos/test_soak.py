import sys

import pytest
import soak


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="measures the process by /proc")
def test_some_thousand_generations_leave_nothing_behind_but_their_record(tmp_path):
    assert soak.faults(*soak.soak(4_000, tmp_path)) == []


def test_growth_is_seen():
    assert soak.faults((100, 0, 5, 2), (200, 100 << 20, 6, 2)) == [
        "memory grew by 104,857,600 bytes over 100 generations",
        "open files grew from 5 to 6",
    ]
