"""Captions: sentences about a watched run, each shown when what it says is happening.

Each says at most one new term of the field, marked by stars. A game may word some of them in its own way: the class
``Scene`` of its view has ``captions``, texts by the name of the caption, in the same form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from neuro.numerals import tallied
from neuro.view.scene import Scene

__all__ = [
    "CAPTIONS",
    "LEARNERS_CAPTIONS",
    "TIMES_TOLD",
    "Caption",
    "CaptionChoice",
    "Line",
    "Moment",
    "ShownCaption",
    "captions_of",
]

_LEAST, _BASE, _A_LETTER = 3.0, 1.2, 0.06  # seconds that a caption stays: at least, and by its length
_BETWEEN = 0.3  # seconds between two
#: What a page is told of these.
TIMES_TOLD = {"least": _LEAST, "base": _BASE, "letter": _A_LETTER, "between": _BETWEEN}
_SPREAD = 0.6  # share of the population from which on a family has spread
_GROWN = 3  # nodes that evolution has added
_STUCK = 10  # generations without a record

Line = tuple[tuple[str, bool], ...]  # pieces of a line, and whether each is a term


@dataclass(frozen=True)
class Moment:
    """What captions go by: facts of a run at one moment.

    Args:
        agent: What one of them is called.
        score_name: What the score counts, in the plural.
        population: All agents of the generation on stage.
        weights: Numbers in a brain.
        elites: The agents that live on unchanged.
        number: Number of the generation on stage.
        steps: Number of steps of its rollout.
        fallen: The share of it that does not live any more, from 0 to 1.
        best: The best score of the rollout.
        between: Share of the break between two generations that is over, from 0 to 1; None while a rollout is on.
        record: The best score of the run, when the generation before this one has broken it; else None.
        before: The best score before that.
        family: The largest family of looks.
        share: The family's share of the population.
        gone: A family that had many members once and has none now; empty when there is none.
        still: Generations since the last record.
        alike: Whether genomes differ far less than at first.
        decides: Whether the map of the leader shows both of two decisions.
        decisions: Names of those: of the warm colour and of the cool one.
        exam: Courses of the exam that the champion has passed; 0 before.
        links: Links of the first champion's network, if networks grow; 0 where they do not.
        new_links: Links that the champion's network has more than that.
        new_nodes: Hidden nodes that the champion's network has more than the first.
        species: A species that has lived for three generations; empty when there is none.
    """

    agent: str = "agent"
    score_name: str = "points"
    population: int = 0
    weights: int = 0
    elites: int = 0
    number: int = 0
    steps: int = 0
    fallen: float = 0.0
    best: float = 0.0
    between: float | None = None
    record: float | None = None
    before: float = 0.0
    family: str = ""
    share: float = 0.0
    gone: str = ""
    still: int = 0
    alike: bool = False
    decides: bool = False
    decisions: tuple[str, str] = ("", "")
    exam: int = 0
    links: int = 0
    new_links: int = 0
    new_nodes: int = 0
    species: str = ""

    def words(self) -> dict[str, str]:
        """What may stand in a caption between braces."""
        warm, cool = self.decisions
        return {
            "agent": self.agent,
            "agents": f"{self.agent}s",
            "scores": self.score_name,
            "population": f"{self.population:,}",
            "weights": f"{self.weights:,}",
            "elites": f"{min(self.elites, 10):,}",
            "all_elites": f"{self.elites:,}",
            "children": f"{self.population - self.elites:,}",
            "number": f"{self.number:,}",
            "record": tallied(self.record or 0.0, self.score_name),
            "family": self.family,
            "relatives": f"{round(self.share * self.population):,}",
            "gone": self.gone,
            "still": f"{self.still:,}",
            "warm": warm,
            "cool": cool,
            "exam": tallied(self.exam, "courses"),
            "links": tallied(self.links, "links"),
            "new_links": tallied(self.new_links, "links"),
            "new_nodes": tallied(self.new_nodes, "nodes"),
            "species": self.species,
        }


class Caption(NamedTuple):
    """A sentence in two lines, and when it is due.

    Args:
        name: The caption's name, by which games word it in their own way.
        text: Two lines, with terms between stars and words of the moment between braces.
        due: Whether it is, at a moment.
        times: Number of times that it may be shown in a run.
        now: Whether it does not wait for another to end: what it speaks of is on the screen only for seconds.
    """

    name: str
    text: str
    due: Callable[[Moment], bool]
    times: int = 1
    now: bool = False


def _begins(moment: Moment) -> bool:
    return moment.number == 0 and moment.between is None and moment.steps < 60


def _nobody_knows(moment: Moment) -> bool:
    return moment.number == 0 and moment.between is None and moment.fallen >= 1 / 3


def _first_luck(moment: Moment) -> bool:
    return moment.number < 3 and moment.best > 0 and moment.fallen > 0


def _is_solved(moment: Moment) -> bool:
    return moment.exam > 0


def _rests(moment: Moment, number: int, begin: float) -> bool:
    """Whether the break after a generation is on, and a share of it is over."""
    return moment.number == number and moment.between is not None and moment.between >= begin


def _elite_lives(moment: Moment) -> bool:
    return _rests(moment, 0, 0.1)


def _children_differ(moment: Moment) -> bool:
    return _rests(moment, 0, 0.55)


def _parents_mix(moment: Moment) -> bool:
    return _rests(moment, 1, 0.1)


def _next_begins(moment: Moment) -> bool:
    return moment.number == 1 and moment.between is None and moment.elites > 0


def _plays_again(moment: Moment) -> bool:
    return moment.number in (1, 2) and moment.between is None


def _selects(moment: Moment) -> bool:
    return moment.number in (1, 2) and moment.between is None and moment.fallen >= 0.5 and moment.elites > 0


def _breaks_record(moment: Moment) -> bool:
    return moment.record is not None and moment.record > 0 and moment.record >= 1.5 * moment.before


def _shows_map(moment: Moment) -> bool:
    return moment.number >= 2 and moment.between is None and moment.decides


def _spreads(moment: Moment) -> bool:
    return moment.number > 0 and moment.share > _SPREAD and moment.population > 1


def _is_gone(moment: Moment) -> bool:
    return bool(moment.gone)


def _has_grown(moment: Moment) -> bool:
    return moment.new_nodes >= _GROWN and moment.between is None


def _is_new_species(moment: Moment) -> bool:
    return bool(moment.species)


def _is_stuck(moment: Moment) -> bool:
    return moment.still >= _STUCK and moment.still % _STUCK == 0


def _all_alike(moment: Moment) -> bool:
    return _is_stuck(moment) and moment.alike


def _needs_luck(moment: Moment) -> bool:
    return _is_stuck(moment) and not moment.alike


#: All captions; where two are due, the first is shown.
CAPTIONS = (
    Caption("solved", "This one does it: it has passed the *exam*,\n{exam} that it had never seen.",
            _is_solved, now=True),
    Caption("brains", "Every {agent} has a small brain:\n{weights} numbers, drawn at random.", _begins),
    Caption("random", "{population} random brains.\nMost do badly: nobody has taught them anything.", _nobody_knows),
    Caption("luck", "Some do better than others, by luck.\nWhoever does best will have children.", _first_luck),
    Caption("elite", "These {elites} got furthest.\nThey live on unchanged: the *elite*.", _elite_lives, now=True),
    Caption("mutation", "Their children mix both parents,\nwith small changes: *mutation*.",
            _children_differ, now=True),
    Caption("begins", "Generation {number} begins:\n{all_elites} old {agents} and {children} new ones.", _next_begins),
    Caption("selection", "Most changes do harm, and those {agents} fail;\na few help, and they stay: *selection*.",
            _selects),
    Caption("crossover", "A child has some numbers of its mother,\nand the others of its father: *crossover*.",
            _parents_mix, now=True),
    Caption("record", "A new record: {record},\non average over the courses that it had.",
            _breaks_record, times=3),
    Caption("map", "Look at the map: *{warm}* where the colour is warm,\n*{cool}* where it is cool.", _shows_map),
    Caption("family", "One *family* spreads: {family}.\n{relatives} of {population} {agents} have brains much alike.",
            _spreads),
    Caption("gone", "{gone} has died out:\nnobody has such a brain any more.",
            _is_gone, times=2),
    Caption("grown",
            "Its brain has *grown*: it began with {links},\nand evolution has added {new_nodes} and {new_links}.",
            _has_grown),
    Caption("species",
            "A new *species*, {species}: it competes with its own\nkind until its idea has had time to ripen.",
            _is_new_species),
    Caption("alike", "Nothing new for {still} generations:\nthey are all alike by now. Only *mutation* helps.",
            _all_alike, times=2),
    Caption("stuck", "Nothing new for {still} generations:\na lucky change is needed.",
            _needs_luck),
)  # fmt: skip

_BY_NAME = {caption.name: caption for caption in CAPTIONS}
#: Those of a run whose agents share one brain that learns from each step: nobody has children.
LEARNERS_CAPTIONS = (
    _BY_NAME["solved"],
    Caption("shared", "All {population} {agents} share one brain:\n{weights} numbers, drawn at random.", _begins),
    Caption("trying", "Nobody has taught it anything:\nthey *try* this and that by chance.", _nobody_knows),
    Caption("reward", "What gained something will be done more often,\nwhat cost something less: that is *reward*.",
            _first_luck),
    Caption("learnt", "The brain has learnt a little from all their steps.\nNow they all play it again.", _plays_again),
    _BY_NAME["record"],
    _BY_NAME["map"],
    Caption("waiting", "Nothing new for {still} generations:\nsomebody has to find something better by chance.",
            _is_stuck),
)  # fmt: skip


def captions_of(scene: Scene, *, learners: bool = False) -> tuple[Caption, ...]:
    """The captions, in a game's own words where its scene has some.

    Args:
        scene: What the game looks like.
        learners: Whether all agents share one brain, which learns from their steps.
    """
    chosen = LEARNERS_CAPTIONS if learners else CAPTIONS
    return tuple(caption._replace(text=scene.captions.get(caption.name, caption.text)) for caption in chosen)


class ShownCaption(NamedTuple):
    """A caption that is on the screen.

    Args:
        name: The caption's name.
        lines: What people read.
        age: Seconds since it began.
        left: The share of its time that is left, from 1 to 0.
    """

    name: str
    lines: tuple[Line, ...]
    age: float
    left: float


class CaptionChoice:
    """Chooses captions: one at a time, each only so often.

    Args:
        captions: All captions.
        muted: Whether no caption is shown at first.
    """

    def __init__(self, captions: tuple[Caption, ...] = CAPTIONS, *, muted: bool = False) -> None:
        self._captions, self._muted = captions, muted
        self._times = dict.fromkeys((caption.name for caption in captions), 0)
        self._was_due: set[str] = set()
        self._now: tuple[str, tuple[Line, ...]] | None = None
        self._age = self._lasts = 0.0

    @property
    def muted(self) -> bool:
        """Whether no caption is shown."""
        return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._muted, self._now = muted, None

    @property
    def shown(self) -> ShownCaption | None:
        """The caption that is shown now, if any."""
        if self._now is None or self._age >= self._lasts:
            return None
        return ShownCaption(*self._now, self._age, 1 - self._age / self._lasts)

    def advance(self, seconds: float, moment: Moment) -> None:
        """Time has passed; show a caption that is due, where no other is on the screen."""
        self._age += seconds
        due = [caption for caption in self._captions if self._has_come(caption, moment)]
        if self._now is not None and self._age < self._lasts + _BETWEEN:
            due = [caption for caption in due if caption.now]
        elif self._now is not None:
            self._now = None
        if due and not self._muted:
            self._show(due[0], moment)

    def _has_come(self, caption: Caption, moment: Moment) -> bool:
        """Whether a caption may be shown: again only if it was not due in between."""
        if not caption.due(moment):
            self._was_due.discard(caption.name)
            return False
        return caption.name not in self._was_due and self._times[caption.name] < caption.times

    def _show(self, caption: Caption, moment: Moment) -> None:
        lines = tuple(_pieces(line.format(**moment.words())) for line in caption.text.split("\n"))
        self._times[caption.name] += 1
        self._was_due.add(caption.name)
        self._now, self._age = (caption.name, lines), 0.0
        self._lasts = max(_LEAST, _BASE + _A_LETTER * sum(len(piece) for line in lines for piece, _ in line))


def _pieces(line: str) -> Line:
    """A line cut at the stars round its terms."""
    parts = re.split(r"\*([^*]+)\*", line)
    return tuple((part, place % 2 == 1) for place, part in enumerate(parts) if part)
