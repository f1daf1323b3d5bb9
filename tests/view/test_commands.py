"""Commands have names that are known: what a key gives, and what a window obeys."""

import ast
import functools
from pathlib import Path

import pytest

from neuro.errors import UnknownNameError
from neuro.view.keys import COMMANDS, WINDOW, Command

VIEW = Path(__file__).parents[2] / "neuro" / "view"
SOURCES = sorted(VIEW.rglob("*.py"))
#: What keys of a game's own say: they go to the game.
OF_A_GAME = {"act", "combine"}
#: Tabs obey this one themselves.
OF_PANELS = {"tab"}


@functools.cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def texts(node):
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def obeyed(tree):
    """Names that a module compares a command's name with."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Match) and ast.unparse(node.subject).endswith("command.name"):
            found |= {name for case in node.cases for name in texts(case.pattern)}
        if isinstance(node, ast.Compare) and ast.unparse(node.left).endswith("command.name"):
            found |= {name for one in node.comparators for name in texts(one)}
    return found


def given(tree):
    """Names that a module's keys and commands give, as far as they are written out."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Key", "Command", "partial", "DropDown"):
            place = {"Command": 0, "Key": 1, "partial": 1, "DropDown": 1}[ast.unparse(node.func)]
            if ast.unparse(node.func) != "partial" or ast.unparse(node.args[0]) == "Command":
                found |= texts(node.args[place]) if len(node.args) > place else set()
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_module_gives_and_obeys_only_commands_that_there_are(path):
    assert given(tree_of(path)) - {""} - OF_A_GAME <= COMMANDS
    assert obeyed(tree_of(path)) <= COMMANDS


def test_a_command_of_another_name_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown command 'pauze'; did you mean 'pause'"):
        Command("pauze")


def test_every_command_is_obeyed_somewhere():
    named = {key.command for key in WINDOW}.union(*(obeyed(tree_of(path)) for path in SOURCES))
    constants = {
        name
        for path in SOURCES
        for node in tree_of(path).body
        if isinstance(node, ast.Assign) and "_BEGIN" in ast.unparse(node.targets[0])
        for name in texts(node.value)
    }
    assert COMMANDS - named - constants == OF_PANELS


def test_a_command_carries_what_it_is_about():
    assert Command("change", about="mutation_rate", amount=0.25) == ("change", 0, "mutation_rate", 0.25)
    assert Command("travel", 3).value == 3
