import csv
import io

import numpy as np
import pytest

from neuro.network.training import History, Score


@pytest.fixture
def history():
    made = History(first=4)
    made.extend([0.5, 0.25], [0.75, 0.875], 1.0)
    made.extend([0.125], [1.0], 0.25, Score(0.5, 0.9))
    return made


def test_a_history_is_a_sequence_of_epochs_and_columns(history):
    assert len(history) == 3
    assert [epoch.number for epoch in history] == [4, 5, 6]
    assert history[-1].validation_loss == 0.5
    assert [epoch.loss for epoch in history[:2]] == history.loss[:2]
    assert history.seconds == [0.5, 0.5, 0.25]


def test_it_prints_a_line_an_epoch_and_no_more_than_twenty(history):
    assert str(history).splitlines()[-1].startswith("epoch    6  loss 0.125  accuracy 1.0000  validation loss 0.5")
    history.extend(list(np.linspace(1, 0, 1000)), [None] * 1000, 1.0)
    lines = str(history).splitlines()
    assert len(lines) <= 20
    assert lines[-1].startswith("epoch 1006")
    assert str(History()) == "no epoch was finished"


def test_it_goes_to_a_table_and_back(history, tmp_path):
    text = history.csv(tmp_path / "curve.csv")
    assert (tmp_path / "curve.csv").read_text() == text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [float(row["loss"]) for row in rows] == history.loss
    assert [row["validation_loss"] for row in rows] == ["", "", "0.5"]


def test_it_draws_its_curve_from_the_largest_to_the_smallest(history):
    lines = history.plot(width=30, height=8).splitlines()
    assert lines[0].split("|")[0].strip() == "0.5"
    assert lines[7].split("|")[0].strip() == "0.125"
    assert lines[0].split("|")[1][0] in "*o"
    assert lines[7][-1] == "*"
    assert "validation" in lines[-1]
    assert History().plot() == "no epoch was finished"
