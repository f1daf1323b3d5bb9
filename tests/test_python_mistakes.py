"""Mistakes in Python: what cannot be is told in a sentence that says what is taken, as on the command line."""

from pathlib import Path

import pytest

import neuro
from neuro import Dense, Evolution, EvolutionSettings, Input, Network, SettingError, find_game

CHAMPION = Path(__file__).parent.parent / "saves" / "flappy.neuro"  # ours, which ships
NETWORK = Network([Input(5), Dense(2)], seed=1)
SETTINGS = EvolutionSettings(seed=1, population=2)


def evolved(**given):
    return neuro.evolve("flappy", population=2, generations=1, **given)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: Evolution("flappy", SETTINGS), r"takes a game, such as neuro.find_game\('flappy'\), not 'flappy'"),
        (lambda: Evolution(find_game("flappy"), {"seed": 1}), "such as EvolutionSettings\\(seed=1\\), not {'seed': 1}"),
        (lambda: evolved(threads="2"), "threads must be a whole number from 1, or 0 .* not '2'"),
        (lambda: evolved(reporters=neuro.Recorder("runs")), r"reporters are a list, such as \[neuro.Recorder"),
        (
            lambda: evolved(reporters=["runs/one"]),
            "a reporter has the methods start, generation and finish; 'runs/one'",
        ),
        (lambda: evolved(parameters=[("gap", 150)]), r"parameters are given by name, such as \{'gap': 150\}, not \["),
        (lambda: Network(Input(5)), r"layers are a list, such as \[Input\(5\), .*, not Input\(shape=5\)"),
        (lambda: Network("5-8-2"), "layers are a list, .* not '5-8-2'"),
        (lambda: NETWORK.mutate(0.3), r"a mutation is one such as Gaussian\(rate=0.1, stdev=0.3\), not 0.3"),
        (lambda: neuro.replay(CHAMPION, seed="a"), "seed is a whole number, not 'a'"),
        (lambda: neuro.replay(CHAMPION, episodes=1.5), "episodes is a whole number, not 1.5"),
        (lambda: neuro.replay(CHAMPION, episodes=0), "an episode is played at least, not 0"),
    ],
)
def test_a_value_of_another_kind_is_refused(made, words):
    with pytest.raises(SettingError, match=words):
        made()


def test_a_result_is_told_in_some_lines_and_not_with_all_of_its_record():
    champion = neuro.load(CHAMPION)
    told = repr(neuro.Result(champion, [object()] * 1000, "ab", True))
    assert len(told) < 600
    assert "fingerprint='ab', solved=True" in told
