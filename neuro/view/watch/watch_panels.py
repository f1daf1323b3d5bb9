"""The panels of the watch window: those of every run, and those that only some games and algorithms have."""

from __future__ import annotations

from typing import NamedTuple

from neuro.evolution.evolution import Evolution
from neuro.policies import Layered
from neuro.view.inspect.behaviour_record import describes
from neuro.view.inspect.convolution_view import has_convolution
from neuro.view.inspect.end_places import EndPlaces
from neuro.view.inspect.rival_record import has_rivals
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.panels.archive_panel import ArchivePanel
from neuro.view.panels.brain_panel import BrainPanel
from neuro.view.panels.ends_panel import EndsPanel
from neuro.view.panels.lesson_panel import LessonPanel
from neuro.view.panels.policy_panel import PolicyPanel
from neuro.view.panels.rivals_panel import RivalsPanel
from neuro.view.panels.run_charts import AlivePanel, DiversityPanel, FamiliesPanel
from neuro.view.panels.sight_panel import SightPanel
from neuro.view.panels.species_panel import SpeciesPanel
from neuro.view.panels.world_panel import WorldPanel
from neuro.view.theme import Theme
from neuro.view.widgets.panel import Panel

__all__ = ["OwnPanels", "own_panels", "panels_of"]


def panels_of(theme: Theme, known: dict[str, Panel[Snapshot]]) -> dict[str, Panel[Snapshot]]:
    """All panels by name.

    Args:
        theme: Their colours.
        known: Panels that there are already.
    """
    made: dict[str, type[Panel[Snapshot]]] = {
        "brain": BrainPanel,
        "policy": PolicyPanel,
        "alive": AlivePanel,
        "diversity": DiversityPanel,
        "learn": LessonPanel,
        "world": WorldPanel,
        "families": FamiliesPanel,
        "ends": EndsPanel,
        "archive": ArchivePanel,
        "species": SpeciesPanel,
        "rivals": RivalsPanel,
        "sight": SightPanel,
    }
    return known | {name: panel(theme) for name, panel in made.items()}


class OwnPanels(NamedTuple):
    """Names of panels that a run has and others have not: those that tell most of it, and more."""

    special: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


def own_panels(run: Evolution, places: EndPlaces) -> OwnPanels:
    """The panels that a run has by its game and its algorithm.

    Args:
        run: The run.
        places: Says whether the behaviour that the game describes is a place.
    """
    special = []
    if run.search.species() is not None:
        special.append("species")
    if has_rivals(run.game):
        special.append("rivals")
    if isinstance(run.policy, Layered) and has_convolution(run.policy.layers):
        special.append("sight")
    told = ["ends", "archive"] if describes(run) else []
    if run.search.archive() is not None:
        special += reversed(told)
    elif places.are_places:
        special += told
    return OwnPanels(tuple(special), tuple(one for one in told if one not in special))
