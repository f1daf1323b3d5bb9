"""Making the snapshot of a watched run that its panels show."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.evolution.evolution import Evolution
from neuro.numerals import number, tallied
from neuro.policies import Layered
from neuro.view.inspect.behaviour_record import describes
from neuro.view.inspect.inspection import PolicyMap
from neuro.view.inspect.record_breakers import few
from neuro.view.inspect.snapshot import Bend, Chip, Snapshot, tick_of
from neuro.view.looks import FAMILIES
from neuro.view.marker import marker_of
from neuro.view.watch.setting_sliders import knobs_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.world_sliders import dials_of

__all__ = ["snapshot_of"]


def snapshot_of(watching: WatchModel) -> Snapshot:
    """The snapshot of this moment."""
    stage, run, pace, focus = watching.stage, watching.evolution, watching.pace, watching.focus
    policy = _policy_of(watching)
    return Snapshot(
        title=run.game.title,
        algorithm=run.algorithm,
        chips=_chips(run),
        generation=run.generation if watching.hurrying else watching.number,
        alive=stage.alive,
        population=stage.rollout.state.shape[1],
        step=stage.rollout.steps,
        best=stage.best,
        mean=stage.mean,
        best_ever=max((entry.best_score for entry in run.history), default=None),
        score_name=run.game.score_name,
        rate=watching.rate.value,
        seconds=watching.seconds,
        history=run.history,
        left_behind=watching.left_behind,
        alive_by_step=stage.alive_by_step,
        families=_family_shares(watching),
        speed=pace.stop,
        story=pace.story is not None,
        paused=pace.paused,
        drawing=watching.drawing,
        best_only=watching.best_only,
        note=_note(watching),
        state=_state(watching),
        agent=run.game.agent,
        knobs=knobs_of(run, watching.pending),
        world=dials_of(run, watching.pending),
        elite=run.elite,
        doomed=watching.doomed,
        can_change=watching.past is None,
        present=run.generation,
        rewound=watching.past is not None,
        milestones=watching.learner.milestones,
        diversity=watching.learner.diversity,
        selected=None if focus.has_fallen else focus.selected,
        mind=focus.mind(),
        policy=policy,
        shares=stage.scene.shares(),
        bends=_bends(watching, policy),
        won=stage.won,
        between=None if watching.interlude is None else watching.interlude.share,
        weights=run.policy.parameters,
        exam=run.game.exam.courses if watching.ended and run.solved else 0,
        courses=_courses(watching),
        begun=stage.begun,
        first_point=run.game.first_point,
        metrics=run.metric_names,
        marker=marker_of(run.game),
        visited=watching.visited,
        **_followed(watching),
    )


def _followed(watching: WatchModel) -> dict[str, Any]:
    """What is followed of some runs alone, by its name in the snapshot."""
    run, learner = watching.evolution, watching.learner
    return {
        "behaviours": learner.behaviours.now if describes(run) else None,
        "places": watching.places,
        "species": learner.species.now,
        "rivals": learner.rivals.now,
        "layers": run.policy.layers if isinstance(run.policy, Layered) else (),
    }


def _policy_of(watching: WatchModel) -> PolicyMap | None:
    """What the agent in focus would do elsewhere: half a tick beside the brain, so that one frame draws not both."""
    pace, steps = watching.pace, watching.stage.rollout.steps
    return watching.focus.policy(tick_of(pace.index, watching.seconds + 0.05, steps, paused=pace.paused))


def _chips(run: Evolution) -> tuple[Chip, ...]:
    """Facts that tell a run from others."""
    game = run.game
    level = [Chip(game.level, f"The level: {game.levels[game.level].about}")] if game.level else []
    return (
        *level,
        Chip(run.algorithm, "The algorithm: how the next generation is made from this one"),
        Chip(
            f"seed {run.settings.seed}",
            "The number that chance begins with: the same seed gives the same run, bit for bit",
        ),
    )


def _courses(watching: WatchModel) -> int:
    """Over how many courses the run's best score is a mean."""
    run = watching.evolution
    best = max(run.history, key=lambda entry: entry.best_score, default=None)
    return 1 if best is None else run.settings_at(best.number).episodes


def _state(watching: WatchModel) -> str:
    if watching.pace.paused:
        return "paused"
    if watching.past is not None:
        return "rewound"
    if watching.visited is not None:
        return "from the archive"
    if watching.interlude is not None:
        return "between two generations"
    return "champion" if watching.ended else "running"


def _family_shares(watching: WatchModel) -> list[tuple[float, float]]:
    """By family: its share of the population, and the share of those that live."""
    count, living = len(FAMILIES), watching.stage.rollout.alive
    everyone = np.bincount(watching.families, minlength=count) / watching.families.size
    alive = np.bincount(watching.families[living], minlength=count) / watching.families.size
    return list(zip(everyone.tolist(), alive.tolist(), strict=True))


def _bends(watching: WatchModel, policy: PolicyMap | None) -> tuple[Bend, ...]:
    """Policy maps of the champions up to the generation on stage."""
    if policy is None or not policy.plane.timeless:
        return ()
    until = watching.number if watching.past is not None else watching.evolution.generation
    known = tuple(one for one in watching.learner.milestones if one.generation <= until)
    return watching.focus.bends(few(known), policy)


def _agent(watching: WatchModel) -> str:
    """The chosen agent by name."""
    return f"{watching.evolution.game.agent} {watching.focus.selected}"


def _note(watching: WatchModel) -> str:
    """What should be said over the world, if anything."""
    history = watching.evolution.history
    if watching.can_flash_back:
        return f"{_agent(watching).capitalize()} died: D shows why"
    if watching.inquiring:
        return f"{_agent(watching).capitalize()} died: finding out why …"
    if watching.past is None and watching.doomed:
        agents = f"best {watching.evolution.game.agent}s"
        return f"The {number(watching.doomed)} {agents} will die without children: K spares them"
    if watching.focus.changed:
        return f"A changed copy of {watching.focus.name}'s brain; the run is untouched: R resets"
    if watching.traveller.busy:
        return "Going back …"
    if watching.visited is not None:
        return f"The best {watching.evolution.game.agent} of one square of the archive: L goes back to the present"
    if watching.past is not None:
        return f"Generation {watching.number}, as it was"
    if watching.ended:
        solved = next((entry.number for entry in history if entry.solved), None)
        count = len(history)
        done = f"{tallied(count, 'generations')} {'is' if count == 1 else 'are'} done"
        if solved is None and watching.learner.stuck:
            return f"{done}, and it did not get any better: E tells what may be wrong"
        end = done if solved is None else f"Solved in generation {solved}"
        return f"{end}: the champion goes on"
    if watching.learner.stuck:
        return "It does not get any better: E tells what may be wrong, and what to try"
    if watching.hurrying:
        return f"At full speed: a glance at generation {watching.number}"
    if history and history[-1].flat:
        return "All did equally well: selection has nothing to go by yet"
    return ""
