"""Checking the fields of a game and the names in its rules, before anything is compiled.

Each fault is one sentence. Finding a game by its name raises the first; ``neuro check`` prints it.
"""

from __future__ import annotations

import difflib
import inspect
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from numbers import Real
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from neuro.compile_errors import error_line
from neuro.errors import NeuroError
from neuro.kernels import MOST_PLAYERS, is_kernel
from neuro.network import Initialiser, Input, Layer
from neuro.network.network import shapes

if TYPE_CHECKING:
    from neuro.game import Game

__all__ = ["facts_wrong", "misspelt"]

#: The functions of the rules, and what each takes.
_FUNCTIONS = {
    "reset": "state, courses, setting",
    "observe": "state, observation, setting",
    "step": "state, action, courses, setting",
    "fitness": "state, steps, out",
}
_LONGEST_WORD = 80


def facts_wrong(game: Game, decisions: Iterable[str]) -> Iterator[str]:
    """What is wrong, a sentence each, the plainest first; nothing of what rests on a fault is looked at.

    Args:
        game: The game.
        decisions: The ways to decide that there are.
    """
    parts: tuple[Callable[[], Iterator[str]], ...] = (
        lambda: _rules_wrong(game.rules, tuple(decisions)),
        lambda: _setting_wrong(game.rules),
        lambda: _words_wrong(game),
        lambda: _counts_wrong(game),
        lambda: _network_wrong(game),
        lambda: _keys_wrong(game),
        lambda: _levels_wrong(game, tuple(decisions)),
        lambda: _bounds_wrong(game),
    )
    for part in parts:
        found = list(part())
        yield from found
        if found:
            return


def misspelt(error: BaseException, *classes: type[Any]) -> str:
    """The nearest right name, or all, where ``error`` is about a field that one of some dataclasses does not have."""
    if isinstance(error, ModuleNotFoundError) and error.name == "rules":
        return ": write `from . import rules`"
    known = {cls.__name__: [one.name for one in fields(cls)] for cls in classes}
    wrong = re.search(r"(\w+)\.__init__\(\) got an unexpected keyword argument '(\w+)'", str(error))
    if wrong is None or wrong[1] not in known:
        return ""
    near = difflib.get_close_matches(wrong[2], known[wrong[1]], n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known[wrong[1]])}"


def _nearest(name: object, known: Iterable[str]) -> str:
    """The nearest right name, and all of them, as the end of a sentence."""
    names = list(known)
    near = difflib.get_close_matches(str(name), names, n=1)
    return (f"did you mean {near[0]!r}? " if near else "") + f"there are: {', '.join(names)}"


def _is_number(value: object) -> bool:
    return isinstance(value, (Real, np.number)) and not isinstance(value, (bool, np.bool_))


def _is_count(value: object) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool) and 1 <= int(value) <= 1_000_000_000


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and value.strip() != "" and len(value) <= _LONGEST_WORD


def _rules_wrong(rules: Any, decisions: tuple[str, ...]) -> Iterator[str]:
    for name in ("VERSION", "STATE", "OBSERVATION", "ACTIONS", "DECISION", "Setting"):
        if not hasattr(rules, name):
            yield f"the rules have no {name}"
            return
    version = rules.VERSION
    if not _is_count(version):
        yield f"VERSION counts from 1, and is {version!r}"
    for name in ("STATE", "OBSERVATION", "ACTIONS", *(["TRACE"] if hasattr(rules, "TRACE") else [])):
        yield from _names_wrong(name, getattr(rules, name))
    yield from _shape_wrong(rules)
    yield from _players_wrong(rules)
    yield from _behaviour_wrong(rules)
    if rules.DECISION not in decisions:
        yield f"DECISION is one of {', '.join(decisions)}, not {rules.DECISION!r}"
    for name, arguments in _functions(rules).items():
        function: Any = getattr(rules, name, None)
        if not is_kernel(function):
            yield f"the rules have no function {name} under @kernel"
            continue
        found = inspect.signature(getattr(function, "py_func", function)).parameters
        if len(found) != arguments.count(",") + 1:
            yield f"{name} takes ({arguments}), not ({', '.join(found)})"


def _functions(rules: Any) -> dict[str, str]:
    """The functions that these rules need, and what each takes."""
    found = dict(_FUNCTIONS)
    if getattr(rules, "PLAYERS", 1) != 1:
        found["observe"] = "state, observation, player, setting"
    if hasattr(rules, "BEHAVIOUR"):
        found["behaviour"] = "state, steps, out"
    return found


def _players_wrong(rules: Any) -> Iterator[str]:
    players = getattr(rules, "PLAYERS", 1)
    if not _is_count(players) or players > MOST_PLAYERS:
        yield f"PLAYERS is a whole number from 1 to {MOST_PLAYERS}, not {players!r:.80}"
    elif len(rules.STATE) <= players:
        yield f"STATE begins with alive and a score for each of the {players} players, and has {len(rules.STATE)} rows"


def _behaviour_wrong(rules: Any) -> Iterator[str]:
    if hasattr(rules, "BEHAVIOUR"):
        yield from _names_wrong("BEHAVIOUR", rules.BEHAVIOUR)
    elif is_kernel(getattr(rules, "behaviour", None)):
        yield "the rules have a function behaviour, and no BEHAVIOUR that names the numbers it writes"


def _shape_wrong(rules: Any) -> Iterator[str]:
    shape = getattr(rules, "OBSERVATION_SHAPE", (len(rules.OBSERVATION),))
    if not isinstance(shape, tuple) or not shape or not all(map(_is_count, shape)):
        yield f"OBSERVATION_SHAPE is a tuple of whole numbers, like (10, 10, 1), not {shape!r:.80}"
    elif math.prod(shape) != len(rules.OBSERVATION):
        named = len(rules.OBSERVATION)
        yield f"OBSERVATION_SHAPE {shape} holds {math.prod(shape):,} numbers, and OBSERVATION names {named:,}"


def _is_named_tuple(value: Any) -> bool:
    return inspect.isclass(value) and issubclass(value, tuple) and hasattr(value, "_fields")


def _names_wrong(field: str, names: Any) -> Iterator[str]:
    if isinstance(names, str):
        yield f"{field} is a tuple of names, not a text: write ({names!r},)"
    elif not isinstance(names, (tuple, list)) or not all(map(_is_word, names)):
        yield f"{field} is a tuple of names of one line each, not {names!r:.80}"
    elif not names:
        yield f"{field} has no names"
    elif len(set(names)) < len(names):
        twice = next(name for name in names if list(names).count(name) > 1)
        yield f"{field} has the name {twice!r} twice"


def _setting_wrong(rules: Any) -> Iterator[str]:
    if tuple(rules.STATE[:2]) != ("alive", "score"):
        yield f"STATE begins with 'alive' and 'score', not with {tuple(rules.STATE[:2])}"
    for name in getattr(rules, "TRACE", ()):
        if name not in rules.STATE:
            yield f"TRACE has {name!r}, which is no row of STATE: {_nearest(name, rules.STATE)}"
    if rules.DECISION == "versus" and len(rules.ACTIONS) != 2:
        yield f"'versus' compares two outputs, so ACTIONS has two names, not {len(rules.ACTIONS)}"
    made: Any = rules.Setting
    if not _is_named_tuple(made):
        yield "Setting is a class of parameters: class Setting(NamedTuple), each np.float32 with a default"
        return
    lacking = [name for name in made._fields if name not in made._field_defaults]
    if lacking:
        yield f"Setting.{lacking[0]} has no default: every parameter has one"
        return
    for name, value in made()._asdict().items():
        if type(value) is not np.float32:
            yield f"Setting.{name} is a {type(value).__name__}: write np.float32({value})"
        elif not np.isfinite(value):
            yield f"Setting.{name} is {value}: parameters are finite numbers"
    yield from _limits_wrong(getattr(rules, "LIMITS", {}), made()._asdict())
    yield from _dials_wrong(getattr(rules, "DIALS", {}), getattr(rules, "LIMITS", {}), made()._asdict())


def _limits_wrong(limits: Any, values: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(limits, Mapping):
        yield f"LIMITS gives least and largest values by name, like {{'gap': (30, 400)}}, not {limits!r:.80}"
        return
    for name, pair in limits.items():
        if name not in values:
            yield f"LIMITS has {name!r}, which is no parameter: {_nearest(name, values)}"
        elif not (isinstance(pair, (tuple, list)) and len(pair) == 2 and all(map(_is_number, pair))):
            yield f"the LIMITS of {name!r} are its least and its largest value, not {pair!r:.80}"
        elif not np.float32(pair[0]) <= values[name] <= np.float32(pair[1]):
            yield f"the default of {name!r}, {values[name]:g}, is out of its LIMITS {pair[0]:g} and {pair[1]:g}"


def _ends_of(pair: Any) -> tuple[float, float]:
    """The least and the largest value of a parameter, where they are any."""
    two = isinstance(pair, (tuple, list)) and len(pair) == 2 and all(map(_is_number, pair))
    return (pair[0], pair[1]) if two else (-math.inf, math.inf)


def _dials_wrong(dials: Any, limits: Any, values: Mapping[str, Any]) -> Iterator[str]:
    example = "{'gap': ('Opening', 'The height of an opening', 60, 240)}"
    if not isinstance(dials, Mapping):
        yield f"DIALS gives a label, a sentence, and a slider's ends by name, like {example}, not {dials!r:.80}"
        return
    for name, dial in dials.items():
        least, largest = _ends_of(limits.get(name) if isinstance(limits, Mapping) else None)
        if name not in values:
            yield f"DIALS has {name!r}, which is no parameter: {_nearest(name, values)}"
        elif not (
            isinstance(dial, (tuple, list)) and len(dial) == 4 and all(map(_is_word, dial[:2]))
            and all(map(_is_number, dial[2:])) and dial[2] < dial[3]
        ):  # fmt: skip
            yield f"the DIALS of {name!r} are a label, a sentence, and a slider's two ends, like {example}"
        elif not least <= dial[2] < dial[3] <= largest:
            yield f"the DIALS of {name!r} end at {dial[2]:g} and {dial[3]:g}, out of its LIMITS {least:g}, {largest:g}"


def _words_wrong(game: Game) -> Iterator[str]:
    if not _is_word(game.name) or not game.name.replace("-", "_").replace(".", "_").isidentifier():
        yield f"the game's name is one word of letters, digits and underscores, not {game.name!r:.80}"
    for field in ("title", "score_name", "agent"):
        value = getattr(game, field)
        if not _is_word(value):
            yield f"{field} is a text of one line and at most {_LONGEST_WORD} characters, not {value!r:.80}"
    if game.first_point != "" and not _is_word(game.first_point):
        told = f"not {game.first_point!r:.80}"
        yield f'first_point is what a score of one means, like "past the first pipe", {told}'
    for field in ("cause", "sight"):
        if getattr(game, field) is not None and not callable(getattr(game, field)):
            yield f"{field} is a function that tells a state ``(rows,)`` in words, not {getattr(game, field)!r:.80}"
    if not isinstance(game.note, str):
        yield f"note is a text, not {game.note!r:.80}"
    if not isinstance(game.view_module, str):
        yield f'view_module is the name of a module, f"{{__name__}}.view", not {game.view_module!r:.80}'
    if not isinstance(game.held, bool):
        yield f"held is True or False, not {game.held!r:.80}"


def _counts_wrong(game: Game) -> Iterator[str]:
    if not _is_count(game.max_steps):
        yield f"max_steps is a whole number of steps from 1, not {game.max_steps!r:.80}"
    if not _is_count(game.episodes):
        yield f"episodes is a whole number of courses from 1, not {game.episodes!r:.80}"
    yield from _exam_wrong(game.exam, "exam")
    if not isinstance(game.initialiser, Initialiser):
        yield f"initialiser is one of neuro's, like Normal(), not {game.initialiser!r:.80}"
    if not isinstance(game.evolution, Mapping):
        yield f'evolution gives settings by name, like {{"mutation_stdev": 1.0}}, not {game.evolution!r:.80}'


def _exam_wrong(exam: Any, place: str) -> Iterator[str]:
    if not all(hasattr(exam, name) for name in ("score", "courses", "max_steps", "fitness")):
        yield f"{place} is an Exam(score, courses, max_steps), not {exam!r:.80}"
        return
    for name in ("courses", "max_steps"):
        if not _is_count(getattr(exam, name)):
            yield f"{place}: {name} is a whole number from 1, not {getattr(exam, name)!r:.80}"
    for name in ("score", "fitness"):
        value = getattr(exam, name)
        if not _is_number(value) or math.isnan(value):
            yield f"{place}: {name} is a number, not {value!r:.80}"


def _network_wrong(game: Game) -> Iterator[str]:
    layers = game.layers
    if not isinstance(layers, tuple) or not all(isinstance(layer, Layer) for layer in layers):
        yield f"layers is a tuple like (Input(4), Dense(8, 'tanh'), Dense(2)), not {layers!r:.80}"
        return
    if len(layers) < 2 or not isinstance(layers[0], Input):
        yield f"layers begins with an Input, and a Dense follows at least, not {layers!r:.80}"
        return
    for layer in layers[1:]:
        if type(layer).bind is Layer.bind:
            yield f"{type(layer).__name__} cannot play games: it has no kernel over lanes, see Layer.bind"
            return
    try:
        found = shapes(layers)
    except NeuroError as error:
        yield f"its layers do not fit each other: {error}"
        return
    flat, seen, wanted = (len(game.observation),), game.observation_shape, (len(game.actions),)
    if found[0] not in (flat, seen) or found[-1] != wanted:
        inputs, outputs, sees, acts = (" × ".join(map(str, shape)) for shape in (found[0], found[-1], seen, wanted))
        names = ", ".join(game.observation), ", ".join(game.actions)
        rules = f"the rules see {sees} ({names[0]:.80}) and have {acts} ({names[1]:.80})"
        yield f"its network has {inputs} inputs and {outputs} outputs; {rules}"


def _keys_wrong(game: Game) -> Iterator[str]:
    if not isinstance(game.keys, Mapping):
        yield f'keys gives actions by the names of keys, like {{"left": (0.0,)}}, not {game.keys!r:.80}'
        return
    for key, action in game.keys.items():
        if not _is_word(key):
            yield f"keys has {key!r:.80}, which is no name of a key, like 'left' or 'space'"
            return
        yield from _action_wrong(game, f"the key {key!r}", action)
    if game.rest != ():
        yield from _action_wrong(game, "rest", game.rest)


def _action_wrong(game: Game, whose: str, action: Any) -> Iterator[str]:
    if not isinstance(action, tuple) or not all(map(_is_number, action)):
        hint = f": write ({float(action)},)" if _is_number(action) else ""
        yield f"{whose} gives a tuple of numbers, one for each action row, not {action!r:.80}{hint}"
    elif len(action) != game.action_rows:
        yield f"{whose} gives {len(action)} action rows of {game.action_rows}"
    elif game.decision == "argmax" and action[0] not in range(len(game.actions)):
        yield f"{whose} gives action {action[0]:g}; they are numbered from 0 to {len(game.actions) - 1}"
    elif game.decision in ("versus", "threshold") and not set(action) <= {0, 1}:
        yield f"{whose} gives {action!r:.80}; an action of {game.decision!r} is 0 or 1"
    elif game.decision == "continuous" and not all(-1 <= value <= 1 for value in action):
        yield f"{whose} gives {action!r:.80}; an action of 'continuous' lies between -1 and 1"


def _levels_wrong(game: Game, decisions: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(game.levels, Mapping):
        yield f'levels gives ways to play by name, like {{"easy": Level({{"gap": 200}}, "")}}, not {game.levels!r:.80}'
        return
    for name, level in game.levels.items():
        if not _is_word(name) or name != name.strip():
            yield f"a level's name is a text of one line, not {name!r:.80}"
        elif not all(
            hasattr(level, field) for field in ("parameters", "about", "exam", "max_steps", "rules", "layers")
        ):
            yield f"the level {name!r} is a Level(parameters, about), not {level!r:.80}"
        else:
            yield from _level_wrong(game, name, level, decisions)
    if game.level and game.level not in game.levels:
        yield f"level is {game.level!r}, and there is none of that name: {_nearest(game.level, game.levels)}"


def _level_wrong(game: Game, name: str, level: Any, decisions: tuple[str, ...]) -> Iterator[str]:
    whose = f"the level {name!r}"
    if not isinstance(level.parameters, Mapping):
        yield f'{whose} gives parameters by name, like {{"gap": 200}}, not {level.parameters!r:.80}'
        return
    if not isinstance(level.rules, ModuleType | None):
        yield f"{whose}: rules is a module, or left out, not {level.rules!r:.80}"
        return
    played = game.at(name)
    if level.rules is not None or level.layers is not None:
        found = next(_own_wrong(played, decisions), None)
        if found is not None:
            yield f"{whose}: {found}"
            return
    try:
        replace(played, levels={}, level="").setting_with(level.parameters)
    except NeuroError as error:
        yield f"{whose}: {error}"
    if not isinstance(level.about, str) or not level.about.isprintable():
        yield f"{whose}: about is a text of one line, not {level.about!r:.80}"
    if level.max_steps is not None and not _is_count(level.max_steps):
        yield f"{whose}: max_steps is a whole number of steps from 1, not {level.max_steps!r:.80}"
    if level.exam is not None:
        yield from _exam_wrong(level.exam, f"{whose}: exam")


def _own_wrong(game: Game, decisions: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with the rules and the network of a game on one level; nothing of what rests on a fault."""
    yield from _rules_wrong(game.rules, decisions)
    yield from _setting_wrong(game.rules)
    yield from _network_wrong(game)


def _bounds_wrong(game: Game) -> Iterator[str]:
    for level in game.levels or [""]:
        played = game.at(level)
        try:
            bounds = np.asarray(played.bounds(played.setting), np.float64)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # code of others
            yield f"bounds(setting) fails: {error_line(error)}"
            return
        wanted = (len(played.observation), 2)
        if bounds.shape != wanted:
            yield f"bounds(setting) gives a pair for each row of the observation: shape {wanted}, not {bounds.shape}"
        elif not np.isfinite(bounds).all() or not (bounds[:, 0] <= bounds[:, 1]).all():
            worst = next(k for k, (low, high) in enumerate(bounds) if not -math.inf < low <= high < math.inf)
            name, pair = played.observation[worst], tuple(bounds[worst].tolist())
            yield f"the bounds of {name!r} are its least and its largest value, finite, not {pair}"
