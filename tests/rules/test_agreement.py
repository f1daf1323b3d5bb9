"""Plain rules mean one thing: as Python, compiled, and as the generated text without the JIT."""

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from agree import game_of

from neuro.errors import NeuroError
from neuro.game_checks import CHECKS, checks_of
from neuro.game_checks.check_plain import plain_and_compiled_agree
from neuro.rules import mathematics
from neuro.rules.lane_rules import LaneRules, lane_rules
from neuro.rules.one_agent import OneAgent

HERE = Path(__file__).parent
FUZZ = HERE.parent / "chaos" / "random_rules.py"


EVERYTHING = [HERE / "everything.py", HERE / "volleyball.py"]


@pytest.mark.slow
@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.stem)
def test_everything_that_rules_may_hold_is_the_same_compiled(module_of, path):
    plain_and_compiled_agree(game_of(module_of(path.read_text(encoding="utf-8"))))


def test_random_rules_are_the_same_without_the_jit():
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, FUZZ, "1000", "20"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("20 the same, 0 refused")


HITS = """
def hit(agent):
    agent.basket = agent.basket / 2
    return 0.01


def drawn(draw, yes):
    return draw(0, 0.1) if yes else 0.02


def called(function, agent, yes):
    return function(agent) if yes else 0.02


BY_NAME = {"hit": hit}
"""


CALLS = [
    "agent.height -= helpers.hit(agent) if action.left else 0.02",
    "if action.left and helpers.hit(agent) > 0:\n        agent.height -= 0.01",
    "other = hit\n    agent.height -= other(agent) if action.left else 0.02",
    "agent.height -= BY_NAME['hit'](agent) if action.left else 0.02",
    "agent.height -= helpers.called(hit, agent, action.left)",
    "draw = rng.uniform\n    agent.height -= draw(0, 0.1) if action.left else 0.02",
    "agent.height -= helpers.drawn(rng.uniform, action.left)",
]
SCALED = "GAIN = 0.01\n\n\ndef scaled(x, by=GAIN):\n    return x * by\n"


def test_the_generated_text_does_what_the_rules_do(module_of):
    """Also a call by any name acts only where its way is taken, and defaults are those of their own module."""
    catch, paths = (HERE / "catch.py").read_text(encoding="utf-8"), list(EVERYTHING)

    def add(text, imported, lines):
        helpers = module_of(text)
        head = f"import sys\nhelpers = sys.modules[{helpers.__name__!r}]\n{imported}\n"
        module = module_of(head + catch.replace("agent.height -= p.fall", lines))
        paths.extend(one.__file__ for one in (helpers, module))

    for lines in CALLS:
        add(HITS, "hit, BY_NAME = helpers.hit, helpers.BY_NAME", lines)
    add(SCALED, "GAIN = 0.03", "GAIN = agent.basket\n    agent.height -= helpers.scaled(2)")
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, HERE / "agree.py", *paths]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": the same") == len(EVERYTHING) + len(CALLS) + 1


def test_kernels_that_differ_are_found_with_step_and_field(module_of, monkeypatch):
    text = (HERE / "catch.py").read_text(encoding="utf-8")
    game, other = game_of(module_of(text)), lane_rules(module_of(text.replace("-= p.fall", "-= 2 * p.fall")))
    monkeypatch.setitem(vars(game.rules), "observe", game.rules.observe)
    monkeypatch.setitem(vars(game.rules), "step", other.step)
    with pytest.raises(NeuroError, match=r"at step 1 of course 0: 'height' is 0\.97 as Python, and 0\.94 compiled"):
        plain_and_compiled_agree(game)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("agent.height -= TABLE[int(agent.height * 3) + 2]", "line 38.: IndexError: this has 3 places, from 0 to 2"),
        ("agent.height -= 0.01 / agent.score", "line 38.: ZeroDivisionError: this divides by zero"),
    ],
)
def test_what_fails_as_python_is_told_by_the_check(catch_with, new, words):
    module = catch_with(("agent.height -= p.fall", new), ("VERSION = 1", "VERSION = 1; TABLE = (0.1, 0.1, 0.1)"))
    with pytest.raises(NeuroError, match=words):
        plain_and_compiled_agree(game_of(module))


def test_a_plain_game_is_a_game_and_is_not_asked_what_generated_kernels_keep(catch_with):
    game = game_of(catch_with())
    assert isinstance(game.rules, LaneRules)
    assert game.state == ("alive", "score", "basket", "fruit", "height", "draws")
    assert game.observation == ("basket", "fruit", "height")
    assert game.setting._asdict() == {"speed": np.float32(0.06), "fall": np.float32(0.03), "reach": np.float32(0.2)}
    assert set(checks_of(game)) < set(CHECKS)
    assert plain_and_compiled_agree in checks_of(game)


def names_of(module):
    return [getattr(lane_rules(module), name).__name__ for name in ("reset", "observe", "step", "fitness")]


def test_names_of_kernels_follow_from_what_they_are_made_of(catch_with, module_of):
    plain = names_of(catch_with())
    assert names_of(catch_with(("VERSION = 1", "# a word\nVERSION = 1"))) == plain
    assert names_of(catch_with(("-1, 1)", "-2, 1)"))) != plain
    table = "VERSION = 1", "VERSION = 1; TABLE = (0.5, {})"
    looked_up = "agent.height -= p.fall", "agent.height -= TABLE[agent.score % 2]"
    one, other = (names_of(catch_with((table[0], table[1].format(k)), looked_up)) for k in (1, 2))
    assert one[2] != other[2]
    assert one[3] == other[3] == plain[3]


def test_a_helper_of_another_module_is_a_part_of_the_rules(catch_with, module_of):
    found = []
    for number in (0.5, 0.25):
        helper = module_of(f"def far(x):\n    return x * {number}\n", file="helping.py")
        module = catch_with(
            ("VERSION = 1", f"from {helper.__name__} import far\nVERSION = 1"), ("-= p.fall", "-= far(p.fall)")
        )
        one = OneAgent(module)
        one.step("left")
        assert one.agent.height == np.float32(1) - np.float32(0.03) * np.float32(number)
        found.append(names_of(module)[2])
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("name", "low", "high", "exact"),
    [("sin", -100, 100, math.sin), ("cos", -100, 100, math.cos), ("exp", -80, 80, math.exp)],
)
def test_functions_are_near_those_of_mathematics(name, low, high, exact):
    from neuro.rules.one_agent import functions_of

    function = functions_of(mathematics)[name]
    for x in np.linspace(low, high, 301, dtype=np.float32):
        found, wanted = float(function(x)), exact(float(x))
        assert found == pytest.approx(wanted, rel=3e-6 if name == "exp" else 0, abs=0 if name == "exp" else 2e-5)


def test_atan2_is_the_angle_in_every_quarter():
    from neuro.rules.one_agent import functions_of

    angle = functions_of(mathematics)["atan2"]
    for turn in np.linspace(-3.1, 3.1, 101):
        y, x = np.float32(math.sin(turn)), np.float32(math.cos(turn))
        assert float(angle(y, x)) == pytest.approx(math.atan2(y, x), abs=1e-6)
    assert angle(0, 0) == 0


def test_round_goes_to_the_nearest_even():
    from neuro.rules.one_agent import functions_of

    near = functions_of(mathematics)["nearest_whole"]
    assert [near(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 0.49, 2.51)] == [0, 2, 2, 0, -2, 0, 3]
