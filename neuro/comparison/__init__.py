"""A fair comparison of algorithms: equal agent-steps, the same seeds, and courses kept aside from all as the judge."""

from neuro.comparison.contest import Contest, algorithms_in
from neuro.comparison.contest_folder import ContestFolder
from neuro.comparison.side_by_side import Workers
from neuro.comparison.standing import Pair, Standing, pairs_of, standing_of
from neuro.comparison.trial import Trial, play_trial

__all__ = [
    "Contest",
    "ContestFolder",
    "Pair",
    "Standing",
    "Trial",
    "Workers",
    "algorithms_in",
    "pairs_of",
    "play_trial",
    "standing_of",
]
