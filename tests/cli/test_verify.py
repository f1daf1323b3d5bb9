RUN = (
    "flappy",
    "--seed",
    12,
    "--generations",
    6,
    "--population",
    60,
    "--keep-going",
    "--max-steps",
    400,
    "--out",
    "run",
)


def test_an_honest_run_is_true_and_a_changed_one_names_the_generation(neuro):
    neuro("evolve", *RUN)
    assert neuro("verify", "run").stdout_text == "run is true: 6 generations came out again, bit for bit.\n"
    history = neuro.folder / "run/history.csv"
    lines = history.read_text().splitlines()
    cells = lines[4].split(",")
    cells[1] = str(float(cells[1]) + 1)
    lines[4] = ",".join(cells)
    history.write_text("\n".join(lines) + "\n")
    said = neuro("verify", "run", code=1)
    assert said.stderr_text.startswith("neuro: run is not as recorded in generation 3: best_fitness is ")
    assert len(said.stderr_text.splitlines()) == 1


def test_the_verdict_is_one_json_object(neuro, champion):
    verdict = neuro.json("verify", champion)
    assert verdict == {
        "path": str(champion), "what": "champion", "agrees": True, "generations": 1, "recorded": 1,
        "differs_at": None, "why": "",
    }  # fmt: skip


def test_what_is_neither_run_nor_champion_is_refused_in_a_sentence(neuro):
    for path in ("nowhere", "."):
        assert len(neuro("verify", path, code=1).stderr_text.strip().splitlines()) == 1
