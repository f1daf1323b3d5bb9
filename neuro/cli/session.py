"""A run from the command line: beginning or resuming it, keeping it, and printing its result."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from shlex import quote
from typing import Any

from neuro.algorithms_folder import algorithms_option
from neuro.cli.algorithm_options import BreedingOptions, algorithm_given, given_flags
from neuro.cli.checks import check_count, parameters_on, plural
from neuro.cli.evolve_examples import size_of
from neuro.cli.layers_option import layers_given
from neuro.cli.options import KeepingOptions, RunSettings
from neuro.cli.signals import StopSignals
from neuro.compiled_code import why_not_kept
from neuro.errors import FileError, NeuroError, SettingError
from neuro.evolution.algorithms import algorithm_named, policy_bred, population_of, settings_of
from neuro.evolution.evolution import Evolution
from neuro.evolution.memory_check import check_memory
from neuro.evolution.reporters import Reporter
from neuro.evolution.run import is_finished
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game, find_game
from neuro.games_folder import games_option
from neuro.numerals import in_short, tallied
from neuro.paths import saves_root
from neuro.policies import Policy
from neuro.random import random_seed
from neuro.rollout.evaluator import open_evaluator
from neuro.storage.files import save
from neuro.storage.logs import CsvLog, TensorBoardLog
from neuro.storage.manifest import Manifest, write_manifest
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder, free_run_folder
from neuro.texts import shown

__all__ = ["Session", "announce_compiling", "chosen_run", "open_session"]


@dataclass(frozen=True)
class Session:
    """A run and the folder that keeps it.

    Args:
        evolution: The run.
        folder: What is kept of it.
        recorder: What keeps it; None when the run has ended already.
        options: Options of the run's folder and settings; ``generations`` and ``keep_going`` are the run's own.
        logs: Reporters that write it down for other tools.
    """

    evolution: Evolution
    folder: RunFolder
    recorder: Recorder | None
    options: RunSettings
    logs: tuple[Reporter, ...] = ()

    @property
    def reporters(self) -> tuple[Reporter, ...]:
        """Reporters of the run; the one that keeps it comes first."""
        return (*([] if self.recorder is None else [self.recorder]), *self.logs)

    @property
    def is_finished(self) -> bool:
        """Whether there is nothing left to do."""
        return is_finished(self.evolution, self.options.generations, keep_going=self.options.keep_going)

    def result(self) -> dict[str, Any]:
        """The object that ``--json`` prints; its champion is null while no generation has been evaluated."""
        evolution, champion = self.evolution, self.evolution.champion
        return {
            "game": evolution.game.name,
            "algorithm": evolution.algorithm,
            "seed": evolution.settings.seed,
            "population": evolution.settings.population,
            "generations": evolution.generation,
            "agent_steps": evolution.agent_steps,
            "seconds": evolution.seconds,
            "compile_seconds": 0.0 if self.recorder is None else evolution.compile_seconds,
            "best_fitness": champion and champion.fitness,
            "best_score": champion and champion.score,
            "solved": evolution.solved,
            "run": str(self.folder.path),
            "champion": str(self.folder.champion_file) if champion else None,
            "fingerprint": evolution.fingerprint,
            "evaluations": evolution.evaluations,
            **(size_of(champion.network) if champion else {}),
            "engine": evolution.evaluator.name,
        }

    def go_on(self) -> str:
        """How to go on with it."""
        return f"neuro evolve --resume {quote(str(self.folder.path))}{self._found_again()}"

    def _found_again(self) -> str:
        """Options by which another command finds the game and the algorithm, where they came by such options."""
        algorithm = algorithm_named(self.evolution.algorithm)
        return games_option(self.evolution.game.name) + algorithms_option(algorithm.__module__)

    @contextmanager
    def running(self, stop: StopSignals) -> Iterator[None]:
        """While the run goes on: what may end it besides its end, in a sentence. What evaluates it is closed then.

        Raises:
            NeuroError: If the reader of the output has gone.
        """
        try:
            yield
        except KeyboardInterrupt:
            print("Stopped at once: the generation under way is evaluated again when you go on.", file=sys.stderr)
        except BrokenPipeError:
            count = plural(self.evolution.generation, "generation")
            raise NeuroError(
                f"nobody reads the output any more: stopped after {count}, all of them kept; go on with: {self.go_on()}"
            ) from None
        except OSError as error:
            if error.errno != errno.EIO:  # else it is the terminal: faults of a disk are told as FileError
                raise
            stop.note_closed_terminal()
        except FileError:  # it says itself what is safe
            raise
        except Exception as error:
            if self.evolution.generation and self.folder.manifest_file.exists():
                before = f"all before generation {self.evolution.generation:,} is kept"
                error.add_note(f"{before}; once it is mended, go on with: {self.go_on()}")
            raise
        finally:
            self.evolution.evaluator.close()

    def end(self, stop: StopSignals, **more: Any) -> int:
        """Print the result, unless the terminal has closed; the exit code.

        Args:
            stop: What may have stopped it.
            **more: What ``--json`` tells besides.
        """
        try:
            if stop():
                print(f"Stopped after {plural(self.evolution.generation, 'generation')}.", file=sys.stderr)
            self.print_result(**more)
            sys.stdout.flush()
        except OSError as error:
            if not stop() or error.errno != errno.EIO:
                raise
        return stop.exit_code

    def print_result(self, **more: Any) -> None:
        """Print the result, for people or as JSON."""
        if self.options.json:
            print(json.dumps({**self.result(), **more}, indent=2))
            return
        evolution, champion = self.evolution, self.evolution.champion
        if champion is None:
            print("Stopped before the first generation had been evaluated: nothing was learnt yet.")
        else:
            print(_verdict(evolution))
            print(f"Kept in {self.folder.champion_file}")
            again = quote(str(self.folder.champion_file)) + games_option(evolution.game.name)
            print(f"See it again: neuro replay {again}")
        if not self.is_finished:
            print(f"Go on with it: {self.go_on()}")


def _verdict(evolution: Evolution) -> str:
    game, champion = evolution.game, evolution.champion
    assert champion is not None
    rate = in_short(evolution.agent_steps / evolution.seconds)
    cost = f"{evolution.seconds:.2f} s, {rate} {game.agent}-steps a second, seed {evolution.settings.seed}"
    if evolution.solved:
        exam = f"{tallied(game.exam.score, game.score_name)} on each of {game.exam.courses} courses it had never seen"
        first = next((one.number for one in evolution.history if one.solved), champion.generation)
        later = f"; the champion is of generation {champion.generation}" if champion.generation != first else ""
        return f"Solved in generation {first}: {exam}{later} ({cost})."
    score = tallied(champion.score, game.score_name)
    best = f"the best reached {score} on average, in generation {champion.generation}"
    return f"Not solved in {plural(evolution.generation, 'generation')}: {best} ({cost})."


def open_session(
    game: str | None,
    options: RunSettings,
    breeding: BreedingOptions,
    keeping: KeepingOptions,
    *,
    longest: int | None = None,
    soon: Callable[[str], None] | None = None,
) -> Session:
    """Prepare a run, or one to go on with.

    Args:
        game: Name of the game; not needed to go on.
        options: The run.
        breeding: The algorithm's settings.
        keeping: Options of the run's folder and logs.
        longest: Generations at most when nobody says and the run does not keep going.
        soon: Told the game's title when all has been checked, before a new run's first generation is drawn: at a first
            start, that takes its time.

    Raises:
        UnknownNameError: If there is no such game, level, parameter, selection or crossover.
        SettingError: If a value is out of its range, or there is neither a game nor a run to go on with.
        FileError: If the run's folder cannot be made, or taken up again.
    """
    check_count("generations", options.generations)
    check_count("threads", options.threads)
    check_count("checkpoint-every", keeping.checkpoint_every)
    check_count("keep", keeping.keep, least=2)
    if keeping.resume is not None:
        return _resumed(game, options, breeding, keeping)
    if game is None:
        raise SettingError("name a game, for example flappy (see `neuro games`), or a run to go on with: --resume DIR")
    return _begun(game, options, breeding, keeping, longest, soon)


def _begun(
    game: str,
    options: RunSettings,
    breeding: BreedingOptions,
    keeping: KeepingOptions,
    longest: int | None,
    soon: Callable[[str], None] | None,
) -> Session:
    chosen, settings, policy = chosen_run(game, options, breeding)
    _announce_size(settings, policy.parameters, quiet=options.quiet)
    if soon is not None:
        chosen.setting_with(settings.parameters)
        soon(chosen.title)
    evaluator = open_evaluator(chosen, policy, **_where(options))
    evolution = Evolution(chosen, settings, layers=policy, evaluator=evaluator)
    limit = options.generations or (None if options.keep_going else longest)
    manifest = Manifest.of(
        evolution,
        generations=limit,
        keep_going=options.keep_going,
        checkpoint_every=keeping.checkpoint_every,
        keep=keeping.keep,
    )
    recorder = Recorder(RunFolder.create(keeping.out or free_run_folder(saves_root(), chosen.name), manifest))
    return Session(evolution, recorder.folder, recorder, replace(options, generations=limit), _logs(keeping))


def chosen_run(game: str, options: RunSettings, breeding: BreedingOptions) -> tuple[Game, EvolutionSettings, Policy]:
    """A run as it was asked for: the game on its level, the settings, and what the individuals are.

    Args:
        game: Name of the game.
        options: The run.
        breeding: The algorithm's settings.

    Raises:
        UnknownNameError: If there is no such game, level, parameter, selection or crossover.
        SettingError: If a value is out of its range.
    """
    chosen = find_game(game).at(options.level or "")
    algorithm, given = algorithm_given(options.algorithm, breeding)
    settings = EvolutionSettings(
        seed=random_seed() if options.seed is None else options.seed,
        population=population_of(algorithm, options.population),
        episodes=chosen.episodes if options.episodes is None else options.episodes,
        max_steps=options.max_steps,
        algorithm=algorithm,
        parameters=parameters_on(chosen, options.map, options.set),
        breeding=settings_of(algorithm, given, chosen.evolution),
    )
    layers = layers_given(options.layers, options.activation, chosen)
    policy = policy_bred(algorithm, chosen, settings.breeding, layers)
    return chosen, settings, policy


def _resumed(game: str | None, options: RunSettings, breeding: BreedingOptions, keeping: KeepingOptions) -> Session:
    assert keeping.resume is not None
    folder = RunFolder(keeping.resume)
    _check_nothing_else(game, options, breeding, keeping, folder)
    before, folder.manifest = folder.manifest, _longer(folder.manifest, options, keeping)
    options = replace(options, generations=folder.manifest.generations, keep_going=folder.manifest.keep_going)
    recorder, busy = _recorder(folder)
    try:
        standing = folder.find_resume_point()
        session = Session(folder.evolution(standing=standing, **_where(options)), folder, recorder, options)
    except BaseException:
        if recorder is not None:
            recorder.close()
        raise
    if recorder is not None and session.is_finished:
        if session.evolution.champion is not None and not folder.champion_file.exists():
            save(session.evolution.champion, folder.champion_file)
        recorder.close()
        recorder = None
    elif busy is not None and not session.is_finished:
        raise busy
    for note in standing.notes:
        print(shown(note), file=sys.stderr)
    if recorder is not None and folder.manifest != before:
        write_manifest(folder.manifest, folder.manifest_file)
    return replace(session, recorder=recorder, logs=() if recorder is None else _logs(keeping))


def _logs(keeping: KeepingOptions) -> tuple[Reporter, ...]:
    csv = [] if keeping.csv is None else [CsvLog(keeping.csv)]
    return (*csv, *([] if keeping.log_dir is None else [TensorBoardLog(keeping.log_dir)]))


def _recorder(folder: RunFolder) -> tuple[Recorder | None, FileError | None]:
    """What keeps the run, or why nothing can: which does not matter when the run has ended."""
    try:
        return Recorder(folder), None
    except FileError as error:
        return None, error


def _longer(manifest: Manifest, options: RunSettings, keeping: KeepingOptions) -> Manifest:
    """The manifest with what may be settled anew: how long the run goes on, and how it is kept."""
    return replace(
        manifest,
        generations=options.generations or manifest.generations,
        keep_going=options.keep_going or manifest.keep_going,
        checkpoint_every=keeping.checkpoint_every or manifest.checkpoint_every,
        keep=keeping.keep or manifest.keep,
    )


def _check_nothing_else(
    game: str | None, options: RunSettings, breeding: BreedingOptions, keeping: KeepingOptions, folder: RunFolder
) -> None:
    """Refuse what would make another run of it."""
    fixed = {name: getattr(options, name) for name in _SETTLED}
    settled = {**fixed, **given_flags(breeding), "out": keeping.out}
    given = [name for name, value in settled.items() if value is not None]
    if given:
        option = given[0].replace("_", "-")
        raise SettingError(f"--{option} was settled when the run in {folder.path} began; leave it out with --resume")
    if game is not None and game != folder.manifest.game:
        raise SettingError(f"the run in {folder.path} plays {folder.manifest.game}, not {game}; leave the game out")


def _where(options: RunSettings) -> dict[str, Any]:
    """What evaluates: see ``open_evaluator``."""
    return {"threads": options.threads, "engine": options.engine or "local", "address": options.address}


def _announce_size(settings: EvolutionSettings, parameters: int, *, quiet: bool) -> None:
    """Say beforehand if a generation is so large that nothing would be heard for a while."""
    check_memory(settings.population, parameters, settings.episodes)
    if not quiet and settings.population * max(parameters, settings.episodes) > _LARGE:
        size = f"{settings.population:,} genomes and {settings.population * settings.episodes:,} episodes"
        print(f"a generation of {size} takes a while to draw and to evaluate; Ctrl-C twice stops …", file=sys.stderr)


def announce_compiling(evolution: Evolution, *, quiet: bool = False, now: bool = True) -> None:
    """Compile unless the window will; say so beforehand when it will take a while."""
    if evolution.evaluator.preparation and not quiet:
        print(f"{evolution.evaluator.preparation} …", file=sys.stderr, flush=True)
    elif not evolution.is_compiled and not quiet:
        often = "at each start: see `neuro doctor`" if why_not_kept() else "first run only"
        print(f"compiling kernels ({often}) …", file=sys.stderr, flush=True)
    if now:
        evolution.compile()


_LARGE = 50_000_000  # numbers of a generation's genomes, or episodes: some seconds
_SETTLED = ("seed", "population", "episodes", "max_steps", "algorithm", "layers", "activation", "level", "set", "map")
