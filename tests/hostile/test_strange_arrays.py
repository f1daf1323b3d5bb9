"""Arrays of every type are learnt from in the right numbers, or refused in a sentence."""

import array
import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import neuro
from neuro import Dense, Input, Network, Supervised
from neuro.arrays import numbers_of
from neuro.errors import SettingError, ShapeError

NUMBERS, LABELS = [Input(2), Dense(3, "tanh"), Dense(1)], [Input(2), Dense(3, "tanh"), Dense(2, "softmax")]
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
Y = np.array([0, 1, 1, 0], float)


class Missing:
    """As pandas' NA: no number, and not to be made one."""

    def __float__(self):
        raise TypeError("float() argument must be a string or a real number, not 'NAType'")

    def __repr__(self):
        return "<NA>"


class Tensor:
    """As a tensor of a library that does not give it away."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError(
            "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.\nMore"
        )


#: How the same numbers may come.
RIGHT = {
    "half": lambda a: a.astype(np.float16),
    "float32": lambda a: a.astype(np.float32),
    "big-endian": lambda a: a.astype(">f4"),
    "big-endian float64": lambda a: a.astype(">f8"),
    "big-endian int": lambda a: a.astype(">i2"),
    "longdouble": lambda a: a.astype(np.longdouble),
    "bool": lambda a: a.astype(bool),
    "uint64": lambda a: a.astype(np.uint64),
    "list": lambda a: a.tolist(),
    "objects": lambda a: a.astype(object),
    "decimals": lambda a: np.vectorize(Decimal, otypes=[object])(a),
    "fractions": lambda a: np.vectorize(Fraction, otypes=[object])(a),
    "nothing masked": lambda a: np.ma.masked_array(a),
    "columns first": np.asfortranarray,
    "strided": lambda a: np.repeat(a, 2, axis=0)[::2],
    "unaligned": lambda a: np.frombuffer(b"\0" + a.tobytes(), np.uint8)[1:].view(float).reshape(a.shape),
    "memory": lambda a: memoryview(a),
}
#: What is none, and what is said of it.
WRONG = {
    "complex": (lambda a: a.astype(complex), "not complex ones"),
    "complex objects": (lambda a: a.astype(complex).astype(object), r"must be a real number, not \(?0"),
    "dates": (lambda a: a.astype("M8[s]"), "not dates"),
    "spans": (lambda a: a.astype("m8[s]"), "not spans of time"),
    "date objects": (lambda a: np.full(a.shape, datetime.date(2026, 1, 2), object), "2026-01-02 of type date"),
    "texts": (lambda a: a.astype(str), "not texts"),
    "bytes": (lambda a: a.astype("S"), "not bytes"),
    "texts of numbers": (lambda a: a.astype(str).astype(object), "must be a real number, not '0.0'"),
    "None": (lambda a: np.where(a > 0, None, a), "must be a real number, not None"),
    "NA": (lambda a: np.where(a > 0, Missing(), a), r"must be a real number, not <NA> of type Missing"),
    "masked": (lambda a: np.ma.masked_array(a, a > 0), r"1(, 1)?\] is masked"),
    "ragged": (lambda _: [[0, 1], [1], [0, 1], [1, 1]], "rows of different lengths"),
    "records": (lambda _: np.zeros(4, [("a", "f4"), ("b", "f4")]), "not records"),
    "half of another kind": (lambda a: np.zeros(a.shape, "V2"), r"not \|V2"),
    "a tensor with a gradient": (lambda _: Tensor(), "from a Tensor: Can't call .* requires grad"),
    "a generator": (lambda a: (one for one in a), "must be an array of numbers, not a generator"),
    "a dictionary": (lambda _: {"a": 1}, "must be an array of numbers, not {'a': 1} of type dict"),
    "nothing": (lambda _: None, "must be an array of numbers, not None"),
    "too large": (lambda a: np.where(a > 0, 1e300, a), r"is 1e\+300, too large for float32"),
    "far too large": (lambda a: np.where(a > 0, 10**400, a.astype(object)), "too large for float64"),
}
rightly = pytest.mark.parametrize("change", RIGHT.values(), ids=RIGHT)
wrongly = pytest.mark.parametrize(("change", "says"), WRONG.values(), ids=WRONG)


def trained(layers, x, y, **settings):
    network = Network(layers, seed=1)
    network.train(x, y, epochs=2, seed=1, **settings)
    return network


@pytest.fixture(scope="module")
def of_numbers():
    """A network that has learnt from arrays as NumPy makes them."""
    return trained(NUMBERS, X, Y)


@pytest.fixture(scope="module")
def of_labels():
    """The same of labels."""
    return trained(LABELS, X, Y.astype(int))


@rightly
def test_the_same_numbers_train_the_same_bits_whatever_their_type(change, of_numbers, of_labels):
    x, y = change(X), change(Y)
    assert trained(NUMBERS, x, y) == of_numbers
    assert trained(LABELS, x, y) == of_labels
    assert trained(NUMBERS, X, Y, validation=[x, y]) == of_numbers
    assert trained(LABELS, x, change(np.eye(2)[Y.astype(int)])) == of_labels
    whole = {"batch_size": 4, "shuffle": False}
    assert trained(NUMBERS, [(x, y)], None).predict(X) == pytest.approx(trained(NUMBERS, X, Y, **whole).predict(X))


@rightly
def test_the_same_numbers_are_predicted_scored_and_evolved_whatever_their_type(change, of_numbers):
    network = of_numbers
    assert (network.predict(change(X)) == network.predict(X)).all()
    assert network.evaluate(change(X), change(Y)) == network.evaluate(X, Y)
    found = [neuro.evolve(Supervised(NUMBERS, *one), seed=1, population=4, generations=2).fingerprint
             for one in ((X, Y), (change(X), change(Y)))]  # fmt: skip
    assert found[0] == found[1]
    genome = np.rint(network.genome)
    assert Network.from_genome(NUMBERS, change((genome > 0).astype(float))).genome.tolist() == (genome > 0).tolist()


@wrongly
@pytest.mark.parametrize("whose", ["x", "y"])
def test_what_is_no_number_is_refused_before_anything_is_learnt(change, says, whose):
    network = Network(NUMBERS, seed=1)
    before = network.genome.copy()
    given = change(X if whose == "x" else Y)
    x, y = (given, Y) if whose == "x" else (X, given)
    if y is None:  # then x should give batches
        says = "must be a pair"
    with pytest.raises((SettingError, ShapeError), match=says) as found:
        network.train(x, y, epochs=1)
    assert "\n" not in str(found.value)
    assert len(str(found.value)) < 250
    assert (network.genome == before).all()
    assert network.state is None or y is None


@wrongly
def test_what_is_no_number_is_refused_wherever_arrays_are_taken(change, says):
    network = Network(NUMBERS, seed=1)
    doors = [
        lambda: network.predict(change(X)),
        lambda: network.evaluate(change(X), Y),
        lambda: network.train(X, Y, validation=(change(X), Y)),
        lambda: network.train([(change(X), Y)]),
        lambda: neuro.evolve(Supervised(NUMBERS, change(X), Y), population=2, generations=1),
        lambda: Network.from_genome(NUMBERS, change(X)),
        lambda: setattr(network, "genome", change(X)),
    ]
    for door in doors:
        with pytest.raises((SettingError, ShapeError), match=says):
            door()


def test_labels_out_of_all_range_are_a_sentence():
    for label in (2, -1, 1e30, 2**63, -1e300):
        with pytest.raises(SettingError, match="needs labels from 0 to 1"):
            trained(LABELS, X, [0, 1, label, 0])


def test_what_validation_cannot_be_is_a_sentence():
    for validation in ((X, Y, Y), "0.1", True, {"a": 1}, np.array([0.1, 0.2]), float("nan"), -0.5, 1):
        with pytest.raises(SettingError, match="validation is") as found:
            trained(NUMBERS, X, Y, validation=validation)
        assert "\n" not in str(found.value)
    assert trained(NUMBERS, X, Y, validation=np.float32(0.25)).state.epoch == 2


def test_what_gives_no_batches_is_a_sentence():
    for source in (5, None, lambda: 5):
        with pytest.raises(SettingError, match="without y, x gives batches"):
            trained(NUMBERS, source, None)
    with pytest.raises(SettingError, match="batch 0 of the iterator must be a pair"):
        trained(NUMBERS, X, None)


def test_arrays_that_fit_are_not_copied():
    for dtype in (np.float32, np.float64, np.int64):
        values = np.ones((3, 2), dtype)
        assert numbers_of(values, "x") is values
    values = np.ones((3, 2), np.float32)
    assert numbers_of(values, "x", np.float32) is values
    assert numbers_of(array.array("d", [1, 2]), "x").tolist() == [1, 2]


def test_tensors_of_torch_are_learnt_from(of_numbers):
    torch = pytest.importorskip("torch")
    x, y = torch.tensor(X), torch.tensor(Y)
    for kind in (torch.float16, torch.float32, torch.float64, torch.int8):
        assert trained(NUMBERS, x.to(kind), y.to(kind)) == of_numbers
    with pytest.raises(SettingError, match="detach"):
        trained(NUMBERS, x.requires_grad_(), y)
    with pytest.raises(SettingError, match="BFloat16"):
        trained(NUMBERS, X, y.to(torch.bfloat16))
