"""The settings of NEAT, by the names of the paper (K. O. Stanley and R. Miikkulainen, 2002, section 4.1)."""

from __future__ import annotations

from dataclasses import dataclass

from neuro.errors import SettingError
from neuro.evolution.algorithms.neat_children import Rates
from neuro.evolution.algorithms.neat_species import Compatibility, Mating
from neuro.evolution.algorithms.setting_fields import checked_settings, setting
from neuro.network.graph_forward import GRAPH_ACTIVATIONS, names_in

__all__ = ["NeatSettings"]

_PERCENT = "{:.0%}"


@dataclass(frozen=True)
class NeatSettings:
    """How NEAT breeds; the fields say what each setting means.

    Raises:
        UnknownNameError: If there is no such activation.
        SettingError: If a value is out of its range, or more structures are to change than there are children.
    """

    excess_coefficient: float = setting(
        1.0, "What a gene counts that lies behind the other's last (c1 of the distance)", low=0, high=1e3, slider=False
    )
    disjoint_coefficient: float = setting(
        1.0, "What a gene counts that the other has not (c2 of the distance)", low=0, high=1e3, slider=False
    )
    weight_coefficient: float = setting(
        0.4, "What the mean difference of weights counts (c3 of the distance)", low=0, high=1e3, slider=False
    )
    small_genome: int = setting(
        20, "Genomes of fewer genes are not divided by their size (N of the distance)", low=0, high=65_536, slider=False
    )
    compatibility_threshold: float = setting(
        2.0, "The distance from which on a genome is of another species, at first", low=1e-3, high=1e6, slider=False
    )
    species: int = setting(
        10, "How many species the threshold is moved for; 0 leaves it where it is", low=0, high=1000, span=(1, 50)
    )
    survival_threshold: float = setting(
        0.2, "The share of a species that may have children, the best of it", low=0, high=1, text=_PERCENT
    )
    champion_size: int = setting(5, "Species of so many keep their best unchanged", low=1, high=1_000_000, slider=False)
    dropoff_age: int = setting(
        15, "Generations without an improvement after which a species dies out", low=1, high=1_000_000, span=(1, 100)
    )
    protected_species: int = setting(
        2, "So many of the best species do not die out by age", low=1, high=1000, slider=False
    )
    crossover_rate: float = setting(
        0.75, "The share of the children that have two parents", low=0, high=1, text=_PERCENT
    )
    interspecies_rate: float = setting(
        0.001, "The share of those whose other parent is one of the best of any species", low=0, high=1, slider=False
    )
    disabled_rate: float = setting(
        0.75, "The chance that a gene is off in a child that is off in either parent", low=0, high=1, slider=False
    )
    weight_mutation_rate: float = setting(
        0.9, "The share of the children whose weights change", low=0, high=1, text=_PERCENT
    )
    weight_stdev: float = setting(
        0.5, "How far a weight moves when it changes (standard deviation)", low=0, high=1e3, span=(0, 3)
    )
    new_weight_rate: float = setting(
        0.1, "The share of changing weights that are drawn anew", low=0, high=1, text=_PERCENT, slider=False
    )
    new_weight_stdev: float = setting(
        3.0, "The standard deviation of weights that are drawn anew, and of new links", low=0, high=1e3, slider=False
    )
    weight_limit: float = setting(30.0, "The largest weight", low=1e-3, high=1e6, slider=False)
    add_node: float = setting(
        0.03,
        "The share of the children in which a node is put into a link",
        low=0,
        high=1,
        span=(0, 0.3),
        text=_PERCENT,
    )
    add_link: float = setting(
        0.2, "The share of the children that get a new link", low=0, high=1, span=(0, 0.5), text=_PERCENT
    )
    delete_node: float = setting(
        0.0,
        "The share of the children that lose a hidden node and its links",
        low=0,
        high=1,
        span=(0, 0.3),
        text=_PERCENT,
    )
    delete_link: float = setting(
        0.0, "The share of the children that lose a link", low=0, high=1, span=(0, 0.3), text=_PERCENT
    )
    toggle_rate: float = setting(
        0.0, "The share of the children in which a link is switched on or off", low=0, high=1, slider=False
    )
    activation: str = setting("tanh", "The activation of hidden nodes", choices=GRAPH_ACTIVATIONS, fixed=True)
    recurrent: bool | None = setting(
        None, "Whether links may go back, so that a network remembers; as the game needs it when not given", fixed=True
    )
    activation_rate: float = setting(
        0.0,
        "The share of the children in which a hidden node gets another activation",
        low=0,
        high=1,
        span=(0, 0.3),
        text=_PERCENT,
        fixed=True,
        slider=False,
        later=True,
    )
    activation_options: str = setting(
        "", "Activations that nodes may get then, such as relu+sigmoid; all that there are when empty",
        fixed=True, later=True,
    )  # fmt: skip

    def __post_init__(self) -> None:
        checked_settings(self)
        grown = self.add_node + self.add_link + self.delete_node + self.delete_link + self.activation_rate
        if grown > 1:
            raise SettingError(
                "a child changes one structure at most: add_node, add_link, delete_node, delete_link and "
                f"activation_rate add up to {grown:g}, and 1 is the most"
            )
        if self.activation_options and not self.activation_rate:
            raise SettingError(
                f"no node gets one of the activations {self.activation_options} while activation_rate is 0"
            )
        if self.activation_rate and not self.others:
            raise SettingError(
                f"hidden nodes have {self.activation} already, and activation_options names nothing else that they "
                "could get"
            )

    @property
    def others(self) -> str:
        """The activations that hidden nodes may have besides the first, joined as a policy takes them."""
        if not self.activation_rate:
            return ""
        names = names_in(self.activation_options) or GRAPH_ACTIVATIONS
        return "+".join(name for name in names if name != self.activation)

    @property
    def compatibility(self) -> Compatibility:
        """How the distance of two genomes is measured."""
        return Compatibility(
            float(self.excess_coefficient),
            float(self.disjoint_coefficient),
            float(self.weight_coefficient),
            int(self.small_genome),
        )

    @property
    def mating(self) -> Mating:
        """Who has children with whom."""
        return Mating(
            float(self.survival_threshold),
            float(self.crossover_rate),
            float(self.interspecies_rate),
            int(self.champion_size),
        )

    def rates(self, *, recurrent: bool) -> Rates:
        """How children differ from their parents.

        Args:
            recurrent: Whether links may go back.
        """
        return Rates(
            disabled=float(self.disabled_rate),
            weights=float(self.weight_mutation_rate),
            redrawn=float(self.new_weight_rate),
            stdev=float(self.weight_stdev),
            new_stdev=float(self.new_weight_stdev),
            limit=float(self.weight_limit),
            add_node=float(self.add_node),
            add_link=float(self.add_link),
            delete_node=float(self.delete_node),
            delete_link=float(self.delete_link),
            toggle=float(self.toggle_rate),
            recurrent=recurrent,
            activation=float(self.activation_rate),
            others=len(names_in(self.others)),
        )
