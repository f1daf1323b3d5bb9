"""Flying champions again, whatever it is shown on: one episode after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from neuro.champion import Champion
from neuro.game import Game
from neuro.rollout.flight import Flight
from neuro.view import birds
from neuro.view.keys import Command
from neuro.view.pace import Pace
from neuro.view.scene import make_scene
from neuro.view.stage import Stage, compile_flight
from neuro.view.theme import Theme

__all__ = ["Episode", "EpisodeOptions", "Replaying", "Sight"]

_FULL_SPEED = 0.010  # seconds of each frame that are spent flying at full speed


class Episode(NamedTuple):
    """A champion on a course."""

    champion: Champion
    course: int


class Sight(NamedTuple):
    """What an agent sees and decides at one moment.

    Args:
        inputs: Names and values of what it sees.
        outputs: Names and values of what its network answers.
        chosen: Index of the largest output.
        lately: The first output's lead over the second at the last frames, the newest last; empty for games
            with other than two outputs.
    """

    inputs: tuple[tuple[str, float], ...]
    outputs: tuple[tuple[str, float], ...]
    chosen: int
    lately: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class EpisodeOptions:
    """How episodes are shown.

    Args:
        max_steps: The longest flight; the game's own when None.
        speed: At which they begin, see ``pace.speed_index``.
        stay_open: Whether to wait for people after the last one.
    """

    max_steps: int | None = None
    speed: str = "1"
    stay_open: bool = True


class Replaying:
    """Episodes on stage.

    Args:
        game: What the champions play.
        champions: Who flies, in turn.
        courses: On which courses.
        theme: Colours of the scene.
        options: How they are shown.

    Attributes:
        done: Whether all have been shown and nobody is waited for.
    """

    def __init__(
        self,
        game: Game,
        champions: Sequence[Champion],
        courses: Sequence[int],
        theme: Theme,
        options: EpisodeOptions,
    ) -> None:
        self.game, self.options, self.pace = game, options, Pace(options.speed)
        self.episodes = [Episode(champion, course) for champion in champions for course in courses]
        self.done, self._theme = False, theme
        self._lately: deque[float] = deque(maxlen=180)
        for champion in champions:
            compile_flight(game, champion.network.layers, game.setting_with(champion.setting))
        self.begin(0)

    def begin(self, index: int) -> None:
        """Put an episode on stage, from its start."""
        self.index = index
        champion, course = self.episode
        setting = self.game.setting_with(champion.setting)
        genomes = champion.network.genome[np.newaxis]
        self.stage = Stage(make_scene(self.game, setting, self._theme))
        limit = self.options.max_steps or self.game.max_steps
        courses = np.array([course], np.uint32)
        flight = Flight(self.game, champion.network.layers, genomes, courses, setting=setting, max_steps=limit)
        self.stage.begin(flight, birds.looks_of(genomes), course)
        self._lately.clear()

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
        if self.pace.paused:
            return
        if self.pace.at_most:
            self.stage.advance_for(_FULL_SPEED)
        else:
            self.stage.advance(self.pace.steps(seconds))
        if self.ended:
            self.done = not self.options.stay_open
        elif self.stage.over:
            self.begin(self.index + 1)

    def obey(self, command: Command) -> None:
        """Do what people want; unknown commands are somebody else's."""
        match command.name:
            case "step":
                self.pace.paused = True
                self.stage.advance(1)
            case "again":
                self.begin(0 if self.ended else self.index)
            case "next":
                self.begin((self.index + 1) % len(self.episodes))
            case _:
                self.pace.obey(command)

    def sight(self) -> Sight:
        """What the champion sees and decides now."""
        inputs = self.stage.flight.nodes(0)[: len(self.game.observation)]
        outputs = self.episode.champion.predict(inputs)
        if outputs.size == 2 and not (self.pace.paused or self.stage.flight.done):
            self._lately.append(float(outputs[0] - outputs[1]))
        return Sight(
            tuple(zip(self.game.observation, inputs.tolist(), strict=True)),
            tuple(zip(self.game.actions, outputs.tolist(), strict=True)),
            int(outputs.argmax()),
            tuple(self._lately),
        )
