"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Group, Parameter

__all__ = ["KeepingOptions", "LiveOptions", "RunSettings", "View", "ViewOptions"]

View = Literal["auto", "window", "terminal", "none"]

_LIVE = Group("A live page", sort_key=1)
_RUN, _KEEPING = Group("The run", sort_key=1), Group("Keeping it", sort_key=2)
_SHOWING = Group("Showing it", sort_key=3)


@Parameter(name="*", group=_SHOWING)
@dataclass(frozen=True, kw_only=True)
class ViewOptions:
    """Where and how an episode is shown.

    Args:
        view: The view to show; auto takes the best that is there, none plays as fast as the machine can.
        speed: Speed at the beginning: 1/4, 1/2, 1, 2, 4 … 64, max; 1 when not given.
        frames: Draw so many frames, then end.
        screenshot: Save the last frame as a PNG.
        record: Record every frame into a .mp4, .gif or .png, sixty to a second of play, however fast the machine is;
            with --view none, nothing is shown meanwhile.
        frame: What recordings hold: the world alone, or the whole window; when not given, the world in a .gif or .png,
            where the window's texts would be too small to be read.
        theme: dark or light; as it was the last time when not given.
    """

    view: View = "auto"
    speed: str | None = None
    frames: int | None = None
    screenshot: Path | None = None
    record: Path | None = None
    frame: Literal["world", "window"] | None = None
    theme: Literal["dark", "light"] | None = None


@Parameter(name="*", group=_RUN)
@dataclass(frozen=True, kw_only=True)
class RunSettings:
    """What a run is made of, and how it goes.

    Args:
        seed: Seed of every random draw; a random one when not given. The same seed gives the same run, bit for bit.
        population: Genomes in a generation; 1,000 when not given, unless the algorithm says otherwise.
        generations: The largest number of generations.
        episodes: Courses that every genome plays in a generation, the same for all; 4 when not given, unless the
            game says otherwise.
        max_steps: The longest episode, in steps; Flappy takes 60 for a second of play.
        algorithm: Name of the algorithm, also with settings, as in ga:mutation_rate=0.4,elites=0.1; ga when not given.
            `neuro algorithms` lists them.
        layers: The size of each layer of the networks, from inputs to outputs, such as 5-16-16-2; the game's own when
            not given.
        activation: The activation of the hidden layers, such as relu; as in the game's own network when not given.
        level: Level of the game; `neuro games` lists them.
        set: A parameter of the game's rules, for example gap=100; may be given again for others.
        map: A text file with a map, for games that take one: a maze drawn with - | + S G, or points of a road.
        threads: Threads or workers that evaluate; as many as there are when not given. Changes no result.
        engine: What evaluates: local for threads, ray for a Ray cluster (extra ray); local when not given. Changes no
            result, and a run may go on under another one.
        address: Address of a Ray cluster, for example auto; one of its own on this machine when not given.
        keep_going: Go on when the game is solved.
        json: Print the result as one JSON object, and nothing else.
        quiet: Print nothing but the result.
        verbose: Print a line for each generation.
    """

    seed: int | None = None
    population: int | None = None
    generations: int | None = None
    episodes: int | None = None
    max_steps: int | None = None
    algorithm: str | None = None
    layers: str | None = None
    activation: str | None = None
    level: str | None = None
    set: Annotated[list[str] | None, Parameter(negative="")] = None
    map: Path | None = None
    threads: int | None = None
    engine: str | None = None
    address: str | None = None
    keep_going: Annotated[bool, Parameter(negative="")] = False
    json: Annotated[bool, Parameter(negative="")] = False
    quiet: Annotated[bool, Parameter(negative="")] = False
    verbose: Annotated[bool, Parameter(name=["--verbose", "-v"], negative="")] = False


@Parameter(name="*", group=_LIVE)
@dataclass(frozen=True, kw_only=True)
class LiveOptions:
    """The run that a live page begins with; each as for `neuro evolve`.

    Args:
        level: Level of the game.
        algorithm: Name of the algorithm, also with settings.
        population: Genomes in a generation; 1,000 when not given, unless the algorithm says otherwise.
        episodes: Courses that every genome plays in a generation.
        layers: The size of each layer of the networks, such as 5-16-16-2.
        activation: The activation of the hidden layers, such as relu.
        set: A parameter of the game's rules, for example gap=100; may be given again for others.
        map: A text file with a map, for games that take one.
    """

    level: str | None = None
    algorithm: str | None = None
    population: int | None = None
    episodes: int | None = None
    layers: str | None = None
    activation: str | None = None
    set: Annotated[list[str] | None, Parameter(negative="")] = None
    map: Path | None = None


@Parameter(name="*", group=_KEEPING)
@dataclass(frozen=True, kw_only=True)
class KeepingOptions:
    """Where and how a run is kept.

    Args:
        out: The run's folder; a new one under your saves when not given.
        resume: Go on with the run in this folder, to the same bits as if it had never stopped.
        checkpoint_every: Generations between checkpoints; every few seconds when not given.
        keep: Checkpoints that are kept besides the latest, spread over the run; 8 when not given.
        csv: Write a line for each generation into this file, too.
        log_dir: Write files for TensorBoard into this folder.
    """

    out: Path | None = None
    resume: Path | None = None
    checkpoint_every: int | None = None
    keep: int | None = None
    csv: Path | None = None
    log_dir: Path | None = None
