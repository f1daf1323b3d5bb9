"""The model of the watch window: a run, the rollout on stage, and the commands of people.

Watching never changes a run. On stage is a rollout of the generation that waits to be evaluated; when it is
over, or has gone on for half a minute of play, the generation is evaluated without a picture, exactly as
``neuro evolve`` does, and the next one takes the stage. At full speed evolution runs on in its own thread, and
the stage shows glances of the newest one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import cast

from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.evolution.settings import KILL, WORLD
from neuro.evolution.timeline import Kept, Timeline
from neuro.view.inspect.record_breakers import RecordBreaker, with_champions
from neuro.view.keys import Command
from neuro.view.marker import marker_of
from neuro.view.screen.rate import Rate
from neuro.view.theme import Theme
from neuro.view.watch.evolution_thread import Cohort, EvolutionThread
from neuro.view.watch.generation_break import GenerationBreak, generation_break
from neuro.view.watch.rewind_thread import RewindThread, branch_of
from neuro.view.watch.rollout_view import RolloutView
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.setting_sliders import changes_for
from neuro.view.widgets.playback import NORMAL, Playback
from neuro.view.widgets.story_pace import StoryPace

__all__ = ["WatchModel"]

_SHOWN = 30  # seconds of play of a generation that are shown: its best may never end
_GLANCE = 3  # the same at full speed
_BREAK, _FAREWELL = 2.0, 4  # seconds: of a break where no story chooses, and of an end where the window closes itself


class WatchModel(RolloutView):
    """A run on stage, what it learns meanwhile, and what people want of it.

    Args:
        evolution: The run.
        theme: Colours of the scene.
        options: Options of the run.

    Attributes:
        drawing: Whether the world is to be drawn.
        best_only: Whether only the leader is to be drawn.
        done: Whether there is nothing more to watch.
        ended: Whether the run has reached its end, so that its champion plays.
        pending: Settings that change with the next generation.
        past: The run as it stood at the earlier generation that is on stage; None in the present.
        visited: The place in the archive of the one that plays alone, because people asked for it; None else.
        left_behind: The generations of the run from which this one has branched off; none if it has not.
        learner: What evolves.
        alone: Whether its next generation begins when this one has ended; else ``VersusScreen`` says when.
        rate: Agents' steps in a second.
        seconds: Seconds since the window was opened, pauses left out.
        interlude: The break between two generations; None while a rollout is on.
        breaks: Whether there are breaks.
        captioned: Whether people are reading a caption.
    """

    def __init__(self, evolution: Evolution, theme: Theme, options: RunOptions) -> None:
        super().__init__(evolution, theme)
        self.evolution, self.options, rate = evolution, options, evolution.game.steps_per_second
        self.pace = Playback(options.speed, rate, StoryPace() if options.story else None)
        self._glancing = Playback("1", rate)
        self._record = self._parting = 0.0  # best score of earlier generations; seconds until the window closes itself
        self.drawing, self.best_only, self.done = True, False, False
        self.alone, self.breaks, self.captioned = True, options.story, False
        self.interlude: GenerationBreak | None = None
        evolution.compile()  # now, for the thread that learns
        self.past: Evolution | None = None
        self.visited: int | None = None
        self.left_behind: tuple[Generation, ...] = ()
        self.pending: dict[str, float] = {}
        self.rate, self.seconds = Rate(), 0.0
        self._follow(evolution, options.reporters, options.kept, with_champions((), options.champions))

    def _follow(
        self,
        evolution: Evolution,
        reporters: tuple[Reporter, ...],
        kept: Callable[[], Kept],
        milestones: tuple[RecordBreaker, ...],
    ) -> None:
        """Watch this run from now on."""
        self.evolution, self._evolved = evolution, evolution.agent_steps
        timeline = Timeline(kept=kept)
        timeline.start(evolution)
        self.traveller = RewindThread(timeline)
        self.learner = EvolutionThread(
            evolution,
            self.options.generations,
            keep_going=self.options.keep_going,
            reporters=(*reporters, timeline),
            milestones=milestones,
        )
        self._learning = self.ended = False
        self.past = self.interlude = None
        self._take_stage()

    @property
    def hurrying(self) -> bool:
        """Whether it learns as fast as it can."""
        return self.pace.at_most and not (self.ended or self.pace.paused or self.past or self.visited is not None)

    @property
    def _present(self) -> bool:
        """Whether the generation that waits is on stage."""
        return self.past is None and self.visited is None and not self.ended

    @property
    def busy(self) -> bool:
        """Whether a generation is being evaluated, or an earlier one fetched."""
        return self.learner.busy or self.traveller.busy or self.inquiring

    def close(self) -> None:
        """Finish the generation under way; what was learnt is in the evolution."""
        self.traveller.close()
        self.learner.close()
        self.stop_inquiring()

    def tick(self, seconds: float, *, hurried: bool = False) -> None:
        """Time has passed. When hurried, learning is waited for, so that the pictures are always the same."""
        if hurried:
            self.learner.wait()
            self.traveller.wait()
            self.wait_for_inquiry()
        self._arrive()
        glancing = hurried and self.hurrying and not self.learner.finished
        if self._learning and not (self.learner.busy or glancing):
            self._learning = False
            if self.past is None and self.visited is None:
                self._follow_on()
        self.answer()
        if self.pace.paused or self.asked:
            return
        self.seconds += seconds
        self._part(seconds)
        if self.flashback is not None:
            self.flashback.advance(seconds)
        elif self.hurrying:
            self._hurry(seconds, hurried=hurried)
        elif self.interlude is not None:
            self._rest(seconds, self.interlude)
        elif not self._learning:
            self._play(seconds)

    def _part(self, seconds: float) -> None:
        """Close a run that has ended, where the window need not stay open."""
        if self._parting > 0:
            self._parting -= seconds
            self.done = self._parting <= 0

    @property
    def over(self) -> bool:
        """Whether the rollout on stage has been shown."""
        if self.pace.story is not None and self._present:
            return not self._learning and self.pace.story.is_over(ended=self.stage.over)
        long_enough = self.stage.seconds >= _SHOWN and (self.past is not None or not self.ended)
        return not self._learning and (self.stage.over or long_enough)

    def _play(self, seconds: float) -> None:
        if self.pace.story is not None and self._present:
            self.pace.story.advance(seconds, self.number, self.stage.best, self._record, captioned=self.captioned)
        self.rate.add(seconds, self.stage.advance(self.pace.steps(seconds)))
        self.look_for_death()
        if self.over and self.alone and not self.traveller.busy:
            self.next_generation()

    def _follow_on(self) -> None:
        """A generation has been evaluated: there is a break, or the next one takes the stage at once."""
        cohort = self.learner.cohort
        if self.breaks and not (self.hurrying or self.learner.finished or cohort.number != self.number + 1):
            story = self.pace.story
            seconds = _BREAK if story is None else story.break_after(self.number)
            if seconds:
                marker = marker_of(self.evolution.game)
                self.interlude = generation_break(self._cohort, self._looks, cohort, seconds, marker)
        if self.interlude is None:
            self._take_stage()

    def _rest(self, seconds: float, interlude: GenerationBreak) -> None:
        """The break goes on."""
        interlude.advance(seconds)
        if self.pace.story is not None:
            self.pace.story.rest(seconds)
        if interlude.is_over:
            self._take_stage()

    def _hurry(self, seconds: float, *, hurried: bool) -> None:
        """Evolve on at full speed, and show the newest generation for a moment at a time."""
        self.interlude = None
        if not self._learning or hurried:  # a generation to a frame when hurried: the pictures are always the same
            self._learning = True
            self.learner.evolve(1 if hurried else math.inf)
        before, self._evolved = self._evolved, self.evolution.agent_steps
        self.rate.add(seconds, self._evolved - before)
        self.stage.advance(self._glancing.steps(seconds))
        if self.stage.over or self.stage.seconds >= _GLANCE:
            self._show(self.learner.cohort)

    def next_generation(self) -> None:
        """Let this generation be evaluated and the next one on stage; at the end, play the champion again.

        In the past, the next one is the one that followed then.
        """
        if self.past is not None:
            self.travel(self.number + 1)
        elif self.interlude is not None or self.visited is not None:
            self._take_stage()
        elif self.ended:
            self._show_champion()
        elif not self._learning:
            self._learning = True
            self.learner.evolve(1)

    def _go_on(self) -> None:
        """Evolve on, where it was being solved that ended the run; else play the champion again."""
        self.learner.keep_going()
        if self.learner.finished:
            self._show_champion()
        else:
            self.ended = False
            self._take_stage()

    def _take_stage(self) -> None:
        """The generation that waits takes the stage, or the champion when the run has ended."""
        self.pending.clear()
        self.interlude = None
        self._record = max((one.best_score for one in self.evolution.history), default=0.0)
        if not self.learner.finished:
            self._show(self.learner.cohort)
            return
        self.ended, self.done = True, not (self.options.stay_open or self.options.farewell)
        if self.options.farewell and not self.options.stay_open:
            self._parting = _FAREWELL
        if self.pace.at_most or self.pace.story is not None:
            self.pace.choose(NORMAL)
        self._show_champion()

    def travel(self, generation: int) -> None:
        """Watch an earlier generation again, or the present one."""
        if generation >= self.evolution.generation:
            self.live()
        else:
            if self.interlude is not None:
                self._take_stage()
            self.rest()
            self.traveller.go(max(0, generation))

    def live(self) -> None:
        """Come back to the present."""
        self.traveller.cancel()
        if self.past is not None or self.visited is not None:
            self.past = None
            self._take_stage()

    def visit(self, place: int) -> None:
        """Let the best of a square of the archive play, alone, on a course of now."""
        if (cohort := self.learner.from_archive(place)) is not None:
            self.rest()
            self.traveller.cancel()
            if self.pace.at_most:
                self.pace.choose(NORMAL)
            self.past = self.interlude = None
            self._show(cohort)
            self.visited = place

    def branch(self) -> None:
        """Go on from the past as a new run; the old one stays as it was."""
        if self.past is None:
            return
        branch = branch_of(self.past)
        self.left_behind = tuple(self.evolution.history)
        self.close()
        branch.compile()  # it is compiled already, and so takes no time
        listening = () if self.options.on_branch is None else self.options.on_branch(branch)
        before = tuple(one for one in self.learner.milestones if one.generation < branch.generation)
        self._follow(branch, listening, dict, before)

    def _arrive(self) -> None:
        """What was fetched from the past takes the stage."""
        if not self.traveller.busy and (past := self.traveller.take()) is not None:
            self.past = past
            self._show(Cohort.of(past))

    def _show(self, cohort: Cohort) -> None:
        self.visited = None
        self.present(self.past or self.evolution, cohort)

    def _show_champion(self) -> None:
        champion = self.evolution.champion
        if champion is None:  # a run of no generations
            self._show(self.learner.cohort)
        else:
            course = int(self.evolution.courses[0])
            self._show(Cohort(champion.generation, champion.policy, champion.genome, course))

    def obey(self, command: Command) -> None:
        """Obey a command; those that concern other parts of the window are ignored."""
        match command.name:
            case "pause":
                self._pause(not self.pace.paused)
            case "step":
                self._pause(True)
                self.stage.advance(1)
            case "next" if self.ended and self.past is None:
                self._go_on()
            case "next":
                self.next_generation()
            case "draw":
                self.drawing = not self.drawing
            case "best":
                self.best_only = not self.best_only
            case "breaks":
                self.breaks = not self.breaks
            case "travel":
                self.travel(command.value)
            case "earlier":
                self.travel(self.number - 1)
            case "live":
                self.live()
            case "branch":
                self.branch()
            case "visit":
                self.visit(command.value)
            case "death":
                self.ask_why()
            case "choose":
                self.focus.choose_next()
            case "change":
                self._change(command.about, command.amount)
            case "weight":
                self.focus.set_weight(command.value, command.amount)
            case "weights back":
                self.focus.restore_weights()
            case "kill":
                self._kill()
            case "plane":
                self.focus.next_plane()
            case "across" | "down":
                self.focus.choose_quantity(command.name, command.value)
            case "output":
                self.focus.choose_output(command.value)
            case _:
                self._change_speed(command)

    def _change(self, name: str, amount: float) -> None:
        """Change a setting from the next generation on; the past is as it was."""
        changes = changes_for(self.evolution, name, amount) if self.past is None else ()
        for setting, value in changes:
            later = self.number + 1 if setting.startswith(WORLD) else 0  # the rollout on stage goes on in its own world
            self.evolution.change(setting, value, generation=later)
            self.pending[name] = amount

    def remap(self, parameters: Mapping[str, float]) -> None:
        """Let the next generation play on a map that people have drawn, at once; in the past, after the present one."""
        self.live()
        later = 0 if self.ended else self.number + 1
        for name, value in parameters.items():
            self.evolution.change(WORLD + name, value, generation=later)
        self.obey(Command("next"))

    @property
    def doomed(self) -> int:
        """How many of the best will die without children when this generation has ended; 0 for none."""
        return next((cast(int, one.value) for one in self.evolution.due(self.number) if one.name == KILL), 0)

    def _kill(self) -> None:
        """Kill the elite of the generation that waits, or spare it again."""
        if self.past is None and not self.ended and not self.evolution.take_back(KILL) and self.evolution.elite:
            self.evolution.change(KILL, self.evolution.elite)

    def _pause(self, paused: bool) -> None:
        self.pace.paused = paused
        if paused:
            self.rest()

    def rest(self) -> None:
        """Let a run at full speed rest after the generation under way."""
        if self.pace.at_most:
            self.learner.evolve(0)

    def _change_speed(self, command: Command) -> None:
        was_at_most = self.pace.at_most
        if command.name == "story" and not self.ended:
            self.pace.story = StoryPace()
        self.pace.obey(command)
        if self.pace.at_most and not was_at_most:
            self.live()
        if was_at_most and not self.pace.at_most:
            self.learner.evolve(0)
        if was_at_most != self.pace.at_most:
            self.rate = Rate()
