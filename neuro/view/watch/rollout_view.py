"""The rollout on stage: a generation's agents, the one that is inspected, and the replay of a death.

It knows nothing of how the run learns, and of what people command.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.evolution import Evolution
from neuro.rollout.hindsight import find_hindsight
from neuro.rollout.probe import compile_rollout
from neuro.rollout.stepwise import Rollout
from neuro.view.death.death_cause import Death, explain
from neuro.view.death.flashback import Flashback
from neuro.view.inspect.agent_focus import AgentFocus
from neuro.view.inspect.end_places import EndPlaces
from neuro.view.inspect.stage import Stage
from neuro.view.looks import family_indices
from neuro.view.scene import make_scene
from neuro.view.theme import Theme
from neuro.view.watch.evolution_thread import Cohort

__all__ = ["RolloutView"]


class RolloutView:
    """Generations of a run on stage, one after the other.

    Args:
        run: The run that the agents belong to.
        theme: Colours of the scene.

    Attributes:
        stage: The rollout.
        flashback: A death that is shown again; None while the rollout goes on.
        number: Number of the generation on stage.
        families: The family of looks that each of its agents belongs to.
        places: Places in the world that behaviours stand for.
        asked: Whether people have asked why an agent died, and wait for the answer.
    """

    def __init__(self, run: Evolution, theme: Theme) -> None:
        self._setting = run.coming_setting
        self.stage = Stage(make_scene(run.game, self._setting, theme))
        self.places = EndPlaces(self.stage.scene, run.game.behaviour)
        self._theme, self._rollouts = theme, 0
        self.focus = AgentFocus(run.game, run.policy, self._setting, self.stage)
        self.flashback: Flashback | None = None
        self._fallen: Future[Flashback] | None = None
        self.asked = False
        self._inquiry = ThreadPoolExecutor(1, thread_name_prefix="hindsight")
        compile_rollout(run.game, run.policy, run.setting)

    def present(self, run: Evolution, cohort: Cohort) -> None:
        """Put a generation of the run on stage; ``run`` as it stood then."""
        genomes, courses = cohort.genomes, np.full(len(cohort.genomes), cohort.course, np.uint32)
        looks = cohort.looks
        self.number, self.families = cohort.number, family_indices(looks)
        self._enter(run)
        rollout = Rollout(run.game, cohort.policy, genomes, courses, setting=self._setting, max_steps=run.max_steps)
        self.stage.begin(rollout, looks, cohort.course)
        self._rollouts += 1
        self._run, self._cohort, self._looks = run, cohort, looks
        self.focus.begin(cohort.policy, genomes, self._rollouts)
        self.flashback, self._fallen, self.asked = None, None, False

    def _enter(self, run: Evolution) -> None:
        """Show the world as it is for the generation that waits: people may have changed it."""
        setting = run.coming_setting
        if setting != self._setting:
            self._setting = setting
            self.stage.scene = make_scene(run.game, setting, self._theme)
            self.places = EndPlaces(self.stage.scene, run.game.behaviour)
            self.focus.enter(setting)

    @property
    def can_flash_back(self) -> bool:
        """Whether the chosen agent has died, and it is known why."""
        return self._fallen is not None and self._fallen.done()

    @property
    def inquiring(self) -> bool:
        """Whether it is being found out why the chosen agent has died."""
        return self._fallen is not None and not self._fallen.done()

    def look_for_death(self) -> None:
        """Find out, beside the window, why the chosen agent has died, once its death has been seen."""
        if self._fallen is None and self.focus.selected is not None and self.focus.has_fallen:
            self._inquire(self.focus.selected)

    def _inquire(self, agent: int) -> None:
        run, cohort, rollout = self._run, self._cohort, self.stage.rollout
        case = Death(run.game, cohort.policy, cohort.genomes, cohort.course, rollout.setting, cohort.number)
        self._fallen = self._inquiry.submit(_found_out, case, agent, rollout.lived.copy(), self._looks, self._theme)

    def ask_why(self) -> bool:
        """Show why the chosen agent died, or the last that did, as soon as it is known; or go on with the rollout.

        Returns:
            Whether any agent has died.
        """
        if self.flashback is not None:
            self.flashback = None
            return True
        if self._fallen is None:
            rollout, chosen = self.stage.rollout, self.focus.selected
            dead = np.flatnonzero(~rollout.alive & ~rollout.game.won(rollout.state))
            if dead.size == 0 or (chosen is not None and chosen not in dead):
                return False
            agent = int(dead[rollout.lived[dead].argmax()]) if chosen is None else chosen
            self.focus.selected = agent
            self._inquire(agent)
        self.asked = True
        self.answer()
        return True

    def answer(self) -> None:
        """Show what has been found out, if people have asked."""
        if self.asked and self._fallen is not None and self._fallen.done():
            self.flashback, self._fallen, self.asked = self._fallen.result(), None, False

    def wait_for_inquiry(self) -> None:
        """Wait until it is known why the chosen agent has died, if it has."""
        if self._fallen is not None:
            wait([self._fallen])

    def stop_inquiring(self) -> None:
        """Look into no death any more."""
        self._inquiry.shutdown(cancel_futures=True)


def _found_out(
    case: Death, agent: int, lived: NDArray[np.int64], looks: NDArray[np.float32], theme: Theme
) -> Flashback:
    """Why an agent died, ready to be shown."""
    game, setting, course = case.game, case.setting, case.course
    found = find_hindsight(game, case.policy, case.genomes, agent, course, lived, setting=setting)
    scene, other = (make_scene(game, setting, theme) for _ in range(2))
    both = looks[[agent, agent if found.relative is None else found.relative.agent]]
    return Flashback(scene, other, found, both, course, explain(case, found, scene))
