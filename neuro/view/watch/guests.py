"""Other screens in the window of a run, which waits meanwhile: playing, and how the run learnt."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from neuro.ancestors import find_ancestors
from neuro.descent import FamilyTree, check_breeds, grow_family
from neuro.errors import NeuroError
from neuro.explanation import Explanation, explained
from neuro.view.inspect.record_breakers import champions_of
from neuro.view.play.play_model import PlayModel
from neuro.view.play.play_window import PlayScreen
from neuro.view.replay.ancestors_window import AncestorsScreen
from neuro.view.theme import Theme
from neuro.view.watch.explanation_screen import ExplanationScreen
from neuro.view.watch.family_screen import FamilyScreen
from neuro.view.watch.pen_screen import PenScreen
from neuro.view.watch.watch_model import WatchModel

__all__ = ["Guest", "how_it_learnt", "people_draw", "people_play", "where_from", "why_not"]

Guest = PlayScreen | AncestorsScreen | PenScreen | ExplanationScreen | FamilyScreen


def people_play(watching: WatchModel, theme: Theme, *, still: bool) -> Guest:
    """People play the game, against the best so far.

    Args:
        watching: The run.
        theme: The colours of the window.
        still: Whether motion is reduced.

    Raises:
        NeuroError: If the game's keys are not made for people.
    """
    run = watching.evolution
    against = [run.champion] if run.champion is not None else []
    screen = PlayScreen(
        PlayModel(run.game, int(run.courses[0]), against, theme, run.coming_setting), theme, still=still
    )
    pygame.key.set_repeat()  # a held key is one press
    return screen


def people_draw(watching: WatchModel, theme: Theme, *, still: bool) -> Guest:
    """People draw a map, on which the next generation plays.

    Args:
        watching: The run.
        theme: The colours of the window.
        still: Whether motion is reduced.

    Raises:
        NeuroError: If the game has no maps that can be drawn.
    """
    run = watching.evolution
    if run.game.draw_map is None:
        raise NeuroError(f"{run.game.title} has no maps to draw")
    return PenScreen(run.game, run.coming_setting, theme, watching.remap, still=still)


def how_it_learnt(watching: WatchModel, theme: Theme, *, still: bool) -> Guest:
    """The screen on which record breakers of the run play one course, see ``neuro.ancestors``.

    Args:
        watching: The run.
        theme: The colours of the window.
        still: Whether motion is reduced.

    Raises:
        NeuroError: If no generation has been evaluated, or the game draws itself.
    """
    champion = watching.evolution.champion
    if champion is None:
        raise NeuroError("the first generation is not over yet: nobody has learnt anything")
    return AncestorsScreen(find_ancestors(champions_of(watching.learner.milestones, champion)), theme, still=still)


def why_not(watching: WatchModel, theme: Theme, *, still: bool) -> Guest:
    """The screen that tells whether the run learns, and if it does not, why; see ``neuro.explanation``.

    Args:
        watching: The run.
        theme: The colours of the window.
        still: Whether motion is reduced.

    Raises:
        NeuroError: If no generation has been evaluated.
    """
    history, past = list(watching.evolution.history), watching.traveller.past
    if not history:
        raise NeuroError("the first generation is not over yet: nobody can tell whether it learns")

    def look(_: Callable[[str], None]) -> Explanation:
        return explained(past(len(history)), history)

    return ExplanationScreen(theme, "Does it learn, and if not, why?", look, still=still)


def where_from(watching: WatchModel, theme: Theme, *, still: bool) -> Guest:
    """The screen with the champion's family tree; see ``neuro.descent``.

    Args:
        watching: The run.
        theme: The colours of the window.
        still: Whether motion is reduced.

    Raises:
        NeuroError: If no generation has been evaluated, or nobody has parents.
    """
    run, past = watching.evolution, watching.traveller.past
    champion, history = run.champion, list(run.history)
    if champion is None:
        raise NeuroError("the first generation is not over yet: there is no champion")
    check_breeds(run.algorithm)

    def look(tell: Callable[[str], None]) -> FamilyTree:
        return grow_family(
            past(0),
            champion,
            history,
            on_generation=lambda played: tell(f"Playing it again: generation {played:,} of {champion.generation:,} …"),
        )

    return FamilyScreen(theme, "Where the champion comes from", look, still=still)
