"""The start screen: what would you like to see? Cards to choose from, and the list of what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.game import Game
from neuro.view.drawing.icons import crown
from neuro.view.keys import LEAVE, MOTION, Key, command_of, notify
from neuro.view.looks import FAMILIES, Looks
from neuro.view.marker import PLAIN, marker_of
from neuro.view.paint import Paint
from neuro.view.poster import draw_land, kept, land_of
from neuro.view.screen.window import Screen, Window, WindowOptions, show
from neuro.view.start.kept_list import Entry, KeptListPanel, draw_kept_list
from neuro.view.start.start_cards import CardsPanel, Offer, columns_of
from neuro.view.theme import FIGURE, HINT, SCORE, Theme
from neuro.view.widgets.key_card import KeysBar
from neuro.view.widgets.panel import Panel
from neuro.view.widgets.screen_controls import ScreenControls

__all__ = ["KEYS", "StartScreen", "start_window"]

_NEXT, _BEGIN = "next", "begin"
_KEYS = (
    Key("1 – 9", "", "begin one of them"),
    Key("← → ↑ ↓", "", "choose"),
    Key("Tab", _NEXT, "next", (pygame.K_TAB,)),
    Key("Enter", _BEGIN, "begin", (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE)),
)
KEYS = (*_KEYS, MOTION, *LEAVE)
_ARROWS = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1)}
_BAR = 48
_TAGLINE = "Watch something learn that nobody has taught."
_CROWD = (("Frost", -232, 44), ("Heather", -176, 6), ("Iris", -122, 40), ("Tide", -66, 2), ("Fern", -14, 34))
_SHADOW = (16, 20, 40)
_LIST_WIDE = 760


class StartScreen(Screen):
    """Cards before a game's land, and some of its agents.

    Args:
        offers: What the cards offer; one without a command opens the list.
        entries: What is kept, the newest first.
        theme: The colours of the window.
        game: The game whose land and agents are shown; None for plain ones.
        still: Whether motion is reduced at first.
        chosen: The card that has the focus.

    Attributes:
        words: The command that people have chosen; None until then.
        cards: The panel of cards.
    """

    rate = 30

    def __init__(
        self,
        offers: Sequence[Offer],
        entries: Sequence[Entry],
        theme: Theme,
        *,
        game: Game | None = None,
        still: bool = False,
        chosen: int = 0,
    ) -> None:
        self._theme, self._entries = theme, entries
        self._marker, self._land = (PLAIN, draw_land) if game is None else (marker_of(game), land_of(game))
        self._shelf: KeptListPanel | None = None
        shown = [
            one if one.words else one._replace(poster=kept(partial(draw_kept_list, entries=entries))) for one in offers
        ]
        self.cards = CardsPanel(theme, shown)
        self.cards.chosen = min(chosen, len(offers) - 1)
        self._foot = KeysBar(theme, (*KEYS[:4], MOTION, *LEAVE[-2:]))
        self._shell = ScreenControls(theme, KEYS, still=still)
        self.words: tuple[str, ...] | None = None
        self._seconds = 0.0

    @property
    def done(self) -> bool:
        return self._shell.left or self.words is not None

    @property
    def _panel(self) -> Panel[Any]:
        return self._shelf or self.cards

    def handle(self, event: Event, scale: float) -> None:
        leaves = command_of(event, KEYS)
        if self._shelf is not None and leaves is not None and leaves.name == "leave":
            self._shelf = None
            return
        covered = self._shell.covers([self._panel])
        for command in self._shell.commands(event, scale, [] if covered else [self._panel]):
            if command.name == _BEGIN and not covered:
                self._begin()
            elif command.name == _NEXT:
                self._move(-1 if getattr(event, "mod", 0) & pygame.KMOD_SHIFT else 1, 0)
        if event.type == pygame.KEYDOWN and not covered:
            self._press(event.key)
        elif event.type == pygame.MOUSEWHEEL and not covered and self._shelf is None:
            self.cards.scroll(-event.y)

    def _press(self, key: int) -> None:
        """Arrows choose; a digit begins."""
        if key in _ARROWS:
            self._move(*_ARROWS[key])
        elif self._shelf is None and pygame.K_1 <= key < pygame.K_1 + min(9, len(self.cards.offers)):
            self.cards.chosen = key - pygame.K_1
            self._begin()

    def _move(self, across: int, down: int) -> None:
        (self._shelf or self.cards).move(across, down)

    def _begin(self) -> None:
        """Do what has the focus: end with its command, or open the list."""
        if self._shelf is not None:
            self.words = self._shelf.words
        elif self.cards.offers[self.cards.chosen].words:
            self.words = self.cards.offers[self.cards.chosen].words
        else:
            self._shelf = KeptListPanel(self._theme, self._entries)

    def tick(self, seconds: float, *, hurried: bool) -> None:
        """Move on in time; with reduced motion, nothing moves."""
        self._shell.tick(seconds)
        self.cards.advance(seconds, still=self._shell.still)
        if not self._shell.still:
            self._seconds += seconds

    def draw(self, paint: Paint) -> None:
        wide, high = paint.size
        head = _head(wide, high)
        self._land(paint, self._theme, self._seconds)
        self._draw_head(paint, head)
        side = max(16, (wide - 1312) // 2) if wide >= 1200 else 16 if wide < 1000 else 24
        area = Rect(side, head, wide - 2 * side, high - head - _BAR - (20 if high >= 700 else 12))
        if self._shelf is None:
            self.cards.layout(area)
            self.cards.draw(paint, self._seconds)
        else:
            list_wide = min(_LIST_WIDE, area.w)
            self._shelf.layout(Rect(wide // 2 - list_wide // 2, head, list_wide, area.h))
            self._shelf.draw(paint, None)
        self._draw_foot(paint, Rect(0, high - _BAR, wide, _BAR))
        self._shell.draw(paint, [self._panel])

    def _draw_head(self, paint: Paint, head: int) -> None:
        """The name, what it is, and some agents where there is room."""
        wide, _ = paint.size
        left = max(24, (wide - 1312) // 2)
        ink, halo = ((255, 255, 255), _SHADOW) if self._theme.dark else (self._theme.text, (255, 255, 255))
        middle = head / 2 - (14 if head > 100 else 0)
        paint.text((left, middle), "neuro", SCORE, ink, "SemiBold", halo=halo)
        if head > 100:
            paint.text((left + 2, middle + 46), _TAGLINE, FIGURE, ink, "Medium", halo=halo)
        self._draw_crowd(
            paint,
            (wide - left - 110, middle + (10 if head > 100 else -2)),
            1.0 if head > 150 else 0.7 if head > 100 else 0.5,
        )

    def _draw_crowd(self, paint: Paint, at: tuple[float, float], size: float) -> None:
        """Five agents and their leader: they rest, and move now and then."""
        for k, (kin, x, y) in enumerate(_CROWD):
            self._draw_agent(paint, FAMILIES[kin], (at[0] + size * x, at[1] + size * y), 15 * size, k)
        lead = at[0] + 52 * size, at[1] - 6 * size
        paint.glow(lead, 60 * size, self._theme.glow, 150)
        self._draw_agent(paint, FAMILIES["Ember"], lead, 19 * size, 6)
        paint.stamp(crown(8.5 * size * paint.scale), (lead[0] + 3, lead[1] - 35 * size))

    def _draw_agent(self, paint: Paint, looks: Looks, at: tuple[float, float], radius: float, k: int) -> None:
        turn = (0.45 * self._seconds + 0.23 * k) % 1
        frame = int(turn * 26) % max(1, self._marker.frames - 1) if turn < 0.35 else None
        size = round(radius * paint.scale, 1)
        paint.stamp(self._marker.sprite(looks, size, frame, 10, 255, self._theme.ink), at)

    def _draw_foot(self, paint: Paint, foot: Rect) -> None:
        """The keys, and the command that does the same as what has the focus."""
        self._foot.layout(foot)
        self._foot.draw(paint, None)
        words = self._shelf.words if self._shelf else self.cards.offers[self.cards.chosen].words
        if words and foot.w >= 1300:
            told = paint.fitting(f"the same as  neuro {' '.join(words)}", foot.w - 1010, HINT)
            paint.text((foot.right - 24, foot.centery), told, HINT, self._theme.faint, align="r")


def _head(wide: int, high: int) -> int:
    """Height of what stands above the cards."""
    if columns_of(wide) < 3 or high < 640:
        return 84
    return 190 if high >= 840 else 132


def start_window(
    offers: Sequence[Offer],
    entries: Sequence[Entry],
    options: WindowOptions,
    *,
    game: Game | None = None,
    chosen: int = 0,
    notice: str = "",
) -> tuple[tuple[str, ...] | None, int]:
    """Let people choose what to see.

    Args:
        offers: What there is.
        entries: What is kept.
        options: Options of the window.
        game: The game whose land and agents are shown; None for plain ones.
        chosen: The card that has the focus at first.
        notice: A sentence that is shown for a while.

    Returns:
        The command that they chose, None when they closed the window; and the card that had the focus.

    Raises:
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    with Window("neuro · start", options) as window:
        screen = StartScreen(offers, entries, options.colours, game=game, still=options.still, chosen=chosen)
        if notice:
            notify(notice)
        show(window, screen)
    return (None if window.closed else screen.words), screen.cards.chosen
