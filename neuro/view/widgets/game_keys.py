"""A game's keys: which of them are held, what they do together, and what is written of them."""

from __future__ import annotations

from neuro.errors import NeuroError
from neuro.game import Game
from neuro.view.keys import Key, key_codes, keys_of

__all__ = ["Keyboard", "hints_of"]

_SIGNS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}

#: What an output does below 0, by a word of its name.
_OPPOSITES = {
    **{"right": "left", "left": "right", "up": "down", "down": "up", "forward": "back", "ahead": "back"},
    **{"gas": "brake", "go": "back", "push": "pull", "open": "close"},
}

Action = tuple[float, ...]


class Keyboard:
    """The keys of a game, some of which a person holds.

    A name of ``Game.keys`` is a key, or several with a + between them: a combination. Of the combinations whose keys
    are all held the largest acts; of several as large, the one that holds the newest key. Keys that do the same when
    pressed alone stand for each other in combinations.

    Args:
        game: The game that the keys belong to.

    Attributes:
        first: pygame's number of the first of them.
        first_action: What it does.

    Raises:
        NeuroError: If it has no keys.
        UnknownNameError: If there is no such key.
    """

    def __init__(self, game: Game) -> None:
        if not game.keys:
            raise NeuroError(f"{game.title} has no keys to play with: give it some, as Game(keys={{'up': ...}})")
        codes = key_codes(game.keys, game.name)
        self._actions = {codes[name]: action for name, action in game.keys.items()}
        self._known = frozenset().union(*self._actions)
        alone = {code: action for codes, action in self._actions.items() if len(codes) == 1 for code in codes}
        self._equals = {
            code: {other for other in self._known if other == code or alone.get(other, other) == alone.get(code, code)}
            for code in self._known
        }
        self._held: list[int] = []  # the newest last
        keys = min(self._actions, key=len)  # the first of the shortest, which is one key wherever there is one
        self.first, self.first_action = min(keys), self._actions[keys]

    def press(self, code: int) -> bool:
        """A key is pressed; whether that changes which keys of the game are held."""
        if code not in self._known or code in self._held:
            return False
        self._held.append(code)
        return True

    def release(self, code: int) -> bool:
        """A key is let go; whether it was held and is the game's."""
        if code not in self._held:
            return False
        self._held.remove(code)
        return True

    def release_all(self) -> None:
        """Release all keys: another part of the window has the keyboard now."""
        self._held.clear()

    def knows(self, code: int) -> bool:
        """Whether a key is the game's."""
        return code in self._known

    @property
    def action(self) -> Action | None:
        """What the keys that are held do together; None when that is nothing."""
        held = {codes: [self._when(code) for code in codes] for codes in self._actions}
        complete = {codes: (len(codes), max(when)) for codes, when in held.items() if min(when) >= 0}
        return self._actions[max(complete, key=lambda codes: complete[codes])] if complete else None

    def _when(self, code: int) -> int:
        """How new a key, or another that does the same, is among those held; -1 where none is."""
        return max((k for k, held in enumerate(self._held) if held in self._equals[code]), default=-1)


def _spelled(name: str) -> str:
    """A key, or a combination, as people read it: "Space", "↑", "↑ + ←"."""
    return " + ".join(_SIGNS.get(part, part.capitalize()) for part in keys_of(name))


def _moving(name: str, value: float) -> str:
    """What an output does at a value: "steer right", "steer left" below 0, "lift 0.5"."""
    words = name.split()
    turned = [_OPPOSITES.get(word, word) for word in words]
    if value < 0 and turned != words:
        name, value = " ".join(turned), -value
    return name if value == 1 else f"{name} {value:g}".replace("-", "−")


def _doing(game: Game, action: Action) -> str:
    """What an action does, in the names of the game's actions."""
    names, rest = game.actions, game.rest or (0.0,) * game.action_rows
    match game.decision:
        case "versus":
            return names[0 if action[0] > 0 else 1]
        case "argmax":
            return names[min(max(int(action[0]), 0), len(names) - 1)]
        case "threshold":
            done = [name for name, value in zip(names, action, strict=True) if value > 0]
        case _:
            moved = [row for row in zip(names, action, rest, strict=True) if row[1] != row[2]]
            done = [_moving(name, value) for name, value, _ in moved]
    return ", ".join(done) or "nothing"


def hints_of(game: Game) -> list[Key]:
    """What each of a game's keys does, those that do the same in one line; combinations come last."""
    labels: dict[tuple[bool, Action], list[str]] = {}
    for name, action in sorted(game.keys.items(), key=lambda one: len(keys_of(one[0]))):
        labels.setdefault((len(keys_of(name)) > 1, action), []).append(_spelled(name))
    return [
        Key(" ".join(names), "combine" if combined else "act", _doing(game, action))
        for (combined, action), names in labels.items()
    ]
