"""Docstrings are sentences that stand alone: an argument's line says what it is without its neighbours."""

import ast
import re

import pytest
from test_structure import documented, every_source, name_of, overrides_a_documented_method, tree

#: Words with which a line leans on another one: "Of the run.", "How many.", "Where it goes."
LEANING = re.compile(
    r"(Of|Where|Who|Whom|Whose|Which|As|So|Such|See|In|By|From|On|At|With|To|That|Those|These|They|Them|Theirs|It(?!s)"
    r"|When|Until|If|Into|After|Before|Among)\b|How (?!many \w+ (?!there are\.)\w+ \w+)|The same\b(?! \w+ \w+)"
)
ONE_WORD = re.compile(r"[\w-]+\.?$")


def argument_lines(docstring):
    """The lines of the sections Args and Attributes that begin an argument: its name and its text."""
    section = inside = None
    for line in docstring.splitlines():
        heading = re.fullmatch(r"( *)(Args|Attributes|Raises|Returns|Yields):", line)
        if heading:
            section, inside = heading[2], len(heading[1]) + 4
        elif not line.strip():
            section = None
        elif section in ("Args", "Attributes") and len(line) - len(line.lstrip()) == inside:
            name, _, text = line.strip().partition(": ")
            yield name, text


def docstrings(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            yield getattr(node, "name", "the module"), ast.get_docstring(node)


@every_source
def test_the_line_of_an_argument_stands_alone(path):
    found = [
        f"{owner}: {name}: {text}"
        for owner, docstring in docstrings(path)
        for name, text in argument_lines(docstring)
        if LEANING.match(text) or ONE_WORD.match(text)
    ]
    assert found == [], 'write what it is: not "seed: Of the run." but "seed: Seed of the run."'


@every_source
def test_a_check_says_what_it_raises(path):
    assert [owner for owner, docstring in docstrings(path) if docstring.startswith("Do nothing if")] == []


@every_source
def test_no_docstring_only_points_at_the_method_that_it_overrides(path):
    pointing = [
        f"{owner.name}.{child.name}"
        for owner, child, docstring in documented(path)
        if owner is not None and docstring and re.fullmatch(r"See ``[\w.]+``\.", docstring)
        if overrides_a_documented_method(path, owner, child.name)
    ]
    assert pointing == [], f"{name_of(path)}: an override inherits its docstring, leave it out"


@pytest.mark.parametrize("text", ["Of the run.", "How many.", "Where.", "The same.", "See ``X``.", "It."])
def test_a_fragment_is_found(text):
    docstring = f"Do something.\n\nArgs:\n    seed: {text}\n\nRaises:\n    ValueError: If it cannot."
    assert [LEANING.match(line) or ONE_WORD.match(line) for _, line in argument_lines(docstring)] != [None]
