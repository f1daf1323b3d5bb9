"""What a page knows of files, so that it can write its champion as one."""

from __future__ import annotations

from typing import Any

from neuro.policies import Policy
from neuro.storage.frame import FORMAT, MAGIC, Kind
from neuro.storage.messages import Model, format_of, needs_of
from neuro.storage.network_messages import network_to

__all__ = ["file_facts"]


def file_facts(policy: Policy) -> dict[str, Any]:
    """Magic, formats and numbers of a champion's file, and the part of its network that all individuals share.

    Args:
        policy: What the individuals are.
    """
    network = policy.network(policy.blank(1))
    message = network_to(network)
    message.ClearField("parameters")
    return {
        "magic": MAGIC.hex(),
        "frame": FORMAT,
        "kind": int(Kind.CHAMPION),
        "needs": list(needs_of(Model(network, "", ""))),
        "format": format_of(network),
        "network": message.SerializeToString(deterministic=True).hex(),
    }
