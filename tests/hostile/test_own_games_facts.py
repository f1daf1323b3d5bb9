"""What a game says of itself that is wrong is one sentence: by the check, and by all that finds the game by name."""

import os
import re
from unittest import mock

import pytest
from games_to_break import made

from neuro.compile_errors import error_line
from neuro.errors import NeuroError
from neuro.evolution.run import evolve
from neuro.game import find_game, game_names
from neuro.game_checks import facts_fit
from neuro.game_checks.check_view import draw_drawn_actions

REST = "rest=(1.0,)"
LEVELS = 'levels={"easy": Level({"fall": 0.02}, "slow")}'


@pytest.fixture
def game(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NEURO_GAMES", "")

    def make(*changes, file="__init__.py"):
        imports = (file, "import Exam, Game\n", "import Exam, Game, Level\n")
        return made(tmp_path, *([imports] if file == "__init__.py" else []), *((file, *change) for change in changes))

    return make


def refused(game):
    """What the check says, and what everything says that finds the game by its name."""
    said = []
    for find in (facts_fit, lambda one: find_game(one.name)):
        with pytest.raises(NeuroError) as caught:
            find(game)
        (line,) = str(caught.value).splitlines()
        said.append(line)
    assert said[1] == f"the game {game.name!r} cannot be played: {said[0]}"
    with pytest.raises(NeuroError, match=re.escape(said[1])):
        evolve(game, seed=1)
    return said[0]


@pytest.mark.parametrize("name", game_names())
def test_games_that_ship_are_as_they_should_be(name):
    facts_fit(find_game(name))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('keys={"left": (0.0,), "right": (2.0,)}', 'keys={"left": 0}', "the key 'left' gives a tuple of numbers"),
        (
            '"left": (0.0,)',
            '"left": [0.0]',
            "the key 'left' gives a tuple of numbers, one for each action row, not [0",
        ),
        ('"left": (0.0,)', '"left": (0.0, 1.0)', "the key 'left' gives 2 action rows of 1"),
        ('"left": (0.0,)', '"left": (3.0,)', "the key 'left' gives action 3; they are numbered from 0 to 2"),
        ('"left": (0.0,)', '"left": (0.5,)', "the key 'left' gives action 0.5"),
        ('"left": (0.0,)', '"left": ("left",)', "the key 'left' gives a tuple of numbers"),
        ('"left": (0.0,)', '"left": (float("nan"),)', "the key 'left' gives action nan"),
        ('"left": (0.0,)', "37: (0.0,)", "keys has 37, which is no name of a key"),
        ('keys={"left": (0.0,), "right": (2.0,)}', 'keys=["left"]', "keys gives actions by the names of keys"),
        (REST, "rest=1.0", "rest gives a tuple of numbers, one for each action row, not 1.0: write (1.0,)"),
        (REST, "rest=(7.0,)", "rest gives action 7; they are numbered from 0 to 2"),
        ("held=True", "held=1", "held is True or False, not 1"),
        ("max_steps=2_000", "max_steps=2e3", "max_steps is a whole number of steps from 1, not 2000.0"),
        ("max_steps=2_000", "max_steps=0", "max_steps is a whole number of steps from 1, not 0"),
        ("max_steps=2_000", "max_steps=True", "max_steps is a whole number of steps from 1, not True"),
        ("Exam(score=100, courses=32, max_steps=7_000)", "100", "exam is an Exam(score, courses, max_steps), not 100"),
        ("courses=32", "courses=0", "exam: courses is a whole number from 1, not 0"),
        ("max_steps=7_000", "max_steps=-1", "exam: max_steps is a whole number from 1, not -1"),
        ("score=100", "score='100'", "exam: score is a number, not '100'"),
        ("score=100", "score=float('nan')", "exam: score is a number, not nan"),
        ('agent="basket"', 'agent=""', "agent is a text of one line"),
        ('score_name="fruit"', "score_name=7", "score_name is a text of one line"),
        ('agent="basket"', 'agent="a" * 900', "agent is a text of one line and at most 80 characters"),
        (REST, ["rest=(1.0,)", 'title="two\\nlines"'][0] + ', note=["x"]', "note is a text, not ['x']"),
        ('view_module=f"{__name__}.view"', "view_module=rules", "view_module is the name of a module"),
        ("layers=(Input(3)", "layers=[Input(3)", "SyntaxError"),
        ('layers=(Input(3), Dense(6, "tanh"), Dense(3, "identity"))', "layers=[Input(3)]", "layers is a tuple like"),
        ("Input(3), ", "", "layers begins with an Input"),
        (
            "Input(3), ",
            "Input(4), ",
            "4 inputs and 3 outputs; the rules see 3 (basket, fruit, height) and have 3 (left, stay, right)",
        ),
        ('Dense(3, "identity")', 'Dense(2, "identity")', "its network has 3 inputs and 2 outputs"),
        ('Dense(6, "tanh")', "6", "layers is a tuple like"),
        (REST, f"{REST}, initialiser=0.3", "initialiser is one of neuro's, like Normal(), not 0.3"),
        (REST, f"{REST}, evolution=[1]", "evolution gives settings by name"),
        (
            REST,
            REST + ', levels={"easy": {"fall": 0.02}}',
            "the level 'easy' is a Level(parameters, about), not {'",
        ),
        (REST, f"{REST}, {LEVELS}".replace("fall", "fal"), "the level 'easy': unknown parameter of odd_"),
        (REST, f"{REST}, {LEVELS}".replace("0.02", "9"), "fall lies between 0.001 and 1, not 9"),
        (REST, f"{REST}, {LEVELS}".replace("0.02", "'x'"), "fall must be a finite number, not 'x'"),
        (REST, f"{REST}, {LEVELS}".replace('{"fall": 0.02}', "7"), "the level 'easy' gives parameters by name"),
        (
            REST,
            f"{REST}, {LEVELS}".replace('"slow"', "None"),
            "the level 'easy': about is a text of one line",
        ),
        (REST, f"{REST}, {LEVELS}".replace('"slow"', '"slow", exam=3'), "the level 'easy': exam is an Exam"),
        (REST, f"{REST}, {LEVELS}".replace('"slow"', '"slow", max_steps=-3'), "the level 'easy': max_steps is a whole"),
        (REST, f"{REST}, {LEVELS}".replace('"easy"', '""'), "a level's name is a text of one line"),
        (
            REST,
            f"{REST}, {LEVELS}, level='eazy'",
            "level is 'eazy', and there is none of that name: did you",
        ),
        (REST, f"{REST}, levels=['easy']", "levels gives ways to play by name"),
    ],
)
def test_a_wrong_field_is_told(game, old, new, words):
    if words == "SyntaxError":
        with pytest.raises(NeuroError, match=words):
            game((old, new))
    else:
        assert words in refused(game((old, new)))


def dials(name, dial):
    """A line with a slider, after that of the version."""
    return f"VERSION = 1\nDIALS = {{{name!r}: {dial}}}"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("VERSION = 1", "VERSION = '1'", "VERSION counts from 1, and is '1'"),
        ("VERSION = 1", "VERSION = 1.5", "VERSION counts from 1, and is 1.5"),
        ("VERSION = 1", "", "the rules have no VERSION"),
        ('DECISION = "argmax"', 'DECISION = "arg_max"', "DECISION is one of versus, argmax, threshold, continuous"),
        (
            'DECISION = "argmax"',
            'DECISION = "versus"',
            "'versus' compares two outputs, so ACTIONS has two names",
        ),
        ('("left", "stay", "right")', '"left"', "ACTIONS is a tuple of names, not a text: write ('left',)"),
        ('("left", "stay", "right")', "(0, 1, 2)", "ACTIONS is a tuple of names"),
        ('("left", "stay", "right")', '("left", "left", "right")', "ACTIONS has the name 'left' twice"),
        ('OBSERVATION = ("basket", "fruit", "height")', "OBSERVATION = ()", "OBSERVATION has no names"),
        ('"height", "count")', '"fruit", "count")', "STATE has the name 'fruit' twice"),
        ('STATE = ("alive", "score"', 'STATE = ("score", "alive"', "STATE begins with 'alive' and 'score'"),
        (
            "VERSION = 1",
            'VERSION = 1\nTRACE = ("basket", "heigth")',
            "TRACE has 'heigth', which is no row of STATE",
        ),
        ("np.float32(0.06)", "0.06", "Setting.step is a float: write np.float32(0.06)"),
        (" = np.float32(0.06)", "", "Setting.step has no default: every parameter has one"),
        ("np.float32(0.06)", "np.float32(np.inf)", "Setting.step is inf: parameters are finite numbers"),
        ("class Setting(NamedTuple)", "class Setting", "Setting is a class of parameters"),
        ('LIMITS = {"step"', 'LIMITS = {"stepp"', "LIMITS has 'stepp', which is no parameter: did you mean 'step'?"),
        ('"step": (0.001, 1)', '"step": 1', "the LIMITS of 'step' are its least and its largest value, not 1"),
        ('"step": (0.001, 1)', '"step": (1, 2)', "the default of 'step', 0.06, is out of its LIMITS 1 and 2"),
        ("LIMITS = {", "LIMITS = 7 or {", "LIMITS gives least and largest values by name"),
        ("VERSION = 1", "VERSION = 1\nDIALS = 7", "DIALS gives a label, a sentence, and a slider's ends by name"),
        (
            "VERSION = 1",
            dials("stepp", "('A', 'b', 0.1, 0.2)"),
            "DIALS has 'stepp', which is no parameter: did you mean",
        ),
        ("VERSION = 1", dials("step", "('A', 0.1, 0.2)"), "the DIALS of 'step' are a label, a sentence"),
        ("VERSION = 1", dials("step", "('A', 'b', 0.2, 0.1)"), "the DIALS of 'step' are a label, a sentence"),
        ("VERSION = 1", dials("step", "('A', 'b', 'c', 0.1)"), "the DIALS of 'step' are a label, a sentence"),
        ("VERSION = 1", dials("step", "('', 'b', 0.1, 0.2)"), "the DIALS of 'step' are a label, a sentence"),
        ("VERSION = 1", dials("step", "('A', 'b', 0.1, 2)"), "the DIALS of 'step' end at 0.1 and 2, out of its LIMITS"),
        ("[(-1, 1), (-1, 1), (-1, 1)]", "[(-1, 1), (-1, 1)]", "shape (3, 2), not (2, 2)"),
        (
            "[(-1, 1), (-1, 1), (-1, 1)]",
            "[(-1, 1), (1, -1), (-1, 1)]",
            "the bounds of 'fruit' are its least and its",
        ),
        (
            "[(-1, 1), (-1, 1), (-1, 1)]",
            "1 / 0",
            "bounds(setting) fails: in bounds (rules.py, line 41): ZeroDivision",
        ),
        ("[(-1, 1), (-1, 1), (-1, 1)]", "None", "bounds(setting) gives a pair for each row"),
        ("[(-1, 1), (-1, 1), (-1, 1)]", "[(-1, 1), ('a', 1), (-1, 1)]", "bounds(setting) fails: ValueError"),
        ("def bounds(setting):", "def bounds():", "bounds(setting) fails: TypeError"),
        (
            "def step(state, action, courses, setting):",
            "def step(state, action, setting):",
            "step takes (state, act",
        ),
        ("@kernel\ndef fitness", "def fitness", "the rules have no function fitness under @kernel"),
    ],
)
def test_a_wrong_name_in_the_rules_is_told(game, old, new, words):
    assert words in refused(game((old, new), file="rules.py"))


def test_more_state_than_observation_and_levels_that_fit_are_no_fault(game):
    facts_fit(game((REST, f"{REST}, {LEVELS}, level='easy', evolution={{'mutation_stdev': 1.0}}")))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"mutation_std": 0.5},
            "unknown setting of ga 'mutation_std'; did you mean",
        ),
        ({"mutation_stdev": "much"}, "mutation_stdev"),
        ({"elites": 3}, "elites is a number from 0 to 1, not 3"),
        ({"elites": "some"}, "elites is a number from 0 to 1, not 'some'"),
        ({"crossover": "unifrom"}, "did you mean 'uniform'"),
        ({"selection": 7}, "unknown selection"),
        ({"pressure": None, "mutation_rate": [1]}, "mutation_rate"),
    ],
)
def test_settings_of_evolution_that_do_not_exist_are_told_everywhere(game, given, words):
    odd = game((REST, f"{REST}, evolution={given!r}"))
    for use in (facts_fit, lambda one: evolve(one, seed=1), lambda _: evolve("flappy", seed=1, **given)):
        with pytest.raises(NeuroError) as caught:
            use(odd)
        (line,) = str(caught.value).splitlines()
        assert words in line


DRAW = "paint.fill((0, 840, 800, 60), self.theme.raised)"


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("view.py", DRAW, "1 / 0", "in draw_world (view.py, line 17): ZeroDivisionError: division by zero"),
        (
            "view.py",
            DRAW,
            "paint.fil()",
            "in draw_world (view.py, line 17): AttributeError: 'Paint' object has no attribute 'fil'",
        ),
        ("view.py", DRAW, "raise SystemExit", "in draw_world (view.py, line 17): SystemExit"),
        ("view.py", DRAW, "self.state[17, 0]", "in draw_world (view.py, line 17): IndexError"),
        ("view.py", "return 400", "return 1, 2, 400", "place(agent) of "),
        ("view.py", "return 400", "return None and 400", "two numbers, not (None, 820"),
        ("view.py", "class Scene(", "class Sceen(", "has no class Scene"),
        ("view.py", "class Scene(PlainScene)", "class Scene", "has no "),
        (
            "view.py",
            "from . import rules",
            "from . import ruels",
            "cannot be imported: in view.py, line 5: ImportError",
        ),
        ("view.py", "from . import rules", "rules = (", "cannot be imported: SyntaxError"),
        ("__init__.py", 'f"{__name__}.view"', "'nowhere.view'", "cannot be imported: ModuleNotFoundError"),
        ("__init__.py", '"right"', '"rigth"', "'rigth'; did you mean 'right'"),
        ("__init__.py", '"right"', '"spacebar"', "unknown key of odd_"),
    ],
)
def test_a_view_that_fails_and_a_key_that_is_none_are_told(tmp_path, monkeypatch, capsys, file, old, new, words):
    monkeypatch.setenv("NEURO_GAMES", "")
    odd = made(tmp_path, (file, old, new))
    with mock.patch.dict(os.environ, {"SDL_VIDEODRIVER": "dummy"}):
        try:
            draw_drawn_actions(odd)
        except BaseException as error:
            told = error_line(error)
    assert words in told
