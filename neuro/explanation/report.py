"""What is to be said of a run: that it has learnt, still learns, or why it does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from neuro.errors import FileError, NeuroError
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.explanation.evidence import EARLY, Facts
from neuro.explanation.findings import FINDINGS, SURE, Finding
from neuro.explanation.measurements import measure
from neuro.game import recorded_game
from neuro.numerals import legible, tallied
from neuro.storage.history_file import read_history
from neuro.storage.runs import RunFolder

__all__ = ["Explanation", "explain", "explained", "state_of"]

_FLAT_AT_ONCE = 3  # generations of equal fitness after which nobody need wait for more


@dataclass(frozen=True)
class Explanation:
    """Whether a run learns, and if it does not, why.

    Attributes:
        state: "solved", "learning", "early", "relative" (fitness is won against each other) or "stuck".
        says: The same in a sentence with its figures.
        findings: What keeps it from learning, the likeliest first; of one that seems to be learning only what cannot
            but keep it from that.
        notes: What could not be looked at, in sentences.
    """

    state: str
    says: str
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


def explain(run: Path, *, before: Callable[[Evolution], None] = lambda _: None) -> Explanation:
    """Look into a run's folder, and play on from its newest checkpoint where its record alone does not tell.

    Nothing in the folder is changed. Of a run under other rules than those that are here the record alone is looked at.

    Args:
        run: The folder.
        before: Called with the run before it is played on, which may have to be compiled.

    Raises:
        FileError: If it holds no run, or no generation of one, or its game is not installed.
    """
    folder = RunFolder(run)
    history, fault = read_history(folder.history_file)
    if not history:
        raise FileError(f"{folder.history_file} holds no generations yet{f': {fault}' if fault else ''}")
    notes = [f"{folder.history_file}: {fault}; the {len(history):,} lines before that are explained"] if fault else []
    try:
        evolution = folder.evolution()
    except FileError:
        raise
    except NeuroError as error:
        manifest = folder.manifest
        game = recorded_game(manifest.game).at(manifest.level)
        return _explanation(Facts(game, manifest.settings, manifest.policy, history, None), [*notes, _alone(error)])
    with evolution.evaluator:
        return explained(evolution, history, notes=notes, before=before)


def explained(
    evolution: Evolution,
    history: Sequence[Generation],
    *,
    notes: Sequence[str] = (),
    before: Callable[[Evolution], None] = lambda _: None,
) -> Explanation:
    """What is to be said of a run.

    Args:
        evolution: The run, where it can be gone on with; nobody else goes on with it.
        history: The records of all its generations, at least one; where the evolution stands at an earlier checkpoint,
            it is gone on with up to their end.
        notes: What else is to be said, in sentences.
        before: Called with the run before it is played on.
    """
    settings = evolution.settings_at(history[-1].number)
    facts = Facts(evolution.game, settings, evolution.policy, history, None)
    if state_of(facts) not in ("stuck", "learning"):
        return _explanation(facts, notes)
    before(evolution)
    try:
        while evolution.generation < len(history):  # the newest checkpoint may be some generations old, or gone
            evolution.step()
        return _explanation(replace(facts, measured=measure(evolution)), notes)
    except NeuroError as error:
        return _explanation(facts, [*notes, _alone(error)])


def _alone(error: NeuroError) -> str:
    return f"The record alone was looked at, since the run cannot be played on: {error}"


def _explanation(facts: Facts, notes: Sequence[str]) -> Explanation:
    state = state_of(facts)
    looked = {"stuck": FINDINGS, "learning": SURE}.get(state, ())
    found = tuple(one for look in looked if (one := look(facts)) is not None)
    return Explanation(state, _says(facts, state, doubted=bool(found)), found, tuple(notes))


def state_of(facts: Facts) -> str:
    """Whether a run learns, by its record: see ``Explanation.state``.

    Args:
        facts: The run's; nothing of it need be measured.
    """
    if facts.solved_in is not None:
        return "solved"
    if len(facts.history) < EARLY:
        flat = len(facts.history) >= _FLAT_AT_ONCE and all(one.flat for one in facts.history)
        return "stuck" if flat else "early"
    if facts.is_rising:
        return "learning"
    return "relative" if facts.game.players > 1 else "stuck"


def _says(facts: Facts, state: str, *, doubted: bool) -> str:
    history, count = facts.history, tallied(len(facts.history), "generations")
    first, best = history[0], max(history, key=lambda one: one.best_fitness)
    rise = f"its best fitness rose from {legible(first.best_fitness)} to {legible(best.best_fitness)}"
    if state == "solved":
        return f"It has learnt the game: generation {facts.solved_in:,} passed the exam; {rise}."
    if state == "early":
        return f"Too early to tell: {count} so far, and {EARLY} are needed."
    if state == "learning":
        last = f", and the last {facts.window} generations are better than the {facts.window} before"
        if doubted:
            return f"It seems to be learning, but that may be luck: in {count} {rise}{last}."
        return f"It is learning: in {count} {rise}{last}. The exam is not passed yet."
    if state == "relative":
        told = "fitness is won against each other, so it need not rise where all get better"
        return f"The exam is not passed yet, in {count}; in {facts.game.title} {told}. `neuro replay` shows it."
    record = f"its best, {legible(best.best_fitness)}, is of generation {best.number:,}"
    return f"It does not learn any more: of {count}, the last {facts.window} are no better than those before; {record}."
