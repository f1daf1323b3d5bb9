"""Activations of whole rows have the bits of those of single numbers."""

import numpy as np
import pytest

from neuro.kernels import bind, kernel
from neuro.network.graph_forward import LIMIT, bounded
from neuro.policies.row_activations import ROW_ACTIVATIONS, bind_row_activation
from neuro.vectors import put, row

LANES = 16
FUNCTION = None


@kernel
def _apply(values, out):
    for k in range(values.size // LANES):
        put(out, k, LANES, FUNCTION(row(values, k, LANES)))


@pytest.mark.parametrize("name", sorted(ROW_ACTIVATIONS))
def test_a_row_has_the_bits_of_single_numbers(name):
    rng = np.random.default_rng(1)
    ends = [0.0, -0.0, 7.9, -7.9, 8.0, -8.0, LIMIT, -LIMIT, 3e38, -3e38, 1e-30, -1e-30, np.nan, np.inf, -np.inf, 1.0]
    values = np.concatenate([ends, rng.normal(0, 4, 240)]).astype(np.float32)
    found, one = np.empty_like(values), bounded(name)
    bind(_apply, FUNCTION=bind_row_activation(name, LANES), LANES=LANES)(values, found)
    wanted = np.array([one(value) for value in values], np.float32)
    assert np.isnan(found).tolist() == np.isnan(wanted).tolist()
    clean = ~np.isnan(wanted)
    assert found[clean].tobytes() == wanted[clean].tobytes()
