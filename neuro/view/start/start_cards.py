"""The cards of the start screen: what each offers, where they stand, and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.drawing.shapes import Point
from neuro.view.drawing.text import broken
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.poster import Poster
from neuro.view.theme import BODY, HINT, NAME, Theme
from neuro.view.widgets import overlays
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel

__all__ = ["CardsPanel", "Offer", "arrange_cards", "columns_of", "rows_of"]

_GAP = 14
_THREE_COLUMNS, _FOUR_COLUMNS = 920, 1240  # least widths
_FEW = 6  # cards that stand in three columns however wide the window is
_LEAST = 140  # height of a card: where rows would be lower, they scroll
_DIGITS = 9
_LIFT, _LIFTING = 4.0, 0.12  # how far the card pointed at lifts, and in how many seconds
_WORDS, _LINE = 74, 19  # height of a title with one line of text below a picture, and of each more
_BESIDE = 0.42  # share of a low card's width that its picture has, left of the words
_LOW = 180  # below this height the picture stands beside the words


class Offer(NamedTuple):
    """What a card offers.

    Args:
        title: A title of a few words.
        about: A sentence on it.
        words: The command that it stands for; none where it opens the list of what is kept.
        poster: The function that draws its picture.
    """

    title: str
    about: str
    words: tuple[str, ...]
    poster: Poster


def columns_of(width: int, count: int = _FEW) -> int:
    """How many of so many cards stand side by side in a window of a width."""
    if width >= _FOUR_COLUMNS and count > _FEW:
        return 4
    return 3 if width >= _THREE_COLUMNS else 2


def rows_of(area: Rect, count: int, columns: int) -> int:
    """How many rows of so many cards are seen in an area at a time."""
    fitting = max(-(-_FEW // columns), (area.h + _GAP) // (_LEAST + _GAP))
    return min(-(-count // columns), fitting)


def arrange_cards(area: Rect, count: int, columns: int) -> list[Rect]:
    """Where cards stand in an area, row by row; all are of one size."""
    rows = -(-count // columns)
    wide = min(560, (area.w - _GAP * (columns - 1)) // columns)
    high = min(350, (area.h - _GAP * (rows - 1)) // rows)
    left = area.x + (area.w - columns * wide - _GAP * (columns - 1)) // 2
    return [
        Rect(left + k % columns * (wide + _GAP), area.y + k // columns * (high + _GAP), wide, high)
        for k in range(count)
    ]


class CardsPanel(Panel[float]):
    """Cards to choose from: one has the focus, and the one pointed at lifts.

    Args:
        theme: The colours of the window.
        offers: What they offer, in their order.

    Where there are more cards than room, they scroll by rows, so that the chosen one is always seen.

    Attributes:
        chosen: Index of the card that has the focus.
    """

    def __init__(self, theme: Theme, offers: Sequence[Offer]) -> None:
        super().__init__(theme)
        self.offers, self.chosen = offers, 0
        self._places: dict[int, Rect] = {}  # of the cards that are seen, by index
        self._columns, self._rows, self._top, self._followed = 3, 2, 0, -1
        self._pointed: int | None = None
        self._lifted = [0.0] * len(offers)

    def controls(self) -> list[Control]:
        """The cards; a tooltip shows the command line that does the same."""
        told = [f"The same as: neuro {' '.join(offer.words)}" if offer.words else offer.about for offer in self.offers]
        return [Control(place, told[k], stop=False) for k, place in self._places.items()]

    def move(self, across: int, down: int) -> None:
        """Give the focus to the card beside, above or below; at the ends it comes in at the other side."""
        self.chosen = (self.chosen + across + down * self._columns) % len(self.offers)

    def scroll(self, rows: int) -> None:
        """Show what stands so many rows further down, where there is more."""
        self._top += rows

    def command(self, at: Point, event: Event) -> Command | None:
        """The command of an event: a click begins."""
        under = next((k for k, place in self._places.items() if place.collidepoint(at)), None)
        if event.type == pygame.MOUSEMOTION:
            self._pointed = under
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and under is not None:
            self.chosen = under
            return Command("begin", under)
        return None

    def advance(self, seconds: float, *, still: bool) -> None:
        """Time has passed: cards lift and sink."""
        for k, lifted in enumerate(self._lifted):
            way = _LIFT * seconds / _LIFTING
            self._lifted[k] = 0.0 if still else min(_LIFT, lifted + way) if k == self._pointed else max(0, lifted - way)

    def draw(self, paint: Paint, shown: float) -> None:
        """Draw all cards as they look at a moment in seconds."""
        assert self.rect is not None
        self._arrange(self.rect, paint.size[0])
        for k, place in self._places.items():
            offer, card = self.offers[k], place.move(self.rect.topleft)
            if self._lifted[k]:
                paint.box(card.move(0, 5).inflate(4, 4), self.theme.ink, 16, 60)
            lifted = card.move(0, -round(self._lifted[k]))
            self._draw_card(paint, lifted, k, offer, shown)
            if k == self.chosen:
                overlays.draw_focus(paint, lifted, self.theme)
        self._draw_scroll(paint, self.rect)

    def _arrange(self, area: Rect, width: int) -> None:
        """Place the cards that are seen: with the chosen one among them, when it is another than before."""
        count = len(self.offers)
        self._columns = columns_of(width, count)
        self._rows = rows_of(area, count, self._columns)
        if self.chosen != self._followed:
            self._followed, row = self.chosen, self.chosen // self._columns
            self._top = min(max(self._top, row - self._rows + 1), row)
        self._top = min(max(self._top, 0), -(-count // self._columns) - self._rows)
        first = self._top * self._columns
        seen = min(self._rows * self._columns, count - first)
        places = arrange_cards(Rect((0, 0), area.size), self._rows * self._columns, self._columns)
        self._places = {first + k: place for k, place in enumerate(places[:seen])}

    def _draw_scroll(self, paint: Paint, area: Rect) -> None:
        """How much of the cards is seen, and which part."""
        rows = -(-len(self.offers) // self._columns)
        if self._rows < rows:
            track = Rect(area.right + 5, area.y, 5, area.h)
            paint.box(track, self.theme.line, 2)
            share = area.h / rows
            seen = Rect(track.x, round(track.y + share * self._top), track.w, round(share * self._rows))
            paint.box(seen, self.theme.soft, 2)

    def _draw_card(self, paint: Paint, card: Rect, k: int, offer: Offer, seconds: float) -> None:
        theme, beside = self.theme, card.h < _LOW
        paint.box(card, theme.panel, 14, border=theme.line)
        words_wide = round(card.w * (1 - _BESIDE)) - 28 if beside else card.w - 40
        lines = broken(offer.about, words_wide * paint.scale, round(BODY * paint.scale, 2))
        if beside:
            picture = Rect(card.x + 8, card.y + 8, round(card.w * _BESIDE) - 8, card.h - 16)
            left, top = picture.right + 14, card.y + 30
        else:
            deep = _WORDS + _LINE * (self._most_lines(paint, words_wide) - 1)
            picture = Rect(card.x + 8, card.y + 8, card.w - 16, card.h - 8 - deep)
            left, top = card.x + 20, picture.bottom + 28
        self._draw_picture(paint, picture, offer.poster, seconds)
        free = card.right - left - (16 if beside else 56)
        paint.text((left, top), paint.fitting(offer.title, free, NAME, "SemiBold"), NAME, theme.text, "SemiBold")
        chip = Rect(card.right - 44, card.bottom - 34 if beside else top - 11, 24, 22)
        if k < _DIGITS:
            paint.box(chip, theme.raised, 6, border=theme.line)
            paint.text(chip.center, str(k + 1), HINT, theme.soft, "Medium", "c")
        for j, line in enumerate(lines):
            paint.text((left, top + 26 + j * _LINE), line, BODY, theme.soft)

    def _most_lines(self, paint: Paint, wide: int) -> int:
        """Lines of the longest text, so that all pictures have one height."""
        size = round(BODY * paint.scale, 2)
        return max(len(broken(offer.about, wide * paint.scale, size)) for offer in self.offers)

    def _draw_picture(self, paint: Paint, place: Rect, poster: Poster, seconds: float) -> None:
        pixels = paint.pixels(place).clip(paint.surface.get_rect())
        if pixels.w > 0 and pixels.h > 0:
            poster(Paint(paint.surface.subsurface(pixels), paint.scale), self.theme, seconds)
            overlays.round_corners(paint, place, self.theme.panel)
