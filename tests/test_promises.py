"""What every 1.x keeps (docs/versions.md): public names, commands with their options, and the keys of ``--json``.

``python tests/test_promises.py`` adds what is new to ``fixtures/promised.json``, with a new version; nothing leaves it.
"""

import inspect
import json
from pathlib import Path

import pytest
from cli.conftest import Command

import neuro
from neuro.cli.app import app

PROMISED = Path(__file__).parent / "fixtures" / "promised.json"
#: Commands that print an object, in the order in which each finds what it needs.
PRINTING = (
    "evolve flappy --seed 1 --generations 2 --population 40 --max-steps 300",
    "replay saves/flappy-1/champion.neuro --view none --max-steps 300",
    "verify saves/flappy-1",
    "explain saves/flappy-1",
    "inspect saves/flappy-1/champion.neuro",
    "train digits --epochs 1 --seed 1 --save digits.neuro",
    "games",
    "algorithms",
)


def parameters(thing):
    """Names of the arguments of what can be called; an error's are Python's own."""
    if not callable(thing) or (isinstance(thing, type) and issubclass(thing, Exception | Warning)):
        return []
    return list(inspect.signature(thing).parameters)


def names():
    """The arguments of every public name."""
    return {name: parameters(getattr(neuro, name)) for name in neuro.__all__}


def options():
    """The options of every command, without those that only negate another."""
    commands = [name for name in app if not name.startswith("-")]
    return {name: sorted({one.name for one in app[name].assemble_argument_collection()}) for name in commands}


def keys(told):
    """The keys of an object, those inside another after its own; of a list those of its first."""
    if isinstance(told, list):
        return keys(told[0]) if told else []
    if not isinstance(told, dict):
        return []
    return sorted([*told, *(f"{key}/{inner}" for key, value in told.items() for inner in keys(value))])


def printed(folder):
    """The keys that each command prints."""
    command = Command(folder)
    return {line.split()[0]: keys(command.json(*line.split())) for line in PRINTING}


@pytest.fixture(scope="module")
def promised():
    return json.loads(PROMISED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("what", ["names", "options"])
def test_what_was_promised_is_there(what, promised):
    found = {"names": names, "options": options}[what]()
    assert {name for name, parts in promised[what].items() if not set(parts) <= set(found.get(name, ()))} == set()
    assert promised[what].keys() <= found.keys()


def test_objects_have_the_keys_that_were_promised(promised, tmp_path):
    found = printed(tmp_path)
    assert {name: set(kept) - set(found[name]) for name, kept in promised["keys"].items()} == {
        name: set() for name in promised["keys"]
    }


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        everything = {"names": names(), "options": options(), "keys": printed(Path(place))}
    PROMISED.write_text(json.dumps(everything, indent=1) + "\n", encoding="utf-8")
