"""Finding a Gymnasium environment by its name."""

from __future__ import annotations

import importlib

import gymnasium
from gymnasium.envs.registration import EnvSpec, find_highest_version, parse_env_id

from neuro.errors import NeuroError, UnknownNameError

__all__ = ["found"]


def found(identity: str) -> tuple[str, EnvSpec]:
    """Its full name, with the module that registers it and its version, and what is registered.

    Args:
        identity: The environment's name as ``gymnasium.make`` takes it: "CartPole-v1", "CartPole" for its newest
            version, or "module:Name-v0", whose module is imported first.

    Raises:
        UnknownNameError: If none is registered under that name.
        NeuroError: If its module cannot be imported.
    """
    module, _, name = identity.rpartition(":")
    if module:
        _import(module)
    name = name if name in gymnasium.registry else _newest(name)
    return f"{module}:{name}" if module else name, gymnasium.registry[name]


def _import(module: str) -> None:
    try:
        importlib.import_module(module)
    except (Exception, SystemExit) as error:  # code of others: whatever it raises is its fault
        told = f"{module!r}, which should register environments, cannot be imported: {type(error).__name__}: {error}"
        raise NeuroError(f"the module {told:.400}") from error


def _newest(name: str) -> str:
    """The name with the newest version, where it has none.

    Raises:
        UnknownNameError: If nothing is registered under it; the message names the nearest.
    """
    try:
        space, plain, version = parse_env_id(name)
    except gymnasium.error.Error:
        space, plain, version = None, name, 0
    newest = find_highest_version(space, plain) if version is None else None
    if newest is None:
        raise UnknownNameError.of("environment", name, gymnasium.registry)
    return f"{space}/{plain}-v{newest}" if space else f"{plain}-v{newest}"
