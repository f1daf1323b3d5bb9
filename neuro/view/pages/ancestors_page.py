"""How a run learnt as one web page: champions that play one course in turn, recorded."""

from __future__ import annotations

from typing import Any

import numpy as np
from pygame import Rect

from neuro.ancestors import Ancestry
from neuro.numerals import noun_for, tallied
from neuro.page_template import filled
from neuro.rollout.stepwise import rollout_of
from neuro.view.inspect.inspection import Inspector, NetworkView
from neuro.view.inspect.recorded_rollout import RecordedRollout
from neuro.view.looks import looks_of
from neuro.view.pages.page_scene import css, marker_told, picture, plain
from neuro.view.pages.replay_page import (
    EXACT,
    PLACE,
    brain_told,
    packed,
    scores_told,
    whole_rect,
    world_told,
)
from neuro.view.replay.ancestors_stage import RATE, AncestorsStage, ancestor_colours, ghost_of
from neuro.view.scene import make_scene, moves
from neuro.view.theme import DARK, THEMES, Theme

__all__ = ["ancestors_page"]

_SIZE = (1440, 800)  # pixels of the landscape, where the world moves
_BEHIND = 0.66  # of it, behind the champion that plays
_GHOST = 30  # radius of a ghost's body, in pixels


def ancestors_page(ancestry: Ancestry) -> str:
    """The page of how a run learnt.

    Args:
        ancestry: The champions and their course.

    Raises:
        NeuroError: If the game's view cannot be made.
    """
    lineage, game = AncestorsStage(ancestry, DARK), ancestry.game
    shows = {name: _reels(ancestry, theme) for name, theme in THEMES.items()}
    reels, champions = shows[DARK.name], ancestry.champions
    rect = Rect(0, 0, *_SIZE) if moves(reels[0].scene) else whole_rect(reels[0].scene)
    left = reels[0].scene.view(rect)[0] + reels[0].scene.travelled()  # in a world that does not move
    moments = [(moment.who, min(moment.step, reels[moment.who].steps)) for moment in lineage.moments]
    first, last = champions[0].generation, champions[-1].generation
    minds = [_mind(ancestry, who, reel) for who, reel in enumerate(reels)]
    told = {
        "title": f"How it learnt: {game.title}, generations {first:,} to {last:,}",
        "summary": minds[-1].sketch.summary,
        "facts": _facts(ancestry),
        "score": [game.score_name, noun_for(1, game.score_name)],
        "rate": RATE,
        "decides": minds[-1].chosen is not None,
        "nodes": _nodes(ancestry, reels, moments),
        "scores": scores_told(np.array([reels[who].states[step, 1, 0] for who, step in moments])),
        "fell": reels[-1].fell,
        **world_told(shows, moments, rect),
        "marker": marker_told(lineage.marker, [champion.genome for champion in champions]),
        "ghosts": [picture(plain(ghost_of(lineage.marker, looks, _GHOST)), "png") for looks in lineage.looks],
        "ancestors": [_ancestor(lineage, who, left, mind) for who, mind in enumerate(minds)],
    }
    for name, theme in THEMES.items():
        told["looks"][name]["theme"]["kin"] = [css(one) for one in ancestor_colours(len(champions), theme)]
    return filled("page/replay.html", PLACE, told)


def _reels(ancestry: Ancestry, theme: Theme) -> list[RecordedRollout]:
    """The rollouts in scenes of a theme."""
    found = []
    for champion in ancestry.champions:
        limits: dict[str, Any] = {"setting": ancestry.setting, "max_steps": ancestry.max_steps}
        rollout = rollout_of(champion.network, ancestry.game, ancestry.course, **limits)
        scene = make_scene(ancestry.game, ancestry.setting, theme)
        scene.look_back(_BEHIND)
        found.append(RecordedRollout(scene, [rollout], looks_of(champion.genome), ancestry.course))
    return found


def _insight(ancestry: Ancestry, who: int) -> Inspector:
    return Inspector(ancestry.game, ancestry.champions[who].policy, ancestry.setting)


def _mind(ancestry: Ancestry, who: int, reel: RecordedRollout) -> NetworkView:
    """A champion's network as it begins."""
    genome = ancestry.champions[who].genome
    return _insight(ancestry, who).mind(genome, reel.states[0, :, 0], "", who)


def _nodes(ancestry: Ancestry, reels: list[RecordedRollout], moments: list[tuple[int, int]]) -> str:
    """What the nodes of whoever plays say in each picture, one picture after the other."""
    said = [
        _insight(ancestry, who).values(champion.genome, reel.states[:, :, 0])
        for who, (champion, reel) in enumerate(zip(ancestry.champions, reels, strict=True))
    ]
    return packed(np.concatenate([said[who][step] for who, step in moments]) * EXACT)


def _facts(ancestry: Ancestry) -> list[tuple[str, str]]:
    """What is told of where the replays come from."""
    last = ancestry.champions[-1]
    return [
        ("course", f"{ancestry.course}, the same for all"),
        ("run", f"{last.algorithm}, seed {last.seed}"),
        ("rules", f"{last.game}, version {last.rules_version}"),
        ("made", f"{last.created[:10]} by neuro {last.made_by}"),
    ]


def _ancestor(lineage: AncestorsStage, who: int, left: float, mind: NetworkView) -> dict[str, Any]:
    """A champion as the page's script takes it."""
    ancestry, stretch = lineage.ancestry, lineage.stretches[who]
    lineage.go(stretch.end - 1)
    goes = lineage.goes_on(who)
    came = tallied(lineage.score(who), ancestry.game.score_name)
    return {
        "name": lineage.name(who),
        "first": stretch.first,
        "end": lineage.end_of(who),
        "told": f"{came}, and on" if goes else came,
        "falls": stretch.falls,
        "goes": goes,
        "rest": [lineage.rests[who][0] - left, lineage.rests[who][1]],
        "brain": brain_told(mind),
    }
