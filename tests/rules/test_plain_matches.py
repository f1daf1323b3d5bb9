"""Plain rules of several players: a match, its players, and what each sees, does and is worth."""

from pathlib import Path

import duel_rules
import numpy as np
import pytest
from agree import game_of

from neuro.game_checks.check_plain import plain_and_compiled_agree, stepped_plainly
from neuro.game_checks.random_actions import drawn_actions
from neuro.kernels import LANES, bind
from neuro.rules.lane_rules import lane_rules
from neuro.rules.one_agent import OneAgent
from neuro.rules.shapes_list import shapes_of
from neuro.rules.source import RulesError

HERE = Path(__file__).parent
DUEL = (HERE / "plain_duel.py").read_text(encoding="utf-8")


@pytest.fixture
def duel(module_of):
    return game_of(module_of(DUEL))


def test_a_match_in_plain_python_is_the_one_written_by_hand(duel):
    made, hand = ({name: bind(getattr(rules, name), LANES=LANES) for name in ("reset", "observe", "step", "fitness",
        "behaviour")} for rules in (duel.rules, duel_rules))  # fmt: skip
    courses, setting = np.arange(LANES, dtype=np.uint32), duel_rules.Setting()
    rows = [np.zeros((6, LANES), np.float32) for _ in range(2)]
    order = [0, 1, 2, 4, 5, 3]  # the plain form has what players share before what each has

    def both(name, shape, *more):
        found = []
        for kernels, state, given in ((made, rows[0], duel.setting), (hand, rows[1], setting)):
            out = np.full(shape, np.nan, np.float32)
            kernels[name](state, *((out, *more, given) if name == "observe" else (*more, out)))
            found.append(out)
        np.testing.assert_array_equal(*found)

    made["reset"](rows[0], courses, duel.setting)
    hand["reset"](rows[1], courses, setting)
    for step in range(12):
        np.testing.assert_array_equal(rows[0][order], rows[1])
        for player in (0, 1):
            both("observe", (2, LANES), player)
        both("fitness", (2, LANES), np.full(LANES, step, np.float32))
        both("behaviour", (4, LANES), np.full(LANES, step, np.float32))
        action = drawn_actions(duel, LANES, step)
        made["step"](rows[0], action, courses, duel.setting)
        hand["step"](rows[1], action, courses, setting)
    assert duel.state == ("alive", "score", "players[1].score", "goal", "players[0].place", "players[1].place")


def test_points_are_won_in_the_match_that_the_tests_play(module_of):
    one = OneAgent(module_of((HERE / "volleyball.py").read_text(encoding="utf-8")), 1)
    for _ in range(200):
        one.step((1, 0, 0), (0, 1, 1))
    assert max(player.score for player in one.agent.players) > 0


def test_each_player_sees_itself_and_acts_for_itself(duel):
    one = OneAgent(duel.rules.plain)
    goal = one.agent.goal
    assert (one.see(0), one.see(1)) == ({"goal": goal, "other": 1}, {"goal": goal - 1, "other": -1})
    one.step("back", "on")
    assert [player.place for player in one.agent.players] == [-1, 3]
    assert one.fitness(1) == np.float32(3) - np.float32(0.001)
    assert one.behaviour(1) == {"place": 3, "distance": goal - 3}
    with pytest.raises(ValueError, match="a step takes an action of each of the 2 players, not"):
        one.step("on")
    first = next(line for line in stepped_plainly(duel, 1) if line.startswith("step"))
    assert " against " in first
    assert "Match(alive=" in first


def test_a_match_is_drawn_with_its_players(module_of):
    drawing = (
        "\n\ndef draw(match, paint, p):\n    for me in match.players:\n        paint.disc(me.place, match.goal, 5)\n"
    )
    rules = lane_rules(module_of(DUEL + drawing))
    rows = np.array([1, 0, 0, 9, 2, 3], np.float32)
    shapes = shapes_of(rules.plain, "draw", rules.form.fields, rows, rules.Setting())
    assert [shape[1:3] for shape in shapes] == [(2, 9), (3, 9)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("PLAYERS = 2", "PLAYERS = 9", "PLAYERS is a whole number from 1 to 8, not 9"),
        ("PLAYERS = 2", "PLAYERS = 1", "line 12: a class Match is for games of several players, PLAYERS = 2"),
        ("class Match", "class Agent", "line 12: with several players, a class Player holds what each has, and"),
        ("class Player", "class Person", "the rules have no class Player"),
        ("def see(match, player, p)", "def see(agent, p)", "see takes (match, player, p), not (agent, p)"),
        ("me.place - steps", "me.plase - steps", "a player has no 'plase': did you mean 'place'?"),
        ("match.goal - me.place, ", "match.gaol - me.place, ", "the match has no 'gaol': did you mean 'goal'?"),
        ("actions[0].on", "actions[2].on", "this has 2 places, from 0 to 1: there is no [2]"),
        ("actions[0].on", "actions.on", "a tuple has no .on in rules; `actions[0].on` is that of the first player"),
        ("actions[0].on", "actions[0.5].on", "this has 2 places, from 0 to 1: there is no [0.5]"),
        ("    goal: int", "    players: int", "a field is not named 'players'"),
        ('{"place": me.place, ', '{("place", "other")[player]: 1, ', "behaviour returns the same names for each"),
        ("match.goal = int", "match.score = int", "the match has no 'score': each player has, `match.players[0]."),
        ("    place: int = 0", "    place: int = 0\n    few: list[int] = [0] * 3", None),
    ],
)  # fmt: skip
def test_a_mistake_in_a_match_is_told(module_of, old, new, words):
    assert old in DUEL
    text = DUEL.replace(old, new, 1)
    if words is None:
        text = text.replace("    match.alive =", "    match.players[match.goal % 2].few[0] = 1\n    match.alive =")
        words = "whose few this is must be known: write `for player in match.players:`"
    with pytest.raises(RulesError) as raised:
        lane_rules(module_of(text)).reset  # noqa: B018
    assert words in str(raised.value)


def test_the_match_of_the_docs_is_the_same_compiled(module_of):
    text = (HERE.parents[1] / "docs" / "games.md").read_text(encoding="utf-8").partition("## Several players")[2]
    plain_and_compiled_agree(game_of(module_of(text.partition("```python\n")[2].partition("```")[0])))
