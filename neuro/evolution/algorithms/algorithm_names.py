"""Finding algorithms by name: neuro's own, installed ones (entry points of the group ``neuro.algorithms``), one's own.

An algorithm with settings is written ``NAME:key=value,key=value``, for example ``ga:mutation_rate=0.4``.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Any, NamedTuple

from neuro.algorithms_folder import lost_algorithm_folders, modules_in_folders
from neuro.errors import NeuroError, SettingError, UnknownNameError, named
from neuro.evolution.algorithms.algorithm import ALGORITHMS, USUAL_POPULATION, Algorithm
from neuro.evolution.algorithms.setting_fields import fields_of, made_settings, read_value
from neuro.game import Game
from neuro.network import Layer
from neuro.others_code import imported
from neuro.policies import Genomes, Policy, policy_of

__all__ = [
    "AlgorithmChoice", "algorithm_named", "algorithm_names", "begin_search", "choices_in", "policy_bred",
    "population_of", "settings_of", "values_of_texts",
]  # fmt: skip


class AlgorithmChoice(NamedTuple):
    """An algorithm, and the settings that were given with its name.

    Args:
        name: Name of the algorithm.
        texts: The settings as they were written, by name.
    """

    name: str
    texts: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.name}:{','.join(f'{name}={text}' for name, text in self.texts.items())}".removesuffix(":")


@functools.cache
def _entry_points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group="neuro.algorithms")}


def algorithm_names() -> list[str]:
    """Names of all algorithms: neuro's own, those that are installed, and those in folders of one's own.

    Raises:
        NeuroError: If a module in a folder of one's own cannot be imported.
    """
    _import_folders()
    return sorted({*ALGORITHMS, *_entry_points()})


def algorithm_named(name: str) -> type[Algorithm]:
    """The class of the algorithm of that name.

    Raises:
        UnknownNameError: If there is none; the message names the nearest.
        NeuroError: If it is there but cannot be imported, or goes by another name.
    """
    if name not in ALGORITHMS:
        _import_folders()
    if name not in ALGORITHMS and name in _entry_points():
        _load(name, _entry_points()[name])
    if name not in ALGORITHMS and (lost := lost_algorithm_folders()):
        raise UnknownNameError(f"unknown algorithm {name!r}; NEURO_ALGORITHMS names {lost[0]}, which is no folder")
    if name not in ALGORITHMS:
        told = UnknownNameError.of("algorithm", name, algorithm_names())
        raise UnknownNameError(f"{told} (one of your own: --algorithms DIR)")
    return ALGORITHMS[name]


def policy_bred(
    name: str, own: Game | Sequence[Layer], settings: Any, layers: Policy | Sequence[Layer] | None = None
) -> Policy:
    """The policy of the individuals that an algorithm breeds for a game.

    Args:
        name: Name of the algorithm.
        own: The game, or the layers of networks that are to learn something else.
        settings: An instance of its ``Settings``.
        layers: The networks that people ask for, or a policy; the game's own when None.

    Raises:
        SettingError: If people ask for networks that the algorithm does not breed, or it cannot learn the game.
    """
    kind = algorithm_named(name)
    usual = own.layers if isinstance(own, Game) else own
    chosen = policy_of(usual if layers is None else layers)
    if chosen.kind in kind.policies:
        return chosen
    bred = kind.policy_for_game(chosen, settings, own) if isinstance(own, Game) else kind.policy_for(chosen, settings)
    if layers is not None and bred.kind in kind.policies:
        raise SettingError(f"{name} breeds networks of its own, whose layers nobody chooses: leave the layers out")
    return bred


def population_of(name: str, asked: int | None = None, usual: int = USUAL_POPULATION) -> int:
    """How many genomes a generation has.

    Args:
        name: Name of the algorithm.
        asked: The number that people ask for, which counts before all; None when they ask for none.
        usual: The number where the algorithm names none of its own.

    Raises:
        UnknownNameError: If there is no such algorithm.
    """
    return (algorithm_named(name).usual_population or usual) if asked is None else asked


def begin_search(name: str, policy: Policy, first: Genomes, seed: int, settings: Any) -> Algorithm:
    """An algorithm at the beginning of its search; see ``Algorithm`` for the other arguments.

    Raises:
        SettingError: If it does not breed such a policy.
        NeuroError: If its class lacks a method, or one takes other arguments.
    """
    kind = algorithm_named(name)
    _check_methods(kind)
    if policy.kind not in kind.policies:
        raise SettingError(
            f"the algorithm {name!r} breeds policies of kind {' or '.join(kind.policies)}, not {policy.kind!r}"
        )
    create: Any = kind
    found: Algorithm = create(policy, first, seed, settings)
    return found


#: What neuro gives the methods of every algorithm.
_METHODS = {
    "__init__": ("policy", "first", "seed", "settings"),
    "ask": (),
    "tell": ("results",),
    "state": (),
    "restore": ("arrays", "generation"),
}


@functools.cache
def _check_methods(kind: type[Algorithm]) -> None:
    """Refuse a class that could not search: better before than in the middle of it.

    Raises:
        NeuroError: If it lacks a method, or one takes other arguments.
    """
    for name, given in _METHODS.items():
        method = getattr(kind, name)
        wanted = f"{name}({', '.join(('self', *given))})"
        if getattr(method, "__isabstractmethod__", False) or method is object.__init__:
            raise NeuroError(f"the algorithm {kind.name!r} has no {name}: its class has to say {wanted}")
        try:
            inspect.signature(method).bind(kind, *given)
        except TypeError:
            raise NeuroError(
                f"the algorithm {kind.name!r} is called by {wanted}, and its {name} takes others"
            ) from None


def _import_folders() -> None:
    for module in modules_in_folders():
        imported(f"the algorithms in {module.partition('.')[2]}", functools.partial(importlib.import_module, module))


def _load(name: str, point: EntryPoint) -> None:
    found = imported(f"the algorithm {name!r} ({point.value})", point.load)
    if not (isinstance(found, type) and issubclass(found, Algorithm)):
        raise NeuroError(f"the entry point of {name!r} is {point.value}, which is no class of neuro.Algorithm")
    if getattr(found, "name", None) != name:
        called = getattr(found, "name", "")
        raise NeuroError(f"the algorithm {name!r} ({point.value}) calls itself {called!r}: give both the same name")


def choices_in(text: str) -> list[AlgorithmChoice]:
    """The algorithms that a text names, with commas between them, each with its settings.

    What has an ``=`` and no name before it is one more setting of the algorithm before it, so that ``ga,
    ga:mutation_rate=0.4,elites=0.1, random`` names three; settings may also have a ``:`` between them.

    Raises:
        SettingError: If a setting stands before the first name, has no value, or is given twice.
    """
    found: list[tuple[str, dict[str, str]]] = []
    for part in filter(None, map(str.strip, text.split(","))):
        first, *rest = part.split(":")
        if "=" in first:
            rest = [first, *rest]
        else:
            found.append((first.strip(), {}))
        for one in rest:
            key, equals, value = one.partition("=")
            name = key.strip().replace("-", "_")
            if not (found and equals and name and value.strip()) or name in found[-1][1]:
                raise SettingError(
                    f"an algorithm with settings is written NAME:key=value,key=value, for example "
                    f"ga:mutation_rate=0.4,elites=0.1; not {text!r:.80}"
                )
            found[-1][1][name] = value.strip()
    return [AlgorithmChoice(name, texts) for name, texts in found]


def values_of_texts(algorithm: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The values of an algorithm's settings that were given as texts, by name.

    Raises:
        UnknownNameError: If there is no such algorithm or setting.
        SettingError: If a text spells no value of its setting.
    """
    known = {one.name: one for one in fields_of(algorithm_named(algorithm).Settings)}
    return {name: read_value(named(f"setting of {algorithm}", name, known), text) for name, text in texts.items()}


def settings_of(
    algorithm: str,
    given: Mapping[str, Any],
    suggested: Mapping[str, Any] | None = None,
    *,
    also: Iterable[str] = (),
) -> Any:
    """The settings of an algorithm: what is given, else what the game suggests, else the defaults.

    Args:
        algorithm: Name of the algorithm.
        given: Values by name.
        suggested: What a game suggests: settings of the genetic algorithm by name, and those of any other algorithm in
            a mapping under its name; see ``Game.evolution``.
        also: Names that people may have meant besides the settings.

    Raises:
        UnknownNameError: If there is no such algorithm or setting.
        SettingError: If a value is of another type, or out of its limits.
    """
    suggested = suggested or {}
    own = suggested.get(algorithm, {})
    usual = own if isinstance(own, Mapping) else {}
    if algorithm == "ga":
        usual = {**{name: value for name, value in suggested.items() if not isinstance(value, Mapping)}, **usual}
    return made_settings(algorithm_named(algorithm).Settings, {**usual, **given}, of=algorithm, also=also)
