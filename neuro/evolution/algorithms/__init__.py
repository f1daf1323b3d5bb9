"""Algorithms: ``ask`` for genomes, ``tell`` what became of them. A file each; those in this folder are found here."""

import importlib
import pkgutil

from neuro.evolution.algorithms.algorithm import ALGORITHMS, Algorithm, Dial, Lineage, NoSettings, Results
from neuro.evolution.algorithms.algorithm_names import (
    AlgorithmChoice,
    algorithm_named,
    algorithm_names,
    begin_search,
    choices_in,
    policy_bred,
    population_of,
    settings_of,
    values_of_texts,
)
from neuro.evolution.algorithms.archive import Archive
from neuro.evolution.algorithms.genetic import Genetic, GeneticSettings
from neuro.evolution.algorithms.random_search import RandomSearch
from neuro.evolution.algorithms.setting_fields import (
    SettingField,
    checked_settings,
    fields_of,
    made_settings,
    recorded_settings,
    setting,
)

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = [
    "ALGORITHMS",
    "Algorithm",
    "AlgorithmChoice",
    "Archive",
    "Dial",
    "Genetic",
    "GeneticSettings",
    "Lineage",
    "NoSettings",
    "RandomSearch",
    "Results",
    "SettingField",
    "algorithm_named",
    "algorithm_names",
    "begin_search",
    "checked_settings",
    "choices_in",
    "fields_of",
    "made_settings",
    "policy_bred",
    "population_of",
    "recorded_settings",
    "setting",
    "settings_of",
    "values_of_texts",
]
