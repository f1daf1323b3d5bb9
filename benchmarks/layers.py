"""How fast networks of other layers play, in turn with dense ones in one process: ``python benchmarks/layers.py``.

Networks that remember play Flappy, each with the champion's own weights for what it sees, so that all play alike. A
convolution looks at a picture of 10 × 10. Times are of the processor, not of the clock; ratios are medians over rounds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
import picture_rules
from numpy.typing import NDArray

from neuro.game import Exam, Game, find_game
from neuro.network import GRU, Conv2D, Dense, Flatten, Input, Layer, Recurrent
from neuro.paths import shipped_champion
from neuro.policies import Layered
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import compile_rollout, program
from neuro.storage.files import load_champion

_AGENTS, _INPUTS, _UNITS = 1024, 5, 8
_PICTURE = (10, 10, 1)


def _elman(dense: NDArray[np.float32]) -> NDArray[np.float32]:
    """The champion's genome, for units that do not heed what they remember."""
    weights = np.zeros((_UNITS, _INPUTS + _UNITS), np.float32)
    weights[:, :_INPUTS] = dense[: _UNITS * _INPUTS].reshape(_UNITS, _INPUTS)
    return np.concatenate([weights.reshape(-1), dense[_UNITS * _INPUTS :]])


def _gru(dense: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same, for units whose gates keep nothing."""
    weights = np.zeros((3 * _UNITS, _INPUTS + _UNITS), np.float32)
    weights[2 * _UNITS :, :_INPUTS] = dense[: _UNITS * _INPUTS].reshape(_UNITS, _INPUTS)
    biases = np.zeros(3 * _UNITS, np.float32)
    biases[:_UNITS] = -40
    biases[2 * _UNITS :] = dense[_UNITS * _INPUTS : _UNITS * (_INPUTS + 1)]
    return np.concatenate([weights.reshape(-1), biases, dense[_UNITS * (_INPUTS + 1) :]])


def _player(game: Game, layers: tuple[Layer, ...], genome: NDArray[np.float32], steps: int) -> Callable[[], float]:
    """What plays one round, and returns the millions of agents' steps in a second of the processor."""
    loops, genomes = program(game, layers), np.repeat(genome[np.newaxis], _AGENTS, axis=0)
    compile_rollout(loops, game.setting)

    def play() -> float:
        begun = time.process_time()
        outcome = evaluate(loops, genomes, np.ones(1, np.uint32), game.setting, steps, 1)
        return outcome.agent_steps / (time.process_time() - begun) / 1e6

    return play


def players() -> dict[str, Callable[[], float]]:
    """All that are measured, by name; the first is what the others are compared to."""
    flappy, champion = find_game("flappy"), load_champion(shipped_champion("flappy")).network.genome
    picture = Game(
        name="picture",
        title="Picture",
        rules=picture_rules,
        layers=(Input(_PICTURE), Conv2D(4, 3, "relu"), Flatten(), Dense(2)),
        exam=Exam(score=1, courses=1, max_steps=10),
        max_steps=1000,
    )
    dense = (Input(100), Dense(24, "relu"), Dense(2))  # as many products as the convolution, within a twentieth
    drawn = {layers: Layered(layers).first(1, 1).matrix[0] for layers in (picture.layers, dense)}
    found = {
        "dense 5-8-2": _player(flappy, flappy.layers, champion, 1000),
        "Recurrent(8)": _player(flappy, (Input(5), Recurrent(8), flappy.layers[-1]), _elman(champion), 1000),
        "GRU(8)": _player(flappy, (Input(5), GRU(8), flappy.layers[-1]), _gru(champion), 1000),
        "dense 100-24-2": _player(picture, dense, drawn[dense], 60),
        "Conv2D(4, 3) of 10 × 10, 2": _player(picture, picture.layers, drawn[picture.layers], 60),
    }
    return found


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(description="how fast networks of other layers play")
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    measured = players()
    rates: dict[str, list[float]] = {name: [] for name in measured}
    for _ in range(rounds):
        for name, play in measured.items():
            rates[name].append(play())
    for name, found in rates.items():
        ratio = statistics.median(one / base for one, base in zip(found, rates["dense 5-8-2"], strict=True))
        print(f"{name:28}{statistics.median(found):8.1f} M steps/s   {ratio:6.3f} of dense 5-8-2")


if __name__ == "__main__":
    main()
