"""The site's sources: every page is reached, every experiment exists, and what lessons say holds."""

import importlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import neuro

CHECKOUT = Path(__file__).parent.parent
DOCS = CHECKOUT / "docs"
LESSONS = sorted((DOCS / "lessons").glob("*.md"))
PAGES = sorted(DOCS.rglob("*.md"))


def named(path):
    return str(path.relative_to(DOCS))


def loaded(name):
    """A module of the documentation's tools, which no package holds."""
    spec = importlib.util.spec_from_file_location(Path(name).stem, DOCS / name)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)  # where its classes look for their names
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def hooks(monkeypatch_module):
    monkeypatch_module.syspath_prepend(str(DOCS))
    return loaded("site_hooks.py")


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def test_every_page_is_in_the_sites_menu():
    menu = (CHECKOUT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    assert sorted(re.findall(r"[\w/-]+\.md", menu)) == sorted(map(named, PAGES))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_experiment_is_a_page_that_the_site_builds(path, hooks):
    page = SimpleNamespace(file=SimpleNamespace(src_uri=named(path)))
    text = path.read_text(encoding="utf-8")
    shown = hooks.on_page_markdown(text.replace("\n!commands\n", "").replace("\n!names\n", ""), page=page)
    assert shown.count("<iframe") == text.count("!live ")
    assert not re.search(r"^!\w", shown, re.MULTILINE)


def test_the_reference_by_package_names_what_there_is():
    text = (DOCS / "reference/packages.md").read_text(encoding="utf-8")
    named = re.findall(r"^::: ([\w.]+)\.(\w+)$", text, re.MULTILINE)
    for module, name in named:
        if module != "neuro.envs.sb3":  # of a package that need not be there
            assert hasattr(importlib.import_module(module), name), f"{module}.{name}"
    for package in ("neuro.datasets", "neuro.envs", "neuro.rules"):
        assert set(importlib.import_module(package).__all__) <= {name for _, name in named}


def test_the_page_of_words_has_those_of_the_field():
    text = (DOCS / "words.md").read_text(encoding="utf-8")
    words = "genome population generation fitness selection crossover mutation elite species policy observation action"
    for word in f"{words} step reset rollout checkpoint champion replay lane seed".split():
        assert f"**{word}**" in text, word


def test_an_experiment_that_is_not_there_is_told(hooks):
    page = SimpleNamespace(file=SimpleNamespace(src_uri="index.md"))
    right = '!live flappy speed=1 "?"\n!or '
    for line in ('!live flipper speed=1 "?"', '!live flappy sped=1 "?"', f'{right}flipper speed=1 "?"'):
        with pytest.raises(ValueError, match="no page"):
            hooks.on_page_markdown(line, page=page)


@pytest.mark.parametrize("path", [path for path in LESSONS if path.stem != "index"], ids=named)
def test_a_lesson_has_an_experiment_and_a_task_with_an_answer(path):
    text = path.read_text(encoding="utf-8")
    assert "!live " in text or "lesson-" in text or "```python" in text
    assert "## Your turn" in text


@pytest.mark.parametrize("path", LESSONS, ids=named)
def test_python_in_a_lesson_runs_as_it_stands(path, tmp_path):
    blocks = re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    if blocks:
        code = [sys.executable, "-W", "error", "-c", "\n".join(blocks)]
        done = subprocess.run(code, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.mark.parametrize("path", LESSONS, ids=named)
def test_what_a_lesson_tells_to_press_stands_on_the_live_page(path):
    pages = "".join(path.read_text(encoding="utf-8") for path in (CHECKOUT / "assets/live").rglob("*.html"))
    for name in re.findall(r"[Pp]ress \*([^*]+)\*", path.read_text(encoding="utf-8")):
        assert f">{name}<" in re.sub(r"<svg.*?</svg>", "", pages), name


def test_the_numbers_of_a_brain_are_those_of_the_first_lesson():
    def numbers(hidden):
        return neuro.Network([neuro.Input(5), neuro.Dense(hidden, "tanh"), neuro.Dense(2)], seed=1).genome.size

    text = (DOCS / "lessons/1-brain.md").read_text(encoding="utf-8")
    assert f"**{numbers(8)}**" in text
    assert f"**{numbers(10)}**" in text


@pytest.mark.slow
def test_selection_and_mutation_do_the_work_and_crossover_does_not():
    """The claims of lessons 2 and 3, on seeds that the figures were not drawn from."""
    lessons, seeds = loaded("pictures/lessons.py"), range(101, 106)

    def end(name, variant):
        return np.median(lessons.best_so_far(name, variant, seeds)[:, -1])

    assert end("selection", "no selection") < 6 < end("selection", "5 in a tournament")
    assert end("variation", "no mutation") < 4
    assert end("variation", "neither") < 2
    assert end("variation", "no crossover") > 10
