"""The window in which champions play again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.champion import Champion
from neuro.game import Game
from neuro.numerals import noun_for, number, tallied
from neuro.view.inspect.kept_run import KeptRun
from neuro.view.inspect.recorded_rollout import RecordedRollout
from neuro.view.inspect.snapshot import Followed
from neuro.view.keys import FOCUS, LEAVE, MOTION, SOUND, TIME, Command, Key
from neuro.view.looks import looks_of_one
from neuro.view.marker import marker_of
from neuro.view.paint import Paint
from neuro.view.panels.ends_panel import EndsPanel
from neuro.view.panels.policy_panel import PolicyPanel
from neuro.view.panels.race_panel import RacePanel
from neuro.view.panels.rivals_panel import RivalsPanel
from neuro.view.panels.sight_panel import SightPanel
from neuro.view.panels.species_panel import SpeciesPanel
from neuro.view.replay.brain_strip import BrainStripPanel
from neuro.view.replay.replay_model import BrainStripState, EpisodeOptions, ReplayModel
from neuro.view.replay.run_panel import RunPanel
from neuro.view.screen.compile_progress import rollouts_ready
from neuro.view.screen.sound import Sounds
from neuro.view.screen.window import Screen, Window, WindowOptions, show
from neuro.view.theme import BODY, HINT, Theme
from neuro.view.widgets import overlays
from neuro.view.widgets.card_place import CardPlace
from neuro.view.widgets.glossary import words_of
from neuro.view.widgets.panel import Panel
from neuro.view.widgets.screen_controls import ScreenControls
from neuro.view.widgets.scrub_bar import ScrubBar, ScrubState
from neuro.view.widgets.tabs import Tabs
from neuro.view.widgets.transport_bar import CAMERA, BarState, TransportBar

__all__ = ["KEYS", "ReplayOptions", "ReplayScreen", "replay_window"]

KEYS = (
    *TIME,
    Key(",", "back", "one step back", (pygame.K_COMMA,), ","),
    Key("→", "later", "a second on", (pygame.K_RIGHT,), ">"),
    Key("←", "earlier", "a second back", (pygame.K_LEFT,), "<"),
    Key("]", "next score", "to the next point", (pygame.K_RIGHTBRACKET,), "]"),
    Key("[", "last score", "to the point before", (pygame.K_LEFTBRACKET,), "["),
    Key("R", "again", "from the start", (pygame.K_r, pygame.K_HOME), "r"),
    Key("N", "next", "next episode", (pygame.K_n,), "n"),
    Key("G", "champion", "next champion", (pygame.K_g,), "g"),
    Key("B", "sight", "show or hide its brain", (pygame.K_b,)),
    Key("V", "measures", "show or hide what it sees", (pygame.K_v,)),
    FOCUS,
    MOTION,
    SOUND,
    *LEAVE,
)
_BAR, _SCRUB = 48, 58
_WORLD_ALONE = (800, 900 + _BAR + _SCRUB)  # of a window that is not shown, for a film of its world
_NARROW = 1000  # width of a window in which less can stand beside each other
_BRAIN = (480, 640)  # width and height of its panel, where there is room
_POLICY = 300  # height of the panel below it
_BODY, _MEASURE = 26, 130  # room round one who plays, and what a measure takes with its name
_BOTH = 680  # least height for both


@dataclass(frozen=True, kw_only=True)
class ReplayOptions(EpisodeOptions, WindowOptions):
    """How champions are shown again, and in what window."""


class _WhoPanel(Panel[ReplayModel]):
    """The panel that names the champion and the episode."""

    def key(self, shown: ReplayModel) -> Hashable:
        return shown.index

    def render(self, paint: Paint, area: Rect, shown: ReplayModel) -> None:
        theme, (champion, course) = self.theme, shown.episode
        paint.box(area, theme.panel, 14, 232)
        paint.circle((48, area.h / 2), 32, theme.raised)
        marker_of(shown.game).stamp(paint, (48, area.h / 2), looks_of_one(champion.genome), 18)
        paint.text(
            (94, 26),
            f"Champion of generation {number(champion.generation)}",
            BODY + 1,
            theme.text,
            "SemiBold",
        )
        found = f"{tallied(champion.score, shown.game.score_name)} in training · seed {champion.seed}"
        paint.text((94, 48), found, HINT, theme.soft)
        episode = f"episode {shown.index + 1} of {len(shown.episodes)} · course {course}"
        paint.text((94, 69), episode, HINT, theme.cool, "Medium")


#: Panels of the whole run, by their names in ``KeptRun.panels``.
_OF_RUN: dict[str, type[Panel[Followed]]] = {"species": SpeciesPanel, "rivals": RivalsPanel, "ends": EndsPanel}


def _with_and_without_pictures(
    theme: Theme, *first: str, run: tuple[str, ...] = ()
) -> dict[bool, Tabs[BrainStripState]]:
    """Tabs of what a champion does and of its run, by whether its network sees a picture."""
    kinds: dict[str, Callable[[Theme], Panel[BrainStripState]]] = {
        "Brain": BrainStripPanel,
        "Sight": SightPanel,
        "Policy": PolicyPanel,
    }
    names = {False: (*first, "Policy"), True: (*first, "Sight", "Policy")}
    return {
        seen: Tabs(
            theme,
            [(one, kinds[one](theme)) for one in told]
            + [(one.capitalize(), RunPanel(theme, _OF_RUN[one](theme))) for one in run],
        )
        for seen, told in names.items()
    }


class ReplayScreen(Screen):
    """A champion over the whole window, and what it sees.

    Args:
        replaying: The episodes.
        theme: The colours of the window.
        still: Whether motion is reduced at first.
        bare: Whether the world is shown without anything over it: for a film of it alone.

    Attributes:
        world: The part of the window in which the world was drawn last, in pixels.
    """

    world: Rect | None = None

    def __init__(self, replaying: ReplayModel, theme: Theme, *, still: bool = False, bare: bool = False) -> None:
        self._replaying, self._theme = replaying, theme
        self._who, self._sight, self._race = (
            _WhoPanel(theme),
            BrainStripPanel(theme),
            RacePanel(theme, marker_of(replaying.game)),
        )
        run = () if replaying.kept is None else replaying.kept.panels
        self._policies = _with_and_without_pictures(theme, run=run)
        self._brains = _with_and_without_pictures(theme, "Brain", run=run)
        self._scrub, self._film = ScrubBar(theme), ScrubState(0, 1, (), "")
        moves = (("previous", "again"), ("back", "back"), ("step", "step"), ("next", "next"))
        self._bar = TransportBar(theme, moves, (("eye", "sight"), *CAMERA, ("help", "keys")))
        self._film_of: RecordedRollout | None = None
        self._seeing, self._bare = not bare, bare
        self._measuring = not (replaying.against or bare)  # in a race, measures would hide who plays
        self._sounds = Sounds(muted=True)
        self._shell = ScreenControls(theme, KEYS, self._sounds, still=still, words=words_of(replaying.game.agent))
        self._dodging = CardPlace()

    @property
    def done(self) -> bool:
        return self._shell.left or self._replaying.done

    def handle(self, event: Event, scale: float) -> None:
        for command in self._shell.commands(event, scale, self._panels()):
            self._obey(command)

    def _panels(self) -> tuple[Panel[Any], ...]:
        """The panels that people can act on."""
        return (*(panel for panel in (self._brain, self._policy) if panel.rect), self._scrub, self._bar)

    @property
    def _policy(self) -> Tabs[BrainStripState]:
        """What stands below the brain where there is height for both."""
        return self._policies[self._replaying.sees_pictures]

    @property
    def _brain(self) -> Tabs[BrainStripState]:
        """What stands in the brain's place where there is not: the brain is one of its tabs."""
        return self._brains[self._replaying.sees_pictures]

    def _obey(self, command: Command) -> None:
        match command.name:
            case "sight":
                self._seeing = not self._seeing
            case "measures":
                self._measuring = not self._measuring
            case _:
                self._replaying.obey(command)

    def tick(self, seconds: float, *, hurried: bool) -> None:
        self._shell.tick(seconds)
        self._replaying.tick(seconds, hurried=hurried)
        self._sounds.hear(self._replaying.stage.best, alive=self._replaying.stage.leader is not None)

    def close(self) -> None:
        """Give the audio device back, and follow the run no further."""
        self._sounds.close()
        if self._replaying.kept is not None:
            self._replaying.kept.close()

    def draw(self, paint: Paint) -> None:
        wide, high = paint.size
        world = Rect(0, 0, wide, high - _BAR - _SCRUB)
        self.world = paint.pixels(world)
        racers = [] if self._bare else self._replaying.racers()
        self._place(world, len(racers))
        self._draw_world(paint, world)
        self._who.draw(paint, self._replaying)
        self._race.draw(paint, racers)
        if self._seeing:
            sight = self._replaying.sight(elsewhere=self._sight.rect is not None or self._brain.chosen > 0)
            for panel in (self._sight, self._policy) if self._sight.rect else (self._brain,):
                panel.draw(paint, sight)
        self._scrub.draw(paint, self._what_film())
        self._bar.draw(paint, self._bar_state())
        self._shell.draw(paint, self._panels())

    def _place(self, world: Rect, racers: int) -> None:
        narrow = world.w < _NARROW
        wide, racing = 290 if narrow else 330, racers > 1
        hidden = self._bare or (racing and (narrow or world.h < _BOTH))  # the standings say who plays, too
        who, race = 0 if hidden else 92, 48 + 40 * racers if racing else 0
        between = 12 if who and race else 0
        place = self._dodging.place((wide, who + between + race), world, self._to_be_seen(world))
        self._who.layout(Rect(place.x, place.y, wide, who) if who else None)
        self._race.layout(Rect(place.x, place.y + who + between, wide, race) if race else None)
        sees, would = self._beside(world)
        self._sight.layout(sees if self._seeing and would else None)
        self._policy.layout(would if self._seeing else None)
        self._brain.layout(sees if self._seeing and not would else None)
        self._scrub.layout(Rect(0, world.bottom, world.w, _SCRUB))
        self._bar.layout(Rect(0, world.bottom + _SCRUB, world.w, _BAR))

    def _to_be_seen(self, world: Rect) -> list[Rect]:
        """Places of the agents and of the first one's measures, in units, which cards must not cover."""
        stage, place = self._replaying.stage, self._stage_of(world)
        left, scale = stage.scene.view(place)
        found = []
        for dot in stage.dots():
            x, y = round(place.x + (dot.x - left) * scale), round(place.y + dot.y * scale)
            found.append(Rect(x - _BODY, y - _BODY, 2 * _BODY, 2 * _BODY))
            if self._measuring and dot.agent == 0:  # from the sky down to it, and beside it
                found += [Rect(x - 6, place.y, _MEASURE, max(1, y - place.y)), Rect(x - _MEASURE, y - 12, _MEASURE, 24)]
        return found

    @staticmethod
    def _beside(world: Rect) -> tuple[Rect, Rect | None]:
        """Places of the brain and, where there is height for both, of the policy below it."""
        wide, high = min(_BRAIN[0], round(world.w * 0.42)), world.h - 32
        left = world.right - 16 - wide
        if high < _BOTH:
            return Rect(left, 16, wide, min(_BRAIN[1], high)), None
        sees = Rect(left, 16, wide, high - _POLICY - 12)
        return sees, Rect(left, sees.bottom + 12, wide, _POLICY)

    def _stage_of(self, world: Rect) -> Rect:
        """Where the world is drawn: under the panels; between them where all of it, or of a wide one, must be seen."""
        scene = self._replaying.stage.scene
        across, down = scene.size
        if across <= down and not scene.whole:
            return world
        right = self._beside(world)[0].left if self._seeing else world.right
        left = self._race.rect.right if self._race.rect and scene.whole else 0
        return Rect(left + 16, 124, right - left - 32, world.h - 140)

    def _draw_world(self, paint: Paint, world: Rect) -> None:
        replaying, stage = self._replaying, self._replaying.stage
        window, world = world, self._stage_of(world)
        area = paint.pixels(world)
        if world != window:
            paint.surface.fill(self._theme.window)
        else:  # to the last pixel, whatever the scale
            area.w = paint.surface.get_width()
        stage.draw(paint.surface, area, still=self._shell.still)
        if world != window:
            overlays.round_corners(paint, world, self._theme.window)
        if self._measuring and stage.leader is not None:
            stage.scene.measure(paint, world, 0)
        if not stage.scene.tells_score:
            name = replaying.game.score_name
            of_all = stage.complete and stage.final != 0  # "0 of 0" would tell nothing
            score = f"of {tallied(stage.final, name)}" if of_all else noun_for(stage.best, name)
            over = window if stage.scene.whole else world
            overlays.draw_score(paint, self._free(over), self._theme, stage.best, score)
        if replaying.ended:
            ended = {"falls": "fell", "wins": "won"}.get(stage.ending, "was still alive when the time was up")
            paint.tag((world.centerx, world.bottom - 28), f"It {ended}: R starts again", "c", BODY)

    def _free(self, world: Rect) -> Rect:
        """Where the score has room: in the middle; between the panels in a narrow window, or above a whole world."""
        left, right = self._who.rect or self._race.rect, self._sight.rect or self._brain.rect
        if left is None or (world.w >= _NARROW and not self._replaying.stage.scene.whole):
            return world
        begins = world.x if left.y > 2 * _BODY else left.right  # a card that keeps off stands at the lower left
        return Rect(begins, world.y, (right.left if right else world.right) - begins, world.h)

    def _what_film(self) -> ScrubState:
        stage = self._replaying.stage
        if self._film.steps != stage.steps or self._film_of is not stage:
            rate = self._replaying.game.steps_per_second
            self._film, self._film_of = (
                ScrubState(0, stage.steps, tuple(stage.scored.tolist()), stage.ending, rate),
                stage,
            )
        return replace(self._film, at=stage.at)

    def _bar_state(self) -> BarState:
        stage, pace = self._replaying.stage, self._replaying.pace
        told = f"step {number(min(stage.at, stage.steps))}"
        on = self._shell.switches.union({"sight"} if self._seeing else ())
        return BarState(pace.paused, pace.index, told, on)


def replay_window(
    game: Game,
    champions: Sequence[Champion],
    courses: Sequence[int],
    options: ReplayOptions,
    *,
    against: Sequence[Champion] = (),
    kept: KeptRun | None = None,
) -> None:
    """Show champions playing, each on each of the courses, until people leave.

    Args:
        game: What they play.
        champions: The champions, shown in turn.
        courses: Seeds of the courses.
        options: Options of the window.
        against: Champions that play along, as ghosts.
        kept: The run that the champions come from; None where it is not known.

    Raises:
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    if options.films_world and options.unattended and options.size is None:
        options = replace(options, size=_WORLD_ALONE)
    if options.frames is not None:  # so many are drawn, whatever becomes of the episode
        options = replace(options, stay_open=True)
    policies, setting = [one.policy for one in (*champions, *against)], game.setting_with(champions[0].setting)
    with Window(f"neuro · {game.title}", options) as window:
        if not rollouts_ready(window, game, policies, setting):
            return
        replaying = ReplayModel(game, champions, courses, window.theme, options, against=against, kept=kept)
        screen = ReplayScreen(replaying, window.theme, still=options.still, bare=options.films_world)
        try:
            show(window, screen)
        finally:
            screen.close()
