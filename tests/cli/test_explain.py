import shlex

RUN = ("flappy", "--seed", 1, "--population", 60, "--max-steps", 400, "--quiet", "--out", "run")


def test_a_run_whose_mutation_does_nothing_is_told_so_and_the_command_that_it_names_begins(neuro):
    neuro("evolve", *RUN, "--generations", 14, "--mutation-rate", 0)
    before = {path: path.read_bytes() for path in neuro.folder.glob("run/**/*") if path.is_file()}
    found = neuro.json("explain", "run")
    assert found["state"] == "stuck"
    assert found["findings"][0]["name"] == "tiny-steps"
    assert found["findings"][0]["figure"] == 0
    command = found["findings"][0]["command"]
    assert command == "neuro evolve flappy --population 60 --max-steps 400 --seed 1"
    said = neuro("explain", "run").stdout_text
    assert "A child differs from its parent by 0.00% of the size of genes" in said
    assert f"       {command}\n" in said, "in a line of its own, to be copied"
    assert {path: path.read_bytes() for path in neuro.folder.glob("run/**/*") if path.is_file()} == before
    words = shlex.split(command)[1:]
    again = neuro.json(*words, "--generations", 2, "--keep-going", "--out", "again")
    usual = neuro.json("evolve", *RUN[:-3], "--generations", 2, "--keep-going", "--out", "usual")
    assert again["fingerprint"] == usual["fingerprint"], "the run with nothing else changed"


def test_a_run_that_has_learnt_is_told_so(neuro):
    neuro("evolve", "flappy", "--seed", 2, "--quiet", "--out", "run")
    found = neuro.json("explain", "run")
    assert found["state"] == "solved"
    assert found["findings"] == []
    assert neuro("explain", "run").stdout_text.startswith("It has learnt the game: generation ")


def test_a_run_that_has_just_begun_cannot_be_judged(neuro):
    neuro("evolve", *RUN, "--generations", 2)
    assert neuro("explain", "run").stdout_text == "Too early to tell: 2 generations so far, and 10 are needed.\n"


def test_a_history_that_ends_in_the_middle_of_a_line_is_explained_up_to_there(neuro):
    neuro("evolve", *RUN, "--generations", 14, "--mutation-rate", 0)
    history = neuro.folder / "run/history.csv"
    text = history.read_text()
    history.write_text(text[: text.index("\n12,") + 20])
    assert "in 12 generations" in (said := neuro.json("explain", "run")["says"]) or "of 12 generations" in said
    history.write_text(text[:30])
    assert "holds no generations yet" in neuro("explain", "run", code=1).stderr_text


def test_of_a_run_under_other_rules_the_record_alone_is_looked_at(neuro, monkeypatch):
    neuro("evolve", *RUN, "--generations", 14, "--mutation-rate", 0)
    monkeypatch.setattr("neuro.game.Game.version", 99)
    found = neuro.json("explain", "run")
    assert found["state"] == "stuck"
    assert found["notes"][0].startswith("The record alone was looked at, since the run cannot be played on: ")


def test_what_is_no_run_is_refused_in_a_sentence(neuro):
    (neuro.folder / "empty").mkdir()
    for path, said in (("nowhere", "there is no folder nowhere"), ("empty", "holds no run")):
        process = neuro("explain", path, code=1)
        assert said in process.stderr_text
        assert len(process.stderr_text.splitlines()) == 1
