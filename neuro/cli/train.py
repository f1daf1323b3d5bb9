"""``neuro train``: learn from examples by backpropagation."""

from __future__ import annotations

import json as json_format
import math
import shlex
import signal
import statistics
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Group, Parameter
from numpy.typing import NDArray

from neuro.cli.checks import check_count, plural
from neuro.cli.kept_file import TrainingFile
from neuro.cli.recipes import Recipe, TrainingPlan, recipe_named
from neuro.cli.signals import like_ctrl_c
from neuro.cli.spelled_options import spelled_options
from neuro.cli.training_options import TrainingOptions
from neuro.errors import FileError, SettingError
from neuro.network import Network
from neuro.network.training import Callback, EarlyStopping, History, ProgressBar, Score
from neuro.network.training.preparation import first_state
from neuro.storage import files

if TYPE_CHECKING:
    from neuro.datasets import DataSet

__all__ = ["SurfaceWindow", "train"]

_WINDOW = Group("Showing it (xor)", sort_key=2)


@Parameter(name="*", group=_WINDOW)
@dataclass(frozen=True, kw_only=True)
class SurfaceWindow:
    """Where the decision surface is shown, while xor is learnt.

    Args:
        view: window, or none for lines only; auto takes the window where there is a display.
        frames: Draw so many frames, then end.
        screenshot: Save the last frame as a PNG.
        theme: dark or light; as it was the last time when not given.
    """

    view: Literal["auto", "window", "none"] = "auto"
    frames: int | None = None
    screenshot: Path | None = None
    theme: Literal["dark", "light"] | None = None


def train(
    dataset: Literal["xor", "digits", "mnist", "csv"],
    file: Path | None = None,
    /,
    *,
    data: Path | None = None,
    target: str | None = None,
    task: Literal["regression", "classification"] | None = None,
    fill_missing: Annotated[bool, Parameter(negative="")] = False,
    model: Literal["mlp", "conv"] = "mlp",
    save: Annotated[Path | None, Parameter(name="--save")] = None,
    checkpoint_every: int | None = None,
    resume: Path | None = None,
    learning: TrainingOptions | None = None,
    showing: SurfaceWindow | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Train a network by backpropagation, and say how good it is on examples that it has never seen.

    Ctrl-C, or SIGTERM, stops after the step under way and keeps what has been learnt; `--resume` goes on with it, as
    far as it was to go. So:

        neuro train digits
        neuro train mnist --data FOLDER --model conv --save mnist.neuro
        neuro train csv houses.csv --target price --save houses.neuro

    Args:
        dataset: xor, digits (8 × 8, ship with neuro), mnist (files in a folder) or csv (a table of your own).
        file: The table, for csv.
        data: The folder with the files of MNIST: IDX, gzipped or not, or mnist_train.csv and mnist_test.csv.
        target: The column to be predicted, for csv.
        task: Whether that column counts as numbers or as classes; words and few whole numbers are classes else.
        fill_missing: Let a missing input of a table count as the mean of its column, instead of refusing it.
        model: mlp, dense layers only, or conv, convolutions before them.
        save: The file that keeps the network; a new one in your saves when not given.
        checkpoint_every: Epochs between checkpoints, which are kept in the same file; every few seconds when not given.
        resume: A file to go on with, instead of a new network: to the same bits as if it had never stopped.
        learning: Options of the training.
        showing: Options of the view.
        json: Print the result as one JSON object, and nothing else.
    """
    learning, showing = learning or TrainingOptions(), showing or SurfaceWindow()
    for name in ("epochs", "batch_size", "patience"):
        check_count(name.replace("_", "-"), getattr(learning, name))
    check_count("frames", showing.frames)
    check_count("checkpoint-every", checkpoint_every)
    kept = TrainingFile(dataset, save, checkpoint_every)
    lesson = recipe_named(dataset, file, data, target, learning.loss, task=task, fill=fill_missing)
    plan = lesson.plan(model, learning)
    network = plan.network if resume is None else _resumed(resume, plan)
    lesson = replace(lesson, data=lesson.shaped(network, network.state.loss.kind if network.state else plan.loss))
    with like_ctrl_c() as signals:
        history = _learn(lesson, plan, network, learning, showing, kept, quiet=json)
    kept.keep(network)
    told = _result_of(lesson.data, network, history, kept.path)
    print(json_format.dumps(told, indent=2) if json else _report(lesson, told, history))
    if history.interrupted and not json:
        again = shlex.join(str(word) for word in (dataset, file) if word)
        needed = {"data": data, "target": target, "task": task, "loss": learning.loss, "fill-missing": fill_missing}
        needed |= {"model": None if model == "mlp" else model, "resume": kept.path}
        print(f"Go on with it: neuro train {again}{spelled_options(needed)}")
    return 128 + [*signals, signal.SIGINT][0] if history.interrupted else 0


def _resumed(path: Path, plan: TrainingPlan) -> Network:
    found = files.load(path)
    if not isinstance(found, Network):
        raise FileError(f"{path} holds the champion of a game, not a network that was trained on examples")
    if (found.shapes[0], found.shapes[-1]) != (plan.network.shapes[0], plan.network.shapes[-1]):
        raise SettingError(
            f"{path} takes {found.shapes[0]} and gives {found.shapes[-1]}; this data set needs "
            f"{plan.network.shapes[0]} and {plan.network.shapes[-1]}"
        )
    if found.columns != plan.network.columns:
        raise SettingError(f"{path} has not learnt a table with these columns and words: `neuro inspect` shows which")
    return found


def _learn(
    lesson: Recipe,
    plan: TrainingPlan,
    network: Network,
    learning: TrainingOptions,
    showing: SurfaceWindow,
    kept: TrainingFile,
    *,
    quiet: bool,
) -> History:
    """Train, once it is sure that what will be learnt can be kept."""
    data, patience, epochs = lesson.data, learning.patience, plan.epochs
    given: dict[str, Any] = {
        "loss": plan.loss,
        "optimizer": plan.optimizer,
        "batch_size": plan.batch_size,
        "seed": plan.seed,
    }
    if network.state is not None:
        given = {name: value for name, value in given.items() if name in plan.asked}
        patience = patience or (network.state.best.patience if network.state.best else None)
        if learning.epochs is None and network.state.is_under_way:
            epochs = network.state.epochs_left
    network.state = first_state(network, **given)
    network.state.goal = max(network.state.goal, network.state.epoch + epochs)  # a window trains in small portions
    kept.check(network, watched=patience is not None)
    callbacks: list[Callback] = [kept, *([] if quiet else [ProgressBar()])]
    if patience is not None:
        callbacks.append(EarlyStopping(patience))
        given["validation"] = 0.1
    if lesson.surface and _shows(showing):
        from neuro.view.examples.surface_window import SurfaceOptions, train_in_window

        options = SurfaceOptions(frames=showing.frames, screenshot=showing.screenshot, theme=showing.theme)
        given["callbacks"] = [kept]
        return train_in_window(network, data.x, data.y, epochs=epochs, options=options, **given)
    return network.train(data.x, data.y, epochs=epochs, callbacks=callbacks, **given)


def _shows(showing: SurfaceWindow) -> bool:
    if showing.view != "auto":
        return showing.view == "window"
    from neuro.view.screen.display import has_display

    return has_display()


def _result_of(data: DataSet, network: Network, history: History, path: Path) -> dict[str, Any]:
    """The object that ``--json`` prints."""
    learnt, tested = _score(network, data, data.x, data.y), _score(network, data, data.test_x, data.test_y)
    return {
        "dataset": data.name,
        "parameters": network.parameter_count,
        "epochs": len(history),
        "train_loss": learnt.loss,
        "train_accuracy": learnt.accuracy,
        "test_loss": tested.loss,
        "test_accuracy": tested.accuracy,
        **_errors(network, data),
        "seconds_per_epoch": statistics.median(history.seconds) if len(history) else None,
        "file": str(path),
    }


def _errors(network: Network, data: DataSet) -> dict[str, float | None]:
    """Errors of a table's numbers: root mean square, and the share of their variance that predictions explain."""
    if data.columns is None or data.classes:
        return {}
    told: dict[str, float | None] = {}
    for name, x, y in (("train", data.x, data.y), ("test", data.test_x, data.test_y)):
        error, spread = ((network.predict(x) - y) ** 2).mean(), y.var()
        told |= {f"{name}_rmse": math.sqrt(error), f"{name}_r2": 1 - float(error / spread) if spread else None}
    return told


def _score(network: Network, data: DataSet, x: NDArray[Any], y: NDArray[Any]) -> Score:
    """The mean loss; and of classes the share whose output is the largest, whatever the loss."""
    found = network.evaluate(x, y)
    if not data.classes or y.ndim == 1:
        return found
    right = network.predict(x).argmax(axis=1) == y.argmax(axis=1)
    return Score(found.loss, float(right.mean()))


def _report(lesson: Recipe, told: dict[str, Any], history: History) -> str:
    lines = [history.plot(), ""] if len(history) > 1 else []
    learnt, tested = _spell(told, "train"), _spell(told, "test")
    seconds = told["seconds_per_epoch"]
    pace = "" if seconds is None else f", {seconds:.3g} s an epoch"
    stopped = " (stopped early)" if history.interrupted else ""
    lines += [
        f"{plural(told['parameters'], 'parameter')}, {plural(told['epochs'], 'epoch')}{pace}{stopped}",
        f"learnt from: {learnt}",
        *([f"never seen:  {tested}"] if lesson.has_test else []),
        f"Kept in {told['file']}",
        *lesson.hints(Path(told["file"])),
    ]
    return "\n".join(lines)


def _spell(told: dict[str, Any], part: str) -> str:
    accuracy, loss, error = (told.get(f"{part}_{name}") for name in ("accuracy", "loss", "rmse"))
    right = "" if accuracy is None else f"{accuracy:.2%} right, "
    explained = told.get(f"{part}_r2")
    beside = "" if error is None else f", RMSE {error:.4g}"
    return f"{right}loss {loss:.4g}{beside}" + ("" if explained is None else f", R² {explained:.4f}")
