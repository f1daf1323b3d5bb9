import json
import shutil

import pytest
from run_folders import GAME, GENERATIONS, begun

from neuro.errors import FileError, NeuroError
from neuro.evolution import Evolution
from neuro.evolution.run import run
from neuro.evolution.settings import KILL, Change, EvolutionSettings
from neuro.storage.events import changes_in, read_events
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder
from neuro.verification import verify
from neuro.view.watch.rewind_thread import branch_of

CHANGED = [
    Change(3, "parameters.gap", 150.0),
    Change(5, KILL, 2),
    Change(7, "parameters.gravity", 0.3),
    Change(9, KILL, 3),
]


def turned(evolution, generation):
    """What people do while a generation is on stage."""
    if generation == 2:
        evolution.change("parameters.gap", 150, generation=3)
    if generation == 5:
        evolution.change(KILL, 2)
    if generation == 6:
        evolution.change("parameters.gravity", 0.3, generation=7)
    if generation == 9:
        evolution.change(KILL, 3)


def watched(path, **options):
    """A run whose world was changed, and whose elite was killed twice."""
    evolution, folder = begun(path, checkpoint_every=2, **options)
    recorder = Recorder(folder)
    recorder.start(evolution)
    for generation in range(GENERATIONS):
        turned(evolution, generation)
        recorder.generation(evolution, evolution.step())
    recorder.finish(evolution)
    return evolution, folder


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The run, and its folder; copied by whoever writes to it."""
    return watched(tmp_path_factory.mktemp("kept") / "run")


@pytest.fixture
def folder(kept, tmp_path):
    shutil.copytree(kept[1].path, tmp_path / "run")
    return RunFolder(tmp_path / "run")


def all_but_time(evolution):
    return evolution.fingerprint, evolution.agent_steps, evolution.changes, evolution.genomes.matrix.tobytes()


def test_what_was_done_to_the_world_and_the_elite_is_written_down(kept):
    evolution, folder = kept
    assert evolution.changes == CHANGED
    assert changes_in(read_events(folder.events_file), folder.events_file) == CHANGED


@pytest.mark.parametrize("stop", range(0, GENERATIONS + 1, 2))
def test_the_run_goes_on_to_the_same_bits_from_every_checkpoint(kept, folder, stop):
    for path in [folder.checkpoint_file, *folder.checkpoints.glob("*.neuro")]:
        if path.stem.isdigit() is False or int(path.stem) > stop:
            path.unlink()
    again = folder.evolution()
    assert again.generation in (0, stop)
    run(again, generations=GENERATIONS, keep_going=True)
    assert all_but_time(again) == all_but_time(kept[0])


@pytest.mark.parametrize("sample", [None, 1, 5])
def test_verify_finds_a_changed_run_true(folder, sample):
    assert verify(folder.path, sample=sample).agrees


def without(folder, event):
    """The folder, without a line of what happened."""
    lines = [one for one in read_events(folder.events_file) if (one.get("generation"), one.get("setting")) != event]
    folder.events_file.write_text("".join(json.dumps(one) + "\n" for one in lines))
    return folder


@pytest.mark.parametrize("event", [(3, "parameters.gap"), (5, KILL)])
def test_verify_notices_a_change_that_is_hidden(folder, event):
    verdict = verify(without(folder, event).path)
    assert not verdict.agrees
    assert verdict.differs_at == event[0]


def test_verify_notices_another_count_of_killed(folder):
    text = folder.events_file.read_text()
    folder.events_file.write_text(text.replace('"kill_elite", "value": 2', '"kill_elite", "value": 4'))
    assert not verify(folder.path).agrees


def test_champions_of_a_changed_world_know_it_and_are_verified_in_it(kept, folder):
    gaps = {}
    for path in sorted(folder.champions.glob("*.neuro")):
        verdict = verify(path)
        assert verdict.agrees, verdict.why
        gaps[int(path.stem)] = RunFolder(folder.path).kept_champions(99)[len(gaps)].setting["gap"]
    assert {gap for generation, gap in gaps.items() if generation < 3} == {120}
    assert {gap for generation, gap in gaps.items() if generation >= 3} == {150}


def begin_again_with(folder, told, instead):
    """Let the run's events tell something else, and leave nothing to go on from but them."""
    folder.events_file.write_text(folder.events_file.read_text().replace(told, instead))
    shutil.rmtree(folder.checkpoints)
    folder.checkpoint_file.unlink()


@pytest.mark.parametrize("value", [0, -3, 1.5, True, "ten"])
def test_a_killing_that_makes_no_sense_is_refused(folder, value):
    begin_again_with(folder, '"kill_elite", "value": 2', f'"kill_elite", "value": {json.dumps(value)}')
    with pytest.raises(NeuroError, match="kill_elite must be a whole number"):
        run(folder.evolution(), generations=GENERATIONS, keep_going=True)


def test_who_does_not_know_a_change_refuses_the_run_instead_of_misreading_it(folder):
    """As an older neuro, which knows no killing, does with these runs: the names are looked up in the same place."""
    begin_again_with(folder, "kill_elite", "kill_somebody_else")
    with pytest.raises(NeuroError, match="unknown setting of a running evolution 'kill_somebody_else'"):
        run(folder.evolution(), generations=GENERATIONS, keep_going=True)


def test_a_checkpoint_with_an_unknown_change_is_refused(kept, folder):
    state = kept[0].state().detached()
    unknown = state.__class__(**{**vars(state), "changes": (*state.changes, Change(11, "kill_somebody_else", 1))})
    with pytest.raises(NeuroError, match="kill_somebody_else"):
        Evolution(GAME, kept[0].initial_settings, state=unknown, history=kept[0].history)


@pytest.mark.parametrize("generation", [2, 3, 5, 6, 9])
def test_a_branch_begins_in_the_world_of_its_generation_and_without_what_was_done_later(kept, tmp_path, generation):
    evolution = kept[0]
    past = Evolution(GAME, evolution.initial_settings, changes=evolution.changes)
    while past.generation < generation:
        past.step()
    branch = branch_of(past)
    assert branch.coming_setting == past.coming_setting
    branch, folder = begun(tmp_path / "branch", evolution=branch, checkpoint_every=2)
    recorder = Recorder(folder)
    recorder.start(branch)
    recorder.save(branch)
    while branch.generation < GENERATIONS:
        recorder.generation(branch, branch.step())
    recorder.finish(branch)
    assert branch.changes == [
        one for one in CHANGED if one.generation < generation or (one.of_world and one.generation == generation)
    ]
    assert verify(folder.path).agrees
    again = folder.evolution()
    assert all_but_time(again) == all_but_time(branch)


def test_values_out_of_the_games_limits_are_refused_when_a_run_is_taken_up(folder):
    begin_again_with(folder, '"parameters.gap", "value": 150', '"parameters.gap", "value": 9999')
    with pytest.raises(NeuroError, match="gap lies between 30 and 400"):
        run(folder.evolution(), generations=GENERATIONS, keep_going=True)


def test_the_settings_that_a_run_began_with_stay_in_its_manifest(kept):
    assert kept[1].manifest.settings.parameters["gap"] == 120
    assert isinstance(kept[1].manifest.settings, EvolutionSettings)
    with pytest.raises(FileError, match="holds a run already"):
        begun(kept[1].path)
