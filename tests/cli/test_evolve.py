import re
import signal
import time

import pytest

from neuro.evolution import Evolution

SMALL = ("evolve", "flappy", "--seed", 5, "--population", 40, "--generations", 2, "--max-steps", 400)
KEYS = [
    "game", "algorithm", "seed", "population", "generations", "agent_steps", "seconds", "compile_seconds",
    "best_fitness", "best_score", "solved", "run", "champion", "fingerprint", "evaluations", "engine",
]  # fmt: skip


def test_json_is_one_object_with_the_promised_keys(neuro):
    result = neuro.json(*SMALL)
    assert list(result) == KEYS
    assert (result["game"], result["algorithm"], result["seed"]) == ("flappy", "ga", 5)
    assert result["engine"] == "local"
    assert (result["population"], result["generations"], result["solved"]) == (40, 2, False)


def test_the_champion_is_kept_in_the_folder_that_was_asked_for(neuro):
    result = neuro.json(*SMALL, "--out", "here/run")
    assert result["run"] == "here/run"
    assert (neuro.folder / "here/run/champion.neuro").is_file()


def test_a_folder_with_spaces_is_quoted_in_the_commands_that_are_suggested(neuro):
    began = neuro.run(*SMALL, "--out", "my run")
    assert "See it again: neuro replay 'my run/champion.neuro'" in began.stdout_text
    again = neuro.run(*SMALL, "--out", "my run")
    assert "my run holds a run already: go on with it by --resume 'my run', or choose" in again.stderr_text


def test_a_slow_game_is_not_told_to_be_played_at_no_pace(neuro, monkeypatch):
    monkeypatch.setattr(Evolution, "seconds", property(lambda _: 7.0, lambda *_: None), raising=False)
    said = neuro(*SMALL).stdout_text
    assert re.search(r"\(7.00 s, \d\.\d k bird-steps a second", said)


def test_runs_without_a_folder_are_numbered(neuro):
    runs = [neuro.json(*SMALL)["run"] for _ in range(2)]
    assert [run.rpartition("/")[2] for run in runs] == ["flappy-1", "flappy-2"]


def test_the_fingerprint_depends_on_the_seed_and_on_nothing_else(neuro):
    one, two = neuro.json(*SMALL, "--threads", 1), neuro.json(*SMALL, "--threads", 2)
    assert one["fingerprint"] == two["fingerprint"]
    assert neuro.json(*SMALL[:3], 6, *SMALL[4:])["fingerprint"] != one["fingerprint"]


def test_it_stops_when_the_game_is_solved_and_says_how_to_replay(neuro):
    said = neuro("evolve", "flappy", "--seed", 2).stdout_text
    assert said.startswith("Solved in generation ")
    assert f"neuro replay {neuro.folder / 'saves/flappy-1/champion.neuro'}" in said


def test_keep_going_goes_on_to_the_last_generation(neuro):
    result = neuro.json("evolve", "flappy", "--seed", 2, "--generations", 25, "--keep-going")
    assert (result["generations"], result["solved"]) == (25, True)


def test_breeding_options_change_the_run(neuro):
    plain = neuro.json(*SMALL)["fingerprint"]
    for option in (("--selection", "rank"), ("--crossover", "blend"), ("--mutation-rate", 0.5), ("--elites", 0.2)):
        assert neuro.json(*SMALL, *option)["fingerprint"] != plain, option


def test_evolve_never_imports_pygame(neuro):
    assert "pygame" not in neuro(*SMALL, PYTHONPROFILEIMPORTTIME="1").stderr_text


def test_progress_is_silent_where_there_is_no_terminal(neuro):
    said = neuro(*SMALL).stderr_text
    assert said in ("", "compiling kernels (first run only) …\n")


def test_ctrl_c_stops_cleanly_and_keeps_the_best(neuro):
    process = neuro.start("evolve", "flappy", "--seed", 1, "--keep-going", "--out", "run")
    deadline = time.monotonic() + 60
    while not (neuro.folder / "run").is_dir() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=30)
    assert process.returncode == 130, complained
    assert "Traceback" not in complained
    if "Stopped after 0" not in complained:
        assert (neuro.folder / "run/champion.neuro").is_file()
        assert "neuro replay run/champion.neuro" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("evolve", "flapy"), "unknown game 'flapy'; did you mean 'flappy'?"),
        (("evolve", "flappy", "--population", 1), "population must be a whole number from 2"),
        (("evolve", "flappy", "--episodes", 0), "episodes must be a whole number from 1"),
        (("evolve", "flappy", "--generations", 0), "--generations must be at least 1"),
        (("evolve", "flappy", "--threads", -1), "--threads must be at least 1"),
        (("evolve", "flappy", "--seed", -1), "a seed is a whole number from 0"),
        (("evolve", "flappy", "--selection", "rang"), "unknown selection 'rang'; did you mean 'rank'?"),
        (("evolve", "flappy", "--mutation-rate", 2), "mutation_rate is a number from 0 to 1, not 2.0"),
        (("evole", "flappy"), "unknown command 'evole'; did you mean 'evolve'?"),
        (("watch", "flappy", "--speed", "fast"), "a speed is one of"),
    ],
)
def test_wrong_usage_is_one_sentence(neuro, arguments, sentence):
    said = neuro(*arguments, code=2).stderr_text
    assert sentence in said
    assert len(said.strip().splitlines()) == 1


def test_a_folder_that_cannot_be_made_is_one_sentence(neuro):
    said = neuro("evolve", "flappy", "--out", "/dev/null/run", code=1).stderr_text
    assert "cannot make the run's folder" in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--engine", "rai"), "unknown engine 'rai'; did you mean 'ray'?"),
        (("--address", "auto"), "the engine is local and has no address: add --engine ray"),
    ],
    ids=["unknown engine", "address without engine"],
)
def test_an_engine_that_cannot_be_is_refused_in_a_sentence_before_anything_is_kept(neuro, given, told):
    refused = neuro(*SMALL, *given, "--out", "run", code=2)
    assert told in refused.stderr_text
    assert not (neuro.folder / "run").exists()
