import dataclasses
import json
from pathlib import Path

import pytest

from neuro.storage.files import load_champion, save


def test_the_same_file_and_seed_give_the_same_trace(neuro, champion):
    rollouts = [neuro.json("replay", champion, "--seed", 44, "--episodes", 2, "--max-steps", 600) for _ in range(2)]
    assert rollouts[0] == rollouts[1]
    assert list(rollouts[0]) == ["file", "game", "episodes"]
    assert [list(episode) for episode in rollouts[0]["episodes"]] == [["seed", "score", "steps", "trace", "won"]] * 2
    assert [episode["seed"] for episode in rollouts[0]["episodes"]] == [44, 45]


def test_an_episode_is_the_same_whoever_plays_beside_it(neuro, champion):
    together = neuro.json("replay", champion, "--seed", 10, "--episodes", 70, "--max-steps", 300)["episodes"]
    alone = neuro.json("replay", champion, "--seed", 75, "--max-steps", 300)["episodes"]
    assert together[65] == alone[0]


def test_a_replay_without_the_jit_has_the_same_trace(neuro, champion):
    rollout = ("replay", champion, "--seed", 3, "--max-steps", 80)
    assert neuro.json(*rollout) == neuro.json(*rollout, NUMBA_DISABLE_JIT="1")


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


def test_champions_of_a_run_play_in_turn(neuro, run_folder):
    told = neuro.json("replay", run_folder, "--from-generation", 0)
    kept = sorted((run_folder / "champions").glob("*.neuro"))
    assert [Path(one["file"]) for one in told["champions"]] == kept
    assert len(kept) > 1
    later = neuro.json("replay", run_folder / "champion.neuro", "--from-generation", int(kept[-1].stem))
    assert later["episodes"] == told["champions"][-1]["episodes"] or "champions" in later


def test_a_folder_of_a_run_means_its_champion(neuro, run_folder):
    assert neuro.json("replay", run_folder)["file"] == str(run_folder / "champion.neuro")


def test_where_no_champions_are_kept_it_says_so(neuro, champion, run_folder):
    said = neuro("replay", run_folder, "--from-generation", 99, code=1).stderr_text
    assert "no champions from generation 99 on" in said


def test_ghosts_play_along(neuro, champion):
    options = ("--view", "window", "--frames", 60, "--max-steps", 200)
    neuro("replay", champion, "--against", "flappy", *options, "--screenshot", "race.png")
    neuro("replay", champion, *options, "--screenshot", "alone.png")
    race, alone = ((neuro.folder / name).read_bytes() for name in ("race.png", "alone.png"))
    assert race != alone
    said = neuro("replay", champion, "--against", "xor_arena", code=1).stderr_text
    assert "Flappy cannot be raced by a champion of 'xor_arena'" in said


def test_a_recording_is_made_without_a_window(neuro, champion):
    said = neuro("replay", champion, "--view", "none", "--max-steps", 100, "--record", "a.gif", DISPLAY="")
    assert (neuro.folder / "a.gif").read_bytes()[:6] == b"GIF89a"
    assert "Recorded" in said.stderr_text
    assert "course 0" in said.stdout_text


def test_a_champion_of_another_version_is_refused_and_played_by_force(neuro, champion):
    made = load_champion(champion)
    other = dataclasses.replace(made, rules_version=2, setting={**made.setting, "feathers": 3.0})
    save(other, neuro.folder / "other.neuro")
    refused = dataclasses.replace(made, rules_version=2)
    save(refused, neuro.folder / "refused.neuro")
    for command in (("replay", "refused.neuro"), ("play", "flappy", "--against", "refused.neuro")):
        said = neuro(*command, code=1).stderr_text
        assert "learnt under version 2 of Flappy's rules, and these are version 1" in said
        assert "--force plays it anyway" in said
    rollout = ("--seed", 4, "--max-steps", 300)
    assert (
        neuro.json("replay", "other.neuro", "--force", *rollout)["episodes"]
        == (neuro.json("replay", champion, *rollout)["episodes"])
    )
