"""Snapshots: all that panels show of one moment, as plain data without the simulation behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from neuro.network import Layer
from neuro.view.inspect.behaviour_record import Behaviours
from neuro.view.inspect.end_places import EndPlaces
from neuro.view.inspect.inspection import NetworkView, PolicyMap
from neuro.view.inspect.record_breakers import RecordBreaker
from neuro.view.inspect.rival_record import Rivals
from neuro.view.inspect.species_record import SpeciesHistory
from neuro.view.marker import PLAIN, Marker
from neuro.view.scene import Shares
from neuro.view.widgets.playback import FULL_SPEED

__all__ = ["Bend", "Chip", "Followed", "Knob", "Outlook", "Snapshot", "Statistics", "tick_of"]


class Statistics(Protocol):
    """Statistics of one evaluated generation."""

    @property
    def best_fitness(self) -> float:
        """Fitness of the best agent, the mean over its courses."""

    @property
    def mean_fitness(self) -> float:
        """Mean fitness of all agents."""

    @property
    def stdev_fitness(self) -> float:
        """Standard deviation of the fitness over all agents."""

    @property
    def best_score(self) -> float:
        """Score of the best agent, the mean over its courses."""

    @property
    def mean_score(self) -> float:
        """Mean score of all agents."""

    @property
    def metrics(self) -> Mapping[str, float]:
        """What the algorithm says of its search, by name."""


class Knob(NamedTuple):
    """A setting that people can turn.

    Args:
        name: The setting's name.
        label: What people read.
        about: What it means, in a sentence.
        value: Its value, or the one that it will have with the next generation.
        text: The value as people read it.
        was: The value until then; empty when nothing is about to change.
        low: The least value.
        high: The largest.
        step: Between values of a slider.
        choices: Values of a stepper; empty for a slider.
    """

    name: str
    label: str
    about: str
    value: float
    text: str
    was: str
    low: float
    high: float
    step: float
    choices: tuple[int, ...] = ()


class Chip(NamedTuple):
    """A fact that tells a run from others, in a word, and its explanation."""

    name: str
    about: str


@dataclass(frozen=True, eq=False)
class Bend:
    """What the best of a generation would do, over the plane of the policy: see ``PolicyMap.values``."""

    generation: int
    values: NDArray[np.float32]


class Outlook(Protocol):
    """What panels need to know of decisions."""

    @property
    def policy(self) -> PolicyMap | None:
        """What a network would do; None when no agent lives."""

    @property
    def shares(self) -> Shares | None:
        """Shares of the rollout's tasks that were done, where the game counts them."""

    @property
    def bends(self) -> tuple[Bend, ...]:
        """Policies of a few champions, where the plane is the same for all."""


class Followed(Protocol):
    """What panels need to know of a run that is, or was, followed generation by generation."""

    @property
    def agent(self) -> str:
        """What one agent is called."""

    @property
    def marker(self) -> Marker:
        """Draws the game's agents."""

    @property
    def present(self) -> int:
        """The generation that waits to be evaluated."""

    @property
    def milestones(self) -> Sequence[RecordBreaker]:
        """Generations that broke the record, and their best."""

    @property
    def species(self) -> SpeciesHistory:
        """Sizes of the species by generation, where the algorithm has species."""

    @property
    def rivals(self) -> Rivals:
        """The best of some generations, each against each, in games of two players."""

    @property
    def behaviours(self) -> Behaviours | None:
        """What agents did, where the game says or the algorithm keeps such; None elsewhere."""

    @property
    def places(self) -> EndPlaces | None:
        """Places in the world that these behaviours stand for; None where nobody asks."""

    @property
    def at_full_speed(self) -> bool:
        """Whether the run goes as fast as the machine can, so that panels are drawn seldom."""

    @property
    def tick(self) -> int:
        """Changes when panels are to be drawn, at full speed."""


@dataclass(frozen=True)
class Snapshot:
    """One moment of a run.

    Args:
        title: The game's title.
        algorithm: The algorithm's name.
        chips: Facts that tell the run from others: level, algorithm, seed.
        generation: The one on stage.
        alive: Agents that live.
        population: All agents.
        step: Number of the rollout's step.
        best: The rollout's best score so far.
        mean: The rollout's mean score so far.
        best_ever: The best score of the run; None before the first.
        score_name: What the score counts.
        rate: Agents' steps in a second of the clock.
        seconds: Seconds since the window was opened.
        history: Statistics of the evaluated generations.
        alive_by_step: Number of agents alive after each step of the rollout.
        families: Shares of the population by family, of all and of the living.
        speed: Index of the speed in ``SPEEDS`` of ``neuro.view.widgets.playback``.
        paused: Whether time stands still.
        drawing: Whether the world is drawn.
        best_only: Whether only the leader is drawn.
        note: A sentence to show over the world, or nothing.
        state: A word on what goes on.
        agent: What one of them is called.
        knobs: Settings that people can turn.
        world: The game's own parameters that people can turn.
        elite: Number of genomes that live on unchanged in each generation.
        doomed: Number of the best that will die without children; 0 for none.
        can_change: Whether turning them has an effect now.
        present: The generation that waits to be evaluated.
        rewound: Whether an earlier one is on stage.
        milestones: Generations that broke the record, and their best.
        diversity: Diversity of the genomes, by generation.
        selected: Number of the agent that people chose, None for none.
        mind: The network of the chosen agent, or of the leader; None when neither lives.
        policy: A map of what that network would do elsewhere.
        shares: Shares of the rollout's tasks that were done, where the game counts them.
        won: Agents that have won.
        story: Whether the story chooses the speed.
        between: Share of the break between two generations that is over, from 0 to 1; None while a rollout is on.
        weights: Numbers in a genome.
        exam: Courses that the champion has passed, which it had never seen; 0 before.
        left_behind: The generations of the run from which this one has branched off.
        bends: Policies of a few champions up to the generation on stage, where the plane is the same for all.
        courses: Number of courses that the best score of the run is a mean of.
        begun: The share of agents with a score of one at least; None where that says nothing.
        first_point: What such a score means, for people.
        metrics: Names of the numbers by which the algorithm says how its search goes.
        marker: Draws the game's agents.
        behaviours: What agents did, where the game says or the algorithm keeps such; None elsewhere.
        places: Places in the world that these behaviours stand for; None where nobody asks.
        species: Sizes of the species by generation, where the algorithm has species.
        rivals: The best of some generations, each against each, in games of two players.
        layers: Layers of the networks; none where they are no networks of layers.
        visited: The place in the archive of the one that plays alone; None else.
    """

    title: str
    algorithm: str
    chips: tuple[Chip, ...]
    generation: int
    alive: int
    population: int
    step: int
    best: float
    mean: float
    best_ever: float | None
    score_name: str
    rate: float
    seconds: float
    history: Sequence[Statistics]
    alive_by_step: Sequence[int]
    families: Sequence[tuple[float, float]]
    speed: int
    paused: bool
    drawing: bool
    best_only: bool
    note: str
    state: str
    agent: str = "agent"
    knobs: tuple[Knob, ...] = ()
    world: tuple[Knob, ...] = ()
    elite: int = 0
    doomed: int = 0
    can_change: bool = True
    present: int = 0
    rewound: bool = False
    milestones: Sequence[RecordBreaker] = ()
    diversity: Mapping[int, float] = field(default_factory=dict)
    selected: int | None = None
    mind: NetworkView | None = None
    policy: PolicyMap | None = None
    shares: Shares | None = None
    bends: tuple[Bend, ...] = ()
    won: int = 0
    story: bool = False
    between: float | None = None
    weights: int = 0
    exam: int = 0
    courses: int = 1
    begun: float | None = None
    first_point: str = ""
    marker: Marker = PLAIN
    left_behind: Sequence[Statistics] = ()
    metrics: tuple[str, ...] = ()
    behaviours: Behaviours | None = None
    places: EndPlaces | None = None
    species: SpeciesHistory = field(default_factory=SpeciesHistory)
    rivals: Rivals = field(default_factory=Rivals)
    layers: tuple[Layer, ...] = ()
    visited: int | None = None

    @property
    def at_full_speed(self) -> bool:
        """Whether the run goes as fast as the machine can, so that panels are drawn seldom."""
        return self.speed == FULL_SPEED

    @property
    def tick(self) -> int:
        """Changes ten times a second, at full speed three times, and with every step while time stands still."""
        return tick_of(self.speed, self.seconds, self.step, paused=self.paused)


def tick_of(speed: int, seconds: float, step: int, *, paused: bool) -> int:
    """The value of ``Snapshot.tick``: it changes seldom at full speed, which leaves the machine to learning."""
    return step if paused else int(seconds * (3 if speed == FULL_SPEED else 10))
