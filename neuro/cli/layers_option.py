"""``--layers 5-16-16-2 --activation relu``: the network, in words of the command line."""

from __future__ import annotations

from dataclasses import replace

from neuro.errors import SettingError
from neuro.game import Game
from neuro.network import Dense, Input, Layer
from neuro.network.activations import activation as activation_named
from neuro.network.architecture import too_much_of

__all__ = ["layers_given"]

_USUAL = "tanh"  # where a game's own network has no hidden layer to take the activation from


def layers_given(sizes: str | None, activation: str | None, game: Game) -> tuple[Layer, ...] | None:
    """The layers that were asked for; None for the game's own.

    Args:
        sizes: How many units each layer has, from the inputs to the outputs, for example 5-16-16-2.
        activation: The activation of the hidden layers; as in the game's own network when None.
        game: The game. The activation of the outputs is the one in its own network.

    Raises:
        SettingError: If the sizes are no whole numbers from 1, if the network would have other inputs or outputs than
            the game, or more nodes or parameters than files hold, or if an activation is given that no layer has.
        UnknownNameError: If there is no such activation.
    """
    if activation is not None:
        activation_named(activation)
    own = [layer for layer in game.layers if isinstance(layer, Dense)]
    if sizes is None:
        if activation is None:
            return None
        if len(own) != len(game.layers) - 1 or len(own) < 2:
            raise SettingError("--activation is that of hidden layers: name them, for example --layers 5-16-2")
        return (game.layers[0], *(replace(layer, activation=activation) for layer in own[:-1]), own[-1])
    counts = _counts(sizes)
    wanted = len(game.observation), len(game.actions)
    if (counts[0], counts[-1]) != wanted:
        hidden = "-".join(map(str, counts[1:-1])) or "8"
        raise SettingError(
            f"{game.title} needs a network of {wanted[0]} inputs and {wanted[1]} outputs, for example --layers "
            f"{wanted[0]}-{hidden}-{wanted[1]}, not {sizes}"
        )
    if activation is not None and len(counts) == 2:
        raise SettingError(f"--activation is that of hidden layers, and --layers {sizes} has none: leave it out")
    usual = own[0].activation if len(own) > 1 else _USUAL
    last = own[-1].activation if own else "identity"
    hidden_layers = [Dense(count, activation or usual) for count in counts[1:-1]]
    layers = (Input(counts[0]), *hidden_layers, Dense(counts[-1], last))
    if too_much := too_much_of(layers):
        raise SettingError(f"--layers {sizes} makes a network of {too_much}, and no file holds so many: ask for fewer")
    return layers


def _counts(sizes: str) -> list[int]:
    parts = sizes.split("-")
    if len(parts) < 2 or not all(part.isascii() and part.isdigit() and 1 <= int(part) < 1_000_000 for part in parts):
        raise SettingError(
            f"--layers takes the size of each layer from inputs to outputs, such as 5-16-2, not {sizes!r}"
        )
    return [int(part) for part in parts]
