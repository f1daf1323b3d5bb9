"""Which of a long line of descent are shown: the founder, the champion, and where most was gained between."""

from __future__ import annotations

from collections.abc import Sequence

from neuro.descent.family_tree import Ancestor

__all__ = ["chosen_of"]


def chosen_of(line: Sequence[Ancestor], most: int) -> list[int]:
    """Places in a line of those that are shown, in its order.

    Of those between its ends, they are the ones that came further than all before them by most; then, those who have
    two parents and those that were changed most.

    Args:
        line: The line, the founder first.
        most: The largest number that is shown, at least 2.
    """
    best = float("-inf")
    worth: list[tuple[float, float, int]] = []
    for place, one in enumerate(line):
        score = 0.0 if one.score is None else one.score
        if 0 < place < len(line) - 1:
            worth.append((max(0.0, score - best), one.mate_gave + one.changed, -place))
        best = max(best, score)
    inner = sorted(worth, reverse=True)[: most - 2]
    return sorted({0, len(line) - 1, *(-place for _, _, place in inner)})
