"""The model of the replay window: episodes of champions, one after the other, forward and back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from neuro.champion import Champion
from neuro.game import Game
from neuro.network import Layer
from neuro.policies import Layered
from neuro.rollout.stepwise import Rollout, rollout_of
from neuro.view.inspect.convolution_view import has_convolution
from neuro.view.inspect.end_places import EndPlaces
from neuro.view.inspect.inspection import Inspector, NetworkView, PolicyMap
from neuro.view.inspect.kept_run import KeptRun, RunStory
from neuro.view.inspect.output_lean import Leaning, Meaning
from neuro.view.inspect.policy_plane import PolicyPlane
from neuro.view.inspect.recorded_rollout import RecordedRollout
from neuro.view.inspect.snapshot import Bend
from neuro.view.keys import Command
from neuro.view.looks import looks_of, looks_of_one
from neuro.view.panels.race_panel import Racer
from neuro.view.scene import Shares, make_scene
from neuro.view.theme import Theme
from neuro.view.widgets.playback import Playback

__all__ = ["BrainStripState", "Episode", "EpisodeOptions", "ReplayModel"]

_FULL_SPEED = 0.010  # seconds of each frame that are spent playing at full speed
_HURRIED = 256  # steps of each frame at full speed, when the pictures must always be the same

_POLICY_STEPS = 6  # between two policies

_LATELY = 3  # seconds of play of which it is known how the agent leant


class Episode(NamedTuple):
    """A champion on a course."""

    champion: Champion
    course: int


@dataclass(frozen=True, eq=False)
class BrainStripState:
    """What an agent sees and decides at one moment.

    Args:
        mind: The champion's network now.
        lately: What it leant to at the last steps, the newest last.
        meaning: What that stands for.
        most: Number of last steps that are kept of it.
        policy: What it would do elsewhere; None when it is not asked for.
        layers: Layers of the network; none where it is none of layers.
        tick: The step that is shown.
        run: What is known of the champion's run; None where its folder is not.
    """

    mind: NetworkView
    lately: Leaning
    meaning: Meaning
    most: int
    policy: PolicyMap | None = None
    shares: Shares | None = None
    bends: tuple[Bend, ...] = ()
    layers: tuple[Layer, ...] = ()
    tick: int = 0
    run: RunStory | None = None


@dataclass(frozen=True, kw_only=True)
class EpisodeOptions:
    """How episodes are shown.

    Args:
        max_steps: The longest episode; the game's own when None.
        speed: The speed to begin with, see ``speed_index``.
        stay_open: Whether to wait for people after the last one.
    """

    max_steps: int | None = None
    speed: str = "1"
    stay_open: bool = True


class ReplayModel:
    """Episodes on stage.

    Args:
        game: What the champions play.
        champions: The champions, shown in turn.
        courses: Seeds of the courses, each played by every champion.
        theme: Colours of the scene.
        options: Options of the episodes.
        against: Champions that play along, as ghosts.
        kept: The run that the champions come from; None where it is not known.

    Attributes:
        done: Whether all have been shown and the window need not stay open.
        stage: The rollout that is shown.
        index: Index of its episode.
    """

    def __init__(
        self,
        game: Game,
        champions: Sequence[Champion],
        courses: Sequence[int],
        theme: Theme,
        options: EpisodeOptions,
        *,
        against: Sequence[Champion] = (),
        kept: KeptRun | None = None,
    ) -> None:
        self.game, self.options, self.against, self.kept = game, options, against, kept
        self.pace = Playback(options.speed, game.steps_per_second)
        self.episodes = [Episode(champion, course) for champion in champions for course in courses]
        self.done, self._theme = False, theme
        self._elsewhere = PolicyPlane()
        self.begin(0)

    def begin(self, index: int) -> None:
        """Put an episode on stage, from its start."""
        self.index = index
        champion, course = self.episode
        setting = self.game.setting_with(champion.setting)
        players = [champion, *self.against]
        rollouts = [self._rollout(one, course, setting) for one in players]
        looks = np.concatenate([looks_of(one.genome) for one in players])
        names = {k: f"generation {one.generation}" for k, one in enumerate(players)} if self.against else {}
        self.stage = RecordedRollout(make_scene(self.game, setting, self._theme), rollouts, looks, course, names)
        self._places = EndPlaces(self.stage.scene, self.game.behaviour)
        self._insight = Inspector(self.game, champion.policy, setting)

    def _rollout(self, champion: Champion, course: int, setting: Any) -> Rollout:
        limit = self.options.max_steps or self.game.max_steps
        return rollout_of(champion.network, self.game, course, setting=setting, max_steps=limit)

    def racers(self) -> list[Racer]:
        """All who play, and how they stand."""
        state = self.stage.state
        won = self.game.won(state)
        return [
            Racer(
                f"generation {one.generation}",
                looks_of_one(one.genome),
                float(state[1, k]),
                bool(state[0, k] > 0),
                bool(won[k]),
            )
            for k, one in enumerate([self.episode.champion, *self.against])
        ]

    @property
    def episode(self) -> Episode:
        """The one on stage."""
        return self.episodes[self.index]

    @property
    def ended(self) -> bool:
        """Whether the last episode is over."""
        return self.stage.over and self.index == len(self.episodes) - 1

    def tick(self, seconds: float, *, hurried: bool = False) -> None:
        """Time has passed."""
        if hurried and self.kept is not None:
            self.kept.wait()
        if self.pace.paused:
            return
        if not self.pace.at_most:
            self.stage.advance(self.pace.steps(seconds))
        elif hurried:
            self.stage.advance(_HURRIED)
        else:
            self.stage.advance_for(_FULL_SPEED)
        if self.ended:
            self.done = not self.options.stay_open
        elif self.stage.over:
            self.begin(self.index + 1)

    def obey(self, command: Command) -> None:
        """Obey a command; those that concern other parts of the window are ignored."""
        stage = self.stage
        match command.name:
            case "step" | "back":
                self.pace.paused = True
                stage.go(stage.at + (1 if command.name == "step" else -1))
            case "seek":
                stage.go(command.value)
            case "later" | "earlier":
                second = math.ceil(self.game.steps_per_second)
                stage.go(stage.at + (second if command.name == "later" else -second))
            case "next score" | "last score":
                self._go_to_score(1 if command.name == "next score" else -1)
            case "again":
                self.begin(0) if self.ended and self.index else stage.go(0)
            case "next":
                self.begin((self.index + 1) % len(self.episodes))
            case "across" | "down":
                self._elsewhere.choose_quantity(self._insight, command.name, command.value, stage.scene)
            case "output":
                self._elsewhere.output = command.value
            case "champion":
                self.begin(self._other_champion())
            case _:
                self.pace.obey(command)

    def _go_to_score(self, way: int) -> None:
        scored, at = self.stage.scored, self.stage.at
        ahead = scored[scored > at] if way > 0 else scored[scored < at - 1][::-1]
        self.stage.go(int(ahead[0]) if ahead.size else (self.stage.last if way > 0 else 0))

    def _other_champion(self) -> int:
        """Index of the first episode of the next champion."""
        later = range(self.index + 1, len(self.episodes))
        return next((k for k in later if self.episodes[k].champion is not self.episode.champion), 0)

    def sight(self, *, elsewhere: bool = False) -> BrainStripState:
        """What the champion sees and decides in the step that is shown, and on request what it would do elsewhere."""
        most = math.ceil(_LATELY * self.game.steps_per_second)
        champion, states = self.episode.champion, self.stage.shown(0, most)
        genome = champion.genome
        name = f"the champion of generation {champion.generation}"
        mind = self._insight.mind(genome, states[-1], name, self.index)
        scene, output = self.stage.scene, self._elsewhere.output
        meaning, lately = self._insight.leanings(genome, states, scene, output)
        policy = self._policy() if elsewhere else None
        return BrainStripState(
            mind, lately, meaning, most, policy, layers=self._layers, tick=self.stage.at, run=self._run
        )

    @property
    def _run(self) -> RunStory | None:
        """What is known of the run, in the world that is on stage."""
        return None if self.kept is None else replace(self.kept.story, places=self._places)

    @property
    def sees_pictures(self) -> bool:
        """Whether the champion's network begins with a convolution."""
        return has_convolution(self._layers)

    @property
    def _layers(self) -> tuple[Layer, ...]:
        policy = self.episode.champion.policy
        return policy.layers if isinstance(policy, Layered) else ()

    def _policy(self) -> PolicyMap:
        """What the champion would do, worked out anew every sixth step: it need not be newer to look alive."""
        genome, at = self.episode.champion.genome, self.stage.at
        tick = at if self.pace.paused else at // _POLICY_STEPS
        return self._elsewhere.policy(self._insight, genome, self.stage, 0, self.index, tick)
