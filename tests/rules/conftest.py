import importlib.util
import itertools
import sys
from pathlib import Path

import pytest

NUMBER = itertools.count()
CATCH = Path(__file__).with_name("catch.py").read_text(encoding="utf-8")


@pytest.fixture
def module_of(tmp_path, monkeypatch):
    """Makes a module of a text; its name is unlike all others."""

    def make(text, name=None, file="rules.py"):
        name = name or f"plain_rules_{next(NUMBER)}"
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        path = folder / file
        path.write_text(text, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    return make


@pytest.fixture
def catch_with(module_of):
    """Catch with some of its text replaced."""

    def make(*pairs):
        text = CATCH
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        return module_of(text)

    return make
