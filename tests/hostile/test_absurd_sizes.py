"""Sizes that no machine has the memory or the time for are refused before the first step."""

import os
import signal
import time
from types import SimpleNamespace

import numpy as np
import pytest

import neuro as library
from neuro.errors import SettingError
from neuro.evolution import memory_check
from neuro.evolution.memory_check import check_memory
from neuro.rollout import evaluate as evaluation
from neuro.rollout.evaluate import evaluate

TEN_MILLION = 10_000_000


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"evolve xor_arena --population {TEN_MILLION} --episodes 10000", "episodes, takes"),
        (f"watch flappy --population {TEN_MILLION} --episodes 10000 --view none", "episodes, takes"),
        ("watch xor --population 100000000000 --view none", "a whole number from 2 to 10000000"),
        ("replay flappy --episodes 1000000000", "at most 1,000,000 episodes"),
        ("replay flappy --episodes 1000000000 --view none", "at most 1,000,000 episodes"),
        ("replay flappy --episodes 1000000000 --view none --record a.gif", "at most 1,000,000 episodes"),
    ],
)
def test_what_cannot_be_had_is_refused_in_a_sentence_and_nothing_is_made(neuro, line, sentence):
    said = neuro(*line.split(), code=2).stderr_text.splitlines()[-1]
    assert said.startswith("neuro: ")
    assert sentence in said
    assert not list(neuro.folder.rglob("run.toml"))


def test_memory_that_runs_out_all_the_same_is_a_sentence(neuro, monkeypatch):
    def no_more(*_, **__):
        raise MemoryError("Unable to allocate 1.46 TiB")

    monkeypatch.setattr("neuro.cli.replay.play_again", no_more)
    said = neuro("replay", "--view", "none", code=1).stderr_text.splitlines()[-1]
    assert said == "neuro: the memory of this machine is not enough: ask for less (Unable to allocate 1.46 TiB)"


def test_the_memory_of_a_generation_is_that_of_its_genomes_and_rollouts(monkeypatch):
    monkeypatch.setattr(memory_check, "_memory", lambda: 10**9)
    check_memory(1_000_000, 66)
    check_memory(1_000_000, 66, 4)
    with pytest.raises(SettingError, match="with 10,000,000,000 episodes"):
        check_memory(1_000_000, 66, 10_000)
    with pytest.raises(SettingError, match="genomes of 66 parameters"):
        check_memory(TEN_MILLION, 66)


def test_a_containers_limit_counts(monkeypatch, tmp_path):
    (tmp_path / "max").write_text("1000\n")
    monkeypatch.setattr(memory_check, "_GROUP", tmp_path / "max")
    assert memory_check._memory() in (0, 1000)
    (tmp_path / "max").write_text("max\n")
    assert memory_check._memory() != 1000


def test_many_episodes_are_those_that_some_at_a_time_are(champion):
    several = library.replay(champion, seed=5, episodes=300, max_steps=60)
    assert [one.seed for one in several] == list(range(5, 305))
    assert several[:2] + several[255:258] == [
        library.replay(champion, seed=seed, max_steps=60)[0] for seed in (5, 6, 260, 261, 262)
    ]


@pytest.mark.skipif(os.name == "nt", reason="signals come from POSIX")
@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_is_answered_in_the_middle_of_a_generation(threads):
    played = []

    class Slow:
        lanes, players, behaviours = 64, 1, 0

        def with_room_for(self, genomes):
            return self

        @staticmethod
        def block():
            return SimpleNamespace(weights=np.zeros(1))

        def rollout(self, block, genomes, courses, waiting, setting, limit, fitness, score, steps, *others):
            while waiting[0] < steps.size:
                waiting[0] += 1
                played.append(waiting[0])
                if len(played) == 3:
                    os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.01)

    genomes = np.zeros((evaluation._FEW + 1, 1), np.float32)
    with pytest.raises(KeyboardInterrupt):
        evaluate(Slow(), genomes, np.ones(1, np.uint32), None, 1, threads)
    evaluation._pool(threads).submit(int).result()  # the threads are free again
    assert len(played) < evaluation._FEW
