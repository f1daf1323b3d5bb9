"""What people may do in the window of a run meanwhile: play themselves, or see how the run learnt. The run waits."""

from __future__ import annotations

import pygame

from neuro.ancestors import find_ancestors
from neuro.errors import NeuroError
from neuro.view.inspect.record_breakers import champions_of
from neuro.view.play.play_model import Playing
from neuro.view.play.play_window import PlayScreen
from neuro.view.replay.ancestors_window import AncestorsScreen
from neuro.view.theme import Theme
from neuro.view.watch.watch_model import Watching

__all__ = ["Guest", "how_it_learnt", "people_play"]

Guest = PlayScreen | AncestorsScreen


def people_play(watching: Watching, theme: Theme, *, still: bool) -> Guest:
    """People play the game, against the best so far.

    Args:
        watching: The run.
        theme: Colours.
        still: Whether motion is reduced.

    Raises:
        NeuroError: If the game's keys are not made for people.
    """
    run = watching.evolution
    against = [run.champion] if run.champion is not None else []
    screen = PlayScreen(Playing(run.game, int(run.courses[0]), against, theme, run.coming_setting), theme, still=still)
    pygame.key.set_repeat()  # a held key is one press
    return screen


def how_it_learnt(watching: Watching, theme: Theme, *, still: bool) -> Guest:
    """Those who broke the run's record play one course, see ``neuro.ancestors``.

    Args:
        watching: The run.
        theme: Colours.
        still: Whether motion is reduced.

    Raises:
        NeuroError: If nobody has yet, or the game draws itself.
    """
    champion = watching.evolution.champion
    if champion is None:
        raise NeuroError("the first generation is not over yet: nobody has learnt anything")
    return AncestorsScreen(find_ancestors(champions_of(watching.learner.milestones, champion)), theme, still=still)
