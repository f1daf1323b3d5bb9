"""What is on stage of a run: a generation's flight, whom people look at in it, and a death in it again.

It knows nothing of how the run learns, and of what people command.
"""

from __future__ import annotations

import numpy as np

from neuro.evolution.evolution import Evolution
from neuro.rollout.flight import Flight
from neuro.view import birds
from neuro.view.flashback import Flashback
from neuro.view.focus import Focus
from neuro.view.learning import Cohort
from neuro.view.scene import delay_of, make_scene
from neuro.view.stage import Stage, compile_flight
from neuro.view.theme import Theme

__all__ = ["Performance"]


class Performance:
    """Generations of a run on stage, one after the other.

    Args:
        run: Whose they are.
        theme: Colours of the scene.

    Attributes:
        stage: The flight.
        flashback: A death that is shown again; None while the flight goes on.
        number: Of the generation on stage.
        families: Which family of looks each of its agents belongs to.
    """

    def __init__(self, run: Evolution, theme: Theme) -> None:
        self._setting = run.coming_setting
        self.stage = Stage(make_scene(run.game, self._setting, theme))
        self._theme, self._flights = theme, 0
        self._focus = self._looking = Focus(run.game, run.layers, self._setting, self.stage)
        self.flashback: Flashback | None = None
        self._fallen: Flashback | None = None
        compile_flight(run.game, run.layers, run.setting)

    def present(self, run: Evolution, cohort: Cohort) -> None:
        """Put a generation of the run on stage; ``run`` as it stood then."""
        genomes, courses = cohort.genomes, np.full(len(cohort.genomes), cohort.course, np.uint32)
        looks = birds.looks_of(genomes)
        self.number, self.families = cohort.number, birds.family_indices(looks)
        self._enter(run)
        flight = Flight(run.game, run.layers, genomes, courses, setting=self._setting, max_steps=run.max_steps)
        self.stage.begin(flight, looks, cohort.course)
        self._flights += 1
        self._run, self._cohort, self._looks = run, cohort, looks
        self._focus.begin(genomes, self._flights)
        self.flashback = self._fallen = None

    def _enter(self, run: Evolution) -> None:
        """Show the world as it is for the generation that waits: people may have changed it."""
        setting = run.coming_setting
        if setting != self._setting:
            self._setting = setting
            self.stage.scene = make_scene(run.game, setting, self._theme)
            self._focus.enter(setting)

    @property
    def focus(self) -> Focus:
        """Whom people look at."""
        return self._focus if self.flashback is None else self._looking

    @property
    def shown(self) -> Stage | Flashback:
        """What is drawn: the flight, or a death of it again."""
        return self.stage if self.flashback is None else self.flashback

    @property
    def can_flash_back(self) -> bool:
        """Whether the chosen agent has died, and its end can be shown again."""
        return self._fallen is not None

    def look_for_death(self) -> None:
        """Keep the end of the chosen agent while its states are remembered."""
        if self._fallen is not None or not self._focus.has_fallen or self._focus.selected is None:
            return
        agent, states = self._focus.selected, list(self.stage.past)
        death = next((k for k, state in enumerate(states) if not state[0, agent] > 0), len(states))
        end = min(len(states), death + delay_of(self.stage.scene, agent) + 1)
        scene = make_scene(self._run.game, self._setting, self._theme)
        rate = self._run.game.steps_per_second
        self._fallen = Flashback(scene, states[:end], self._looks, self._cohort.course, agent, rate)

    def flash_back(self) -> None:
        """Show the end of the chosen agent again, slowly; or go on with the flight."""
        if self.flashback is not None:
            self.flashback = None
        elif self._fallen is not None:
            self.flashback, self._fallen = self._fallen, None
            self._looking = Focus(self._run.game, self._run.layers, self._setting, self.flashback)
            self._looking.begin(self._cohort.genomes, (self._flights, "again"))
            self._looking.selected = self._focus.selected
