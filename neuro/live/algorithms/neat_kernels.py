"""NEAT in a page: kernels that breed topologies, keep them in species and write their programs."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.evolution.algorithms.neat_children import breed
from neuro.evolution.algorithms.neat_growth import grow, know
from neuro.evolution.algorithms.neat_settings import NeatSettings
from neuro.evolution.algorithms.neat_species import Members, assign_species, plan_children, represent
from neuro.live.algorithms import LiveAlgorithm
from neuro.network import graph_programs
from neuro.network.topologies import empty_topologies
from neuro.policies import Graph, Policy, graph

__all__ = ["NEAT"]


def _kernels(policy: Policy) -> list[tuple[str, Any, tuple[Any, ...]]]:
    key, whole, table, settings = np.uint64(0), np.zeros(2, np.int64), np.zeros((2, 3), np.int64), NeatSettings()
    found, programs, members = empty_topologies(2, 2, 2), graph_programs.empty_programs(2, 2), Members(whole, whole)
    how, rates, small = settings.compatibility, settings.rates(recurrent=False), np.zeros(2, np.int32)
    rooms, ends = (small, small, np.zeros(2, np.uint8), small, small), (1, 1)
    return [
        ("neat_first", graph._draw_weights, (np.zeros((2, 2), np.float32), key, key)),
        ("neat_plan", plan_children, (whole, whole, members, whole, settings.mating, table, key, 0)),
        ("neat_represent", represent, (found, members, whole, found, whole, whole, 0.0, how, key, 0)),
        ("neat_assign", assign_species, (found, whole, whole, found, 0, 0, 0.0, how)),
        ("neat_breed", breed, (found, table, found, table, 0, 0, rates, *ends, key, 0)),
        ("neat_know", know, (found, whole, small, 0)),
        ("neat_grow", grow, (found, table, rates, *ends, whole, small, whole, key, 0)),
        ("graph_compile", graph_programs._compile, (found, *ends, programs, 0, 0, *rooms)),
        ("graph_sort", graph_programs.sort_programs, (programs, whole, whole)),
    ]


def _facts(policy: Policy) -> dict[str, Any]:
    """What all networks have in common, and the hidden nodes that there is room for."""
    assert isinstance(policy, Graph)
    return {
        "inputs": policy.input_count,
        "outputs": policy.output_count,
        "recurrent": policy.recurrent,
        "hidden": policy.hidden,
        "output": policy.output,
        "others": policy.others,
        "room": policy.room,
    }


#: NEAT.
NEAT = LiveAlgorithm("neat", _kernels, _facts, scripts=("graphs", "neat"))
