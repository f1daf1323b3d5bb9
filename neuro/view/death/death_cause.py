"""The cause of an agent's death in words and figures, from what hindsight found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.compile_errors import error_line
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.numerals import legible, level, number
from neuro.policies import Genomes, Policy
from neuro.rollout.hindsight import Hindsight
from neuro.texts import shown
from neuro.view.inspect.inspection import Inspector, PolicyMap
from neuro.view.looks import Looks, looks_of_one
from neuro.view.marker import Marker, marker_of
from neuro.view.scene import Scene

__all__ = ["Death", "Side", "Why", "counted", "distinct_numbers", "duration", "explain"]

_TRAIL = 40  # steps of the way through a map
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_QUARTERS = {1: "a quarter of a second", 2: "half a second", 3: "three quarters of a second", 4: "a second"}
_MOST_INPUTS = 5  # that are told of, where a game has no words of its own


@dataclass(frozen=True)
class Death:
    """The death of an agent: the game, course and generation that it happened in.

    Args:
        game: The game.
        policy: The policy of the agents.
        genomes: Genomes of the population.
        course: Seed of the course that all of them play.
        setting: The game's parameters.
        generation: The generation's number.
    """

    game: Game
    policy: Policy
    genomes: Genomes
    course: int
    setting: Any
    generation: int


@dataclass(frozen=True, eq=False)
class Side:
    """One of two brains at the same moment.

    Args:
        name: The owner's name, for people.
        looks: The owner's looks.
        marker: Draws its owner.
        lives: Whether it lives on from there.
        outputs: Names of the outputs and their values.
        chosen: Indices of the outputs that are acted upon.
        does: The action in words.
        policy: A map of what the network would do in other places.
    """

    name: str
    looks: Looks
    marker: Marker
    lives: bool
    outputs: tuple[tuple[str, float], ...]
    chosen: frozenset[int]
    does: str
    policy: PolicyMap


@dataclass(frozen=True, eq=False)
class Why:
    """The explanation of a death.

    Args:
        title: A question.
        where: Generation, score and step.
        text: The answer, some sentences.
        caption: The answer in a few words: the middle one of the three parts is what matters.
        seen: What both networks see at the moment, in words.
        sides: The one that died, and then its relative, if one would have lived.
        leanings: What it leant to in each of its last steps, ``(n,)``: see ``Leaning``.
        winners: The action that leads in each of these steps; see ``Leaning``.
        moment: The step, among these, in which it could still have been saved; None where it could not.
        late: The step, among these, in which it did what would have saved it; None if it did not.
        instead: What would have saved it, in words; empty where nothing would have.
        rate: Steps in a second.
        rows: Rows of the game's state; what networks remember stands behind them.
    """

    title: str
    where: str
    text: str
    caption: tuple[str, str, str]
    seen: str
    sides: tuple[Side, ...]
    leanings: NDArray[np.float32]
    winners: NDArray[np.intp] | None
    moment: int | None
    late: int | None
    instead: str
    rate: float
    rows: int


def counted(count: int, what: str) -> str:
    """A number of things: "one step", "nine steps", "31 steps"."""
    written = _COUNTS[count] if count < len(_COUNTS) else number(count)
    return f"{written} {what}{'' if count == 1 else 's'}"


def duration(steps: int, rate: float) -> str:
    """A time as people say it: "three steps", "a quarter of a second", "1.4 seconds"."""
    seconds = steps / rate
    if steps <= 3 or seconds < 0.1:
        return counted(steps, "step")
    quarters = round(4 * seconds)
    if quarters in _QUARTERS and abs(quarters / 4 - seconds) <= 0.04:
        return _QUARTERS[quarters]
    return f"{seconds:.1f} seconds"


def _does(game: Game, action: NDArray[np.float32]) -> str:
    """What an action ``(action rows,)`` does, in the names of the game's outputs."""
    names = game.actions
    match game.decision:
        case "versus":
            return names[0 if action[0] > 0 else 1]
        case "argmax":
            return names[int(action[0])]
        case "threshold":
            return " and ".join(name for name, value in zip(names, action, strict=True) if value > 0) or "nothing"
    return ", ".join(f"{name} {level(float(value))}" for name, value in zip(names, action, strict=True))


def _chosen(game: Game, action: NDArray[np.float32]) -> frozenset[int]:
    """Indices of the outputs that make an action ``(action rows,)``; empty where each acts by its size."""
    match game.decision:
        case "versus":
            return frozenset({0 if action[0] > 0 else 1})
        case "argmax":
            return frozenset({int(action[0])})
        case "threshold":
            return frozenset(np.flatnonzero(action > 0).tolist())
    return frozenset()


def explain(case: Death, found: Hindsight, scene: Scene) -> Why:
    """Explain a death by what hindsight found.

    Args:
        case: The agent's death to explain.
        found: What hindsight found.
        scene: A scene of the game; it tells over which two quantities maps are drawn.
    """
    game, rate, last = case.game, case.game.steps_per_second, found.states[-1]
    insight = Inspector(game, case.policy, case.setting)
    moment = len(found.actions) - 1 if found.moment is None else found.moment
    output = _decisive_output(game, found, moment)
    _, leaning = insight.leanings(case.genomes.take([found.agent]), found.states[:-1], scene, output)
    sides = _sides(case, found, insight, scene, moment, output)
    late = found.late
    name = f"{game.agent} {found.agent}"
    return Why(
        title=f"Why did {name} die?",
        where=f"generation {number(case.generation)} · {legible(float(last[1]))} {game.score_name} · step "
        f"{number(found.first + len(found.actions))}",
        text=" ".join(_sentences(case, found, sides)),
        caption=_caption(game, found, sides),
        seen=_seen(game, insight, case, found, moment),
        sides=sides,
        leanings=leaning.values,
        winners=leaning.winners,
        moment=found.moment,
        late=None if late is None else moment + late,
        instead="" if found.instead is None else _does(game, found.instead),
        rate=rate,
        rows=len(game.state),
    )


def _decisive_output(game: Game, found: Hindsight, moment: int) -> int:
    """The output in which what it did is furthest from what would have saved it, where each output acts."""
    if found.instead is None or game.action_rows == 1:
        return 0
    return int(np.abs(found.instead - found.actions[moment]).argmax())


def _sides(
    case: Death, found: Hindsight, insight: Inspector, scene: Scene, moment: int, output: int
) -> tuple[Side, ...]:
    game, states = case.game, found.states[max(0, moment - _TRAIL) : moment + 1]
    both = [(found.agent, found.actions[moment], False)]
    if found.relative is not None:
        both.append((found.relative.agent, found.relative.actions[0], True))
    sides = []
    for agent, action, lives in both:
        genome, name = case.genomes.take([agent]), f"{game.agent} {agent}"
        says = insight.mind(genome, states[-1], name, agent).output_values
        sides.append(
            Side(
                name=name[:1].upper() + name[1:] + (", its relative" if lives else ""),
                looks=looks_of_one(genome),
                marker=marker_of(game),
                lives=lives,
                outputs=tuple(zip(game.actions, map(float, says), strict=True)),
                chosen=_chosen(game, action),
                does=_does(game, action),
                policy=_map_of(insight, genome, states, scene, agent, output),
            )
        )
    return tuple(sides)


def _map_of(
    insight: Inspector, genome: Genomes, states: NDArray[np.float32], scene: Scene, agent: int, output: int
) -> PolicyMap:
    """What a network would do around the last of some states, over two quantities whose map that lies in."""
    owner = "why", agent
    policy = insight.policy(genome, states, scene, None, owner, output)
    shares = [
        (value - axis.low) / (axis.high - axis.low)
        for axis, value in zip((policy.plane.across, policy.plane.down), policy.trail[-1], strict=True)
    ]
    pair = insight.first_pair
    if pair[0] == pair[1] or all(0 <= share <= 1 for share in shares):
        return policy
    return insight.policy(genome, states, scene, (pair[1], pair[0]), owner, output)


def distinct_numbers(values: Sequence[float]) -> list[str]:
    """What outputs say, with as many decimals as tell the different ones apart: at least two, and at most seven."""
    for places in range(2, 8):
        told = [number(value, places) for value in values]
        if len(set(told)) == len(set(values)):
            break
    return told


def _sentences(case: Death, found: Hindsight, sides: tuple[Side, ...]) -> list[str]:
    game, rate = case.game, case.game.steps_per_second
    cause = _said(game, "cause", found.states[-1]) or "died"
    if found.moment is None or found.instead is None:
        span = duration(len(found.actions), rate)
        return [f"It {cause}. It was lost {span} before: nobody of its generation knows a way out of there."]
    before = duration(len(found.actions) - found.moment, rate)
    chose = f"{sides[0].does}{_figures(game, sides[0], found)}"
    told = [f"It {cause}. {before[:1].upper()}{before[1:]} before, it chose {chose}"]
    instead = _does(game, found.instead)
    if found.relative is None:
        told[0] += f"; {instead}{' from there on' if found.held else ''} would have saved it."
    else:
        relative = f"{game.agent} {found.relative.agent}"
        told[0] += f"; {relative}, its nearest relative that lives on from there, chooses {instead}."
    if found.chances > 1:
        told.append(f"For {counted(found.chances, 'step')} there had been this way out.")
    if found.late is not None and found.late > 1:
        told.append(f"It chose {instead} only {duration(found.late, rate)} later: too late.")
    if found.lived:
        told.append(f"In its place {number(found.lived)} of {number(len(case.genomes))} would have lived on.")
    return told


def _figures(game: Game, side: Side, found: Hindsight) -> str:
    """What it said for its choice and for the better one, where the larger decides."""
    if game.decision not in ("versus", "argmax") or found.instead is None:
        return ""
    (chosen,), (better,) = side.chosen, _chosen(game, found.instead)
    return ", {} against {}".format(*distinct_numbers([side.outputs[chosen][1], side.outputs[better][1]]))


def _caption(game: Game, found: Hindsight, sides: tuple[Side, ...]) -> tuple[str, str, str]:
    rate = game.steps_per_second
    if found.moment is None or found.instead is None:
        return "It was lost ", duration(len(found.actions), rate), " before."
    instead = _does(game, found.instead)
    if found.late is not None and found.late > 1:
        return f"It chose {instead} ", duration(found.late, rate), " too late."
    return "It should have chosen ", instead, f", and chose {sides[0].does}."


def _said(game: Game, field: str, state: NDArray[np.float32]) -> str:
    """What a game says of a state in its own words; nothing where it has none.

    Raises:
        NeuroError: If it fails, or says no text.
    """
    tell = getattr(game, field)
    if tell is None:
        return ""
    try:
        told = tell(state[: len(game.state)].copy())
    except Exception as error:  # code of others
        raise NeuroError(f"{field}(state) of {game.title} fails: {error_line(error)}") from error
    if not isinstance(told, str):
        raise NeuroError(f"{field}(state) of {game.title} tells a state in words, not {told!r:.80}")
    return shown(told)


def _seen(game: Game, insight: Inspector, case: Death, found: Hindsight, moment: int) -> str:
    state = found.states[moment]
    told = _said(game, "sight", state)
    if not told:
        inputs = insight.mind(case.genomes.take([found.agent]), state, "", 0).input_values
        named = zip(game.observation[:_MOST_INPUTS], inputs, strict=False)
        told = ", ".join(f"{name} {level(float(value))}" for name, value in named)
    return f"{'it sees' if found.relative is None else 'both see'}: {told}"
