"""Covariance matrix adaptation: a normal distribution that learns its shape and its step size from the way it goes.

N. Hansen and A. Ostermeier, "Completely derandomized self-adaptation in evolution strategies", 2001; of a diagonal
matrix alone R. Ros and N. Hansen, "A simple modification in CMA-ES achieving linear time and space complexity", 2008.

The package ``cmaes`` adapts (M. Nomura and M. Shibata, 2024); samples are drawn here, keyed like all others. All of its
state is kept in arrays, from which it is made anew in each generation.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError, SettingError
from neuro.evolution.algorithms.distribution_search import LARGEST_SIGMA, DistributionSearch, sigma_setting
from neuro.evolution.algorithms.setting_fields import setting
from neuro.network.layers.threads import one_blas_thread
from neuro.operators.matrices import linear_map
from neuro.operators.noise import draw_normal
from neuro.operators.sampling import place_around
from neuro.random import Purpose

__all__ = ["CovarianceAdaptation", "CovarianceSettings", "SeparableCovarianceAdaptation"]

_FINEST = 1e-8  # step of a gene: finer ones are lost in the float32 of genomes
_MOST_MEMORY = 4e9  # bytes that the package may take for one generation


@dataclass(frozen=True)
class CovarianceSettings:
    """How a distribution adapts; the fields say what each setting means."""

    sigma: float = sigma_setting(0.5)
    least_sigma: float = setting(
        0.0,
        "The step size falls no lower than this, so that the search goes on for ever",
        low=0,
        high=100,
        span=(0, 1),
    )


class _Adaptation(DistributionSearch):
    """What both kinds have in common; see ``Algorithm`` for the arguments."""

    note: ClassVar[str] = "cmaes uses BLAS and LAPACK, which give the same bits on the same kind of machine alone"
    Settings: ClassVar[type[CovarianceSettings]] = CovarianceSettings
    least_population: ClassVar[int] = 4
    settings: CovarianceSettings

    def begin(self) -> None:
        super().begin()
        size = self.genomes.shape[1]
        self.memory |= {"path": np.zeros(size), "path of sigma": np.zeros(size), "covariance": self.round_shape(size)}
        self.sample()

    @staticmethod
    @abstractmethod
    def round_shape(size: int) -> NDArray[np.float64]:
        """The covariance at the beginning, of so many parameters."""

    @staticmethod
    @abstractmethod
    def kind() -> Any:
        """The class of the package that adapts."""

    def _search(self) -> Any:
        """The package's search as it stands."""
        memory = self.memory
        found = self.kind()(memory["mean"].copy(), self.step_size, population_size=len(self.genomes), seed=0)
        found._cmu = min(found._cmu, 1 - found._c1)  # of large populations sep-cmaes would forget more than all
        found._C, found._g = memory["covariance"].copy(), self.generation
        found._pc, found._p_sigma = memory["path"].copy(), memory["path of sigma"].copy()
        return found

    def learn(self, fitness: NDArray[np.float64]) -> None:
        with one_blas_thread():
            search = self._search()
            search.tell(list(zip(self.genomes.astype(np.float64), -fitness, strict=True)))
        widest = math.sqrt(_variances(search._C).max())
        least = max(float(self.settings.least_sigma), _FINEST / widest)
        sigma = min(max(float(search._sigma), least), LARGEST_SIGMA)
        self.memory |= {"mean": search._mean, "covariance": search._C, "sigma": np.array([sigma])}
        self.memory |= {"path": search._pc, "path of sigma": search._p_sigma}

    def sample(self) -> None:
        self.heed_sigma()
        search, self.genomes = self._search(), self.room()
        noise = np.empty_like(self.genomes)
        draw_normal(noise, self.key, self.generation, Purpose.MUTATE)
        with one_blas_thread():
            shape = search._eigen_decomposition()
        self.place(noise, shape)

    @abstractmethod
    def place(self, noise: NDArray[np.float32], shape: Any) -> None:
        """Fill ``genomes`` from noise of their shape, and what the package has made of the covariance."""

    def metrics(self) -> dict[str, float]:
        variances = _variances(self.memory["covariance"])
        return {**super().metrics(), "spread": math.sqrt(max(0.0, math.fsum(variances) / variances.size))}


class CovarianceAdaptation(_Adaptation):
    """A distribution of any shape; see ``Algorithm``. Its work grows with the cube of the number of parameters."""

    name: ClassVar[str] = "cmaes"
    title: ClassVar[str] = "Covariance matrix adaptation"
    source: ClassVar[str] = "N. Hansen and A. Ostermeier, 2001; package cmaes, M. Nomura and M. Shibata, 2024"
    most_parameters: ClassVar[int | None] = 1000

    @staticmethod
    def round_shape(size: int) -> NDArray[np.float64]:
        return np.eye(size)

    @staticmethod
    def kind() -> Any:
        return _package().CMA

    def _check_sizes(self) -> None:
        super()._check_sizes()
        count, size = self.population, self.genomes.shape[1]
        if 16.0 * count * size * size > _MOST_MEMORY:
            raise SettingError(
                f"cmaes takes {16e-9 * count * size * size:,.0f} GB of memory for {count:,} networks of {size:,} "
                "parameters; evolve fewer, or by sep-cmaes or snes"
            )

    def place(self, noise: NDArray[np.float32], shape: Any) -> None:
        turned, lengths = shape
        linear_map(noise, turned * lengths, self.genomes)
        sizes = np.full(len(lengths), self.step_size)
        place_around(self.memory["mean"], sizes, self.genomes, self.genomes)


class SeparableCovarianceAdaptation(_Adaptation):
    """A distribution without correlations, for any number of parameters; see ``Algorithm``."""

    name: ClassVar[str] = "sep-cmaes"
    title: ClassVar[str] = "Separable covariance matrix adaptation"
    source: ClassVar[str] = "R. Ros and N. Hansen, 2008; package cmaes, M. Nomura and M. Shibata, 2024"

    @staticmethod
    def round_shape(size: int) -> NDArray[np.float64]:
        return np.ones(size)

    @staticmethod
    def kind() -> Any:
        return _package().SepCMA

    def place(self, noise: NDArray[np.float32], shape: Any) -> None:
        place_around(self.memory["mean"], self.step_size * shape, noise, self.genomes)


def _variances(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The variance of each gene, ``(parameters,)``."""
    return np.diag(covariance) if covariance.ndim == 2 else covariance


def _package() -> Any:
    """The package ``cmaes``.

    Raises:
        NeuroError: If it is not installed.
    """
    try:
        import cmaes
    except ImportError:
        raise NeuroError(
            "the algorithms cmaes and sep-cmaes need the package cmaes: pip install 'neuro-sandbox[cma]'"
        ) from None
    return cmaes
