"""Findings: what may be wrong with a run that does not learn, each with its figure and one thing to try.

Each is a function of a run's facts in ``FINDINGS``, and stands by itself. Thresholds lie between runs that learn and
runs that were made not to; ``python benchmarks/explain.py`` measures both, and ``docs/explain.md`` has the table.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from neuro.evolution.algorithms import fields_of, population_of, settings_of
from neuro.explanation.command_line import command_for
from neuro.explanation.evidence import Facts
from neuro.numerals import legible, tallied
from neuro.policies import Graph

__all__ = ["FINDINGS", "SURE", "Finding"]

_FLAT = 0.5  # of the recent generations
_LIVES = 0.5  # of the population
_TINY_STEP, _TINY_SPREAD, _HUGE_STEP = 0.005, 0.005, 0.15  # of the size of the genes
_ALIKE, _DIVERSE = 0.1, 0.3  # of the size of the genes
_NO_PULL = 0.1  # standard deviations
_SAME, _SATURATED = 0.999, 0.98  # of all steps
_LUCK = 0.5  # of the champion's lead over random networks that is left on other courses
_FEW = 30  # genomes
_STANDS_STILL = 0.1  # of the size of the genes
_STUCK = 20  # generations without a record

#: Settings that say how far a search goes at a time, the first one that an algorithm has being the one to turn.
_REACH = (
    *("mutation_stdev", "sigma", "step", "mutation_size", "iso_size", "weight_stdev", "weight", "inertia"),
    *("mutation_rate", "mutation_decay", "mutation_floor", "mutation_kind", "weight_mutation_rate", "learning_rate"),
    *("step_cooling", "least_step", "least_sigma", "line_size", "new_weight_rate", "new_weight_stdev", "mean_rate"),
    *("own", "social", "crossover_rate", "add_node", "add_link"),
)
#: Settings that say how much the better ones are preferred.
_PRESSURE = ("selection", "pressure", "elites", "survival_threshold", "sharing", "parents", "fitness_share")


@dataclass(frozen=True)
class Finding:
    """Something that keeps a run from learning.

    Attributes:
        name: Name of the finding, for programs.
        says: What was found, in a sentence with its figure.
        figure: The figure.
        advice: What may help, in a sentence.
        command: The command that tries it.
    """

    name: str
    says: str
    figure: float
    advice: str
    command: str


def _random_search(facts: Facts) -> Finding | None:
    """Whether the algorithm draws every generation afresh."""
    if facts.settings.algorithm != "random":
        return None
    return Finding(
        "random-search",
        f"Random search draws all {facts.settings.population:,} anew in each generation: it remembers nothing.",
        float(facts.settings.population),
        "An algorithm that builds on the best it has found learns from them.",
        command_for(facts, algorithm="ga"),
    )


def _short_episodes(facts: Facts) -> Finding | None:
    """Whether many live to the end of their time: who is better cannot be seen, or the exam is out of reach."""
    exam, used, usual = facts.game.exam, facts.max_steps, facts.game.max_steps
    if facts.alive < _LIVES or used >= exam.max_steps:
        return None
    best = max(one.best_score for one in facts.recent)
    longer = usual if usual > used else min(4 * used, exam.max_steps)
    asked = f" The exam lasts up to {exam.max_steps:,} steps."
    return Finding(
        "short-episodes",
        f"{facts.alive:.0%} of all live to the end of an episode of {used:,} steps, where the best has "
        f"{tallied(best, facts.game.score_name)}: selection cannot see which of them are better.{asked}",
        facts.alive,
        "Longer episodes tell them apart.",
        command_for(facts, max_steps=longer),
    )


def _flat_fitness(facts: Facts) -> Finding | None:
    """Whether all have the same fitness, so that selection has nothing to go by."""
    if facts.flat < _FLAT:
        return None
    count, last = len(facts.recent), facts.history[-1]
    return Finding(
        "flat-fitness",
        f"In {round(facts.flat * count)} of the last {count} generations all {facts.settings.population:,} had the "
        f"same fitness ({legible(last.best_fitness)} at last): selection has nothing to go by.",
        facts.flat,
        *_easier_or_more(facts),
    )


def _no_score(facts: Facts) -> Finding | None:
    """Whether nobody has ever scored."""
    scores = [one.best_score for one in facts.history]
    if max(scores) != min(scores) or max(scores) > 0:
        return None
    first = facts.game.first_point
    nobody = f"Nobody has ever got {first}" if first else f"Nobody has ever scored any {facts.game.score_name}"
    return Finding(
        "no-score", f"{nobody}, in {tallied(len(scores), 'generations')}.", max(scores), *_easier_or_more(facts)
    )


def _easier_or_more(facts: Facts) -> tuple[str, str]:
    """What helps where nobody is better than another: an easier level if there is one, else more tries."""
    if facts.easier:
        return "On an easier level some are better than others sooner.", command_for(facts, level=facts.easier)
    more = max(population_of(facts.settings.algorithm), 4 * facts.settings.population)
    return "Among more genomes, some are better by luck.", command_for(facts, population=more)


def _tiny_steps(facts: Facts) -> Finding | None:
    """Whether children hardly differ from their parents, or samples from their mean."""
    found = facts.measured
    if found is None:
        return None
    by_parents = found.step is not None
    figure = found.spread if found.step is None else found.step
    if figure >= (_TINY_STEP if by_parents else _TINY_SPREAD):
        return None
    who = "A child differs from its parent" if by_parents else "Genomes differ from their mean"
    return Finding(
        "tiny-steps",
        f"{who} by {figure:.2%} of the size of genes: too little to find anything new.",
        figure,
        *_turned(facts, 4.0, "Larger changes find something new."),
    )


def _huge_steps(facts: Facts) -> Finding | None:
    """Whether children differ so much from their parents that little is inherited; of topologies that is not told."""
    found = facts.measured
    if found is None or found.step is None or found.step <= _HUGE_STEP or isinstance(facts.policy, Graph):
        return None
    kept = "" if found.heritage is None else f", and keeps {max(0.0, found.heritage):.0%} of its parents' lead"
    return Finding(
        "huge-steps",
        f"A child differs from its parent by {found.step:.0%} of the size of its genes{kept}: what was learnt is lost "
        "again.",
        found.step,
        *_turned(facts, 0.25, "Smaller changes keep what was good."),
    )


def _stands_still(facts: Facts) -> Finding | None:
    """Whether a search without parents has not moved from where it began."""
    found = facts.measured
    if found is None or found.step is not None or found.moved >= _STANDS_STILL or found.spread < _TINY_SPREAD:
        return None
    if facts.settings.algorithm == "random":
        return None
    return Finding(
        "stands-still",
        f"The middle of the population has moved by {found.moved:.1%} of the size of the genes in "
        f"{tallied(len(facts.history), 'generations')}: nothing is learnt from one to the next.",
        found.moved,
        *_turned(facts, 0.25, "Steps that fit what is learnt carry the search away."),
    )


def _turned(facts: Facts, factor: float, why: str) -> tuple[str, str]:
    """What to try where steps are too small or too large: the usual ones, else some times as large."""
    run, game = facts.settings, facts.game
    usual = settings_of(run.algorithm, {}, game.evolution)
    names = [one.name for one in fields_of(usual)]
    own = [name for name in names if name in _REACH and getattr(run.breeding, name) != getattr(usual, name)]
    if own:
        told = "setting" if len(own) == 1 else "settings"
        return f"{why} The usual {told} of {run.algorithm}:", command_for(facts, dict.fromkeys(own))
    turned = next((name for name in _REACH if name in names and isinstance(getattr(usual, name), float)), None)
    if turned is None:
        return f"{why} Another algorithm makes them:", command_for(facts, algorithm="ga")
    return why, command_for(facts, {turned: factor * float(getattr(usual, turned))})


def _no_selection(facts: Facts) -> Finding | None:
    """Whether parents are no better than all others, in a population in which some are."""
    found = facts.measured
    if found is None or found.pull is None or found.pull >= _NO_PULL or found.spread < _DIVERSE:
        return None
    return Finding(
        "no-selection",
        f"Parents are {found.pull:.2f} standard deviations fitter than the others: anybody has children.",
        found.pull,
        *_usual(facts, _PRESSURE, "Selection that prefers the best lets what is good spread."),
    )


def _usual(facts: Facts, among: tuple[str, ...], why: str) -> tuple[str, str]:
    """The usual values of some settings, or another algorithm where they have them."""
    run = facts.settings
    usual = settings_of(run.algorithm, {}, facts.game.evolution)
    names = [one.name for one in fields_of(usual) if one.name in among]
    own = [name for name in names if getattr(run.breeding, name) != getattr(usual, name)]
    if own:
        return why, command_for(facts, dict.fromkeys(own))
    return f"{why} NEAT does it by species:", command_for(facts, algorithm="neat" if run.algorithm != "neat" else "ga")


def _alike(facts: Facts) -> Finding | None:
    """Whether all have become alike, though children are changed."""
    found = facts.measured
    if found is None or found.spread >= min(_ALIKE, found.first_spread):
        return None
    if _tiny_steps(facts) is not None:  # that is why
        return None
    return Finding(
        "alike",
        f"All are alike: a gene varies by {found.spread:.1%} of its size, {found.first_spread:.0%} at first.",
        found.spread,
        *_fresh(facts, "More genomes, or more mutation, bring in what nobody has."),
    )


def _fresh(facts: Facts, why: str) -> tuple[str, str]:
    """What brings something new into a population that has become alike."""
    run = facts.settings
    if run.population < (usual := population_of(run.algorithm)):
        return why, command_for(facts, population=min(usual, 10 * run.population))
    names = [one.name for one in fields_of(run.breeding)]
    if "mutation_floor" in names:
        return why, command_for(facts, {"mutation_floor": max(0.2, 4 * float(run.breeding.mutation_floor))})
    return f"{why} So does another algorithm:", command_for(
        facts, algorithm="neat" if run.algorithm != "neat" else "ga"
    )


def _same_action(facts: Facts) -> Finding | None:
    """Whether the champion always does the same, whatever it sees."""
    found = facts.measured
    if found is None or found.same is None or found.same < _SAME:
        return None
    return Finding(
        "same-action",
        f"The champion does the same in {found.same:.1%} of its steps, whatever it sees.",
        found.same,
        *_easier_or_more(facts),
    )


def _saturated_outputs(facts: Facts) -> Finding | None:
    """Whether the champion's outputs are always at their limits."""
    found = facts.measured
    if found is None or found.saturated is None or found.saturated < _SATURATED:
        return None
    return Finding(
        "saturated-outputs",
        f"{found.saturated:.1%} of the champion's outputs are at their limit: it knows all or nothing, and nothing "
        "between.",
        found.saturated,
        *_turned(facts, 0.25, "Smaller weights leave room between the limits."),
    )


def _lucky_champion(facts: Facts) -> Finding | None:
    """Whether the champion is good on the courses that it was chosen on, and much worse on others."""
    found = facts.measured
    if found is None or found.unseen is None or found.random is None or found.champion <= found.random:
        return None
    left = (found.unseen - found.random) / (found.champion - found.random)
    if left >= _LUCK:
        return None
    count = facts.settings.episodes
    chosen_on = "the course" if count == 1 else f"the {count} courses"
    return Finding(
        "lucky-champion",
        f"The champion has a fitness of {legible(found.champion)} on {chosen_on} that it was chosen on, and of "
        f"{legible(found.unseen)} on 64 others: {left:.0%} of its lead is left.",
        left,
        "On more courses in each generation luck counts for less.",
        command_for(facts, episodes=min(10_000, 4 * count)),
    )


def _small_population(facts: Facts) -> Finding | None:
    """Whether there are so few genomes that good ones are seldom among them."""
    count = facts.settings.population
    if count >= min(_FEW, population_of(facts.settings.algorithm)):
        return None
    return Finding(
        "small-population",
        f"A population of {count} is small for networks of {facts.policy.parameters:,} numbers.",
        float(count),
        "Among more genomes there is something better in each generation.",
        command_for(facts, population=10 * count if count >= 10 else 100),
    )


def _no_hidden_nodes(facts: Facts) -> Finding | None:
    """Whether the networks have no hidden nodes, in a game whose own network has some."""
    if not facts.lacks_hidden:
        return None
    inputs, outputs = len(facts.game.observation), len(facts.game.actions)
    return Finding(
        "no-hidden-nodes",
        f"The networks have no hidden nodes: {inputs} inputs are weighed for {outputs} outputs, and no two of them can "
        "be combined.",
        0.0,
        "A hidden layer can combine what it sees.",
        command_for(facts, layers=f"{inputs}-8-{outputs}"),
    )


def _dead_end(facts: Facts) -> Finding | None:
    """Whether fitness leads to where nobody gets any further, in a game whose ways to behave are told apart."""
    novel = facts.settings.algorithm in ("novelty", "map-elites")
    if not facts.game.behaviour or novel or facts.since_record < _STUCK:
        return None
    best = statistics.median(one.best_fitness for one in facts.recent)
    return Finding(
        "dead-end",
        f"The best has stood at a fitness of {legible(best)} for {tallied(facts.since_record, 'generations')}: there "
        "fitness leads no further.",
        float(facts.since_record),
        "Novelty search prefers what behaves in a new way, and so gets out of dead ends.",
        command_for(facts, algorithm="novelty"),
    )


#: What is looked for, the likeliest cause first.
FINDINGS: tuple[Callable[[Facts], Finding | None], ...] = (
    _random_search,
    _short_episodes,
    _tiny_steps,
    _stands_still,
    _no_selection,
    _flat_fitness,
    _small_population,
    _alike,
    _no_hidden_nodes,
    _same_action,
    _saturated_outputs,
    _huge_steps,
    _no_score,
    _lucky_champion,
    _dead_end,
)

#: What keeps a run from learning whatever its fitness seems to do: on other courses it may rise by luck.
SURE = (_random_search, _tiny_steps, _stands_still)
