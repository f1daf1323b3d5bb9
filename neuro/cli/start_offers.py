"""What the start screen's cards offer."""

from __future__ import annotations

from functools import partial

from neuro.errors import NeuroError
from neuro.game import Game, find_game, game_names
from neuro.view.marker import marker_of
from neuro.view.poster import draw_digit, draw_land, draw_learners, poster_of
from neuro.view.start.start_cards import Offer

__all__ = ["offers"]

_BRIEF = 62  # characters of a card's sentence


def offers() -> list[Offer]:
    """The cards, in their order."""
    flappy, lamps = find_game("flappy"), find_game("xor_arena")
    return [
        Offer(
            f"Watch {flappy.agent}s learn",
            "From a thousand random brains to one that flies on.",
            ("watch", "flappy"),
            poster_of(flappy),
        ),
        Offer(
            "The lamps (XOR)",
            "One lamp or two? The riddle that made brains need a middle.",
            ("watch", "xor_arena"),
            poster_of(lamps),
        ),
        *(
            Offer(game.title, _briefly(game.about), ("watch", game.name), poster_of(game))
            for game in _others(flappy, lamps)
        ),
        Offer(
            "Fly yourself",
            "Against the champion, on the same course.",
            ("play", "flappy", "--against", "flappy"),
            poster_of(flappy, person=True),
        ),
        Offer("Draw a digit", "A network guesses along while you draw.", ("guess",), draw_digit),
        Offer(
            "Learning or luck?",
            "Two learners, one course: one breeds, the other only guesses.",
            ("watch", "flappy", "--versus", "ga,random"),
            partial(draw_learners, marker=marker_of(flappy)),
        ),
        Offer("Your runs and champions", "Go on, travel back, race, or share a page.", (), draw_land),
    ]


def _others(*shown: Game) -> list[Game]:
    """All other games that are there and can be drawn; a broken one is no reason to hide the rest."""
    found = []
    for name in game_names():
        try:
            game = find_game(name)
            game.view()
        except (NeuroError, ImportError):
            continue
        if game not in shown:
            found.append(game)
    return found


def _briefly(sentence: str) -> str:
    """A sentence, up to its last comma or semicolon where it is too long for a card."""
    if len(sentence) <= _BRIEF:
        return sentence
    cut = max(sentence.rfind(sign, 0, _BRIEF) for sign in ",;")
    return sentence[:cut] + "." if cut > 0 else sentence
