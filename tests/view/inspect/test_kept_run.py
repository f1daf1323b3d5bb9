import numpy as np
import pytest
from run_folders import GAME, SETTINGS, recorded

from neuro.errors import NeuroError
from neuro.evolution import Evolution
from neuro.view.inspect.behaviour_record import BehaviourRecord
from neuro.view.inspect.kept_run import KeptRun


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return recorded(tmp_path_factory.mktemp("kept") / "run", generations=5, checkpoint_every=1)[1]


def contents(folder):
    return {path: path.read_bytes() for path in folder.path.rglob("*.*")}


def followed(generations):
    """What a window would have known that had followed the run from its beginning."""
    run, record = Evolution(GAME, SETTINGS), BehaviourRecord(GAME.behaviour)
    for _ in range(generations):
        number, genomes = run.generation, run.genomes.copy()
        run.step()
        record.add(number, genomes, run.results)
    return record.now


def test_generations_that_are_kept_are_played_again_as_they_were(folder):
    kept = KeptRun(folder)
    kept.wait()
    assert (kept.panels, kept.story.present, kept.story.fault) == (("ends",), 5, "")
    found, wanted = kept.story.behaviours.ends, followed(5).ends
    assert [one.generation for one in found] == [one.generation for one in wanted] == [0, 1, 2, 3, 4]
    assert all(np.array_equal(one.behaviour, other.behaviour) for one, other in zip(found, wanted, strict=True))


def test_a_damaged_checkpoint_is_left_out_and_nothing_is_written(folder):
    damaged = folder.checkpoints / "00000002.neuro"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:99])
    before = contents(folder)
    kept = KeptRun(folder)
    kept.wait()
    assert contents(folder) == before
    damaged.write_bytes(whole)
    assert 2 not in {one.generation for one in kept.story.behaviours.ends}


def test_what_fails_on_the_way_is_told_in_the_panels(folder, monkeypatch):
    def fail(*_):
        raise NeuroError("nothing goes")

    monkeypatch.setattr(BehaviourRecord, "add", fail)
    kept = KeptRun(folder)
    kept.wait()
    assert kept.story.fault == "nothing goes"
