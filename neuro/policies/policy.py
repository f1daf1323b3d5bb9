"""What every kind of individual can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import NDArray

from neuro.errors import SettingError
from neuro.kernels import bind, kernel
from neuro.network import GraphNetwork, Initialiser, Network
from neuro.network.layers import Shape, Value
from neuro.policies.genomes import Genomes
from neuro.policies.sketch import Sketch

__all__ = ["POLICIES", "BoundPolicy", "Policy", "RowPolicy"]

POLICIES: dict[str, type[Policy]] = {}

LOAD: Any = None  # bound below


@kernel
def _fill(weights, packed, places):
    """Load the genomes at some places into the first lanes of ``weights``, one into each."""
    for lane in range(places.size):
        LOAD(weights, packed, places[lane], lane)


@dataclass(frozen=True)
class BoundPolicy:
    """A policy as kernels over lanes, and the memory that these take.

    Attributes:
        think: A kernel ``(weights, nodes, memory)`` over flat arrays: fills all rows of ``nodes`` after the inputs, and
            replaces the rows of ``memory``.
        load: A kernel ``(weights, packed, genome, lane)``: writes one of the packed genomes into a lane of ``weights``,
            which is float32 ``(parameters, lanes)``.
        parameters: Rows of the weights.
        nodes: Rows of the nodes: the inputs first, the outputs last.
        output: The first row of the outputs.
        scratch: Rows behind the nodes that are written and read within a step.
        memory: Rows of what is remembered from one step to the next, 0 for a new agent.
        values: The first row of the values of all choices, the largest of which is done.
        choices: Number of those rows; 0 where nothing of the kind is known.
    """

    think: Any
    load: Any
    parameters: int
    nodes: int
    output: int
    scratch: int = 0
    memory: int = 0
    values: int = 0
    choices: int = 0

    @property
    def fill(self) -> Any:
        """A kernel ``(weights, packed, places)``: loads genomes into the first lanes, one for each of the places."""
        return bind(_fill, memory=False, LOAD=self.load)


class Policy(ABC):
    """An architecture: what all individuals of a run have in common. Equal ones are compiled once.

    Attributes:
        kind: Its name in files and in ``POLICIES``.
    """

    kind: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if "kind" not in cls.__dict__:  # what several kinds have in common
            return
        taken = POLICIES.setdefault(cls.kind, cls)
        if (taken.__module__, taken.__qualname__) != (cls.__module__, cls.__qualname__):
            raise SettingError(f"there is a policy {cls.kind!r} already: {taken.__module__}.{taken.__qualname__}")
        POLICIES[cls.kind] = cls

    @property
    @abstractmethod
    def inputs(self) -> Shape:
        """The shape of what an individual sees."""

    @property
    @abstractmethod
    def outputs(self) -> Shape:
        """The shape of its outputs."""

    @property
    @abstractmethod
    def parameters(self) -> int:
        """The length of a genome; the largest where genomes differ in length."""

    @property
    def memory(self) -> int:
        """Numbers that an individual remembers from one step to the next; 0 for those that only see."""
        return 0

    @property
    @abstractmethod
    def rows(self) -> int:
        """Rows of numbers that a block of lanes holds for individuals: what has to fit into a processor's cache."""

    @property
    @abstractmethod
    def preserves_order(self) -> bool:
        """Whether the largest output can be told from the sums before the last activation."""

    @property
    def middle(self) -> float:
        """What an output says that leans neither way: 0, or a half where outputs lie between 0 and 1."""
        return 0.0

    @abstractmethod
    def first(self, population: int, seed: int, initialiser: Initialiser | None = None) -> Genomes:
        """The first generation.

        Args:
            population: The number of genomes.
            seed: The seed of the run.
            initialiser: The distribution that the numbers are drawn from; the policy's own when None.
        """

    def with_room_for(self, genomes: Genomes) -> Policy:
        """This policy, or where genomes have grown out of what its kernels are compiled for, one with room for them.

        Raises:
            ShapeError: If they are no genomes of this policy.
        """
        return self

    def settings(self) -> dict[str, Value]:
        """What a run's record says of it besides its kind: the arguments that make an equal one."""
        return {}

    @abstractmethod
    def blank(self, population: int) -> Genomes:
        """Room for a population: genomes of zeros, where a first generation is not wanted."""

    @abstractmethod
    def genomes(self, arrays: Mapping[str, NDArray[Any]]) -> Genomes:
        """The individuals that ``Genomes.arrays`` took apart, for example to send them to another machine."""

    @abstractmethod
    def bind(self, lanes: int, *, raw_outputs: bool = False) -> BoundPolicy:
        """The policy as kernels over lanes.

        Args:
            lanes: The number of lanes of a block.
            raw_outputs: Whether the outputs may stay without their activation, which is faster and is all that is
                needed to find the largest.
        """

    @abstractmethod
    def network(self, genome: Genomes) -> Network | GraphNetwork:
        """What one genome makes: a network that predicts and is saved.

        Args:
            genome: Genomes of length 1.
        """

    @abstractmethod
    def sketch(self, genome: Genomes) -> Sketch:
        """What is drawn of one genome: its nodes, which have a place, and its links.

        Args:
            genome: Genomes of length 1.
        """


@dataclass(frozen=True)
class RowPolicy(Policy):
    """A policy whose individuals see one row of numbers, and give another.

    Args:
        input_count: Number of inputs.
        output_count: Number of the game's outputs.
    """

    input_count: int
    output_count: int

    @property
    def inputs(self) -> Shape:
        """One row of numbers."""
        return (self.input_count,)

    @property
    def outputs(self) -> Shape:
        """One row of numbers."""
        return (self.output_count,)
