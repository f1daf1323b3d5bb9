"""The break between two generations as data: the elite that lives on, and the children of each parent.

It is told from what has really been bred: the elite of the generation before, and a few of its children with both
their parents.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.view.looks import Looks, family_indices, own_looks
from neuro.view.marker import Marker
from neuro.view.watch.evolution_thread import Cohort

__all__ = ["Birth", "GenerationBreak", "generation_break"]

_SHOWN = 10  # of the elite
_BIRTHS = 4  # children that are shown
_TAKEN = 0.15  # share of its numbers that a child has of each parent, to be shown as a child of both
_LOOKED_AT = 400  # children among which those that are shown are looked for
_STILLS = (0.34, 0.56, 0.86)  # moments of the three pictures where motion is reduced


class Birth(NamedTuple):
    """A child that is shown.

    Args:
        mother: Her place among the elite.
        father: His looks; None where it has only a mother.
        looks: Looks of the child.
        change: What differs most from its mother, in words.
    """

    mother: int
    father: Looks | None
    looks: Looks
    change: str


class GenerationBreak:
    """The break after a generation.

    Args:
        number: Number of the generation that is over.
        seconds: Duration of the break, in seconds.
        elite: Looks of the best, the best first.
        scores: Scores of the elite, a mean over the courses.
        births: Children that are shown.
        others: Number of the others of the elite.

    Attributes:
        share: Share of the break that is over, from 0 to 1.
    """

    def __init__(
        self,
        number: int,
        seconds: float,
        elite: tuple[Looks, ...],
        scores: tuple[float, ...],
        births: tuple[Birth, ...],
        others: int,
    ) -> None:
        self.number, self._seconds = number, seconds
        self.elite, self.scores, self.births, self.others = elite, scores, births, others
        self._shown = 0.0

    @property
    def share(self) -> float:
        """How far it has come, from 0 to 1."""
        return min(1.0, self._shown / self._seconds)

    @property
    def is_over(self) -> bool:
        """Whether the next generation may begin."""
        return self._shown >= self._seconds

    @property
    def brief(self) -> bool:
        """Whether there is time for the elite alone."""
        return self._seconds < 1

    def advance(self, seconds: float) -> None:
        """Time has passed."""
        self._shown += seconds

    def at(self, *, still: bool) -> float:
        """Its moment on a scale of 40, as its picture is drawn; one of three where motion is reduced."""
        if self.brief:
            return 6 + 8 * self.share
        return 40 * (_STILLS[min(2, int(3 * self.share))] if still else self.share)


def generation_break(
    before: Cohort, looks: NDArray[np.float32], after: Cohort, seconds: float, marker: Marker
) -> GenerationBreak | None:
    """The break between two generations; None where nobody of the first lives on.

    Args:
        before: The generation that is over.
        looks: Looks of the generation's agents, ``(n, 16)``.
        after: The next generation.
        seconds: Duration of the break, in seconds.
        marker: Names what people see of a change.
    """
    lineage = after.lineage
    if lineage is None or not len(lineage.elites) or len(before.genomes) < len(lineage.elites):
        return None
    shown = min(_SHOWN, len(lineage.elites))
    births = _births(before, looks, after, shown, marker)
    return GenerationBreak(
        before.number,
        seconds,
        elite=tuple(own_looks(looks[one]) for one in lineage.elites[:shown]),
        scores=tuple(float(score) for score in after.elite_scores[:shown]),
        births=births,
        others=len(after.genomes) - len(lineage.elites) - len(births),
    )


def _births(before: Cohort, looks: NDArray[np.float32], after: Cohort, shown: int, marker: Marker) -> tuple[Birth, ...]:
    """Children with one parent at least among the elite that is shown: of two parents before those of one."""
    assert after.lineage is not None
    parents, children = before.genomes.rows(), after.genomes.rows()
    places = {int(one): place for place, one in enumerate(after.lineage.elites[:shown])}
    two: list[tuple[int, int, int]] = []
    one: list[tuple[int, int, int]] = []
    for row, (mother, father) in enumerate(after.lineage.parents[:_LOOKED_AT].tolist()):
        if mother not in places:
            mother, father = father, mother
        if mother in places:
            child = len(after.lineage.elites) + row
            both = _has_both(children[child], parents[mother], parents[father])
            (two if both else one).append((mother, father if both else mother, child))
    kin = after.looks
    alike = _likeness(looks, kin)
    chosen = sorted(_of_many_mothers(two), key=alike)[:_BIRTHS]
    chosen += sorted(_of_many_mothers(one), key=alike)[: _BIRTHS - len(chosen)]
    return tuple(
        Birth(
            places[mother],
            own_looks(looks[father]) if father != mother else None,
            *_changed(looks[mother], kin[child], marker),
        )
        for mother, father, child in sorted(chosen, key=lambda birth: places[birth[0]])
    )


def _likeness(looks: NDArray[np.float32], kin: NDArray[np.float32]) -> Callable[[tuple[int, int, int]], bool]:
    """Whether people would not see whose child one is: families of looks may change with few numbers."""
    parents, children = family_indices(looks), family_indices(kin)
    return lambda one: children[one[2]] not in (parents[one[0]], parents[one[1]])


def _has_both(child: NDArray[np.float32], mother: NDArray[np.float32], father: NDArray[np.float32]) -> bool:
    """Whether a child has a good part of its numbers from each; mutation has changed some.

    One that has none of either is a mixture, of which each of its numbers is.
    """
    apart = mother != father
    if not apart.any():
        return False
    shares = [float(np.mean(child[apart] == one[apart])) for one in (mother, father)]
    return max(shares) == 0 or min(shares) >= _TAKEN


def _of_many_mothers(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The same, those first whose mother has none before them."""
    seen: dict[int, int] = {}
    ranked = []
    for one in found:
        seen[one[0]] = seen.get(one[0], -1) + 1
        ranked.append((seen[one[0]], one))
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _changed(hers: NDArray[np.float32], its: NDArray[np.float32], marker: Marker) -> tuple[Looks, str]:
    """A child's looks, and what differs most in them from its mother's, of all that the marker shows, in words."""
    moved = its - hers
    most = max(marker.changes, key=lambda trait: abs(float(moved[trait])))
    return own_looks(its), marker.changes[most][0 if moved[most] > 0 else 1]
