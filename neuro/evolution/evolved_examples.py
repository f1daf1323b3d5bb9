"""The data sets that evolve by name: each with its networks, and with what counts as learnt."""

from __future__ import annotations

from neuro.datasets import digits, xor
from neuro.evolution.supervised import Supervised
from neuro.network import Dense, GraphNetwork, Input, Network

__all__ = ["EXAMPLES", "share_right"]


def _xor() -> Supervised:
    data = xor()
    return Supervised([Input(2), Dense(4, "tanh"), Dense(1, "sigmoid")], data.x, data.y, right=1.0)


def _digits() -> Supervised:
    data = digits()
    x = data.x.reshape(len(data.x), -1)
    return Supervised([Input(x.shape[1]), Dense(10, "softmax")], x, data.y, "cross-entropy", right=0.95)


#: What makes each task, by its name.
EXAMPLES = {"digits": _digits, "xor": _xor}

_DATA = {"digits": digits, "xor": xor}


def share_right(name: str, network: Network | GraphNetwork) -> float:
    """The share of a data set's test examples, which nothing has learnt from, that a network answers right.

    Args:
        name: One of ``EXAMPLES``; xor has no other examples than its four.
        network: The network.
    """
    data = _DATA[name]()
    outputs = network.predict(data.test_x.reshape(len(data.test_x), -1))
    if data.test_y.ndim == 1:  # labels
        return float((outputs.argmax(axis=1) == data.test_y).mean())
    return float(((outputs > 0.5) == (data.test_y > 0.5)).all(axis=1).mean())
