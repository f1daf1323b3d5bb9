"""The panel of species: a band for each, as wide as it has members, and how large the best networks have grown."""

from __future__ import annotations

from collections.abc import Hashable

from pygame import Rect

from neuro.network import GraphNetwork
from neuro.numerals import number
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.snapshot import Followed
from neuro.view.inspect.species_record import looks_of_species, name_of_species
from neuro.view.looks import colour_of
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, HINT
from neuro.view.widgets.chart import Plot, room_for_axis
from neuro.view.widgets.panel import Panel

__all__ = ["SpeciesPanel", "growth_of"]

_ENDS = 96  # room for the names of what lives now
_GROWTH = 150  # height of the chart of growth, where there is room for it
_NAMED = 0.1  # share of the population from which on a species has its name at the end of its band
_INSIDE = 15  # height of a band in which a name has room


class SpeciesPanel(Panel[Followed]):
    """Species as bands over each other, the oldest below; under them, how the champions' networks grew."""

    about = (
        "Species: networks that are alike compete with each other alone. The wider a band, the more members;"
        " the chart below counts hidden nodes and links of the best so far"
    )

    def key(self, shown: Followed) -> Hashable:
        """What the picture depends on; at full speed it changes three times a second."""
        newest = shown.tick if shown.at_full_speed else shown.species.generations[-1:]
        return newest, len(shown.milestones)

    def render(self, paint: Paint, area: Rect, shown: Followed) -> None:
        space = self.card(paint, area, "Species", f"{shown.agent}s of each, by generation")
        species = shown.species
        if len(species.generations) < 2:
            paint.text(space.center, "the first generation is still playing", HINT, self.theme.faint, align="c")
            return
        has_growth = space.h >= 2 * _GROWTH
        bands = Rect(space.x, space.y, space.w, space.h - (_GROWTH + 8 if has_growth else 0))
        self._draw_bands(paint, bands, shown)
        if has_growth:
            self._draw_growth(paint, Rect(space.x, bands.bottom + 8, space.w, _GROWTH), shown)

    def _draw_bands(self, paint: Paint, space: Rect, shown: Followed) -> None:
        species, theme = shown.species, self.theme
        most = max(sum(sizes.values()) for sizes in species.sizes)
        left = room_for_axis(paint, most, space.h - 26)
        field = Rect(round(space.x + left), space.y + 8, round(space.w - left - _ENDS), space.h - 26)
        first, last = species.generations[0], species.generations[-1]
        plot = Plot(paint, field, last - first, most, theme, first=first)
        plot.axes(whole=True)
        below = [0.0] * len(species.generations)
        alive = list(species.sizes[-1])
        ends: list[tuple[float, int]] = []
        bands: list[tuple[int, list[Point], list[Point]]] = []
        for one in sorted({one for sizes in species.sizes for one in sizes}):
            above = [low + sizes.get(one, 0) for low, sizes in zip(below, species.sizes, strict=True)]
            xs = [plot.x(generation - first) for generation in species.generations]
            top, foot = (list(zip(xs, map(plot.y, edge), strict=True)) for edge in (above, below))
            paint.polygon(top + foot[::-1], colour_of(looks_of_species(one)), 225)
            paint.lines(top, theme.panel, 1.2)
            bands.append((one, top, foot))
            if one in alive:
                ends.append(((top[-1][1] + foot[-1][1]) / 2, one))
            below = above
        named: list[Rect] = []  # over all bands, the widest first
        for one, top, foot in sorted(bands, key=lambda band: -max(_widths(*band[1:]))):
            self._name_inside(paint, one, top, foot, named)
        self._name_ends(paint, field, ends, shown)

    def _name_inside(self, paint: Paint, one: int, top: list[Point], foot: list[Point], named: list[Rect]) -> None:
        """Write the name of a species where its band is widest, if it has room there beside other names."""
        wide = paint.width_of(name_of_species(one), AXIS, "SemiBold")
        widths = _widths(top, foot)
        at = max(range(len(widths)), key=widths.__getitem__)
        x = min(max(top[at][0], top[0][0] + wide / 2 + 4), top[-1][0] - wide / 2 - 4)
        near = [width for width, point in zip(widths, top, strict=True) if abs(point[0] - x) <= wide / 2]
        middle = (top[at][1] + foot[at][1]) / 2
        place = Rect(round(x - wide / 2), round(middle - _INSIDE / 2), round(wide), _INSIDE)
        if near and min(near) >= _INSIDE and place.collidelist(named) < 0:
            paint.text((x, middle), name_of_species(one), AXIS, self.theme.ink, "SemiBold", "c")
            named.append(place)

    def _name_ends(self, paint: Paint, field: Rect, ends: list[tuple[float, int]], shown: Followed) -> None:
        """A portrait, the name and the size of each large species beside the end of its band, the uppermost first."""
        sizes = shown.species.sizes[-1]
        total, lowest = sum(sizes.values()), float(field.y - 20)
        for y, one in sorted(ends):
            if sizes[one] < _NAMED * total:
                continue
            y = max(y, lowest + 30)
            if y > field.bottom + 4:
                return
            lowest = y
            shown.marker.stamp(paint, (field.right + 18, y), looks_of_species(one), 9, outline=None)
            paint.text((field.right + 34, y - 7), name_of_species(one), AXIS, self.theme.soft, "Medium")
            paint.text((field.right + 34, y + 7), number(sizes[one]), HINT, self.theme.text, "SemiBold")

    def _draw_growth(self, paint: Paint, space: Rect, shown: Followed) -> None:
        """Hidden nodes and links of the best so far, generation by generation."""
        theme = self.theme
        paint.text((space.x, space.y + 8), "Growth of the champion", HINT, theme.text, "SemiBold")
        grown = growth_of(shown)
        if not grown:
            return
        links, nodes = [float(one[1]) for one in grown], [float(one[0]) for one in grown]
        top = 1.1 * max(links)
        left = room_for_axis(paint, top, space.h - 44)
        field = Rect(round(space.x + left), space.y + 24, round(space.w - left - _ENDS), space.h - 44)
        plot = Plot(paint, field, len(grown) - 1, top, theme)
        plot.axes(whole=True)
        curves = (links, "links", theme.hot, theme.warm), (nodes, "hidden nodes", theme.cold, theme.cool)
        for values, name, line, ink in curves:
            plot.line(values, line)
            plot.end(values, ink)
            y = plot.y(values[-1])
            paint.text((field.right + 10, y - 7), name, AXIS, theme.soft, "Medium")
            paint.text((field.right + 10, y + 7), number(values[-1]), HINT, ink, "SemiBold")


def _widths(top: list[Point], foot: list[Point]) -> list[float]:
    """How wide a band is at each of its points."""
    return [low[1] - high[1] for high, low in zip(top, foot, strict=True)]


def growth_of(shown: Followed) -> list[tuple[int, int]]:
    """Hidden nodes and links of the champion of each generation up to the newest."""
    found: list[tuple[int, int]] = []
    for one in shown.milestones:
        network = one.network
        if isinstance(network, GraphNetwork):
            known = found[-1:] or [(network.hidden_nodes, network.links)]
            found += known * (one.generation - len(found))
            found.append((network.hidden_nodes, network.links))
    return found + found[-1:] * max(0, shown.present - 1 - (len(found) - 1)) if found else []
