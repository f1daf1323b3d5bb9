"""The fields of one agent, or of one match and its players, as plain rules see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.rules.float32 import Number, Table, Whole
from neuro.rules.form import Field, Form, player_field
from neuro.rules.nodes import BOOL, WHOLE
from neuro.rules.source import nearest

__all__ = ["PlainAgent", "begun", "state_of"]


def _fitting(field: Field, value: Any) -> Any:
    """A value as a field holds it."""
    if not isinstance(value, (int, float, np.bool_)):
        raise TypeError(f"{field.name} holds a number, not {value!r:.60}")
    if field.typ == BOOL:
        return bool(value)
    if field.typ == WHOLE:
        if value != int(value):
            raise TypeError(f"{field.name} is a whole number, and {value} is not: write int(...)")
        return Whole(int(value))
    return Number(value)


class _Places(list[Any]):
    """A list of the agent: its places can be changed, not their number."""

    def __init__(self, field: Field) -> None:
        super().__init__(_fitting(field, value) for value in field.default)
        self._field = field

    def _place(self, place: Any) -> int:
        if not isinstance(place, int):
            raise TypeError(f"a place of {self._field.name} is a whole number: write {self._field.name}[int(...)]")
        if not 0 <= place < len(self):
            name, last = self._field.name, len(self) - 1
            raise IndexError(f"{name} has {len(self)} places, from 0 to {last}: there is no [{place}]")
        return place

    def __getitem__(self, place: Any) -> Any:
        return super().__getitem__(self._place(place))

    def __setitem__(self, place: Any, value: Any) -> None:
        super().__setitem__(self._place(place), _fitting(self._field, value))

    def append(self, value: Any) -> None:
        """Refuse: a list of rules does not grow.

        Raises:
            TypeError: Always.
        """
        raise TypeError(f"the list {self._field.name} has {len(self)} places and cannot grow: set one, `[i] = ...`")


class PlainAgent:
    """What has fields: an agent, a match, or one of its players.

    Args:
        called: What it is, for messages: the agent, the match, the player.
        fields: Its fields, by name.
        **more: What else it has, which cannot be changed.
    """

    def __init__(self, called: str, fields: Mapping[str, Field], **more: Any) -> None:
        vars(self).update(_called=called, _fields=fields, **more)
        for name, field in fields.items():
            vars(self)[name] = _Places(field) if field.listed else _fitting(field, field.default[0])

    def __setattr__(self, name: str, value: Any) -> None:
        field = self._fields.get(name)
        if field is None:
            raise AttributeError(f"the {self._called} has no {name!r}{nearest(name, self._fields)}")
        if field.listed:
            raise TypeError(f"{name} is a list of {field.size} places, which change one by one")
        vars(self)[name] = _fitting(field, value)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the {vars(self)['_called']} has no {name!r}{nearest(name, vars(self)['_fields'])}")

    def __repr__(self) -> str:
        told = [f"{name}={vars(self)[name]}" for name in self._fields if name != "draws"]
        players = vars(self).get("players")
        told += [f"players={list(players)}"] if isinstance(players, Table) else []
        return f"{self._called.capitalize()}({', '.join(told)})"


def begun(form: Form) -> PlainAgent:
    """An agent, or a match, with the values that the rules begin with."""
    if form.players == 1:
        return PlainAgent("agent", form.fields)
    heads = [player_field(player, "") for player in range(form.players)]
    players = [
        {name.removeprefix(head): one for name, one in form.fields.items() if name.startswith(head)} for head in heads
    ]
    own = {name: one for name, one in form.fields.items() if not name.startswith(tuple(heads))}
    return PlainAgent("match", own, players=Table(PlainAgent("player", each) for each in players))


def state_of(agent: PlainAgent) -> NDArray[np.float32]:
    """The rows of an agent's or a match's state, float32."""
    players: Iterable[PlainAgent] = vars(agent).get("players", ())
    owners = [vars(one) for one in (agent, *players)] if isinstance(players, Table) else [vars(agent)]
    found = {field.row: owner[name] for owner in owners for name, field in owner["_fields"].items()}
    parts = [value if isinstance(value, list) else [value] for _, value in sorted(found.items(), key=itemgetter(0))]
    return np.array([float(one) for part in parts for one in part], np.float32)
