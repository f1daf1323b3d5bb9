import json

import pytest


@pytest.mark.slow
def test_a_new_game_runs_evolves_shows_itself_and_keeps_the_contract(neuro):
    said = neuro("new-game", "fruit_fall").stdout_text
    assert "neuro watch fruit_fall --games ." in said
    assert sorted(path.name for path in (neuro.folder / "fruit_fall").iterdir()) == [
        "README.md", "__init__.py", "rules.py", "test_game.py",
    ]  # fmt: skip
    assert "Fruit fall: 3 inputs" in neuro("games", "--games", ".").stdout_text
    result = neuro.json("evolve", "fruit_fall", "--games", ".", "--seed", 1)
    assert result["solved"]
    found = neuro.json("check", "fruit_fall", "--games", ".")
    assert found["game"] == "fruit_fall"
    assert "rules in plain Python are the same compiled" in found["findings"]
    assert not any(found["findings"].values())
    neuro("watch", "fruit_fall", "--games=.", "--view", "window", "--frames", 30, "--screenshot", "shot.png")
    assert (neuro.folder / "shot.png").is_file()
    (episode,) = neuro.json("replay", result["champion"], "--games", ".")["episodes"]
    assert episode["score"] >= 100


@pytest.mark.slow
def test_a_fault_in_a_game_fails_the_check_and_names_the_line(neuro):
    neuro("new-game", "odd")
    rules = neuro.folder / "odd" / "rules.py"
    rules.write_text(rules.read_text().replace("-= p.fall", "-= p.fell"))
    told = "rules.py, line 43: there is no parameter 'fell': did you mean 'fall'?"
    assert told in neuro("check", "odd", "--games", ".", code=1).stdout_text
    refused = neuro("evolve", "odd", "--games", ".", code=1).stderr_text
    assert told in refused
    assert len(refused.strip().splitlines()) == 1


@pytest.mark.slow
def test_rules_that_print_keep_the_contract_and_the_check_is_not_drowned(neuro):
    neuro("new-game", "odd")
    rules = neuro.folder / "odd" / "rules.py"
    rules.write_text(
        rules.read_text().replace("    agent.height -= p.fall\n", "    agent.height -= p.fall\n    print(3)\n")
    )
    said = neuro("check", "odd", "--games", ".", NUMBA_DISABLE_JIT="1")
    assert said.stdout_text.endswith("Odd keeps the contract.\n")
    assert len(said.stdout_text.splitlines()) == 11
    assert "line 44: print shows nothing in compiled rules" in said.stderr_text


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("new-game", "My Game"), 2, "small letters, digits and underscores"),
        (("new-game", "class"), 2, "small letters, digits and underscores"),
        (("new-game", "flappy"), 2, "there is a game 'flappy' already"),
        (("games", "--games", "nowhere"), 1, "there is no folder nowhere"),
        (("games", "--games"), 1, "--games needs a folder"),
        (("check", "flapy"), 2, "did you mean 'flappy'"),
        (("check", "gym:CartPole-v1"), 1, "has no rules of ours"),
        (("evolve", "flappy", "--level", "strom"), 2, "unknown level of flappy 'strom'; did you mean 'storm'"),
        (("evolve", "flappy", "--set", "gapp=3"), 2, "unknown parameter of flappy 'gapp'; did you mean 'gap'"),
        (("evolve", "flappy", "--set", "gap=3"), 2, "flappy's gap lies between 30 and 400, not 3.0"),
        (("evolve", "flappy", "--set", "gap"), 2, "--set takes a parameter and its value"),
        (("evolve", "gym:CartPol-v1"), 2, "did you mean 'CartPole-v1'"),
    ],
)
def test_a_mistake_is_one_sentence(neuro, arguments, code, words):
    said = neuro(*arguments, code=code).stderr_text
    assert words in said
    assert len(said.strip().splitlines()) == 1


def test_a_game_that_is_there_is_not_written_over(neuro):
    (neuro.folder / "mine").mkdir()
    assert "is there already" in neuro("new-game", "mine", code=1).stderr_text
    assert list((neuro.folder / "mine").iterdir()) == []


def test_the_level_is_in_the_record_and_in_the_result(neuro):
    result = neuro.json("evolve", "flappy", "--level", "storm", "--set", "gap=160", "--seed", 1, "--generations", 1)
    shown = json.loads(neuro("inspect", result["champion"], "--json").stdout_text)
    assert (shown["level"], shown["setting"]["gap"], shown["setting"]["gust"]) == ("storm", 160, 0.1)
