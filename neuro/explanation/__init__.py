"""Why a run does not learn: findings in its record, each with its figure and one thing to try."""

from neuro.explanation.evidence import EARLY, Facts
from neuro.explanation.findings import FINDINGS, Finding
from neuro.explanation.measurements import Measured, measure
from neuro.explanation.report import Explanation, explain, explained, state_of

__all__ = [
    "EARLY",
    "FINDINGS",
    "Explanation",
    "Facts",
    "Finding",
    "Measured",
    "explain",
    "explained",
    "measure",
    "state_of",
]
