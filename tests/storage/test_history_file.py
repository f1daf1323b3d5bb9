import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.evolution.generation import Generation
from neuro.storage.history_file import COLUMNS, HistoryFile, read_history

finite = st.floats(allow_nan=False, allow_infinity=False)
counts = st.integers(0, 1 << 62)
records = st.builds(
    Generation,
    number=st.just(0),
    best_fitness=finite,
    mean_fitness=finite,
    stdev_fitness=finite,
    best_score=finite,
    mean_score=finite,
    alive=counts,
    agent_steps=counts,
    solved=st.booleans(),
    flat=st.booleans(),
    seconds=finite,
    fingerprint=st.binary(min_size=16, max_size=16).map(bytes.hex),
)
RECORD = Generation(0, 1.5, 1.0, 0.5, 2.0, 1.0, 3, 400, False, False, 0.001, "ab" * 16)


def history(count):
    return [dataclasses.replace(RECORD, number=number) for number in range(count)]


def written(path, records):
    file = HistoryFile(path, [])
    for record in records:
        file.append(record)
    file.close()


@given(st.lists(records, max_size=5))
def test_every_record_comes_back_exactly(tmp_path_factory, found):
    path = tmp_path_factory.mktemp("history") / "history.csv"
    found = [dataclasses.replace(record, number=number) for number, record in enumerate(found)]
    written(path, found)
    assert read_history(path) == (found, "")


def test_the_first_line_names_the_columns_and_each_line_is_there_at_once(tmp_path):
    path = tmp_path / "history.csv"
    file = HistoryFile(path, [])
    file.append(RECORD)
    assert path.read_text().splitlines()[0] == ",".join(COLUMNS)
    assert len(path.read_text().splitlines()) == 2
    file.close()


def test_a_history_that_is_taken_up_again_is_cut_to_where_it_goes_on(tmp_path):
    path = tmp_path / "history.csv"
    written(path, history(5))
    with path.open("a") as file:
        file.write("5,1.5,")
    again = HistoryFile(path, history(3))
    again.append(history(4)[3])
    again.close()
    assert read_history(path) == (history(4), "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2,1.5", "2,nan"),
        ("2,1.5", "2,inf"),
        ("2,1.5", "2,one"),
        ("2,1.5", "7,1.5"),
        ("2,1.5", "2, 1.5"),
        ("2,1.5", "2"),
        ("2,1.5", "2,1.5,1.5"),
        ("\n2,", "\n+2,"),
        ("\n2,", "\n\x00,"),
    ],
)
def test_reading_ends_at_the_first_line_that_is_not_whole_and_says_which(old, new, tmp_path):
    path = tmp_path / "history.csv"
    written(path, history(4))
    path.write_text(path.read_text().replace(old, new))
    found, fault = read_history(path)
    assert found == history(2)
    assert "its line of generation 2 is damaged" in fault


@pytest.mark.parametrize("text", ["", "generation\n", "a" * 5000])
def test_a_file_that_is_no_history_says_so(text, tmp_path):
    (tmp_path / "history.csv").write_text(text)
    assert read_history(tmp_path / "history.csv") == ([], "its first line does not name the columns")


def test_a_history_that_is_not_there_is_empty(tmp_path):
    assert read_history(tmp_path / "history.csv") == ([], "it is not there")


def test_a_line_cut_short_at_any_place_costs_only_itself(tmp_path):
    path = tmp_path / "history.csv"
    written(path, history(3))
    whole = path.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for length in range(last, len(whole)):
        path.write_bytes(whole[:length])
        assert read_history(path)[0] == history(2)
