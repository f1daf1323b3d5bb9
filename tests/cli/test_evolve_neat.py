"""NEAT from the command line: it goes on, is verified and told, and examples evolve by it."""

SMALL = ("--algorithm", "neat", "--seed", 5, "--population", 60, "--max-steps", 400, "--keep-going")


def test_a_run_goes_on_to_the_same_bits_and_is_verified_in_other_processes(neuro):
    whole = neuro.json("evolve", "flappy", *SMALL, "--generations", 5, "--out", "one")
    neuro.json("evolve", "flappy", *SMALL, "--generations", 2, "--out", "two")
    found = neuro.json("evolve", "--resume", "two", "--generations", 5, "--keep-going", "--threads", 1)
    assert found["fingerprint"] == whole["fingerprint"]
    assert (found["hidden"], found["links"]) == (whole["hidden"], whole["links"])
    assert "5 generations came out again" in neuro("verify", "two").stdout_text
    assert "came out again" in neuro("verify", "two/champion.neuro").stdout_text
    told = neuro.json("inspect", "two/champion.neuro")
    assert (told["hidden"], told["links"]) == (whole["hidden"], whole["links"])
    columns = (neuro.folder / "two/history.csv").read_text().splitlines()[0]
    assert all(name in columns.split(",") for name in ("species", "hidden", "links"))
    assert neuro.json("replay", "two/champion.neuro", "--view", "none")["episodes"][0]["steps"] > 0


def test_layers_and_other_forms_of_files_are_refused_in_a_sentence(neuro):
    said = neuro("evolve", "flappy", "--algorithm", "neat", "--layers", "5-4-2", code=2).stderr_text
    assert "breeds networks of its own" in said
    found = neuro.json("evolve", "xor", "--algorithm", "neat", "--seed", 1, "--out", "xor.neuro")
    assert found["solved"]
    assert "can be written as .neuro" in neuro("export", "xor.neuro", "xor.onnx", code=2).stderr_text


def test_examples_evolve_by_any_algorithm_to_the_same_bits(neuro):
    for algorithm in ("ga", "neat"):
        given = "evolve", "xor", "--algorithm", algorithm, "--seed", 7, "--population", 60
        one, two = neuro.json(*given, "--threads", 1), neuro.json(*given)
        assert one["solved"]
        assert one["accuracy"] == 1
        assert one["evaluations"] == 60 * one["generations"]
        assert one["fingerprint"] == two["fingerprint"]
    assert one["links"] >= 5
    assert "means nothing to the examples" in neuro("evolve", "xor", "--level", "hard", code=2).stderr_text
