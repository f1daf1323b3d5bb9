import pytest

from neuro.errors import FileError, NeuroError, SettingError, ShapeError, UnknownNameError


def test_an_unknown_name_is_answered_with_the_nearest_and_all_known():
    error = UnknownNameError.of("fruit", "aple", ["pear", "apple"])
    assert str(error) == "unknown fruit 'aple'; did you mean 'apple'? Known: apple, pear"
    assert str(UnknownNameError.of("fruit", "xyz", ["pear"])) == "unknown fruit 'xyz'. Known: pear"


@pytest.mark.parametrize(
    ("error", "kind"), [(FileError, NeuroError), (ShapeError, ValueError), (SettingError, ValueError)]
)
def test_errors_are_also_the_kind_that_python_programmers_expect(error, kind):
    assert issubclass(error, NeuroError)
    assert issubclass(error, kind)
    assert issubclass(UnknownNameError, LookupError)


def test_of_very_many_names_only_the_nearest_are_told():
    error = UnknownNameError.of("thing", "thing-7x", [f"thing-{k}" for k in range(100)])
    assert "did you mean 'thing-7" in str(error)
    assert "The nearest of 100: " in str(error)
    assert len(str(error)) < 200
