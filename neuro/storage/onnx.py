"""Networks as ONNX files, for other programs to run; needs the extra ``onnx``."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import FileError, NeuroError
from neuro.network import GRU, Choice, Dense, Dropout, Flatten, Layer, LayerNorm, Network, Recurrent, Table
from neuro.network.layers import Shape
from neuro.network.layers.windows import Places, Windowed
from neuro.storage.atomic import write_atomically

__all__ = ["save_onnx"]

_OPSET = 20
_FORMAT = 9

_ACTIVATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "elu": ("Elu", {}),
    "gelu": ("Gelu", {"approximate": "tanh"}),
    "leaky-relu": ("LeakyRelu", {"alpha": 0.01}),
    "log-softmax": ("LogSoftmax", {}),
    "relu": ("Relu", {}),
    "sigmoid": ("Sigmoid", {}),
    "softmax": ("Softmax", {}),
    "softplus": ("Softplus", {}),
    "tanh": ("Tanh", {}),
}


def _onnx() -> Any:
    try:
        import onnx
    except ImportError:
        raise NeuroError("ONNX files need the onnx package: pip install 'neuro-sandbox[onnx]'") from None
    return onnx


class _Graph:
    """A chain of ONNX nodes: each takes what the one before has made.

    Args:
        onnx: The package.
        values: Name of what the network takes.
    """

    def __init__(self, onnx: Any, values: str) -> None:
        self._onnx, self.values = onnx, values
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.memories: list[str] = []  # what each layer remembers then
        self._remembered = 0  # numbers of the memory that layers have taken

    def add(
        self, operator: str, *constants: NDArray[Any], beside: Sequence[str] = (), of: str = "", **attributes: Any
    ) -> str:
        """Add a node that takes what there is, or another value, then others beside it, then some constants.

        Returns:
            The name of what it makes, which is what there is from now on.
        """
        names = self.kept(constants)
        made = f"values_{len(self.nodes)}"
        inputs = [of or self.values, *beside, *names]
        self.nodes.append(self._onnx.helper.make_node(operator, inputs, [made], **attributes))
        self.values = made
        return made

    def kept(self, constants: Sequence[NDArray[Any]]) -> list[str]:
        """The names of some constants."""
        names = [f"constant_{len(self.constants) + i}" for i in range(len(constants))]
        for name, constant in zip(names, constants, strict=True):
            self.constants.append(self._onnx.numpy_helper.from_array(np.ascontiguousarray(constant), name))
        return names

    def add_gru(self, inputs: str, constants: Sequence[NDArray[Any]], before: str, units: int) -> None:
        """Add a node of ONNX's GRU for one step: its second output is what there is from now on."""
        made, names = f"values_{len(self.nodes)}", self.kept(constants)
        given = [inputs, *names, "", before]
        self.nodes.append(self._onnx.helper.make_node("GRU", given, ["", made], hidden_size=units))
        self.values = made

    def remembered(self, count: int) -> str:
        """The name of what the next layer remembers, so many numbers: ``(n, count)``."""
        ends = [np.array([self._remembered], np.int64), np.array([self._remembered + count], np.int64)]
        self._remembered += count
        seen = self.values
        found = self.add("Slice", *ends, np.array([1], np.int64), of="memory")
        self.values = seen
        return found


def _turned(graph: _Graph, rank: int, *, first: bool) -> None:
    """Bring channels to the front, as ONNX has them, or back behind."""
    inner = list(range(2, rank + 2)) if not first else list(range(1, rank + 1))
    graph.add("Transpose", perm=[0, rank + 1, *inner] if first else [0, *inner, 1])


def _add_activation(graph: _Graph, name: str, axis: int) -> None:
    if name != "identity":
        operator, attributes = _ACTIVATIONS[name]
        given = {**attributes, **({"axis": axis} if "softmax" in name else {})}
        graph.add(operator, **given)


def _dense(graph: _Graph, layer: Any, shape: Shape, parameters: tuple[NDArray[Any], ...]) -> None:
    weights, biases = parameters
    graph.add("Gemm", weights, biases, transB=1)
    _add_activation(graph, layer.activation, 1)


def _recurrent(graph: _Graph, layer: Any, shape: Shape, parameters: tuple[NDArray[Any], ...]) -> None:
    weights, biases = parameters
    graph.add("Concat", beside=[graph.remembered(layer.units)], axis=1)
    graph.add("Gemm", weights, biases, transB=1)
    _add_activation(graph, layer.activation, 1)
    graph.memories.append(graph.values)


def _gru(graph: _Graph, layer: Any, shape: Shape, parameters: tuple[NDArray[Any], ...]) -> None:
    (weights, biases), first = parameters, np.array([0], np.int64)
    seen, before = graph.values, graph.add("Unsqueeze", first, of=graph.remembered(layer.units))
    inputs = graph.add("Unsqueeze", first, of=seen)
    constants = (weights[np.newaxis, :, : shape[0]], weights[np.newaxis, :, shape[0] :])
    whole = np.concatenate([biases, np.zeros_like(biases)])[np.newaxis]
    graph.add_gru(inputs, (*constants, whole), before, layer.units)
    graph.add("Squeeze", first)
    graph.memories.append(graph.values)


def _pads(places: Places, rank: int) -> list[int]:
    """Zeros before and behind, in each dimension."""
    found = zip(places.inputs, places.size, places.stride, places.before, places.outputs, strict=True)
    behind = [max(0, (o - 1) * t + s - n - b) for n, s, t, b, o in found]
    return [*places.before[3 - rank :], *behind[3 - rank :]]


def _windowed(graph: _Graph, layer: Any, shape: Shape, parameters: tuple[NDArray[Any], ...]) -> None:
    rank, places = layer.rank, layer.places(shape)
    window: dict[str, Any] = {
        "kernel_shape": list(places.size[3 - rank :]),
        "strides": list(places.stride[3 - rank :]),
        "pads": _pads(places, rank),
    }
    _turned(graph, rank, first=True)
    if parameters:
        weights, biases = parameters
        graph.add("Conv", np.moveaxis(weights, -1, 1), biases, **window)
        _add_activation(graph, layer.activation, 1)
    else:
        graph.add("MaxPool" if layer.kind.startswith("max") else "AveragePool", **window)
    _turned(graph, rank, first=False)


def _flatten(graph: _Graph, layer: Any, shape: Shape, parameters: tuple[NDArray[Any], ...]) -> None:
    graph.add("Reshape", np.array([-1, math.prod(shape)], np.int64))


def _layer_norm(graph: _Graph, layer: Any, shape: Shape, parameters: tuple[NDArray[Any], ...]) -> None:
    graph.add("LayerNormalization", *parameters, axis=-1, epsilon=layer.epsilon)


def _picked(graph: _Graph, rows: NDArray[Any]) -> None:
    """Of some rows, those whose numbers are there."""
    (name,), numbers = graph.kept([rows]), graph.values
    graph.add("Gather", of=name, beside=[numbers], axis=0)


def _choice(graph: _Graph, layer: Any, shape: Shape, parameters: tuple[NDArray[Any], ...]) -> None:
    graph.add("ArgMax", axis=1, keepdims=0)
    _picked(graph, layer.meanings)


def _table(graph: _Graph, layer: Any, shape: Shape, parameters: tuple[NDArray[Any], ...]) -> None:
    edges, values = parameters
    graph.add("Unsqueeze", np.array([2], np.int64))
    graph.add("Greater", edges)
    graph.add("Cast", to=7)  # int64
    graph.add("ReduceSum", np.array([2], np.int64), keepdims=0)
    graph.add("Mul", layer.bins ** np.arange(shape[0] - 1, -1, -1))
    graph.add("ReduceSum", np.array([1], np.int64), keepdims=0)
    _picked(graph, values.T)


def _nothing(graph: _Graph, layer: Any, shape: Shape, parameters: tuple[NDArray[Any], ...]) -> None:
    """Outside of training."""


def _writer(layer: Layer) -> Callable[..., None]:
    if isinstance(layer, Windowed):
        return _windowed
    known: dict[type[Layer], Callable[..., None]] = {
        Choice: _choice,
        Dense: _dense,
        Dropout: _nothing,
        Flatten: _flatten,
        GRU: _gru,
        LayerNorm: _layer_norm,
        Recurrent: _recurrent,
        Table: _table,
    }
    if type(layer) not in known:
        raise NeuroError(f"{layer!r} has no form in ONNX yet")
    return known[type(layer)]


def save_onnx(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network as an ONNX file, whole or not at all; inputs and outputs are as for ``predict``.

    One that remembers takes ``memory`` besides, and returns ``new_memory``, both ``(n, memory)``.

    Args:
        network: A network of any layers.
        path: The file to write, by custom with the suffix ``.onnx``.

    Raises:
        NeuroError: If the onnx package is not installed, or a layer is not known to ONNX.
        FileError: If the file cannot be written.
    """
    onnx = _onnx()
    graph = _Graph(onnx, "inputs")
    views = iter(network.parameters())
    kinds = [onnx.helper.np_dtype_to_tensor_dtype(one) for one in (network.dtype, np.dtype(np.float64))]
    scaling = network.scaling
    scaled = scaling is not None, scaling is not None and scaling.target_mean is not None
    if scaling is not None:
        graph.add("Sub", scaling.mean)
        graph.add("Div", scaling.deviation)
        graph.add("Cast", to=kinds[0])
    for layer, shape in zip(network.layers[1:], network.shapes, strict=False):
        parameters = next(views) if layer.parameter_shapes(shape) else ()
        _writer(layer)(graph, layer, shape, parameters)
    if scaling is not None and scaling.target_mean is not None and scaling.target_deviation is not None:
        graph.add("Cast", to=kinds[1])
        graph.add("Mul", scaling.target_deviation)
        graph.add("Add", scaling.target_mean)
    outputs = graph.add("Identity")
    if network.memory:
        graph.add("Concat", of=graph.memories[0], beside=graph.memories[1:], axis=1)
        graph.nodes[-1].output[0] = "new_memory"
    next(node for node in graph.nodes if node.output[0] == outputs).output[0] = "outputs"
    ends = [
        onnx.helper.make_tensor_value_info(name, kinds[own], ["n", *shape])
        for name, shape, own in zip(("inputs", "outputs"), (network.shapes[0], network.shapes[-1]), scaled, strict=True)
    ]
    memories = [
        onnx.helper.make_tensor_value_info(name, kinds[0], ["n", network.memory])
        for name in ("memory", "new_memory")
        if network.memory
    ]
    given, found = [ends[0], *memories[:1]], [ends[1], *memories[1:]]
    made = onnx.helper.make_graph(graph.nodes, "neuro", given, found, graph.constants)
    opsets = [onnx.helper.make_opsetid("", _OPSET)]
    model = onnx.helper.make_model(made, opset_imports=opsets, producer_name="neuro")
    model.ir_version = _FORMAT
    try:
        onnx.checker.check_model(model, full_check=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as error:
        raise FileError(f"cannot write {Path(path)}: ONNX refuses the network: {error}") from error
    write_atomically(path, model.SerializeToString())
