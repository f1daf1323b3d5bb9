"""A run's state to a file and back; damage behind the checksum."""

import dataclasses
import io
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from neuro.errors import FileError
from neuro.evolution.settings import Change
from neuro.evolution.state import Best, EvolutionState
from neuro.policies import genome_of
from neuro.storage import limits
from neuro.storage.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from neuro.storage.files import load, save
from neuro.storage.frame import Kind, enclose, read_frame
from neuro.storage.neuro_pb2 import Array
from neuro.storage.neuro_pb2 import Checkpoint as Message

finite = st.floats(allow_nan=False, allow_infinity=False)
words = st.text("abcdefghijklmnopqrstuvwxyz_.", min_size=1, max_size=12)
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
arrays = st.one_of(
    hnp.arrays("<f4", shapes, elements=st.floats(-1e9, 1e9, width=32)),
    hnp.arrays("<f8", shapes, elements=finite),
    hnp.arrays("<i8", shapes),
)


@st.composite
def checkpoints(draw):
    generation = draw(st.integers(0, 1 << 31))
    genome = draw(hnp.arrays("<f4", st.integers(1, 9), elements=st.floats(-1e9, 1e9, width=32)))
    best = Best(
        genome_of(genome), draw(st.integers(0, max(0, generation - 1))), draw(finite), draw(finite), draw(st.booleans())
    )
    values = st.one_of(st.integers(-(1 << 63), (1 << 63) - 1), finite, words, st.booleans())
    places = sorted(draw(st.lists(st.integers(0, generation), max_size=4)))
    state = EvolutionState(
        generation=generation,
        arrays=draw(st.dictionaries(words, arrays, max_size=3)),
        fingerprint=draw(st.binary(min_size=16, max_size=16)).hex() if generation else "",
        best=best if generation else None,
        solved=draw(st.booleans()),
        agent_steps=draw(st.integers(0, (1 << 64) - 1)),
        seconds=draw(finite),
        changes=tuple(Change(place, draw(words), draw(values)) for place in places),
    )
    return Checkpoint(state, draw(st.binary(min_size=16, max_size=16)), draw(words), draw(words))


@settings(deadline=None)  # a disk may take its time
@given(checkpoints())
def test_every_state_comes_back_exactly(tmp_path_factory, checkpoint):
    path = tmp_path_factory.mktemp("state") / "file"
    save_checkpoint(checkpoint, path)
    found, state = load_checkpoint(path), checkpoint.state
    assert (found.run, found.game, found.algorithm) == (checkpoint.run, checkpoint.game, checkpoint.algorithm)
    assert list(found.state.arrays) == list(state.arrays)
    for name, array in state.arrays.items():
        assert found.state.arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(found.state.arrays[name], array)
    for field in dataclasses.fields(EvolutionState):
        if field.name not in ("arrays", "best"):
            assert getattr(found.state, field.name) == getattr(state, field.name)
    if state.best is not None:
        assert found.state.best.genome.digest() == state.best.genome.digest()
        for name in ("generation", "fitness", "score", "solved"):
            assert getattr(found.state.best, name) == getattr(state.best, name)


@pytest.fixture
def checkpoint():
    genome = np.arange(6, dtype=np.float32)
    return Checkpoint(
        EvolutionState(
            generation=3,
            arrays={"genomes": np.ones((4, 6), np.float32), "moments": np.zeros(6)},
            fingerprint="ab" * 16,
            best=Best(genome_of(genome), 1, 2.5, 1.0, False),
            solved=False,
            agent_steps=99,
            seconds=0.5,
            changes=(Change(1, "mutation_rate", 0.5), Change(2, "episodes", 2)),
        ),
        b"0123456789abcdef",
        "walk",
        "ga",
    )


@pytest.fixture
def path(checkpoint, tmp_path):
    save_checkpoint(checkpoint, tmp_path / "checkpoint.neuro")
    return tmp_path / "checkpoint.neuro"


def rewritten(path, change, *, tail=None):
    """Change the message of a checkpoint's file, or the bytes behind it, and give it a correct checksum."""
    body = read_frame(io.BytesIO(path.read_bytes()), path.stat().st_size).body
    end = 8 + int.from_bytes(body[:8], "little")
    message = Message.FromString(body[8:end])
    change(message)
    spelled = message.SerializeToString()
    rest = body[end:] if tail is None else tail
    path.write_bytes(enclose(Kind.CHECKPOINT, len(spelled).to_bytes(8, "little") + spelled + rest))


def having(**values):
    def change(message):
        for name, value in values.items():
            setattr(message, name, value)

    return change


def in_array(**values):
    def change(message):
        for name, value in values.items():
            if name == "shape":
                del message.arrays[0].shape[:]
                message.arrays[0].shape.extend(value)
            else:
                setattr(message.arrays[0], name, value)

    return change


def in_best(**values):
    def change(message):
        for name, value in values.items():
            setattr(message.best, name, value)

    return change


def swap_changes(message):
    message.changes[0].generation, message.changes[1].generation = 2, 1


DAMAGE = {
    "no format": (having(format=0), "which format"),
    "a newer format": (having(format=3), "newer neuro"),
    "the format of graphs": (having(format=2), "a best genome that a file of format 2 cannot hold"),
    "no run": (having(run=b"short"), "which run it is of"),
    "no fingerprint": (having(fingerprint=b""), "fingerprint of another length"),
    "no best": (lambda message: message.ClearField("best"), "a best genome before the first generation, or none"),
    "the best of a later generation": (in_best(generation=3), "later generation"),
    "a fitness that is no number": (in_best(fitness=math.nan), "fitness that is not a finite"),
    "an endless time": (having(seconds=math.inf), "duration that is not a finite"),
    "an array of another type": (in_array(dtype="<c16"), "type '<c16'"),
    "an object array": (in_array(dtype="O"), "type 'O'"),
    "an array without a name": (in_array(name=""), "names no array"),
    "an array twice": (in_array(name="moments"), "'moments' twice"),
    "an absurd shape": (in_array(shape=[1 << 62, 1 << 62]), "not the bytes that its array"),
    "a larger shape": (in_array(shape=[5, 6]), "not the bytes|not finite"),
    "a smaller shape": (in_array(shape=[3, 6]), "bytes left over"),
    "many dimensions": (in_array(shape=[1] * 20), "too many dimensions"),
    "many arrays": (lambda message: message.arrays.extend([Array(name="x")] * 100), "more than 64 arrays"),
    "changes out of order": (swap_changes, "out of their order"),
    "a change to come": (lambda message: setattr(message.changes[1], "generation", 9), "out of their order"),
    "a change without a name": (lambda message: message.changes[0].setting.ClearField("name"), "without a name"),
    "no game": (having(game=""), "names no game"),
    "a name that moves the cursor": (having(algorithm="\x1b[2J"), "cannot be printed"),
    "no date": (having(created="today"), "where the date should be"),
    "a huge genome": (lambda message: setattr(message.best.genome, "count", 1 << 60), "more than 4,000,000 parameters"),
    "a genome of fewer bytes": (lambda message: setattr(message.best.genome, "count", 5), "5 parameters in 24 bytes"),
}


@pytest.mark.parametrize(("change", "sentence"), DAMAGE.values(), ids=DAMAGE)
def test_damage_behind_the_checksum_is_refused_in_words(change, sentence, path):
    rewritten(path, change)
    with pytest.raises(FileError, match=sentence):
        load_checkpoint(path)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_an_algorithms_numbers_come_back_though_they_are_not_finite(value, checkpoint, tmp_path):
    arrays = {**checkpoint.state.arrays, "best": np.array([value, 1.0])}
    state = dataclasses.replace(checkpoint.state, arrays=arrays)
    save_checkpoint(dataclasses.replace(checkpoint, state=state), tmp_path / "file")
    found = load_checkpoint(tmp_path / "file").state.arrays
    assert found["best"].tobytes() == arrays["best"].tobytes()


@pytest.mark.parametrize("body", [b"", b"1234567", (1 << 63).to_bytes(8, "little") + b"x", (9).to_bytes(8, "little")])
def test_a_body_that_is_cut_short_is_refused(body, tmp_path):
    (tmp_path / "file").write_bytes(enclose(Kind.CHECKPOINT, body))
    with pytest.raises(FileError, match="cut short"):
        load_checkpoint(tmp_path / "file")


def test_what_could_not_be_loaded_is_not_saved(checkpoint, tmp_path):
    state = dataclasses.replace(checkpoint.state, seconds=math.nan)
    with pytest.raises(FileError, match="duration that is not a finite"):
        save_checkpoint(dataclasses.replace(checkpoint, state=state), tmp_path / "file")
    state = dataclasses.replace(checkpoint.state, arrays={"names": np.array(["a"])})
    with pytest.raises(FileError, match="array of <U1"):
        save_checkpoint(dataclasses.replace(checkpoint, state=state), tmp_path / "file")
    assert not (tmp_path / "file").exists()


def test_a_checkpoint_is_no_champion_and_a_champion_no_checkpoint(path, champion, tmp_path):
    with pytest.raises(FileError, match="is a checkpoint of a run, no champion"):
        load(path)
    save(champion, tmp_path / "champion.neuro")
    with pytest.raises(FileError, match="holds no checkpoint"):
        load_checkpoint(tmp_path / "champion.neuro")


def test_a_message_without_end_is_refused_before_protobuf_reads_it(path):
    rewritten(path, lambda message: message.arrays.extend([Array()] * (limits.CHECKPOINT_FRAMING // 2)))
    with pytest.raises(FileError, match="describes itself in more than"):
        load_checkpoint(path)
