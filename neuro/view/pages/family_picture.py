"""A family tree as an SVG that looks good on light and on dark pages, and needs nothing else."""

from __future__ import annotations

from html import escape

from neuro.descent import Ancestor, FamilyTree, Founder
from neuro.descent.chosen import chosen_of
from neuro.numerals import tallied
from neuro.policies import Genomes
from neuro.texts import shown
from neuro.view.looks import colour_of, looks_of_one
from neuro.view.marker import Marker, marker_of
from neuro.view.pages.page_scene import css, picture, plain
from neuro.view.theme import DARK, LIGHT, Theme

__all__ = ["family_picture"]

_WIDE, _EDGE = 1000, 40
_MOST, _NAMED = 7, 5  # of the line; of the founders
_LINE_AT, _MATE_AT, _BAR_AT, _CHART_AT = 222, 132, 368, 520  # heights
_RADIUS, _CHAMPION, _SMALL = 26, 32, 15
_BARS, _TALL = 46, 96  # of the chart
_SHARP = 3  # pixels of a portrait for each unit


def family_picture(tree: FamilyTree) -> str:
    """The text of the picture.

    Args:
        tree: The family tree.
    """
    marker = marker_of(tree.game)
    births = tallied(len(tree.line) - 1, "births")
    about = f"{tree.algorithm}, seed {tree.seed} · champion of generation {tree.generation:,}, after {births}"
    parts = [
        _text(_EDGE, 48, f"{tree.game.title}: where the champion comes from", "title"),
        _text(_EDGE, 72, about, "soft"),
        *_line(tree, marker),
        *_founders(tree, marker),
        *_changes(tree),
    ]
    high = _CHART_AT + _TALL + 64
    name = escape(shown(f"The family tree of a champion of {tree.game.title}"))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{high}" viewBox="0 0 {_WIDE} {high}" '
            'role="img">',
            f"<title>{name}</title>",
            f"<style>{_style(LIGHT)} @media (prefers-color-scheme: dark) {{ {_style(DARK)} }} {_SHAPES}</style>",
            f'<rect class="card" x="0.5" y="0.5" width="{_WIDE - 1}" height="{high - 1}" rx="14"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _style(theme: Theme) -> str:
    """The colours of a theme by what they are for."""
    fills = {".text, .title": theme.text, ".soft": theme.soft, ".faint, .later": theme.faint, ".rest": theme.line}
    fills |= {".bar": theme.hot, ".card": theme.panel}
    strokes = {".card, .axis": theme.line, ".way": theme.faint, ".ring": theme.warm}
    found = [f"{which} {{ fill: {css(colour)} }}" for which, colour in fills.items()]
    return " ".join([*found, *(f"{which} {{ stroke: {css(colour)} }}" for which, colour in strokes.items())])


_SHAPES = (
    "text { font-family: Inter, system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; font-size: 13px } "
    ".title { font-size: 20px; font-weight: 600 } .head { font-size: 14px; font-weight: 600 } "
    ".small { font-size: 12px } .way, .ring { fill: none } .skips { stroke-dasharray: 2 6; stroke-linecap: round }"
)


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    where = f'x="{x:.1f}" y="{y:.1f}"'
    return f'<text {where} class="{kind}" text-anchor="{anchor}">{escape(shown(text))}</text>'


def _portrait(marker: Marker, genome: Genomes, at: tuple[float, float], radius: float) -> str:
    sprite = marker.sprite(looks_of_one(genome), radius * _SHARP)
    wide, high = (side / _SHARP for side in sprite.get_size())
    x, y = at[0] + marker.lean[0] * radius - wide / 2, at[1] + marker.lean[1] * radius - high / 2
    place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    return f'<image {place} href="{picture(plain(sprite), "png")}"/>'


def _line(tree: FamilyTree, marker: Marker) -> list[str]:
    """The champion's line of descent with mates above it."""
    places = chosen_of(tree.line, _MOST)
    apart = (_WIDE - 2 * _EDGE - 80) / max(1, len(places) - 1)
    at = [_EDGE + 40 + apart * k for k in range(len(places))] if len(places) > 1 else [_WIDE / 2]
    ways, portraits, texts = [], [], []
    for k, place in enumerate(places):
        one, last = tree.line[place], k == len(places) - 1
        if k:
            ways += _way(at[k - 1], at[k], place - places[k - 1], one)
        if one.mate is not None:
            x = at[k] - apart * 0.42
            bend = f"M{x:.1f} {_MATE_AT} C{x:.1f} {_LINE_AT - 40} {at[k] - 60:.1f} {_LINE_AT} {at[k]:.1f} {_LINE_AT}"
            ways.append(f'<path class="way" stroke-width="{_width(one.mate_gave):.1f}" d="{bend}"/>')
            portraits.append(_portrait(marker, one.mate[2], (x, _MATE_AT), _SMALL))
            texts.append(_text(x + 22, _MATE_AT + 4, f"gave {one.mate_gave:.0%}", "faint small"))
        radius = _CHAMPION if last else _RADIUS
        if last:
            ring = f'<circle class="ring" cx="{at[k]:.1f}" cy="{_LINE_AT}" r="{radius * 1.5:.0f}" stroke-width="2"/>'
            portraits.append(ring)
        portraits.append(_portrait(marker, one.genome, (at[k], _LINE_AT), radius))
        texts += _told(one, at[k], tree)
    return [*ways, *portraits, *texts]


def _width(share: float) -> float:
    return 1 + 4 * share


def _way(start: float, end: float, births: int, child: Ancestor) -> list[str]:
    """From one of a line to the next that is shown."""
    skips = births > 1
    width = 2.0 if skips else _width(child.gave)
    kind = "way skips" if skips else "way"
    found = [f'<path class="{kind}" stroke-width="{width:.1f}" d="M{start:.1f} {_LINE_AT} H{end:.1f}"/>']
    if skips:
        found.append(_text((start + end) / 2, _LINE_AT - 9, f"+{births - 1}", "faint small", "middle"))
    return found


def _told(one: Ancestor, x: float, tree: FamilyTree) -> list[str]:
    """What stands under one of a line."""
    lines = [(f"gen. {one.generation:,}", "text small")]
    if one.score is not None:
        lines.append((tallied(round(one.score, 1), tree.game.score_name), "soft small"))
    if one.changed:
        lines.append((f"{one.changed:.0%} changed", "faint small"))
    return [_text(x, _LINE_AT + 58 + 17 * k, text, kind, "middle") for k, (text, kind) in enumerate(lines)]


def _colour(founder: Founder) -> str:
    """The colour of a founder, as an attribute of a shape."""
    return 'class="later"' if founder.genome is None else f'fill="{css(colour_of(looks_of_one(founder.genome)))}"'


def _founders(tree: FamilyTree, marker: Marker) -> list[str]:
    """Whose genes the champion has: a bar with a piece for each founder, and the largest by name."""
    named, others = tree.founders[:_NAMED], tree.founders[_NAMED:]
    found = [_text(_EDGE, _BAR_AT - 16, "Whose genes it has, of those in generation 0", "text head")]
    x, wide = float(_EDGE), _WIDE - 2 * _EDGE
    for one in named:
        found.append(_piece(x, one.share * wide, _colour(one)))
        x += one.share * wide
    rest = sum(one.share for one in others)
    if rest:
        found.append(_piece(x, rest * wide, 'class="rest"'))
    step = wide / (_NAMED + 1)
    for k, one in enumerate(named):
        left = _EDGE + k * step
        if one.genome is None:
            found.append(f'<circle class="later" cx="{left + 18:.1f}" cy="{_BAR_AT + 56}" r="7"/>')
        else:
            found.append(_portrait(marker, one.genome, (left + 18, _BAR_AT + 56), _SMALL))
        name = "came later" if one.genome is None else f"{tree.game.agent} {one.place:,}"
        found.append(_text(left + 46, _BAR_AT + 52, name, "text small"))
        found.append(_text(left + 46, _BAR_AT + 69, f"{one.share:.0%}", "soft small"))
    if others:
        left = _EDGE + len(named) * step
        found.append(_text(left + 46, _BAR_AT + 52, f"{len(others):,} others", "text small"))
        found.append(_text(left + 46, _BAR_AT + 69, f"{rest:.0%}", "soft small"))
    return found


def _piece(x: float, wide: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{_BAR_AT}" width="{max(1.0, wide - 2):.1f}" height="22" rx="3" {colour}/>'


def _changes(tree: FamilyTree) -> list[str]:
    """By generation, how many of the genes got the value that they have."""
    each = -(-(tree.generation + 1) // _BARS)  # generations of a bar
    count = tree.generation // each + 1
    shares = [0.0] * count
    for generation, share in tree.changed.items():
        shares[generation // each] += share
    most, wide = max(shares), (_WIDE - 2 * _EDGE) / count
    foot = _CHART_AT + _TALL
    found = [
        _text(_EDGE, _CHART_AT - 22, "When its genes last changed, by generation", "text head"),
        f'<path class="axis" stroke-width="1" d="M{_EDGE} {foot + 0.5} H{_WIDE - _EDGE}"/>',
    ]
    for k, share in enumerate(shares):
        high, x = _TALL * share / most, _EDGE + k * wide
        if share:
            found.append(
                f'<rect class="bar" x="{x + wide * 0.12:.1f}" y="{foot - high:.1f}" width="{wide * 0.76:.1f}" '
                f'height="{high:.1f}" rx="2"/>'
            )
        if share == most:
            found.append(_text(x + wide / 2, foot - high - 6, f"{share:.0%}", "soft small", "middle"))
    ends = [(0, "start"), (count - 1, "end")] if count > 1 else [(0, "start")]
    for k, anchor in ends:
        x = _EDGE if k == 0 else _WIDE - _EDGE
        found.append(_text(x, foot + 20, f"{k * each:,}" if k == 0 else f"{tree.generation:,}", "faint small", anchor))
    return found
