"""Rules that reach beyond their arrays, raise, hang, devour memory or compute inexactly are told with their line."""

import re

import pytest
from games_to_break import made

from neuro import game_checks
from neuro.errors import NeuroError
from neuro.game_checks import own_process
from neuro.game_checks.check_arrays import run_watched
from neuro.kernels import JIT

FALL = "state[HEIGHT, lane] -= setting.fall"
HELPER = "import math\nfrom neuro.kernels import kernel\n\n\n@kernel\ndef sine(x):\n    return math.sin(x)\n"
CAUGHT = "state[SCORE, lane] += caught"


@pytest.fixture
def rules(tmp_path, monkeypatch, capsys):
    """A game whose rules have something else in some places."""
    monkeypatch.setenv("NEURO_GAMES", "")
    return lambda *changes: made(tmp_path, *(("rules.py", *change) for change in changes))


def told(check, game):
    with pytest.raises(NeuroError) as caught:
        check(game)
    (line,) = str(caught.value).splitlines()
    return line


def test_rules_without_a_fault_stay_within_their_arrays(rules):
    run_watched(rules())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (FALL, "state[COUNT + 1, lane] -= setting.fall", "in step (rules.py, line 75): row 6 of state"),
        (FALL, "state[-1, lane] -= setting.fall", "in step (rules.py, line 75): row -1 of state"),
        (FALL, "state[HEIGHT, lane + 1] -= setting.fall", "in step (rules.py, line 75): lane 8 of state"),
        (FALL, "state[HEIGHT, lane] -= action[1, lane]", "row 1 of action, whose rows are numbered 0 to 0"),
        (FALL, "state[HEIGHT, lane] -= uniform(courses[lane + 1], 0)", "place 8 of courses"),
        ("observation[2, lane] =", "observation[3, lane] =", "in observe (rules.py, line 64): row 3 of observation"),
        ("state[COUNT, lane] = _ZERO", "state[9, lane] = _ZERO", "in reset (rules.py, line 51): row 9 of state"),
        ("out[lane] =", "out[lane + 1] =", "in fitness (rules.py, line 91): place 8 of out"),
        ("out[lane] = state[SCORE, lane]", "out[lane] = steps[lane - 1]", "place -1 of steps"),
        (CAUGHT, "state[SCORE, lane + 8] += caught", "lane 8 of state, whose lanes are numbered 0 to 7"),
        (CAUGHT, "state[int(state[COUNT, lane]) + 5, lane] += caught", "row 6 of state"),  # only after a death
    ],
)
def test_an_index_beyond_an_array_is_told_with_its_line(rules, old, new, words):
    found = told(run_watched, rules((old, new)))
    assert words in found
    assert re.search(r"\(rules.py, line \d+\): ", found)


@pytest.mark.parametrize(
    ("shape", "index", "words"),
    [
        ("(3, 3)", "int(state[COUNT, lane]), 0", "row 3 of TABLE, whose rows are numbered 0 to 2"),
        ("(9, 1)", "0, int(state[COUNT, lane])", "column 1 of TABLE"),
        ("2", "int(state[COUNT, lane])", "place 2 of TABLE"),
        ("900", "int(-state[COUNT, lane])", "place -1 of TABLE"),
    ],
)
def test_so_is_one_beyond_a_table_of_the_rules(rules, shape, index, words):
    table = f"TABLE = np.ones({shape}, np.float32)\n\n\n@kernel\ndef fitness"
    game = rules(("@kernel\ndef fitness", table), (CAUGHT, f"state[SCORE, lane] += TABLE[{index}]"))
    assert words in told(run_watched, game)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("raise ValueError('too low')", "in step (rules.py, line 75): ValueError: too low"),
        ("assert setting.fall < 0", "in step (rules.py, line 75): AssertionError"),
        ("undefined_name()", "undefined_name"),
        ("state[HEIGHT, lane] = np.zeros(1 << 46)[0]", "in step (rules.py, line 75): "),
    ],
)
def test_what_a_kernel_raises_is_told_with_its_line(rules, new, words):
    assert words in told(run_watched, rules((FALL, new)))


def test_numbers_that_only_the_dead_compute_are_no_fault(rules):
    run_watched(rules((FALL, f"{FALL}\n        lost = int(_ONE / state[ALIVE, lane])\n        lost += 1")))


def test_a_number_that_is_not_finite_is_no_index(rules):
    game = rules((FALL, "state[int(setting.fall / (setting.step - setting.step)), lane] = _ZERO"))
    assert "in step (rules.py, line 75): OverflowError: cannot convert float infinity" in told(run_watched, game)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (
            "while True:\n            pass",
            r"in step \(rules.py, line 7[56]\): this takes longer than 1 seconds: does a loop",
        ),
        ("np.zeros(1 << 46)", "in step .* MemoryError"),
        ("np.ones(1 << 33)", "in step .* MemoryError"),
        ("__import__('os')._exit(7)", "died with code 7"),
    ],
)
def test_a_process_of_its_own_bears_the_worst(rules, monkeypatch, new, words):
    monkeypatch.setattr(own_process, "_LONGEST", 1.0)
    game = rules((FALL, new))
    assert re.search(words, told(game_checks.arrays_are_kept, game))


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("state[HEIGHT, lane] -= math.sin(setting.fall)", "math.sin is not the same on every machine"),
        ("state[HEIGHT, lane] -= np.sin(setting.fall)", "np.sin is not the same on every machine"),
        ("state[HEIGHT, lane] -= np.power(setting.fall, _TWO)", "np.power is not the same"),
        ("state[HEIGHT, lane] -= tanh(setting.fall)", "tanh is not the same"),
        ("state[HEIGHT, lane] -= setting.fall ** 2", r"\*\* is not the same on every machine; multiply instead"),
        ("state[HEIGHT, lane] **= 2", "multiply instead"),
        ("state[HEIGHT, lane] -= pow(setting.fall, _TWO)", "pow is not the same"),
        ("state[HEIGHT, lane] -= np.float32(np.random.random())", "draws otherwise each time; draw with neuro.random"),
        ("state[HEIGHT, lane] -= np.float32(random.random())", "draws otherwise each time"),
        ("print(lane)", "print has no place in a kernel"),
        ("open('x')", "open has no place in a kernel"),
    ],
)
def test_what_is_not_the_same_on_every_machine_is_told_with_its_line(rules, new, words):
    imports = "import math\nimport random\nfrom math import tanh\nfrom typing import NamedTuple\n"
    game = rules(("from typing import NamedTuple\n", imports), (FALL, new))
    found = told(game_checks.kernels_use_exact_operations, game)
    assert re.match(rf"in step \(rules.py, line 78\): .*{words}", found)


def test_so_is_what_a_helper_in_another_file_does(rules, tmp_path):
    (tmp_path / "helper_of_rules.py").write_text(HELPER)
    imported = "from ..helper_of_rules import sine\n\nVERSION = 1"
    game = rules((FALL, "state[HEIGHT, lane] -= sine(setting.fall)"), ("VERSION = 1", imported))
    assert "in sine (helper_of_rules.py, line 7): math.sin is not" in told(
        game_checks.kernels_use_exact_operations, game
    )


def test_exact_operations_pass(rules):
    new = (
        "state[HEIGHT, lane] -= np.sqrt(setting.fall * abs(max(setting.fall, _ONE))) * np.floor(_ONE) * math.sqrt(_ONE)"
    )
    game_checks.kernels_use_exact_operations(
        rules(("import numpy as np", "import math\nimport numpy as np"), (FALL, new))
    )


def test_a_number_that_is_narrowed_where_it_stands_is_no_fault(rules):
    game = rules((FALL, "state[HEIGHT, lane] -= setting.fall * np.float32(0.5)"))
    game_checks.kernels_hold_float32(game)
    game_checks.kernels_compute_in_float32(game)


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
@pytest.mark.parametrize(
    "new",
    [
        "state[HEIGHT, lane] -= 3 * setting.fall",
        "state[HEIGHT, lane] -= setting.fall / 2",
        "state[HEIGHT, lane] -= lane / 7",
        "state[HEIGHT, lane] -= setting.fall * np.zeros(1)[0]",
        "state[HEIGHT, lane] -= setting.fall * int(setting.fall)",
    ],
)
def test_a_float64_that_only_the_compiler_sees_is_told_with_its_line(rules, new):
    found = told(game_checks.kernels_compute_in_float32, rules((FALL, new)))
    assert found.startswith("in step (rules.py, line 75): something here is a float64")


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("_again(state)", "in _again (rules.py, line 67): it calls itself, and kernels cannot"),
        ("state[HEIGHT, lane] -= Setting().fall", "the rules fail: "),  # numba stumbles
        ("state[HEIGHT, lane] = 'x'", "in step (rules.py, line 80): "),
        ("state['x', lane] = _ZERO", "in step (rules.py, line 80): "),
        ("state.sort_of()", "in step (rules.py, line 80): "),
    ],
)
def test_whatever_the_compiler_raises_is_one_sentence(rules, new, words):
    again = "@kernel\ndef _again(state):\n    _again(state)\n\n\n@kernel\ndef step"
    game = rules((FALL, new), ("@kernel\ndef step", again))
    assert words in told(game_checks.compiles, game)


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_what_a_compiled_kernel_raises_is_one_sentence(rules):
    game = rules((FALL, "if setting.fall > _ZERO:\n            raise ValueError('too low')"))
    assert "ValueError: too low" in told(game_checks.compiles, game)
