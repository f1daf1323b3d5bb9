"""EvoTorch: the whole population as tensors of PyTorch, one call of Python for each operation of a step."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial

import torch
from evotorch import Problem
from evotorch.algorithms import CMAES, PGPE, SNES, XNES, Cosyne, GeneticAlgorithm
from evotorch.algorithms.searchalgorithm import SearchAlgorithm
from evotorch.operators import GaussianMutation, MultiPointCrossOver

from .contest import BREEDING, PLAYING, Contest, Work
from .ours import ALIVE, NEWBORN, PARAMETERS, POPULATION, STEPS, breeding, playing

PACKAGE = "evotorch"


@torch.no_grad()
def fly(genomes: torch.Tensor, *, deadly: bool) -> int:
    """Fly a generation of 5-8-2 networks on one course; those that died are taken out of the tensors."""
    number, flown, pipe_x, top = len(genomes), 0, 800.0, 300.0
    height, speed = torch.full((number,), 450.0), torch.ones(number)
    for _ in range(STEPS):
        if not len(height):
            break
        flown += len(height)
        seen = [height / 900, torch.full_like(height, (pipe_x - 60) / 800), (height - top) / 900]
        inputs = torch.stack([*seen, (height - top - 120) / 900, speed / 9], 1)[:, :, None]
        hidden = torch.tanh(torch.baddbmm(genomes[:, 40:48, None], genomes[:, :40].reshape(-1, 8, 5), inputs))
        outputs = torch.baddbmm(genomes[:, 64:, None], genomes[:, 48:64].reshape(-1, 2, 8), hidden)[:, :, 0]
        speed = torch.where(outputs[:, 0] > outputs[:, 1], -6.9, (speed + 0.35).clamp(max=9))
        height = height + speed
        if deadly:
            beside = pipe_x < 90
            living = (height >= (top if beside else 0)) & (height <= (top + 90 if beside else 770))
            if not bool(living.all()):
                height, speed, genomes = height[living], speed[living], genomes[living]
        pipe_x -= 2.3
        if pipe_x <= -10:
            pipe_x, top = pipe_x + 230, 120 + 330 * float(torch.rand(()))
    return flown


def problem() -> Problem:
    """The nearer to a half, the better."""
    return Problem(
        "max",
        lambda genomes: -(genomes - 0.5).square().sum(-1),
        solution_length=PARAMETERS,
        initial_bounds=(-1, 1),
        vectorized=True,
    )


def searches() -> Iterator[tuple[str, SearchAlgorithm]]:
    """Its algorithms, each with the name of ours."""
    task = problem()
    operators = [
        MultiPointCrossOver(task, tournament_size=3, num_points=2),
        GaussianMutation(task, stdev=0.1),
    ]
    yield "ga", GeneticAlgorithm(task, popsize=POPULATION, operators=operators)
    rates = {"center_learning_rate": 0.1, "stdev_learning_rate": 0.1}
    yield "es", PGPE(problem(), popsize=POPULATION, stdev_init=0.5, **rates)
    yield "snes", SNES(problem(), popsize=POPULATION, stdev_init=0.5)
    yield "xnes", XNES(problem(), popsize=POPULATION, stdev_init=0.5)
    yield "cmaes", CMAES(problem(), popsize=POPULATION, stdev_init=0.5)
    yield "cosyne", Cosyne(problem(), popsize=POPULATION, tournament_size=4, mutation_stdev=0.3)


def _stepping(search: SearchAlgorithm) -> Work:
    def generation() -> float:
        search.step()
        return 1.0

    return generation


def contests() -> Iterator[Contest]:
    """Flying, and its algorithms beside ours."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    logging.disable(logging.CRITICAL)
    genomes = torch.randn(POPULATION, PARAMETERS)
    for birds, deadly in ((NEWBORN, True), (ALIVE, False)):
        yield Contest(PLAYING, f"tensors of 1,000, {birds}", partial(fly, genomes, deadly=deadly), playing(birds))
    for name, search in searches():
        yield Contest(BREEDING, f"{type(search).__name__} (`{name}`)", _stepping(search), breeding(name))
