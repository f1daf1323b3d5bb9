"""A small convolutional network against PyTorch, where that is installed."""

import numpy as np
import pytest

from neuro.network import Conv2D, Dense, Flatten, Input, MaxPool2D, Network
from neuro.network.forward_backward import Passes
from neuro.network.training import CrossEntropy

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch, to compare with it")


def test_a_convolutional_network_and_its_gradients_are_those_of_pytorch():
    network = Network(
        [
            Input((9, 8, 2)),
            Conv2D(4, 3, "relu", padding="same"),
            MaxPool2D(2),
            Conv2D(5, (2, 3), "tanh", stride=(1, 2)),
            Flatten(),
            Dense(3),
        ],
        seed=1,
        dtype="float64",
    )
    rng = np.random.default_rng(2)
    x, labels = rng.normal(size=(6, 9, 8, 2)), rng.integers(0, 3, 6)
    (w1, b1), (w2, b2), (w3, b3) = (
        tuple(torch.tensor(one.copy(), requires_grad=True) for one in pair) for pair in network.parameters()
    )
    functional = torch.nn.functional
    hidden = torch.tensor(x).permute(0, 3, 1, 2)
    hidden = functional.max_pool2d(functional.relu(functional.conv2d(hidden, w1.permute(0, 3, 1, 2), b1, padding=1)), 2)
    hidden = torch.tanh(functional.conv2d(hidden, w2.permute(0, 3, 1, 2), b2, stride=(1, 2)))
    outputs = hidden.permute(0, 2, 3, 1).flatten(1) @ w3.T + b3
    loss = functional.cross_entropy(outputs, torch.tensor(labels))
    loss.backward()
    passes = Passes(network.layers, network.shapes, network.genome)
    pull = np.empty((6, 3))
    found = passes.forward(x)
    assert np.allclose(found, outputs.detach().numpy(), rtol=1e-12, atol=1e-12)
    value, _ = CrossEntropy.kernel(found, np.eye(3)[labels], 0.0, pull)
    assert value == pytest.approx(loss.item(), rel=1e-12)
    passes.backward(pull)
    expected = np.concatenate([one.grad.numpy().ravel() for one in (w1, b1, w2, b2, w3, b3)])
    assert np.allclose(passes.gradient, expected, rtol=1e-10, atol=1e-12)
