"""A comparison in words: its table as Markdown, the sentences below it, and the object that ``--json`` prints."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from neuro.comparison.contest import Contest
from neuro.comparison.standing import Pair, Standing, pairs_of, standing_of
from neuro.comparison.trial import Trial
from neuro.numerals import in_short, legible

__all__ = ["as_data", "as_markdown", "heading", "steps_told", "table_rows"]

_COLUMNS = ("algorithm", "solved", "95 %", "agent-steps to solve", "quartiles", "generations", "score", "seconds")


def heading(contest: Contest) -> str:
    """What is compared, in a line."""
    level = f" ({contest.level})" if contest.level else ""
    last = contest.first_seed + contest.seeds - 1
    seeds = f"seeds {contest.first_seed:,} to {last:,}" if contest.seeds > 1 else f"seed {last:,}"
    return f"{contest.task}{level}: {seeds}, at most {steps_told(contest.budget)} agent-steps each"


def as_markdown(contest: Contest, trials: Mapping[str, Sequence[Trial]]) -> str:
    """The whole comparison: heading, table, what the seeds say, and how to read it.

    Args:
        contest: What is compared.
        trials: The runs of each algorithm that have ended, at least one of each.
    """
    told = "\n".join(f"- {pair.words}" for pair in pairs_of(trials))
    parts = f"# {heading(contest)}", _aligned(table_rows(trials)), told, _reading(contest)
    return "\n\n".join(filter(None, parts)) + "\n"


def table_rows(trials: Mapping[str, Sequence[Trial]]) -> list[tuple[str, ...]]:
    """The cells of the table, its heading first.

    Args:
        trials: The runs of each algorithm that have ended, at least one of each.
    """
    return [_COLUMNS, *(_row(standing_of(name, runs)) for name, runs in trials.items())]


def _row(one: Standing) -> tuple[str, ...]:
    low, high = (f"{100 * end:.0f}" for end in one.share)
    lower, median, upper = map(steps_told, one.steps)
    return (
        one.algorithm,
        f"{one.solved:,} of {one.runs:,}",
        f"{low}–{high} %",
        median,
        "–" if lower == "never" else f"{lower} – {upper}",
        "never" if math.isinf(one.generations) else legible(one.generations),
        legible(one.score) + (f" ± {legible(one.score_half, 2)}" if one.runs > 1 else ""),  # one run tells no interval
        "never" if math.isinf(one.seconds[1]) else legible(one.seconds[1], 2),
    )


def steps_told(steps: float) -> str:
    """Agent-steps in three figures at most, such as "17 M"; "never" where there is no end."""
    return "never" if math.isinf(steps) else in_short(steps)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table that can be read as it stands."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    rule = "|".join("-" * (width + 2) for width in widths)
    return "\n".join([f"| {lines[0]} |", f"|{rule}|", *(f"| {line} |" for line in lines[1:])])


def _reading(contest: Contest) -> str:
    score = (
        "the share of test examples that the best network answers right"
        if contest.is_examples
        else f"the champion's mean over {contest.courses:,} courses that neither training nor the exam uses"
    )
    return (
        "Agent-steps, generations and seconds (of one processor, without compiling) are medians over all seeds; a run "
        f"that did not solve the task counts as never. The score is {score}, with the 95 % interval of its mean over "
        "seeds (Student); the share that solved has Wilson's. The sentences are by the test of Mann and Whitney with "
        "Holm's correction: a run is better that solves with fewer agent-steps, or, where neither does, that has the "
        "larger score."
    )


def as_data(contest: Contest, trials: Mapping[str, Sequence[Trial]]) -> dict[str, Any]:
    """The object that ``--json`` prints; what never comes about is null.

    Args:
        contest: What is compared.
        trials: The runs of each algorithm that have ended; of those without any, nothing is told.
    """
    there = {name: runs for name, runs in trials.items() if runs}
    return {
        **contest.as_data(),
        "standings": [_standing(standing_of(name, runs)) for name, runs in there.items()],
        "pairs": [_pair(pair) for pair in pairs_of(there)],
    }


def _standing(one: Standing) -> dict[str, Any]:
    return {
        "algorithm": one.algorithm,
        "runs": one.runs,
        "solved": one.solved,
        "solved_interval": list(one.share),
        "agent_steps": _finite(one.steps[1]),
        "agent_steps_quartiles": [_finite(one.steps[0]), _finite(one.steps[2])],
        "generations": _finite(one.generations),
        "seconds": _finite(one.seconds[1]),
        "seconds_quartiles": [_finite(one.seconds[0]), _finite(one.seconds[2])],
        "score": one.score,
        "score_interval": [one.score - one.score_half, one.score + one.score_half] if one.runs > 1 else [None, None],
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "better": pair.better,
        "other": pair.other,
        "p": pair.probability,
        "p_corrected": pair.corrected,
        "separated": pair.is_separated,
        "words": pair.words,
    }
