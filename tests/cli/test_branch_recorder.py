from games_for_tests import quick_flappy

from neuro.cli.branch_recorder import BranchRecorder
from neuro.cli.options import RunSettings
from neuro.cli.session import Session
from neuro.evolution import Evolution, EvolutionSettings
from neuro.storage.manifest import Manifest
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder
from neuro.view.watch.rewind_thread import branch_of


def test_a_branch_is_kept_beside_the_run_that_it_came_from(tmp_path):
    run = Evolution(quick_flappy, EvolutionSettings(seed=3, population=20, episodes=1, max_steps=100))
    recorder = Recorder(RunFolder.create(tmp_path / "flappy-1", Manifest.of(run)))
    watched = BranchRecorder(Session(run, recorder.folder, recorder, RunSettings()))
    watched.start()
    for _ in range(2):
        recorder.generation(run, run.step())
    past = branch_of(run)
    past.change("mutation_rate", 0.9)
    (kept,) = watched.branch(past)
    for _ in range(2):
        kept.generation(past, past.step())
    watched.finish()
    assert watched.session.folder.path == tmp_path / "flappy-2"
    for name, alone in (("flappy-1", run), ("flappy-2", past)):
        folder = RunFolder(tmp_path / name)
        again = folder.evolution(standing=folder.find_resume_point())
        assert (again.generation, again.fingerprint) == (alone.generation, alone.fingerprint)
    assert "mutation_rate" in (tmp_path / "flappy-2" / "events.jsonl").read_text()
    assert len((tmp_path / "flappy-2" / "history.csv").read_text().splitlines()) == 5
