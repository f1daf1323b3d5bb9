"""pyribs: an archive and its emitters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from ribs.archives import GridArchive
from ribs.emitters import IsoLineEmitter
from ribs.schedulers import Scheduler

from .contest import BREEDING, Contest
from .ours import PARAMETERS, POPULATION, breeding, sphere

PACKAGE = "ribs"


def contests() -> Iterator[Contest]:
    """MAP-Elites with children on the line between elites, as ours."""
    archive = GridArchive(solution_dim=PARAMETERS, dims=[32, 32], ranges=[(-3, 3), (-3, 3)], seed=1)
    emitter = IsoLineEmitter(
        archive, iso_sigma=0.1, line_sigma=0.2, x0=np.zeros(PARAMETERS), batch_size=POPULATION, seed=1
    )
    scheduler = Scheduler(archive, [emitter])

    def generation() -> float:
        genomes = scheduler.ask()
        scheduler.tell(sphere(genomes), genomes[:, :2])
        return 1.0

    yield Contest(BREEDING, "IsoLineEmitter, 32 × 32 (`map-elites`)", generation, breeding("map-elites"))
