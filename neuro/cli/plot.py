"""``neuro plot``: a run's charts as a figure fit for a page."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from neuro.errors import FileError, NeuroError
from neuro.evolution.algorithms import Algorithm, algorithm_named
from neuro.evolution.algorithms.seen_behaviour import behaviour_names
from neuro.evolution.generation import Generation
from neuro.game import Game, recorded_game
from neuro.policies import Layered
from neuro.storage.atomic import write_atomically
from neuro.storage.history_file import read_history
from neuro.storage.manifest import Manifest
from neuro.storage.runs import RunFolder

if TYPE_CHECKING:  # for its type alone: it comes with pygame
    from neuro.view.pages.archive_chart import ArchivePlot

__all__ = ["plot"]


def plot(
    run: Path,
    /,
    *,
    out: Path,
    compare: Annotated[list[Path] | None, Parameter(negative="", consume_multiple=True)] = None,
    x: Literal["generation", "agent-steps"] = "generation",
) -> int:
    """Draw a run's charts: fitness and score by generation or agent-steps; or several runs in one chart.

    Where the run's algorithm keeps an archive of behaviours, that is drawn, too.

    Needs matplotlib: pip install 'neuro-sandbox[plot]'. For example:

        neuro plot saves/flappy-1 --out flappy.svg
        neuro plot saves/flappy-1 --compare saves/flappy-2 saves/flappy-3 --x agent-steps --out compared.png

    Args:
        run: The run's folder.
        out: The figure: a .png, .svg or .pdf.
        compare: Other runs in the same chart. Runs that differ in nothing but their seed become one curve, with a band
            that holds their mean with 95 % confidence.
        x: What the charts go by; agent-steps are fairer where generations differ in length.
    """
    folders = [RunFolder(path) for path in (run, *(compare or []))]
    histories = [_history(folder) for folder in folders]
    manifest = folders[0].manifest
    game = recorded_game(manifest.game)
    suffix = out.suffix.lower()
    from neuro.view.pages.plots import Series, comparison, portrait

    if len(folders) == 1:
        title = f"{game.title}, {manifest.algorithm}, seed {manifest.settings.seed}"
        data = portrait(
            title, histories[0], suffix, score_name=game.score_name, x=x, archive=_archive(folders[0], game)
        )
    else:
        grouped: dict[str, list[list[Generation]]] = {}
        for name, history in zip(_names([folder.manifest for folder in folders]), histories, strict=True):
            grouped.setdefault(name, []).append(history)
        data = comparison(game.title, [Series(name, runs) for name, runs in grouped.items()], suffix, x=x)
    write_atomically(out, data)
    print(f"wrote {out} ({len(data):,} bytes)")
    return 0


def _archive(folder: RunFolder, game: Game) -> ArchivePlot | None:
    """What the run's algorithm has kept of behaviours, where it keeps any and the run can be gone on with."""
    from neuro.view.pages.archive_chart import ArchivePlot

    if algorithm_named(folder.manifest.algorithm).archive is Algorithm.archive:
        return None
    try:
        archive = folder.evolution(1).search.archive()
    except NeuroError as error:
        print(f"neuro: the archive is left out: {error}", file=sys.stderr)
        return None
    return ArchivePlot(behaviour_names(game), archive) if archive is not None and len(archive.behaviour) else None


def _history(folder: RunFolder) -> list[Generation]:
    records, fault = read_history(folder.history_file)
    if not records:
        raise FileError(f"{folder.history_file} holds no generations{f': {fault}' if fault else ''}")
    return records


def _names(manifests: list[Manifest]) -> list[str]:
    """What sets each run apart from the others, its seed left out."""
    games = {manifest.game for manifest in manifests}
    if len(games) > 1:
        raise NeuroError(f"runs of one game can be compared, not of {' and '.join(sorted(games))}")
    flat = [_flat(manifest) for manifest in manifests]
    names = dict.fromkeys(name for one in flat for name in one if name != "algorithm")
    differing = [name for name in names if len({repr(one[name]) for one in flat if name in one}) > 1]
    return [
        ", ".join([one["algorithm"], *(f"{name} {one[name]}" for name in differing if name in one)]) for one in flat
    ]


def _flat(manifest: Manifest) -> dict[str, Any]:
    """All that a run's bits depend on but its seed, by name."""
    settings = asdict(manifest.settings)
    breeding, parameters = settings.pop("breeding"), settings.pop("parameters")
    del settings["seed"], settings["champion_choice"]
    policy = manifest.policy
    layers = " ".join(map(repr, policy.layers)) if isinstance(policy, Layered) else str(policy)
    return {**settings, **breeding, **parameters, "level": manifest.level, "layers": layers}
