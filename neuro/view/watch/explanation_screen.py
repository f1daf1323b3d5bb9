"""Why a watched run does not learn: findings with their figures, and commands to try."""

from __future__ import annotations

from pygame import Rect

from neuro.explanation import Explanation, Finding
from neuro.view.paint import Paint
from neuro.view.theme import BODY, HINT, NAME
from neuro.view.watch.looking_screen import HEAD, LookingScreen

__all__ = ["ExplanationScreen"]

_WIDE, _PAD, _GAP = 860, 18, 12
_LINE, _COMMAND = 21, 34  # heights


class ExplanationScreen(LookingScreen[Explanation]):
    """Shows an explanation; see ``LookingScreen``."""

    def render(self, paint: Paint, found: Explanation) -> None:
        wide, high = paint.size
        across = min(_WIDE, wide - 48)
        x, y = (wide - across) // 2, HEAD
        for line in paint.lines_of(found.says, across, NAME):
            paint.text((x, y + 8), line, NAME, self.theme.text, "Medium")
            y += 25
        y += 10
        for told in (*found.notes, *_nothing_found(found)):
            for line in paint.lines_of(told, across, BODY):
                paint.text((x, y + 8), line, BODY, self.theme.soft)
                y += _LINE
        for k, one in enumerate(found.findings):
            below = self._draw_finding(paint, Rect(x, y, across, 0), k + 1, one, high - 48)
            if below is None:
                rest = len(found.findings) - k
                paint.text((x, high - 30), f"{rest} more: `neuro explain` tells all of them", HINT, self.theme.faint)
                return
            y = below + _GAP

    def _draw_finding(self, paint: Paint, place: Rect, number: int, one: Finding, floor: int) -> int | None:
        """Draw a finding at a place; returns its lower end, or None where there is no room for it."""
        across = place.w - 2 * _PAD - 26
        says, advice = (paint.lines_of(text, across, BODY) for text in (one.says, one.advice))
        command = paint.lines_of(one.command, across - 10, BODY)
        typed = _COMMAND + _LINE * (len(command) - 1)
        high = 2 * _PAD + _LINE * (len(says) + len(advice)) + typed + 6
        if place.y + high > floor:
            return None
        card = Rect(place.x, place.y, place.w, high)
        paint.box(card, self.theme.panel, 12, border=self.theme.line)
        x, y = card.x + _PAD + 26, card.y + _PAD + 6
        paint.text((card.x + _PAD, y), f"{number}", BODY, self.theme.warm, "SemiBold")
        for lines, colour, weight in ((says, self.theme.text, "Medium"), (advice, self.theme.soft, "Regular")):
            for line in lines:
                paint.text((x, y), line, BODY, colour, weight)
                y += _LINE
        box = Rect(x - 10, y - 4, place.right - x - _PAD + 10, typed)
        paint.box(box, self.theme.raised, 8)
        for k, line in enumerate(command):
            paint.text((x, box.y + _COMMAND // 2 + k * _LINE), line, BODY, self.theme.cool, "Medium")
        return card.bottom


def _nothing_found(found: Explanation) -> tuple[str, ...]:
    if found.state != "stuck" or found.findings:
        return ()
    return ("Nothing that is looked for explains it. Another seed, or another algorithm, may do better.",)
