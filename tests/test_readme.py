"""What a newcomer needs stands in the README, and names what there is."""

import re
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_it_says_what_each_extra_brings_and_names_no_other():
    table = README.split("| extra | brings | for |")[1].split("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    named = {name for row in rows for name in re.findall("`([^`]+)`", row)}
    assert named == set(PROJECT["optional-dependencies"]) - {"peers"}, "peers is for the tests of tests"


def test_it_tells_of_the_code_of_a_virtual_environment_and_of_a_system_that_refuses():
    for needed in ("git clone", "python3 -m venv", "activate", "externally managed environment"):
        assert needed in README
    assert PROJECT["requires-python"].removeprefix(">=") in README


def test_words_of_the_field_are_explained():
    table = README.split("| word | means |")[1].split("\n\n")[0]
    for word in ("genome", "generation", "elite", "fitness", "mutation", "crossover", "selection", "seed", "champion"):
        assert word in table
