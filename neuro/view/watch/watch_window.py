"""The window in which a population learns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.errors import NeuroError
from neuro.evolution.algorithms import algorithm_named
from neuro.evolution.evolution import Evolution
from neuro.numerals import legible, noun_for, number, tallied
from neuro.view.death.death_screen import DeathScreen
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.keys import FOCUS, LEAVE, MOTION, SOUND, TIME, Command, Key, is_escape, notify
from neuro.view.paint import Paint
from neuro.view.panels.header_panel import HeaderPanel
from neuro.view.panels.layout import Places, arrange, told_panels
from neuro.view.panels.metrics_panel import MetricsPanel
from neuro.view.panels.run_charts import FitnessPanel
from neuro.view.panels.settings_panel import SettingsPanel
from neuro.view.panels.timeline_panel import TimelinePanel
from neuro.view.play.play_window import PlayScreen
from neuro.view.screen.compile_progress import rollouts_ready
from neuro.view.screen.preferences import recall
from neuro.view.screen.sound import Sounds
from neuro.view.screen.window import KEY_REPEAT, Screen, Window, WindowOptions, show
from neuro.view.theme import ANNOUNCEMENT, BODY, HINT, Theme
from neuro.view.watch.guests import Guest, how_it_learnt, people_draw, people_play, where_from, why_not
from neuro.view.watch.looking_screen import LookingScreen
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.setting_sliders import knobs_of
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_panels import own_panels, panels_of
from neuro.view.watch.world_overlay import WorldOverlay
from neuro.view.widgets import overlays
from neuro.view.widgets.glossary import words_of
from neuro.view.widgets.panel import Panel
from neuro.view.widgets.screen_controls import ScreenControls
from neuro.view.widgets.tabs import Tabs
from neuro.view.widgets.transport_bar import CAMERA, BarState, TransportBar

__all__ = ["KEYS", "WatchOptions", "WatchScreen", "watch_window"]

KEYS = (
    *TIME,
    Key("T", "story", "the story's own pace", (pygame.K_t,), "t"),
    Key("→", "next", "next generation", (pygame.K_RIGHT,), ">"),
    Key("←", "earlier", "the generation before", (pygame.K_LEFT,), "<"),
    Key("L", "live", "back to the present", (pygame.K_l,), "l"),
    Key("W", "captions", "captions that tell what goes on", (pygame.K_w,)),
    Key("I", "breaks", "what happens between generations", (pygame.K_i,)),
    Key("N", "draw", "stop or go on drawing", (pygame.K_n,), "n"),
    Key("B", "best", "only the best, or all", (pygame.K_b,), "b"),
    Key("C", "choose", "choose the next agent (or click one)", (pygame.K_c,)),
    Key("P", "play", "play yourself, against the best so far", (pygame.K_p,)),
    Key("G", "pen", "draw a map of your own, and see them on it", (pygame.K_g,)),
    Key("D", "death", "why the chosen one died, or the last; then go on", (pygame.K_d,)),
    Key("E", "explain", "does it learn, and if not, why?", (pygame.K_e,)),
    Key("A", "family", "whose descendant the champion is", (pygame.K_a,)),
    Key("Y", "other measure", "the chart in score or in fitness", (pygame.K_y,)),
    Key("K", "kill", "kill the elite; again: spare it", (pygame.K_k,)),
    Key("R", "weights back", "put back the weights that were dragged", (pygame.K_r,)),
    Key("V", "plane", "what it would do: next pair of quantities", (pygame.K_v,)),
    Key("↑", "knob before", "the setting before", (pygame.K_UP,)),
    Key("↓", "knob after", "the setting after", (pygame.K_DOWN,)),
    Key("[", "turn down", "turn it down", (pygame.K_LEFTBRACKET,)),
    Key("]", "turn up", "turn it up", (pygame.K_RIGHTBRACKET,)),
    FOCUS,
    MOTION,
    SOUND,
    *LEAVE,
)


MOVES = (("step", "step"), ("next", "next"))
SWITCHES = (("caption", "captions"), ("eye", "draw"), ("crown", "best"), *CAMERA, ("help", "keys"))
_PANELS_EVERY = 6  # frames at full speed, where each millisecond of drawing is taken from learning
_NOTE = 52  # height of the sentence at a world's foot, and of the room round it
_REACH = 40  # units of the world within which a click chooses an agent


@dataclass(frozen=True, kw_only=True)
class WatchOptions(RunOptions, WindowOptions):
    """How a run is watched, and in what window."""


class WatchScreen(Screen):
    """The world with its birds, the panels beside it, and the bar below.

    Args:
        watching: The run on stage.
        theme: The colours of the window.
        still: Whether motion is reduced at first.
        muted: Whether captions are off at first.

    Attributes:
        world: The part of the window in which the world was drawn last, in pixels.
    """

    world: Rect | None = None

    def __init__(self, watching: WatchModel, theme: Theme, *, still: bool = False, muted: bool = False) -> None:
        self._watching, self._theme = watching, theme
        self._header = HeaderPanel(theme)
        self._settings, self._chart, self._metrics = SettingsPanel(theme), FitnessPanel(theme), MetricsPanel(theme)
        named = {"score": self._chart, "search": self._metrics, "settings": self._settings}
        self._panels = panels_of(theme, named)
        self._own = own_panels(watching.evolution, watching.places)
        self._timeline, self._inquest = TimelinePanel(theme), DeathScreen(theme)
        self._cards: dict[tuple[str, ...], Tabs[Snapshot]] = {}
        self._places: Places | None = None
        self._bar = TransportBar(theme, MOVES, SWITCHES)
        self._sounds = Sounds(muted=True)
        game = watching.evolution.game
        keys = KEYS if game.draw_map else [key for key in KEYS if key.command != "pen"]
        self._shell = ScreenControls(theme, keys, self._sounds, still=still, words=words_of(game.agent))
        self._overlay = WorldOverlay(watching, theme, muted=muted)
        self._guest: Guest | None = None  # while people play, or see how it learnt
        self._told: Snapshot | None = None  # what the panels show
        self._glances = 0  # frames since they were drawn
        self._size = (0, 0)  # of the window in units when they were drawn
        self._exact = False  # whether each frame is to be the same each time

    @property
    def done(self) -> bool:
        return self._shell.left or self._watching.done

    @property
    def rate(self) -> int:
        """Frames wanted in a second: few at full speed, which leaves the machine to learning."""
        return 30 if self._watching.hurrying else 60

    @property
    def busy(self) -> bool:
        return self._watching.busy

    def handle(self, event: Event, scale: float) -> None:
        self._told = None
        if self._guest is not None:
            self._guest.handle(event, scale)
            if self._guest.done:
                self._send_guest_away()
            return
        panels = self._shown_panels()
        covered = self._shell.covers(panels)
        if self._watching.flashback is not None and not covered and is_escape(event):
            self._watching.ask_why()
            return
        for command in self._shell.commands(event, scale, panels):
            self._obey(command)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and not covered:
            self._choose(event.pos[0] / scale, event.pos[1] / scale)

    def _choose(self, x: float, y: float) -> None:
        """Choose the agent at a place in the window, if that is in the world; a click on the note about it asks why."""
        watching = self._watching
        if watching.flashback is not None:
            return
        if self._asks_why(x, y):
            watching.ask_why()
        elif self._places and self._places.world.collidepoint(x, y) and watching.drawing:
            world = self._stage_of(self._places.world)
            left, scale = watching.stage.scene.view(world)
            at = left + (x - world.x) / scale, (y - world.y) / scale
            watching.focus.choose(at, _REACH, crowd=not watching.best_only)

    def _asks_why(self, x: float, y: float) -> bool:
        """Whether a place in the window is on the note about a death."""
        world = self._places.world if self._places else Rect(0, 0, 0, 0)
        note = Rect(world.x, world.bottom - _NOTE, world.w, _NOTE)
        return self._watching.can_flash_back and note.collidepoint(x, y)

    def _shown_cards(self) -> list[Tabs[Snapshot]]:
        return [self._cards[card.panels] for card in self._places.cards] if self._places else []

    def _shown_panels(self) -> list[Panel[Any]]:
        """All that can be pointed at, in the order in which Tab goes through them."""
        if self._watching.flashback is not None:
            return [*self._inquest.panels, self._bar]
        return [*self._overlay.panels, *self._shown_cards(), self._timeline, self._bar, self._header]

    def show_panel(self, name: str) -> None:
        """Bring a panel to the front of its card."""
        for card in self._shown_cards():
            if self._panels[name] in card.panels:
                card.chosen = card.panels.index(self._panels[name])

    def _obey(self, command: Command) -> None:
        match command.name:
            case "play" | "race":
                self._invite(people_play)
            case "explain":
                self._invite(why_not)
            case "family":
                self._invite(where_from)
            case "pen":
                self._invite(people_draw)
            case "learnt":
                self._invite(how_it_learnt)
            case "knob before" | "knob after" | "turn down" | "turn up":
                self._turn_settings(command.name)
            case "change" if self._watching.past is not None:
                notify("The past stays as it was: L goes back to the present, where settings can be changed")
            case "measure" | "other measure":
                self._chart.choose(command.value if command.name == "measure" else -1)
            case "metric":
                self._metrics.choose(command.value)
            case "branch" if self._watching.past is not None:
                self._watching.obey(command)
                begun = self._watching.evolution.generation
                notify(f"A new run goes on from generation {begun}; the old one stays as it was, and in the chart")
            case "death":
                if not self._watching.ask_why():
                    notify(f"Not over yet: D tells why a {self._watching.evolution.game.agent} died, once it has")
            case _ if not self._overlay.obey(command):
                self._watching.obey(command)

    def _turn_settings(self, name: str) -> None:
        """Let keys choose a setting, or turn it, wherever the panel is: it comes to the front."""
        self.show_panel("settings")
        self._settings.know(knobs_of(self._watching.evolution, self._watching.pending))
        if name in ("knob before", "knob after"):
            self._settings.step_focus(1 if name == "knob after" else -1)
        elif (turned := self._settings.turn(1 if name == "turn up" else -1)) is not None:
            self._obey(turned)

    def _invite(self, guest: Callable[..., Guest]) -> None:
        """Let people do something else in the same window, while the run waits."""
        self._watching.rest()
        try:
            self._guest = guest(self._watching, self._theme, still=self._shell.still)
        except NeuroError as error:  # it cannot be done with this game; the run goes on
            notify(str(error))

    def _send_guest_away(self) -> None:
        if self._guest is not None:
            if isinstance(self._guest, (PlayScreen, LookingScreen)):
                self._guest.close()
            self._guest = None
            pygame.key.set_repeat(*KEY_REPEAT)

    def tick(self, seconds: float, *, hurried: bool) -> None:
        if self._guest is not None:
            self._guest.tick(seconds, hurried=hurried)
            if self._guest.done:
                self._send_guest_away()
            return
        self._shell.tick(seconds)
        self._exact = hurried
        self._watching.tick(seconds, hurried=hurried)
        if not self._watching.hurrying:
            self._sounds.hear(self._watching.stage.best, alive=self._watching.stage.leader is not None)

    def close(self) -> None:
        """Give the audio device back."""
        self._send_guest_away()
        self._sounds.close()

    def draw(self, paint: Paint) -> Rect | None:
        """Draw a frame; at full speed most frames draw the world alone, and leave the panels as they were."""
        if self._guest is not None:
            self._guest.draw(paint)
            return None
        if self._told is not None and self._places is not None and self._may_glance(paint):
            self._glances += 1
            self._draw_world(paint, self._places.world, self._told)
            return paint.pixels(self._places.world)
        self._draw_all(paint)
        return None

    def _may_glance(self, paint: Paint) -> bool:
        whole = not self._watching.hurrying or self._exact or self._glances + 1 >= _PANELS_EVERY
        whole = whole or paint.size != self._size  # enlarged, or on the whole screen, since
        return not (whole or self._shell.lies_over(self._shown_panels()))

    def _draw_all(self, paint: Paint) -> None:
        wide, high = paint.size
        across, down = self._watching.stage.scene.size
        places = arrange(wide, high, across / down, special=bool(self._own.special))
        self._place(places)
        self._told = snapshot = snapshot_of(self._watching)
        self._overlay.update(snapshot)
        self._glances, self._size = 0, paint.size
        paint.surface.fill(self._theme.window)
        self._draw_world(paint, places.world, snapshot)
        if self._watching.flashback is not None:
            self._inquest.draw(paint, self._watching.flashback)
        else:
            self._header.draw(paint, snapshot)
            for card in self._shown_cards():
                card.draw(paint, snapshot)
            self._timeline.draw(paint, snapshot)
        self._bar.draw(paint, self._bar_state(snapshot))
        self._shell.draw(paint, self._shown_panels())

    def _bar_state(self, shown: Snapshot) -> BarState:
        told = f"step {number(shown.step)} · {tallied(shown.best, shown.score_name)}"
        switches = {"draw": shown.drawing, "best": shown.best_only}
        on = self._shell.switches.union(self._overlay.switches, (name for name, on in switches.items() if on))
        return BarState(shown.paused, shown.speed, told, on, shown.story)

    def _place(self, places: Places) -> None:
        self._places = places
        self._header.layout(places.header)
        run = self._watching.evolution
        for rect, names in places.cards:
            if names not in self._cards:
                breeds, metrics = algorithm_named(run.algorithm).breeds, bool(run.metric_names)
                told = told_panels(names, breeds=breeds, metrics=metrics, **self._own._asdict())
                named = [(name.capitalize(), self._panels[name]) for name in told]
                self._cards[names] = Tabs(self._theme, named)
            self._cards[names].layout(rect)
        self._timeline.layout(places.timeline)
        self._inquest.layout(places)
        self._bar.layout(places.bar)

    def _draw_world(self, paint: Paint, world: Rect, snapshot: Snapshot) -> None:
        self.world = paint.pixels(world)
        if not snapshot.drawing:
            paint.box(world, self._theme.panel, 12, border=self._theme.line)
            paint.text((world.centerx, world.centery - 14), legible(snapshot.best), ANNOUNCEMENT, align="c",
                       colour=self._theme.text, weight="SemiBold")  # fmt: skip
            below = world.centerx, world.centery + 14
            paint.text(below, "Not drawn: N draws again", BODY, self._theme.faint, align="c")
            return
        if self._watching.flashback is not None:
            flashback, still = self._watching.flashback, self._shell.still
            self._inquest.draw_world(paint, world, self._stage_of(world), flashback, still=still)
            overlays.round_corners(paint, world, self._theme.window)
            return
        stage, chosen = self._watching.stage, self._watching.focus.place()
        selected = None if chosen is None else snapshot.selected
        window, world = world, self._stage_of(world)
        if window != world:
            paint.surface.fill(self._theme.panel, paint.pixels(window))
        crowd, still = not snapshot.best_only, self._shell.still
        stage.draw(paint.surface, paint.pixels(world), crowd=crowd, selected=selected, still=still)
        if chosen is not None:
            left, scale = stage.scene.view(world)
            at = world.x + (chosen[0] - left) * scale, world.y + chosen[1] * scale
            overlays.draw_marker(paint, at, self._watching.focus.name, self._theme)
        name = noun_for(snapshot.best, snapshot.score_name)
        leads = f"{name} · leader" if snapshot.population > 1 else name
        if not (stage.scene.tells_score or self._overlay.has_banner or self._watching.interlude is not None):
            overlays.draw_score(paint, window, self._theme, snapshot.best, leads)
        if self._watching.interlude is None:
            overlays.draw_speed(paint, window, self._watching.pace)
        self._overlay.draw(paint, window, snapshot, still=still)
        if snapshot.note:
            above = self._overlay.note_height(window)
            paint.tag((window.centerx, window.bottom - 28 - max(0, above - 12)), snapshot.note, "c", HINT)
        overlays.round_corners(paint, window, self._theme.window)

    def _stage_of(self, world: Rect) -> Rect:
        """Where in its rectangle the world is drawn: below the score, and above the note, where all must be seen."""
        if not self._watching.stage.scene.whole:
            return world
        below = overlays.below_score(world)
        return Rect(below.x, below.y, below.w, below.h - _NOTE)


def watch_window(evolution: Evolution, options: WatchOptions) -> float:
    """Show a run in a window until it has ended or the window is closed; what was learnt is in ``evolution``.

    Args:
        evolution: The run, new or taken up again.
        options: Options of the window.

    Returns:
        Seconds that it was shown, by the window's own clock, pauses left out.

    Raises:
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    if options.frames is not None:  # so many are drawn, whatever becomes of the run
        options = replace(options, stay_open=True)
    with Window(f"neuro · {evolution.game.title}", options) as window:
        if not rollouts_ready(window, evolution.game, [evolution.policy], evolution.setting, evolution):
            return 0.0
        watching = WatchModel(evolution, window.theme, options)
        muted = not options.alone and recall("captions", bool) is False
        screen = WatchScreen(watching, window.theme, still=options.still, muted=muted)
        try:
            show(window, screen)
        finally:
            screen.close()
            watching.close()
    return watching.seconds
