"""Mistakes in plain rules: one sentence each, with the file, the line and what to write."""

import pytest

from neuro.errors import SettingError
from neuro.game_trial import try_game
from neuro.rules.lane_rules import lane_rules
from neuro.rules.one_agent import OneAgent
from neuro.rules.plain_agent import state_of
from neuro.rules.source import RulesError

FALL = "agent.height -= p.fall"
IMPORTS = "VERSION = 1\n"


def refusal(module):
    with pytest.raises(RulesError) as raised:
        lane_rules(module).reset  # noqa: B018
    said = str(raised.value)
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("agent.hieght -= p.fall", "line 38: the agent has no 'hieght': did you mean 'height'?"),
        ("agent.height -= p.fal", "line 38: there is no parameter 'fal': did you mean 'fall'?"),
        ("agent.height -= 1 if action.lefft else 0", "there is no action 'lefft': did you mean 'left'?"),
        (
            "for i in range(1000000000000): agent.height += 1",
            "a loop of 1,000,000,000,000 rounds in every step takes too long",
        ),
        (
            "while agent.height > 5: pass",
            "rules have no `while`: nobody could say how long it runs",
        ),
        (
            "agent.height -= np.sin(p.fall)",
            "np.sin is not the same on every machine: write `from neuro",
        ),
        ("agent.height -= math.sin(p.fall)", "is not the same on every machine: write `from neuro.rules import sin`"),
        ("agent.height -= np.tanh(p.fall)", "rules cannot use np.tanh: there are min, max"),
        ("agent.height -= sin(p.fall)", "the name 'sin' is not defined: write `from neuro.rules import sin`"),
        ("agent.height -= np.float64(p.fall)", "rules need no np.float64: all their numbers are float32"),
        ("agent.height -= [p.fall][0]", "a list that changes is declared in the class Agent"),
        ("seen = []", "rules make no lists"),
        ("agent.body.append(1)", "the agent has no 'body'"),
        ("agent.score += 0.5", "score is a whole number, and this may be none: write int(...)"),
        ("p.fall = 3", "rules cannot change parameters"),
        ("drop(agent)", "drop takes (agent, rng), and is given 1"),
        ("drap(agent, rng)", "the name 'drap' is not defined: did you mean 'drop'?"),
        ("agent.fruit = rng.normal()", "rng has no 'normal': write rng.uniform(-1, 1) for a number between two"),
        ("agent.fruit = rng.randint(1, 6)", "int(rng.uniform(1, 7)) for a whole one from 1 to 6"),
        ("agent.fruit = rng.unifrom(1, 6)", "rng has no 'unifrom': did you mean 'uniform'?"),
        ("agent.fruit = np.random.uniform(-1, 1)", "is not the same on every course and machine: write rng.uniform(-1"),
        ("agent.height -= p.fall ** 5", "powers are ** 2, ** 3 and ** 4 alone: others are not the same"),
        ("agent.height -= p.fall ** 0.5", "for ** 0.5 write sqrt(...), by `from neuro.rules import sqrt`"),
        ("agent.height -= 1 / 0", "this divides by zero"),
        ("for i in range(agent.score): pass", "the length of a loop is known before"),
        ("try:\n        pass\n    except Exception:\n        pass", "rules raise and catch nothing"),
        ("agent.height = 'high'", "a number is needed here, not a text"),
        ("agent.height -= drop", "rules compute with numbers, not with the function drop"),
        ("agent.height -= (1, 2)[2]", "this has 2 places, from 0 to 1: there is no [2]"),
        ("if action.left:\n        x = 1\n    agent.height -= x", "'x' has a value only on some ways"),
        ("agent.height -= rng", "rules compute with numbers, not with the random numbers"),
        ("agent.height = agent.height.real", "has no .real in rules"),
        ("import math", "rules import at the top"),
        ("agent.height -= open('x')", "rules cannot call open"),
        ("agent.height = int('3')", "int takes a number, not a text"),
        ("agent.height = round((1, 2))", "round takes a number, not a tuple"),
        ("agent.height = abs(rng)", "abs takes a number, not the random numbers"),
        ("agent.height = {'a': 1}[{}]", "rules cannot contain"),
        ("agent.height -= fsum((1, 2))", "rules cannot call fsum: did you mean 'sum'?"),
        ("agent.height -= exp(p.fall)", "exp is not the same on every machine: write `from neuro.rules import exp`"),
        (
            "way = 'on'\n    for i in range(20):\n        way = 'off'",
            "way changes in this loop, and holds no longer",
        ),
        ("for i in range(20):\n        way = (1, 2)\n    agent.height = way", "a number is needed here, not a tuple"),
        ("a, b = 1, 2, 3", "2 names take a tuple of 2 values, not a tuple of 3"),
    ],
)
def test_a_mistake_in_a_step_is_told_with_its_line(catch_with, new, words):
    said = refusal(
        catch_with((FALL, new), (IMPORTS, "import math\nfrom math import exp, fsum\nimport numpy as np\n" + IMPORTS))
    )
    assert said.startswith("rules.py, line 4")
    assert words.replace("line 38", "line 41") in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("def see(agent, p):", "def see(agent):", "see takes (agent, p), not (agent)"),
        ("class Setting:", "class Settings:", "there is no parameter 'speed'; a class Setting holds them"),
        ("def see", "def sea", "rules.py: the rules have no function see(agent, p)"),
        ("VERSION = 1", "VERSIONS = 1", "rules.py: the rules have no constant VERSION"),
        ("    height: float = 1", "    height: float", "Agent.height has no value to begin with"),
        (
            "    height: float = 1",
            "    height: str = 'x'",
            "'height' is a float, an int, a bool or a list of one of these",
        ),
        ("    height: float = 1", "    height: int = 0.5", "'height' is a whole number, and 0.5 is not"),
        ("    fall: float = 0.03", "    fall: float = 'x'", "the parameter 'fall' is a number"),
        ('return {"basket"', 'return ({"basket"', None),
        ("    height: float = 1", "    draws: float = 1", "a field is not named 'draws'"),
        ("    height: float = 1", "    height: float = float('nan')", "begins as a finite float32, and nan is none"),
        ("    height: float = 1", "    height: float = 1e300", "begins as a finite float32, and 1e+300 is none"),
        ("VERSION = 1", "VERSION = 1; LIMITS = [1]", "LIMITS are pairs by name, like {'fall': (0, 1)}, not [1]"),
        ('("left", "stay", "right")', "(1, 2, 3)", "ACTIONS are texts, like ('left', 'right'), not (1, 2, 3)"),
        ("def drop(agent, rng)", "@(lambda one: one)\ndef drop(agent, rng)", "drop has a decorator"),
        ("def drop(agent, rng)", "def drop(agent, rng, *, b=1)", "drop takes its values by their names alone"),
        (
            "def see(agent, p):",
            "def see(agent, p):\n    agent.height -= 1",
            "see only looks at the agent, and cannot change 'height': do that in step",
        ),
        (
            "def see(",
            "def fitness(agent, steps):\n    agent.score += 1\n    return agent.score\n\n\ndef see(",
            "fitness only looks at the agent, and cannot change 'score'",
        ),
        (
            "    agent.fruit = rng.uniform(-1, 1)",
            "    agent.fruit = rng.uniform(-1, 1)\n    drop(agent, rng)",
            "drop calls itself, and rules cannot",
        ),
        (
            "    agent.fruit = rng.uniform(-1, 1)",
            "    agent.fruit = rng.uniform(-1, 1)\n    if agent.basket > 0:\n        return 1",
            "drop returns a value on some ways, and nothing on others",
        ),
    ],
)
def test_a_mistake_elsewhere_is_told(catch_with, old, new, words):
    if words is not None:
        assert words in refusal(catch_with((old, new)))


@pytest.mark.parametrize(
    ("new", "error", "words"),
    [
        ("agent.height /= agent.score", ZeroDivisionError, "divides by zero"),
        ("agent.height = 0 * (1e38 * 10 + agent.height)", ArithmeticError, "not a number"),
        ("agent.hieght = 1", AttributeError, "the agent has no 'hieght': did you mean 'height'?"),
        ("agent.score = agent.height - 0.5", TypeError, "score is a whole number"),
        ("agent.height = (1, 2)[agent.score + 2]", IndexError, "range"),
        ("agent.height = TABLE[agent.score - 1]", IndexError, "this has 2 places, from 0 to 1: there is no [-1]"),
        ("assert agent.height > 2, 'too low'", AssertionError, "too low"),
    ],
)
def test_what_goes_wrong_as_python_is_raised_in_the_users_line(catch_with, new, error, words):
    module = catch_with((FALL, new), ("VERSION = 1", "VERSION = 1; TABLE = (1, 2)"))
    one = OneAgent(module)
    with pytest.raises(error, match=words.replace("[", r"\[").replace("?", r"\?")) as raised:
        one.step("left")
    place = next(entry for entry in raised.traceback if entry.path.name == "rules.py")
    assert str(place.statement).strip() == new


def test_a_field_may_have_any_name(catch_with):
    module = catch_with(("    height: float = 1", "    height: float = 1\n    state: int = 3\n    rows: int = 4"))
    assert state_of(OneAgent(module).agent)[-3:-1].tolist() == [3, 4]


def test_print_is_told_of_once_and_is_heard_as_python(catch_with, capsys):
    module = catch_with((FALL, FALL + "\n    print('height', agent.height, sep=' ')"))
    with pytest.warns(match="rules.py, line 39: print shows nothing in compiled rules"):
        lane_rules(module).reset  # noqa: B018
    OneAgent(module).step("left")
    assert capsys.readouterr().out == "height 0.97\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("agent.alive == False", "`agent.alive == False` changes nothing: did you mean `agent.alive = False`?"),
        ("agent.height - p.fall", "`agent.height - p.fall` changes nothing: did you mean `agent.height -= p.fall`?"),
        ("agent.height", "`agent.height` changes nothing"),
    ],
)
def test_a_line_that_changes_nothing_is_told_of(catch_with, line, words):
    module = catch_with((FALL, f"{FALL}\n    {line}"))
    with pytest.warns() as told:
        lane_rules(module).reset  # noqa: B018
    assert [str(one.message) for one in told] == [f"rules.py, line 39: {words}"]


@pytest.mark.parametrize(
    ("decision", "chosen", "words"),
    [
        ("continuous", (0.5,), r"a step takes 3 numbers, for left, stay, right, not \(0.5,\)"),
        ("continuous", ([0.5, 1, 0],), r"a step takes names of actions, or numbers, not \(\[0.5"),
        ("continuous", (), r"a step takes 3 numbers, .* not \(\)"),
        ("threshold", (1, 0), "a step takes 3 numbers"),
    ],
)
def test_an_action_of_another_kind_is_refused(catch_with, decision, chosen, words):
    with pytest.raises(ValueError, match=words):
        OneAgent(catch_with(('"argmax"', f'"{decision}"'))).step(*chosen)


@pytest.mark.parametrize("course", [-1, 1 << 32, "first", 0.5])
def test_a_course_that_is_none_is_refused(course):
    with pytest.raises(SettingError, match="a course is a whole number from 0 to 4294967295, not"):
        try_game("flappy", course)
