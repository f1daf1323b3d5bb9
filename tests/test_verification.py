"""An honest record is confirmed; whatever is changed in it is found, and the generation is named."""

import dataclasses
import shutil

import pytest
from run_folders import GAME, GENERATIONS, begun, recorded

from neuro import exact_replay
from neuro.errors import FileError
from neuro.evolution.run import run
from neuro.paths import shipped_champion
from neuro.storage import runs
from neuro.storage.checkpoint import load_checkpoint, save_checkpoint
from neuro.storage.files import load_champion, save
from neuro.storage.history_file import COLUMNS
from neuro.storage.recorder import Recorder
from neuro.verification import verify, verify_champion


@pytest.fixture(autouse=True)
def _without_an_exam(monkeypatch):
    for module in (runs, exact_replay):
        monkeypatch.setattr(module, "recorded_game", lambda name: {"flappy": GAME}[name])


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    path = tmp_path_factory.mktemp("honest") / "run"
    recorded(path, checkpoint_every=3)
    return path


@pytest.fixture
def path(honest, tmp_path):
    shutil.copytree(honest, tmp_path / "run")
    return tmp_path / "run"


def test_an_honest_run_is_confirmed(path):
    verdict = verify(str(path))
    assert verdict.agrees
    assert verdict.generations == verdict.recorded == GENERATIONS
    assert verdict.differs_at is None


def test_verifying_changes_nothing(path):
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    verify(path)
    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("sample", range(1, GENERATIONS + 2))
def test_a_sample_plays_so_many_generations(path, sample):
    verdict = verify(path, sample=sample)
    assert verdict.agrees
    assert verdict.generations == min(sample, GENERATIONS)


def test_a_sample_finds_what_it_plays(path):
    change_cell(path, 6, "mean_score", "0.123")
    assert verify(path, sample=8).differs_at == 6


def change_cell(path, generation, column, value):
    lines = (path / "history.csv").read_text().splitlines()
    cells = lines[generation + 1].split(",")
    cells[COLUMNS.index(column)] = value
    lines[generation + 1] = ",".join(cells)
    (path / "history.csv").write_text("\n".join(lines) + "\n")


OTHER = {"solved": "true", "flat": "true", "alive": "19", "agent_steps": "1", "fingerprint": "0" * 32}


@pytest.mark.parametrize("column", [name for name in COLUMNS if name not in ("generation", "seconds")])
@pytest.mark.parametrize("generation", [0, 4, GENERATIONS - 1])
def test_the_first_generation_whose_record_was_changed_is_named(path, column, generation):
    change_cell(path, generation, column, OTHER.get(column, "0.125"))
    verdict = verify(path)
    assert not verdict.agrees
    assert verdict.differs_at == generation
    assert column in verdict.why or "history.csv" in verdict.why


def test_a_damaged_line_is_named(path):
    change_cell(path, 5, "alive", "many")
    verdict = verify(path)
    assert verdict.differs_at == 5
    assert "its line of generation 5 is damaged" in verdict.why


def test_another_seed_is_found_at_once(path):
    settings = path / "run.toml"
    settings.write_text(settings.read_text().replace("seed = 3", "seed = 4"))
    assert verify(path).differs_at == 0


def test_a_history_that_ends_too_soon_is_found(path):
    lines = (path / "history.csv").read_text().splitlines()
    (path / "history.csv").write_text("\n".join(lines[:9]) + "\n")
    verdict = verify(path)
    assert verdict.differs_at == 8
    assert "history.csv ends before" in verdict.why


def test_a_line_that_a_kill_cut_short_is_no_lie(tmp_path):
    evolution, folder = begun(tmp_path / "run", checkpoint_every=2)
    recorder = Recorder(folder)
    recorder.start(evolution)
    for _ in range(5):
        recorder.generation(evolution, evolution.step())
    recorder.close()
    text = folder.history_file.read_text()
    folder.history_file.write_text(text[:-20])
    assert verify(folder.path).agrees


def test_a_champion_of_another_run_is_found(path):
    file = sorted((path / "champions").iterdir())[1]
    champion = load_champion(file)
    champion.network.genome[0] += 1
    save(champion, file)
    verdict = verify(path)
    assert verdict.differs_at == champion.generation
    assert "champion" in verdict.why


def test_an_old_champion_in_the_place_of_the_best_is_found(path):
    shutil.copy(sorted((path / "champions").iterdir())[0], path / "champion.neuro")
    assert "not the best network" in verify(path).why


@pytest.mark.parametrize("field", ["agent_steps", "solved", "genome", "run"])
def test_a_forged_checkpoint_is_found(path, field):
    file = path / "checkpoints" / "00000006.neuro"
    found = load_checkpoint(file)
    state, other = found.state, found.run
    if field == "genome":
        state = dataclasses.replace(state, arrays={"genomes": state.arrays["genomes"] + 1})
    elif field == "run":
        other = bytes(16)
    else:
        state = dataclasses.replace(state, **{field: getattr(state, field) + 1 if field == "agent_steps" else True})
    save_checkpoint(dataclasses.replace(found, state=state, run=other), file)
    verdict = verify(path)
    assert verdict.differs_at == 5
    assert "00000006.neuro" in verdict.why


def test_a_damaged_file_is_found(path):
    file = path / "checkpoints" / "00000006.neuro"
    file.write_bytes(file.read_bytes()[:-1])
    assert "cut short or damaged" in verify(path).why


def test_settings_changed_on_the_way_are_followed(tmp_path):
    evolution, folder = begun(tmp_path / "run", checkpoint_every=2)
    evolution.change("mutation_rate", 0.7)
    run(evolution, generations=5, keep_going=True, reporters=[Recorder(folder)])
    assert verify(folder.path).agrees
    folder.events_file.write_text(folder.events_file.read_text().replace("0.7", "0.6"))
    assert not verify(folder.path).agrees


def test_a_champions_record_is_played_again(path):
    champion = load_champion(path / "champion.neuro")
    assert verify(path / "champion.neuro").agrees
    for name in ("fitness", "score"):
        forged = dataclasses.replace(champion, **{name: getattr(champion, name) + 0.5})
        verdict = verify_champion(forged)
        assert not verdict.agrees
        assert f"its {name} is" in verdict.why
    for name, value in (("seed", 4), ("generation", champion.generation + 1)):
        assert not verify_champion(dataclasses.replace(champion, **{name: value})).agrees
    passed = dataclasses.replace(champion, exam={**champion.exam, "solved": True})
    assert "does not pass the exam" in verify_champion(passed).why


@pytest.mark.parametrize(
    "exam",
    [{}, {"courses": 0, "max_steps": 5}, {"courses": True, "max_steps": 5}, {"courses": 1 << 40, "max_steps": 5}],
)
def test_a_champion_that_does_not_say_where_it_played_cannot_be_verified(path, exam):
    champion = load_champion(path / "champion.neuro")
    with pytest.raises(FileError, match="does not say on how many courses"):
        verify_champion(dataclasses.replace(champion, exam=exam))


def test_the_champion_that_ships_with_neuro_is_true(monkeypatch):
    monkeypatch.undo()
    assert verify(shipped_champion("flappy")).agrees
