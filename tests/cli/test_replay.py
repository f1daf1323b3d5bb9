import json

import pytest


def test_the_same_file_and_seed_give_the_same_trace(neuro, champion):
    flights = [neuro.json("replay", champion, "--seed", 44, "--episodes", 2, "--max-steps", 600) for _ in range(2)]
    assert flights[0] == flights[1]
    assert list(flights[0]) == ["file", "game", "episodes"]
    assert [list(episode) for episode in flights[0]["episodes"]] == [["seed", "score", "steps", "trace"]] * 2
    assert [episode["seed"] for episode in flights[0]["episodes"]] == [44, 45]


def test_an_episode_is_the_same_whoever_flies_beside_it(neuro, champion):
    together = neuro.json("replay", champion, "--seed", 10, "--episodes", 70, "--max-steps", 300)["episodes"]
    alone = neuro.json("replay", champion, "--seed", 75, "--max-steps", 300)["episodes"]
    assert together[65] == alone[0]


def test_a_replay_without_the_jit_has_the_same_trace(neuro, champion):
    flight = ("replay", champion, "--seed", 3, "--max-steps", 80)
    assert neuro.json(*flight) == neuro.json(*flight, NUMBA_DISABLE_JIT="1")


def test_with_no_file_the_champion_that_ships_passes_a_thousand_pipes(neuro):
    for arguments in ((), ("flappy",)):
        (episode,) = neuro.json("replay", *arguments, "--seed", 9)["episodes"]
        assert episode["score"] >= 1000


def test_the_name_of_a_game_means_its_champion_that_ships(neuro):
    for episode in neuro.json("replay", "xor_arena", "--seed", 510_001, "--episodes", 5)["episodes"]:
        assert episode["score"] >= 200


def test_without_a_picture_each_episode_is_a_line(neuro, champion):
    said = neuro("replay", champion, "--episodes", 3, "--max-steps", 100, "--view", "none").stdout_text
    assert [line.split(":")[0] for line in said.splitlines()] == ["course 0", "course 1", "course 2"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no file"),
        (b"", "is empty"),
        (b"hello, I am no champion at all" * 9, "is not a file of neuro's"),
    ],
)
def test_a_file_that_is_no_champion_is_refused_in_a_sentence(neuro, content, sentence):
    if content is not None:
        (neuro.folder / "bad.neuro").write_bytes(content)
    for command in ("replay", "inspect"):
        said = neuro(command, "bad.neuro", code=1).stderr_text
        assert sentence in said
        assert len(said.strip().splitlines()) == 1


def test_inspect_shows_what_is_in_a_file(neuro, champion):
    said = neuro("inspect", champion).stdout_text
    for fact in ("flappy", "Input(5) → Dense(8, tanh) → Dense(2, sigmoid)", "tournament", "gravity 0.35"):
        assert fact in said
    found = json.loads(neuro("inspect", champion, "--json").stdout_text)
    assert (found["kind"], found["seed"], found["parameters"]) == ("champion", 3, 66)
