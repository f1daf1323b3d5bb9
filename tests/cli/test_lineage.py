from xml.etree import ElementTree

RUN = ("--seed", 1, "--population", 60, "--max-steps", 400, "--quiet", "--keep-going")


def test_a_champions_family_is_told_drawn_and_given_to_programs(neuro):
    neuro("evolve", "flappy", *RUN, "--generations", 12, "--out", "run")
    found = neuro.json("lineage", "run", "--svg", "family.svg")
    assert found["line"][0]["generation"] == 0
    assert found["line"][-1]["generation"] <= found["generation"]
    assert sum(found["changed"].values()) > 0.999
    picture = (neuro.folder / "family.svg").read_text(encoding="utf-8")
    texts = " ".join(one.text or "" for one in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"))
    assert "Flappy: where the champion comes from" in texts
    assert "prefers-color-scheme: dark" in picture
    assert picture.count("data:image/png") >= 3
    said = neuro("lineage", "run").stdout_text
    assert said.startswith(f"The champion of generation {found['generation']} ")
    assert "Its genes descend from bird " in said


def test_who_has_no_family_is_told_so_in_a_sentence(neuro):
    neuro("evolve", "flappy", *RUN, "--generations", 2, "--algorithm", "es", "--out", "run")
    (neuro.folder / "empty").mkdir()
    for path, said in (("run", "es has no family trees"), ("nowhere", "no folder nowhere"), ("empty", "holds no run")):
        process = neuro("lineage", path, "--svg", "family.svg", code=1)
        assert said in process.stderr_text
        assert len(process.stderr_text.splitlines()) == 1
    assert not (neuro.folder / "family.svg").exists()
    said = neuro("lineage", "run", "--svg", "family.png", code=2).stderr_text
    assert "--svg takes a file that ends in .svg, not 'family.png'" in said


def test_the_founder_itself_has_no_parents(neuro):
    neuro("evolve", "flappy", *RUN, "--generations", 1, "--out", "run")
    assert "is a founder: it was drawn at random" in neuro("lineage", "run", "--svg", "family.svg").stdout_text
