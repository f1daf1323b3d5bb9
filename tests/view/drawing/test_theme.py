import pytest

from neuro.view.theme import THEMES, mix, oklch


def luminance(colour):
    channels = [c / 255 for c in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("ink", ["text", "soft", "faint", "warm", "cool"])
@pytest.mark.parametrize("ground", ["panel", "raised"])
def test_all_text_is_legible_by_wcag_aa(theme, ink, ground):
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_lines_of_charts_stand_out_from_their_card(theme):
    assert min(contrast(theme.hot, theme.panel), contrast(theme.cold, theme.panel)) >= 3


def test_mix_begins_and_ends_at_its_colours():
    assert (mix((0, 10, 20), (200, 100, 0), 0), mix((0, 10, 20), (200, 100, 0), 1)) == ((0, 10, 20), (200, 100, 0))


def test_without_chroma_oklch_is_grey_from_black_to_white():
    assert [oklch(lightness, 0, 0) for lightness in (0, 1)] == [(0, 0, 0), (255, 255, 255)]
    assert len(set(oklch(0.5, 0, 123))) == 1
