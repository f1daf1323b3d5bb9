"""What a project shows to the world says the same everywhere."""

import tomllib
from pathlib import Path

import pytest

import neuro

CHECKOUT = Path(__file__).parent.parent
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_citation_names_this_version_and_licence():
    text = (CHECKOUT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {neuro.__version__}\n" in text
    assert f"\nlicense: {PROJECT['license']}\n" in text


def test_the_linter_before_a_commit_is_that_of_the_tests():
    ruff = next(one for one in PROJECT["optional-dependencies"]["dev"] if one.startswith("ruff"))
    assert f"rev: v{ruff.partition('==')[2]}\n" in (CHECKOUT / ".pre-commit-config.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("package", ["neuro", "games"])
def test_both_packages_say_that_they_have_types(package):
    assert (CHECKOUT / package / "py.typed").is_file()


def test_the_extra_all_brings_every_extra_that_users_need():
    extras = PROJECT["optional-dependencies"]
    named = extras["all"][0].partition("[")[2].rstrip("]").split(",")
    assert set(named) == set(extras) - {"all", "box2d", "test", "peers", "dev", "site"}


def test_workflows_run_the_lowest_and_highest_python_that_is_declared():
    text = (CHECKOUT / ".github/workflows/tests.yml").read_text(encoding="utf-8")
    assert PROJECT["requires-python"].removeprefix(">=") in text
    assert "bash .ci/run" in text
