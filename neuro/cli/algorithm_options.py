"""The options that choose an algorithm and its settings; all of them come from the fields of its ``Settings``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, make_dataclass
from typing import Annotated, Any

from cyclopts import Group, Parameter

from neuro.errors import SettingError
from neuro.evolution.algorithms import (
    AlgorithmChoice,
    Genetic,
    SettingField,
    algorithm_named,
    choices_in,
    fields_of,
    values_of_texts,
)

__all__ = ["BreedingOptions", "algorithm_given", "algorithms_given", "given_flags"]

_GROUP = Group("The algorithm", sort_key=4)


def _flag(one: SettingField) -> tuple[str, Any, Any]:
    """An option that sets a field; what is not given is the game's own, or the default."""
    names = f": {', '.join(one.choices)}" if one.choices else ""
    kind: Any = one.kind
    return one.name, Annotated[kind | None, Parameter(help=f"{one.about}{names}.", group=_GROUP)], None


#: Made from the settings' fields, so that no flag is written twice.
_GeneticFlags: Any = make_dataclass(
    "_GeneticFlags", [_flag(one) for one in fields_of(Genetic.Settings)], frozen=True, kw_only=True
)


@Parameter(name="*", group=_GROUP)
@dataclass(frozen=True, kw_only=True)
class BreedingOptions(_GeneticFlags):  # type: ignore[misc]
    """The algorithm's settings: those of ga have options of their own, and every algorithm's can be given by --with.

    Args:
        with_: A setting of the algorithm, as key=value; may be given again for others. `neuro algorithms` lists them.
    """

    with_: Annotated[list[str] | None, Parameter(name="--with", negative="")] = None


def given_flags(breeding: BreedingOptions) -> dict[str, Any]:
    """The options that were given, by name; --with is "with"."""
    found = {one.name.rstrip("_"): getattr(breeding, one.name) for one in fields(breeding)}
    return {name: value for name, value in found.items() if value is not None}


def algorithm_given(text: str | None, breeding: BreedingOptions) -> tuple[str, dict[str, Any]]:
    """The algorithm that was chosen, and the settings that were given, by name.

    Args:
        text: Its name, perhaps with settings behind it; ga when None.
        breeding: Settings that were given by options.

    Raises:
        UnknownNameError: If there is no such algorithm or setting.
        SettingError: If a setting is given twice, is another algorithm's, or has no such value.
    """
    choices = choices_in(text or Genetic.name)
    if len(choices) != 1:
        raise SettingError(f"--algorithm takes one algorithm, and --versus several to be watched; not {text!r}")
    (choice,) = choices
    return choice.name, _values(choice, breeding)


def algorithms_given(text: str, breeding: BreedingOptions) -> list[tuple[str, BreedingOptions]]:
    """The algorithms of ``--versus``, each as ``--algorithm`` takes it, and the options that count for it.

    The options of ga count for each ga among them.

    Raises:
        UnknownNameError: If there is no such algorithm or setting.
        SettingError: If a setting is given twice, is another algorithm's, or has no such value.
    """
    if breeding.with_:
        raise SettingError("--with does not say which of --versus it is for: write NAME:key=value, as in ga:elites=0.1")
    choices = choices_in(text)
    for choice in choices:
        algorithm_named(choice.name)
    flags = given_flags(breeding)
    if flags and choices and all(choice.name != Genetic.name for choice in choices):
        _refuse_flags(flags, choices[0].name)
    found = [(one, breeding if one.name == Genetic.name else BreedingOptions()) for one in choices]
    for choice, options in found:
        _values(choice, options)
    return [(str(choice), options) for choice, options in found]


def _values(choice: AlgorithmChoice, breeding: BreedingOptions) -> dict[str, Any]:
    flags = given_flags(breeding)
    texts = dict(choice.texts)
    for one in flags.pop("with", ()):
        key, equals, value = one.partition("=")
        name = key.strip().replace("-", "_")
        if not equals or not name or not value.strip():
            raise SettingError(f"--with takes a setting and its value, for example sigma=0.5, not {one!r}")
        _check_once(name, texts)
        texts[name] = value.strip()
    if flags and choice.name != Genetic.name:
        _refuse_flags(flags, choice.name)
    for name in flags:
        _check_once(name, texts)
    return {**values_of_texts(choice.name, texts), **flags}


def _check_once(name: str, given: Iterable[str]) -> None:
    if name in given:
        raise SettingError(f"{name} is given twice: leave one of them out")


def _refuse_flags(flags: Iterable[str], algorithm: str) -> None:
    """Refuse options of ga where another algorithm was chosen."""
    option = next(iter(flags)).replace("_", "-")
    own = [one.name for one in fields_of(algorithm_named(algorithm).Settings)]
    has = f"has {', '.join(own)}, by --with key=value" if own else "has no settings"
    raise SettingError(f"--{option} is a setting of {Genetic.name}, and {algorithm} {has}")
