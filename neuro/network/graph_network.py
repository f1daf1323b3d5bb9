"""A network of any topology, which grew by evolution: it predicts, and is saved."""

from __future__ import annotations

from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuro.arrays import numbers_of
from neuro.errors import NeuroError, ShapeError
from neuro.network.graph_forward import bind_forward, checked_activation, names_in
from neuro.network.graph_programs import (
    ACTIVATION,
    MEMORY,
    SPAN,
    Programs,
    compile_programs,
    links_in,
    room_for_programs,
)
from neuro.network.layers import Layer, Shape
from neuro.network.topologies import Topologies, check_ends

__all__ = ["GraphNetwork"]


class GraphNetwork:
    """A network whose nodes are joined by single links.

    Args:
        inputs: Number of inputs.
        outputs: Number of outputs.
        topology: ``Topologies`` of one network; kept, not copied.
        hidden: Name of the hidden nodes' activation.
        output: Name of the outputs' activation.
        recurrent: Whether links may carry what a node said one step before.
        others: Activations that hidden nodes may have instead, such as "relu+sigmoid"; see ``Topologies.activation``.

    Attributes:
        inputs: Number of inputs.
        outputs: Number of outputs.
        topology: The links and hidden nodes, as given.
        hidden: Name of the hidden nodes' activation.
        output: Name of the outputs' activation.
        recurrent: Whether links may carry what a node said one step before.
        others: Activations that hidden nodes may have instead.
        program: What is computed for a sample.

    Raises:
        UnknownNameError: If there is no such activation.
        SettingError: If an activation looks at several nodes at once.
        ShapeError: If it is not one network, has no inputs or outputs or too many, has links that go back without
            ``recurrent``, or a node whose activation is none of the others.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        topology: Topologies,
        *,
        hidden: str = "tanh",
        output: str = "tanh",
        recurrent: bool = False,
        others: str = "",
    ) -> None:
        check_ends(inputs, outputs)
        if len(topology.sizes) != 1:
            raise ShapeError(f"a network is made of one topology, not of {len(topology.sizes)}")
        self.inputs, self.outputs, self.recurrent, self.topology = inputs, outputs, recurrent, topology
        self.hidden, self.output = checked_activation(hidden), checked_activation(output)
        self.others, count = others, len(names_in(others))
        if int(topology.activation[0, : topology.sizes[0, 1]].max(initial=0)) > count:
            raise ShapeError(f"this network has a node whose activation is none of the {count} others that are named")
        self.program: Programs = room_for_programs(topology)
        compile_programs(topology, inputs, outputs, self.program, 0, 1)
        if not recurrent and bool(((self._keys % SPAN >= MEMORY) & (self._keys % SPAN < ACTIVATION)).any()):
            raise ShapeError("this network has links that go back, and is said to have none")

    @property
    def _keys(self) -> NDArray[np.int32]:
        return self.program.key[0, : self.program.length[0]]

    @property
    def shapes(self) -> tuple[Shape, Shape]:
        """The shapes of what it takes and gives."""
        return (self.inputs,), (self.outputs,)

    @property
    def hidden_nodes(self) -> int:
        """Hidden nodes that an output depends on."""
        return int(self.program.hidden[0])

    @property
    def links(self) -> int:
        """Links in use that an output depends on."""
        return int(links_in(self.program)[0])

    @property
    def memory(self) -> int:
        """Numbers that the network remembers from one step to the next; 0 where no link goes back."""
        return self.outputs + self.hidden_nodes if self.recurrent else 0

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What it has not.

        Raises:
            NeuroError: Always: whoever can show or play networks of layers alone says so in this sentence.
        """
        raise NeuroError("this network is a graph, which grew: it has no layers, and this is for networks of layers")

    @property
    def genome(self) -> NDArray[Any]:
        """What it has not, as ``layers``."""
        raise NeuroError("this network is a graph, which grew: it is no vector, and this is for networks of layers")

    @overload
    def predict(self, x: ArrayLike) -> NDArray[Any]: ...
    @overload
    def predict(self, x: ArrayLike, memory: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]: ...
    def predict(self, x: ArrayLike, memory: ArrayLike | None = None) -> Any:
        """The outputs for one sample or for a batch, in the bits of a compiled rollout; see ``Network.predict``.

        Args:
            x: ``(inputs,)`` or ``(n, inputs)``.
            memory: ``(memory,)`` or ``(n, memory)``, as ``x`` has one sample or several; not written to. Without it,
                each sample is the first that is seen.

        Returns:
            float32 ``(outputs,)`` or ``(n, outputs)``. Where memory was given, a pair: the outputs, and the new memory.

        Raises:
            ShapeError: If ``x`` or the memory has another shape.
            SettingError: If ``x`` or the memory does not hold real numbers.
        """
        given = numbers_of(x, "x", np.float32)
        if given.ndim not in (1, 2) or given.shape[-1] != self.inputs:
            raise ShapeError(f"predict takes shape ({self.inputs},) or (n, {self.inputs}), not {given.shape}")
        leading = given.shape[:-1]
        samples = given.reshape(-1, self.inputs)
        remembered = np.zeros((self.memory, len(samples)), np.float32)
        if memory is not None:
            wanted, found = (*leading, self.memory), numbers_of(memory, "the memory", np.float32)
            if found.shape != wanted:
                raise ShapeError(f"this network remembers {self.memory} numbers: {wanted}, not {found.shape}")
            remembered[:] = found.reshape(len(samples), self.memory).T
        nodes = np.zeros((self.inputs + self.outputs + self.hidden_nodes, len(samples)), np.float32)
        nodes[: self.inputs] = samples.T
        program, room = self.program, np.zeros(len(samples), np.float32)
        shape = len(self._keys), self.hidden_nodes, program.key[0], program.weight[0], self.inputs, self.outputs
        bind_forward(self.hidden, self.output, self.others)(*shape, nodes, remembered, room)
        outputs = np.ascontiguousarray(nodes[self.inputs : self.inputs + self.outputs].T).reshape(*leading, -1)
        return outputs if memory is None else (outputs, remembered.T.reshape(wanted).copy())

    def __repr__(self) -> str:
        kind = "recurrent" if self.recurrent else "forward"
        return (
            f"GraphNetwork({self.inputs} inputs, {self.hidden_nodes} hidden, {self.outputs} outputs, "
            f"{self.links} links, {kind})"
        )
