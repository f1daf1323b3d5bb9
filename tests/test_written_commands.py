"""Every command in README and site is one; ``tests/written_commands.py`` runs them, with small budgets."""

import re
import shlex
import tomllib
from pathlib import Path
from unittest import mock

import pytest
from written_commands import CHECKOUT, CUT_TEXT, NOT_RUN, PAGES, cut, written

from neuro.cli import app as command_line
from neuro.cli.app import app

EXTRAS = set(tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["optional-dependencies"])
#: What stands for something that the reader has, where not everything will do.
MEANT = {"SHELL": "bash", "NAME": "fruit", "[FILE]": "mine.neuro"}


def named(page):
    return str(page.relative_to(CHECKOUT))


def is_accepted(words):
    """Let the command line read the words, without doing what they say."""
    words = [MEANT.get(word, word) for word in words if word != "…"]
    with mock.patch.dict(command_line._FOLDERS, dict.fromkeys(command_line._FOLDERS, str)):
        app.parse_args(command_line._taken_folders(words), exit_on_error=False, print_error=True)


def check(one):
    """Whether a command is one.

    Raises:
        AssertionError: If it names a file, an option or an extra that there is not.
        Exception: What the command line says to words that it does not know.
    """
    program, *words = shlex.split(one.text)
    if program == "neuro":
        assert words[0] in command_line._COMMANDS
        if len(words) > 1 or not one.is_form:
            is_accepted(words)
    elif program == "pytest":
        paths = [word for word in words if "/" in word]
        assert all((CHECKOUT / path).exists() for path in paths), one.text
    elif program == "python" and words[0] != "-m":
        path = CHECKOUT / words[0]
        source = "".join(one.read_text(encoding="utf-8") for one in (sorted(path.glob("*.py")) or [path]))
        assert all(f'"{word}"' in source for word in words if word.startswith("--")), one.text
    elif program == "pip":
        extras = re.findall(r"(?:neuro-sandbox|\.)\[([\w,]+)\]", one.text)
        assert set(",".join(extras).split(",")) - {""} <= EXTRAS, one.text


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_of_a_page_is_one(page):
    for one in written(page):
        if one.kind == "command":
            check(one)


@pytest.mark.parametrize(
    "text", ["neuro fly", "neuro evolve flappy --generation 2", "python tests/none.py", "pip install '.[x]'"]
)
def test_what_is_none_is_found(text, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"It is `{text}` that does it.\n")
    [one] = written(page)
    with pytest.raises(Exception, match=r"."):
        check(one)


def test_blocks_sentences_python_and_files_are_read_in_their_order(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "Type `neuro games` or `neuro\nreplay FILE`, not `neuro verify`.\n\n"
        "    neuro evolve flappy --generations 30   # in a second\n    module = value\n\n"
        '```python\nimport neuro\n```\n\n```text title="road.txt"\n1 2\n```\n'
    )
    assert [(one.line, one.kind, one.text, one.reason is None) for one in written(page)] == [
        (1, "command", "neuro games", True),
        (1, "command", "neuro replay FILE", False),
        (2, "command", "neuro verify", False),
        (4, "command", "neuro evolve flappy --generations 30", True),
        (7, "python", "import neuro\n", True),
        (11, "file", "1 2\n", True),
    ]


def test_long_budgets_are_cut_and_short_ones_stay():
    assert cut("neuro evolve flappy --generations 30 --population 20") == (
        ["neuro", "evolve", "flappy", "--generations", "2", "--population", "20"]
    )
    assert cut("neuro compare flappy --budget 20M")[3:5] == ["--budget", "2000"]
    assert "--frames=3" in cut("neuro watch flappy")


def test_what_is_not_run_and_what_is_cut_stands_somewhere():
    everything = [one for page in PAGES for one in written(page)]
    for pattern in NOT_RUN:
        assert any(re.search(pattern, one.text, re.MULTILINE) for one in everything), pattern
    for text in CUT_TEXT:
        assert any(text in one.text for one in everything if one.kind == "python"), text


def test_few_things_are_not_run():
    commands = {one.text: one for page in PAGES for one in written(page) if one.text.startswith("neuro ")}
    left = [text for text, one in commands.items() if one.reason and not one.is_form]
    assert len(left) < len(commands) / 7, left
    assert Path(__file__).with_name("written_commands.py").name in (CHECKOUT / ".ci/run").read_text(encoding="utf-8")
