"""Tables as people and spreadsheets write them: read as they are meant, or refused with the place."""

import json
import os

import numpy as np
import pytest

from neuro import Dense, Input, Network, save
from neuro.datasets import inputs_of, table
from neuro.errors import FileError, NeuroError, SettingError
from neuro.storage.files import load

LINES = 30


def write(folder, heading, line, *, count=LINES, end="\n", encoding="utf-8"):
    path = folder / "t.csv"
    path.write_bytes("".join(one + end for one in (heading, *map(line, range(count)))).encode(encoding))
    return path


def read(folder, heading, line, *, target="y", regression=None, fill=False, **form):
    """The columns of a table, the inputs in order of their lines, and the targets beside them."""
    data = table(write(folder, heading, line, **form), target, regression=regression, fill=fill)
    x, y = np.concatenate([data.x, data.test_x]), np.concatenate([data.y, data.test_y]).reshape(LINES, -1)
    order = np.lexsort((y[:, 0], x[:, 0]))
    return data, x[order], y[order]


def one_bad(cell):
    """A table of numbers with one other cell, in the fifth line of its file."""
    return lambda i: f"{cell if i == 3 else i};{i}.5"


@pytest.mark.parametrize(
    ("heading", "line", "form"),
    [
        ("a;y", lambda i: f"{i},5;{i},125", {}),
        ("a\ty", lambda i: f"{i},5\t{i},125", {}),
        ("a|y", lambda i: f"{i}.5|{i}.125", {}),
        ("a;y", lambda i: f"{i}.5;{i}.125", {}),
        ("a,y", lambda i: f'"{i},5","{i},125"', {}),
        ("sep=;\na;y", lambda i: f"{i},5;{i},125", {}),
        ("\ufeffa;y;", lambda i: f"{i},5;{i},125;", {}),
        ("a;y", lambda i: f"{i},5;{i},125", {"end": "\r\n"}),
        ("a;y", lambda i: f"{i},5;{i},125", {"end": "\r"}),
        ("a\ty", lambda i: f"{i},5\t{i},125", {"encoding": "utf-16"}),
        ("a,y", lambda i: f"+{i}.5e0, {i}.125 ", {}),
    ],
)
def test_numbers_are_read_as_spreadsheets_write_them(heading, line, form, tmp_path):
    data, x, y = read(tmp_path, heading, line, **form)
    assert data.classes == ()
    assert x[:, 0].tolist() == [i + 0.5 for i in range(LINES)]
    assert y[:, 0].tolist() == [i + 0.125 for i in range(LINES)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (lambda i: f"1.{i:03d},5;{i},5", 1000.5),
        (lambda i: f"{'1.000' if i == 0 else f'100{i},5'};{i},5", 1000),
        (lambda i: f'"1,{i:03d}.5";{i}.5', 1000.5),
        (lambda i: f"−{i}.5;{i}.5", -29.5),
    ],
)
def test_thousands_and_signs_that_can_be_told_are_read(line, expected, tmp_path):
    assert read(tmp_path, "a;y", line)[1].min() == expected


@pytest.mark.parametrize(
    ("heading", "line", "says"),
    [
        ("a,y", lambda i: f'"1,{100 + i}",{i}.5', "line 2 .*'1,100' under 'a', whose comma may"),
        ("a;y", lambda i: f"1.{100 + i};{i},5", "line 2 .*'1.100' under 'a', whose point may"),
        ("a;y", lambda i: f"{i},5;{i},5" if i != 7 else "7.5;1,5", "line 9 .*'7.5' under 'a', where numbers"),
    ],
)
def test_what_could_be_either_is_refused(heading, line, says, tmp_path):
    with pytest.raises(FileError, match=says):
        read(tmp_path, heading, line)


@pytest.mark.parametrize("cell", ["", " ", "nan", "NaN", "NA", "N/A", "#N/A", "<NA>", "null", "?", "-", "None", "."])
def test_a_missing_number_is_refused_with_its_place_or_counts_as_the_mean(cell, tmp_path):
    with pytest.raises(FileError, match=r"line 5 of .*t.csv has nothing.* under 'a'.*--fill-missing"):
        read(tmp_path, "a;y", one_bad(cell))
    data, x, _ = read(tmp_path, "a;y", one_bad(cell), fill=True)
    assert sorted({*range(LINES)} - {3} | {float(data.scaling.mean[0])}) == sorted(x[:, 0])
    with pytest.raises(FileError, match=r"line 5 of .*t.csv has nothing.* under 'y'.*no targets"):
        read(tmp_path, "a;y", lambda i: f"{i};{cell if i == 3 else i + 0.5}", fill=True)


@pytest.mark.parametrize("cell", ["", "nan", "NA", "?"])
def test_a_missing_word_is_refused_with_its_place_or_counts_as_the_share_of_each(cell, tmp_path):
    def line(i):
        return f"{i};{cell if i == 3 else 'uv'[i % 2]};{i}.5"

    with pytest.raises(FileError, match=r"line 5 of .*t.csv has nothing.* under 'b'"):
        read(tmp_path, "a;b;y", line)
    data, x, _ = read(tmp_path, "a;b;y", line, fill=True)
    assert data.columns.inputs[1].words == ("u", "v")
    assert (x[3, 1:] == data.scaling.mean[1:]).all()
    assert data.scaling.inputs(x)[3, 1:].tolist() == [0, 0]


@pytest.mark.parametrize(
    "cell",
    ["1_000", "oops", "inf", "-Infinity", "0x10", "１２", "٣", "1 000", "1'000", "1\u202f000", "5%", "€5", "--5",
     "1.2.3", "TRUE", "1/2", "2020-01-01", "#DIV/0!", "(5)", "5-"],
)  # fmt: skip
def test_a_cell_that_is_no_number_among_numbers_is_refused_with_its_place(cell, tmp_path):
    for line in (one_bad(cell), lambda i: f"{i};{cell if i == 3 else f'{i}.5'}"):
        with pytest.raises(FileError, match=r"line 5 of .* under '[ay]', where numbers are expected"):
            read(tmp_path, "a;y", line)


@pytest.mark.parametrize(
    "line", [lambda i: f"1_00{i % 9}", lambda i: f"{i}%", lambda i: f"€{i}", lambda i: f"1 {i + 100}"]
)
def test_a_column_of_nearly_numbers_does_not_become_words(line, tmp_path):
    with pytest.raises(FileError, match=r"line 2 of .* under 'a', where numbers are expected"):
        read(tmp_path, "a;y", lambda i: f"{line(i)};{i}.5")


def test_a_number_too_large_is_refused_with_its_place(tmp_path):
    with pytest.raises(FileError, match=r"line 5 of .*1e999 under 'a', which is too large"):
        read(tmp_path, "a;y", one_bad("1e999"))
    with pytest.raises(FileError, match=r"line 5 of .* has 9{40} under 'a', which is too large"):
        read(tmp_path, "a;y", one_bad("9" * 400))
    with pytest.raises(FileError, match="cannot be scaled"):
        read(tmp_path, "a;y", lambda i: f"{'-' * (i % 2)}1e308;{i}.5")


def test_one_word_in_a_numeric_target_does_not_make_classes_of_it(neuro, tmp_path):
    path = write(tmp_path, "a,y", lambda i: f"{i},{'oops' if i == 250 else f'{i}.25'}", count=500)
    told = neuro("train", "csv", path, "--target", "y", "--save", "n.neuro", code=1).stderr_text
    assert "line 252" in told
    assert "'oops' under 'y'" in told
    assert not (tmp_path / "n.neuro").exists()


def test_few_whole_numbers_are_classes_or_numbers_as_one_likes(neuro, tmp_path):
    path = write(tmp_path, "a,y", lambda i: f"{i},{i % 4}{'.0' if i % 3 else ''}")
    assert table(path, "y").classes == table(path, "y", regression=False).classes == ("0", "1", "2", "3")
    assert table(path, "y", regression=True).classes == ()
    common = ("train", "csv", path, "--target", "y", "--epochs", 2, "--seed", 1, "--save", "n.neuro")
    told = neuro.json(*common, "--task", "regression")
    assert {"train_rmse", "train_r2", "test_rmse", "test_r2"} <= set(told)
    assert told["test_accuracy"] is None
    told = neuro.json(*common, "--task", "classification")
    assert "test_rmse" not in told
    assert 0 <= told["test_accuracy"] <= 1
    assert "y was learnt as 4 classes; as a number: --task regression" in neuro(*common).stdout_text
    said = neuro(*common, "--task", "regression", "--loss", "cross-entropy", code=2).stderr_text
    assert "--loss cross-entropy is for classes" in said
    assert "--task; that is for" in neuro("train", "digits", "--task", "regression", code=2).stderr_text


def test_a_target_with_a_class_for_each_line_is_refused(tmp_path):
    path = write(tmp_path, "a,y", lambda i: f"{i},w{i}", count=300)
    with pytest.raises(FileError, match="300 classes in 300 lines; there must be from 2 to 150"):
        table(path, "y")


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\x0b", "\x0c", "\x1c", "\xa0"])
def test_signs_that_python_takes_for_ends_of_lines_end_none(sign, tmp_path):
    data, _, _ = read(tmp_path, "a,y", lambda i: f"{f'u{sign}u' if i == 3 else 'v'},{i}.5")
    assert data.columns.inputs[0].words == ("u u", "v")


def test_a_word_is_the_same_whatever_stands_beside_it_in_its_line(tmp_path):
    strange = "u\xa0u"
    data, *_ = read(tmp_path, "a,b,y", lambda i: f"x  x,{strange if i == 3 else 'v'},{i}.5")
    assert data.columns.inputs[0].words == ("x  x",)


@pytest.mark.parametrize("sign", ["\0", "\x1b[2J", "\x7f"])
def test_signs_that_cannot_be_printed_are_refused_with_their_place(sign, tmp_path):
    with pytest.raises(FileError, match=r"line 5 of .* has signs under 'a' that cannot be printed"):
        read(tmp_path, "a,y", lambda i: f"{f'u{sign}' if i == 3 else 'v'},{i}.5")
    with pytest.raises(FileError, match=r"column 1 of .* has no name that can be printed"):
        read(tmp_path, f"a{sign},y", lambda i: f"{i},{i}.5")


@pytest.mark.parametrize("heading", ['"a;b;c;d",y', '"a;b;c;d","y"'])
def test_signs_inside_quotes_say_nothing_about_what_stands_between_cells(heading, tmp_path):
    data, *_ = read(tmp_path, heading, lambda i: f"{i},{i}.5")
    assert data.columns.inputs[0].name == "a;b;c;d"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (lambda i: f"{i},{i}.5\n\n" if i != 7 else "x,1", 23),
        (lambda i: f'"{i}\n",{i}.5' if i != 7 else "x,1", 16),
    ],
    ids=["blank lines", "lines in quotes"],
)
def test_a_line_is_named_by_its_number_in_the_file(line, place, tmp_path):
    with pytest.raises(FileError, match=rf"line {place} of .* has 'x' under 'a'"):
        read(tmp_path, "a,y", line)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,y\n1,2.5\n" + "x" * 140_000 + ",3.5\n", "line 3 of .* more than 131,072 signs: is a quote not closed"),
        ('a,y\n1,2.5\n"3,4\n5,6\n', "line 3 of .* has 1 cell, but the first line has 2 column names"),
        ("a,a,y\n1,2,3\n", "two columns named 'a'"),
        ("a,,y\n1,2,3\n", "column 2 of .* has no name"),
        ("a,b,y\n?,1,2.5\n?,3,4.5\n?,5,6.5\n", "column 'a' of .* holds no values"),
        ("a y\n1 2\n", "is no table"),
        ("a" * 300 + ",y\n1,2\n", "the name of column 1 of .* has more than 250 signs"),
        ("a,y\n" + "u" * 300 + ",2\nv,3\n", "line 2 of .* has a word of more than 250 signs under 'a'"),
        ("a,y\n1,2\n", "holds a single example"),
        ("Größe;y\n1;2\n", "line 1 is not in UTF-8; save it again as 'CSV UTF-8'"),
    ],
)
def test_what_is_no_table_is_a_sentence(text, says, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode("cp1252"))
    with pytest.raises(FileError, match=says) as found:
        table(path, "y", fill=True)
    assert "\n" not in str(found.value)


def test_a_folder_or_a_pipe_is_no_table(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, says in ((tmp_path, "a folder"), (tmp_path / "pipe", "a device or a pipe")):
        with pytest.raises(FileError, match=f"it is {says}, not a file"):
            table(path, "y")


@pytest.fixture
def houses(neuro, tmp_path):
    """A network that has learnt a table of numbers and words."""

    def line(i):
        return f"{i % 7 + 1};{'Rom' if i % 3 else 'Ulm'};{100_000 * (i % 7) + i},5"

    path = write(tmp_path, "rooms;town;price", line, count=120)
    options = ("--target", "price", "--seed", 1, "--epochs", 60, "--lr", 0.02, "--save", tmp_path / "houses.neuro")
    neuro("train", "csv", path, *options)
    return tmp_path / "houses.neuro"


def test_a_network_predicts_the_lines_of_another_table_by_its_columns_names(houses, neuro, tmp_path):
    more = tmp_path / "more.csv"
    more.write_text("town,note,rooms\nUlm,new,1\n\nRom,old,7\n")
    told = neuro.json("predict", houses, "--csv", more)
    assert (told["target"], told["lines"], told["unused"]) == ("price", [2, 4], ["note"])
    network = load(houses)
    expected = network.predict([[1, 0, 1], [7, 1, 0]])[:, 0]
    assert told["predictions"] == expected.tolist()
    assert abs(expected[1] - expected[0]) > 300_000
    process = neuro("predict", houses, "--csv", more)
    assert process.stdout_text == f"line,price\n2,{float(expected[0])}\n4,{float(expected[1])}\n"
    assert "note" in process.stderr_text
    printed = neuro("predict", houses, "--csv", more, "--out", "p.csv").stdout_text
    assert printed == "wrote 2 predictions to p.csv\n"
    assert (tmp_path / "p.csv").read_text() == process.stdout_text


def test_what_was_learnt_is_predicted_in_the_same_numbers(houses, tmp_path):
    network, data = load(houses), table(tmp_path / "t.csv", "price")
    x, sheet = inputs_of(network, tmp_path / "t.csv")
    assert len(sheet.rows) == 120
    assert {tuple(row) for row in x.tolist()} == {tuple(row) for row in np.concatenate([data.x, data.test_x]).tolist()}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("town,rom\nUlm,1\n", "lacks the column 'rooms', from which this network has learnt; it has 'town', 'rom'"),
        (",".join(f"c{k}" for k in range(40)) + "\n" + "1," * 39 + "1\n", "it has 'c0', .*, 'c11' and 28 more"),
        ("a,b\nUlm,1\n", "lacks the columns 'rooms', 'town'"),
        ("town,rooms\nUlm,1\nBonn,2\n", "line 3 of .* has 'Bonn' under 'town', where .* knows only 'Rom', 'Ulm'"),
        ("town,rooms\nUlm,1\nRom,many\n", "line 3 of .* has 'many' under 'rooms', where numbers are expected"),
        ("town,rooms\nUlm,?\n", "line 2 of .* has nothing but '\\?' under 'rooms'"),
        ("town,rooms\n,1\n", "line 2 of .* has nothing under 'town'"),
    ],
)  # fmt: skip
def test_lines_that_the_network_cannot_take_are_refused_with_their_place(text, says, houses, neuro, tmp_path):
    (tmp_path / "more.csv").write_text(text)
    with pytest.raises(FileError, match=says):
        inputs_of(load(houses), tmp_path / "more.csv")
    process = neuro("predict", houses, "--csv", "more.csv", "--out", "p.csv", code=1)
    assert process.stderr_text.count("\n") == 1
    assert process.stdout_text == ""
    assert not (tmp_path / "p.csv").exists()


def test_missing_values_count_as_the_means_of_the_table_that_was_learnt(houses, neuro, tmp_path):
    (tmp_path / "more.csv").write_text("town,rooms\n?,?\n")
    told = neuro.json("predict", houses, "--csv", "more.csv", "--fill-missing")
    network = load(houses)
    assert told["predictions"] == network.predict(network.scaling.mean).tolist()


def test_classes_are_predicted_by_their_names(neuro, tmp_path):
    path = write(tmp_path, "a,y", lambda i: f"{i},{'small' if i < 15 else 'large'}")
    neuro("train", "csv", path, "--target", "y", "--seed", 1, "--epochs", 300, "--lr", 0.05, "--save", "n.neuro")
    (tmp_path / "more.csv").write_text("a,y\n1,?\n28,?\n")
    told = neuro.json("predict", "n.neuro", "--csv", "more.csv")
    assert told["predictions"] == ["small", "large"]
    assert told["classes"] == ["large", "small"]
    assert np.allclose(np.sum(told["outputs"], axis=1), 1, atol=1e-5)
    assert json.loads(neuro("inspect", "n.neuro", "--json").stdout_text)["columns"]["predicted"] == "y"


def test_only_a_network_that_has_learnt_a_table_predicts_one(neuro, tmp_path):
    network = Network([Input(1), Dense(1)], seed=1)
    save(network, tmp_path / "n.neuro")
    (tmp_path / "t.csv").write_text("a,y\n1,2\n2,3\n")
    assert "has not learnt a table" in neuro("predict", "n.neuro", "--csv", "t.csv", code=1).stderr_text
    with pytest.raises(SettingError, match="has not learnt a table"):
        inputs_of(network, tmp_path / "t.csv")
    with pytest.raises(NeuroError, match="there is no file"):
        load(tmp_path / "nowhere.neuro")


def test_a_wide_table_keeps_all_its_names(tmp_path):
    names = [f"a column with a long name, number {k}" for k in range(3000)]
    lines = [",".join(f'"{name}"' for name in [*names, "y"])] + [",".join(["1"] * 3000 + [f"{i}.5"]) for i in range(3)]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    data = table(tmp_path / "t.csv", "y")
    network = Network([Input(3000), Dense(1)], seed=1, scaling=data.scaling)
    network.columns = data.columns
    save(network, tmp_path / "n.neuro")
    assert load(tmp_path / "n.neuro").columns == data.columns
