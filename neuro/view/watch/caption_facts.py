"""The facts of a watched run that captions are chosen by."""

from __future__ import annotations

import math
from collections.abc import Sequence

from neuro.network import GraphNetwork
from neuro.view.inspect.snapshot import Snapshot, Statistics
from neuro.view.inspect.species_record import name_of_species
from neuro.view.looks import FAMILIES
from neuro.view.watch.captions import Caption, CaptionChoice, Moment, ShownCaption

__all__ = ["SHARES_TOLD", "CaptionFacts"]

_CLEAR = 0.2  # how strongly a map must show both decisions, of 1
_ALIKE = 0.25  # share of the first generation's diversity
_RIPE = 3  # generations after which a species is told of
_KNOWN = 0.1  # share that a family must have had for its end to be told
#: What a page is told of these.
SHARES_TOLD = {"alike": _ALIKE, "known": _KNOWN}


class CaptionFacts:
    """Follows a run, and chooses the caption that its facts call for.

    Args:
        captions: All captions.
        muted: Whether captions are off at first.
    """

    def __init__(self, captions: tuple[Caption, ...], *, muted: bool) -> None:
        self.choice = CaptionChoice(captions, muted=muted)
        self._peaks = [0.0] * len(FAMILIES)  # the largest share that each family has had
        self._records, self._told = _Records(), 0.0

    @property
    def caption(self) -> ShownCaption | None:
        """The caption that is shown now, if any."""
        return self.choice.shown

    def update(self, shown: Snapshot) -> None:
        """The run has come to another moment; in its past, no caption is shown."""
        seconds, self._told = max(0.0, shown.seconds - self._told), shown.seconds
        if not shown.rewound:
            self.choice.advance(seconds, self._moment(shown))

    def _moment(self, shown: Snapshot) -> Moment:
        shares = [share for share, _ in shown.families]
        names = list(FAMILIES)
        gone = [
            name for name, peak, share in zip(names, self._peaks, shares, strict=True) if peak >= _KNOWN and not share
        ]
        self._peaks = [max(both) for both in zip(self._peaks, shares, strict=True)]
        largest = max(range(len(names)), key=shares.__getitem__)
        record, before, still = self._records.follow(shown.history)
        policy, diversity = shown.policy, list(shown.diversity.values())
        return Moment(
            agent=shown.agent,
            score_name=shown.score_name,
            population=shown.population,
            weights=shown.weights,
            elites=shown.elite,
            number=shown.generation,
            steps=shown.step,
            fallen=1 - (shown.alive + shown.won) / shown.population,
            best=shown.best,
            between=shown.between,
            record=record,
            before=before,
            family=names[largest],
            share=shares[largest],
            gone=gone[0] if gone else "",
            still=still,
            alike=diversity[-1] < _ALIKE * diversity[0],
            decides=policy is not None
            and not policy.names
            and bool(policy.values.min() < -_CLEAR and policy.values.max() > _CLEAR),
            decisions=(policy.more, policy.less) if policy is not None else ("", ""),
            exam=shown.exam,
            species=_ripened(shown),
            **_grown(shown),
        )


def _grown(shown: Snapshot) -> dict[str, int]:
    """How the champion's network has grown since the first generation, where networks grow."""
    networks = [one.network for one in shown.milestones if isinstance(one.network, GraphNetwork)]
    if not networks or shown.milestones[0].generation > 0:
        return {}
    first, last = networks[0], networks[-1]
    grown = {"links": first.links, "new_links": last.links - first.links}
    return grown | {"new_nodes": last.hidden_nodes - first.hidden_nodes}


def _ripened(shown: Snapshot) -> str:
    """A species that began three generations ago, after the first, and lives."""
    known = shown.species
    if not known.generations:
        return ""
    newest = known.generations[-1]
    young = [one for one, since in known.since.items() if since > 0 and newest - since == _RIPE]
    return name_of_species(young[0]) if young else ""


class _Records:
    """The record of a run, followed generation by generation: of a long history only what is new is looked at."""

    def __init__(self) -> None:
        self._history: Sequence[Statistics] = ()
        self._seen, self._at = 0, 0  # generations that were looked at, and the one that holds the record
        self._best = self._before = -math.inf  # the record, and the record before the newest generation

    def follow(self, history: Sequence[Statistics]) -> tuple[float | None, float, int]:
        """The newest score if it is the record, the record before it, and how many generations ago the record was."""
        if history is not self._history or len(history) < self._seen:  # another run, or one that branched off
            self._history, self._seen, self._best = history, 0, -math.inf
        for number in range(self._seen, len(history)):
            self._before, score = self._best, history[number].best_score
            if score > self._best:
                self._best, self._at = score, number
        self._seen = len(history)
        if self._seen < 2:
            return None, 0.0, 0
        newest = self._seen - 1
        return (self._best if self._at == newest else None), self._before, newest - self._at
