"""A cluster of Ray gives the bits that threads give, whoever is killed meanwhile.

Most of these tests start a real cluster, of several node processes on this machine.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from games_for_tests import duel, quick_flappy
from test_loop import bits

from neuro.errors import NeuroError, SettingError, UnknownNameError
from neuro.game import find_game
from neuro.network import Dense, Input
from neuro.network.layers import Recurrent
from neuro.paths import shipped_champion
from neuro.policies import policy_of
from neuro.rollout import ray_engine
from neuro.rollout.evaluator import open_evaluator
from neuro.rollout.ray_engine import Ray
from neuro.rollout.ray_worker import task_of
from neuro.rollout.wire_values import outcome_from, outcome_to, policy_from, policy_to
from neuro.storage.files import load_champion

FLAPPY = find_game("flappy").at("")
POLICY = policy_of(FLAPPY.layers)
COURSES = np.arange(4, dtype=np.uint32)
LONG = 60_000  # steps of an episode, which a champion survives: a generation of them takes a while


@pytest.fixture(scope="module")
def cluster():
    """A head without workers, and two nodes of one worker each."""
    pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        head = {"num_cpus": 0, "include_dashboard": False, "temp_dir": folder}
        (Path(tempfile.gettempdir()) / "ray").mkdir(
            exist_ok=True
        )  # where Ray notes the address, whatever ``temp_dir`` is
        made = Cluster(initialize_head=True, head_node_args=head)
        for _ in range(2):
            made.add_node(num_cpus=1)
        yield made
        made.shutdown()


def champions(count):
    """Genomes that live long, each a little different."""
    genome = load_champion(shipped_champion("flappy")).network.genome
    genomes = np.tile(genome, (count, 1))
    genomes[:, 0] += np.arange(count, dtype=np.float32) * 1e-6
    return genomes


def played_here(genomes, max_steps=LONG):
    with open_evaluator(FLAPPY, FLAPPY.layers) as local:
        return local.evaluate(genomes, COURSES, FLAPPY.setting, max_steps)


def played(evaluator, genomes, meanwhile=None, max_steps=LONG):
    """What an evaluator finds, while something happens in the middle of it."""
    found = []
    thread = threading.Thread(
        target=lambda: found.append(evaluator.evaluate(genomes, COURSES, FLAPPY.setting, max_steps))
    )
    thread.start()
    if meanwhile is not None:
        time.sleep(0.3)
        meanwhile()
        assert thread.is_alive(), "the generation was over before anything happened"
    thread.join()
    return found[0]


def test_without_ray_the_engine_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(ray_engine.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(NeuroError, match=r"pip install 'neuro-sandbox\[ray\]'"):
        open_evaluator(FLAPPY, FLAPPY.layers, "ray")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nowhere", "an address is HOST:PORT"),
        ("host:ray", "an address is HOST:PORT"),
        ("127.0.0.1:1", r"no Ray cluster can be reached at 127\.0\.0\.1:1 \(Connection refused\)"),
    ],
)
def test_a_cluster_that_cannot_be_reached_is_told_in_a_sentence(address, told, monkeypatch):
    monkeypatch.setattr(ray_engine.importlib.util, "find_spec", lambda name: name)
    with pytest.raises(NeuroError, match=told):
        open_evaluator(FLAPPY, FLAPPY.layers, "ray", address=address)


def test_games_of_several_players_are_refused_before_anything_starts():
    with pytest.raises(SettingError, match="has several players, who are evaluated on this machine"):
        open_evaluator(duel, duel.layers, "ray")


def test_a_game_that_has_no_name_cannot_be_sent():
    with pytest.raises(NeuroError, match="Flappy is not known by name"):
        task_of(quick_flappy, POLICY)


def test_what_is_sent_is_bytes_and_plain_values():
    def check(value):
        assert type(value) in (str, int, float, bool, bytes, dict, list, tuple), value
        inside = value.items() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
        for one in inside:
            check(one)

    outcome = played_here(champions(3), 50)
    check(task_of(FLAPPY, POLICY))
    check(outcome_to(outcome))
    assert bits(outcome_from(outcome_to(outcome))) == bits(outcome)


def test_a_policy_arrives_as_it_was_and_a_worker_that_knows_none_of_its_layers_says_so():
    policy = policy_of((Input(2), Recurrent(3, "tanh"), Dense(2)))
    assert policy_from(policy_to(policy)) == policy
    sent = policy_to(policy)
    sent["fields"]["layers"] = ({"layer of kind": "mine"},)
    with pytest.raises(UnknownNameError, match="unknown layer 'mine'"):
        policy_from(sent)


@pytest.mark.slow
def test_a_generation_on_several_nodes_is_what_threads_find(cluster):
    genomes = champions(300)
    with Ray(FLAPPY, POLICY, address=cluster.address, least=0.0) as evaluator:
        evaluator.compile(FLAPPY.setting)
        found = [played(evaluator, genomes, max_steps=200) for _ in range(2)]
        assert len(evaluator.workers) == 2
    assert bits(found[0]) == bits(found[1]) == bits(played_here(genomes, 200))
    assert found[0].faults == ()


@pytest.mark.slow
def test_workers_and_a_node_that_are_killed_in_mid_generation_cost_no_bit(cluster):
    genomes = champions(1500)
    wanted = bits(played_here(genomes))
    with Ray(FLAPPY, POLICY, address=cluster.address, least=0.0) as evaluator:
        evaluator.compile(FLAPPY.setting)
        for _, pid in evaluator.workers:  # one after the other, while its successor may still be on its way
            found = played(evaluator, genomes, lambda pid=pid: os.kill(pid, signal.SIGKILL))
            assert bits(found) == wanted
            assert any("was lost" in fault for fault in found.faults)
        while len(evaluator.workers) < 2:  # so that there is one on either node
            played(evaluator, genomes[:100], max_steps=200)
            time.sleep(0.5)
        node = next(iter(cluster.worker_nodes))
        found = played(evaluator, genomes, lambda: cluster.remove_node(node, allow_graceful=False))
        assert bits(found) == wanted  # its chunks are overdue, and played by others, before Ray tells of its end
    cluster.add_node(num_cpus=1)


@pytest.mark.slow
def test_where_the_whole_of_ray_is_killed_the_generation_is_played_all_the_same():
    pytest.importorskip("ray")
    genomes = champions(1500)
    with Ray(FLAPPY, POLICY, 2, least=0.0) as evaluator:

        def kill():
            os.killpg(evaluator._driver._process.pid, signal.SIGKILL)

        starting = threading.Thread(target=evaluator.compile, args=(FLAPPY.setting,))
        starting.start()
        while evaluator._driver is None:
            time.sleep(0.1)
        time.sleep(1)
        kill()  # while it starts: it is started again
        starting.join()
        assert len(evaluator.workers) == 2
        found = played(evaluator, genomes, kill)
        assert bits(found) == bits(played_here(genomes))
        assert any("the connection to Ray was lost" in fault for fault in found.faults)
        assert len(evaluator.workers) == 2  # of another Ray


RUN = ("--seed", "3", "--population", "3000", "--max-steps", "600", "--keep-going", "--level", "storm")


def neuro(folder, *arguments, **options):
    """Start the command in a folder."""
    variables = {"NEURO_SAVES": str(folder / "saves"), "SDL_VIDEODRIVER": "dummy"}
    given = {"cwd": folder, "env": {**os.environ, **variables}, "text": True, **options}
    command = [sys.executable, "-m", "neuro", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **given)


def told(process):
    """What it prints as JSON, and what it says besides."""
    out, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return json.loads(out), said


@pytest.mark.slow
def test_a_game_of_ones_own_is_sent_to_the_cluster_and_resumed_on_threads(cluster, tmp_path):
    told_of = neuro(tmp_path, "new-game", "mine").communicate()
    assert (tmp_path / "mine").is_dir(), told_of
    run = ("evolve", "mine", *RUN[:-2], "--games", ".", "--json", "--generations")
    there, said = told(neuro(tmp_path, *run, "3", "--out", "there", "--engine", "ray", "--address", cluster.address))
    assert said == f"starting workers: the Ray cluster at {cluster.address} …\n"
    assert there["engine"] == "ray"
    resumed, _ = told(neuro(tmp_path, "evolve", "--resume", "there", "--games", ".", "--generations", "6", "--json"))
    here, _ = told(neuro(tmp_path, *run, "6", "--out", "here"))
    assert resumed["engine"] == here["engine"] == "local"
    assert resumed["fingerprint"] == here["fingerprint"]


def of_ray(folder_of):
    """Command lines of living processes that belong to a cluster in a temporary folder."""
    found = []
    for status in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (status / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if folder_of in line:
                found.append(line)
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked for in /proc")
def test_ctrl_c_ends_with_everything_saved_and_ray_gone(tmp_path, monkeypatch):
    pytest.importorskip("ray")
    with tempfile.TemporaryDirectory(prefix="n-") as folder:  # a short path, for Ray has sockets in it
        monkeypatch.setenv("TMPDIR", folder)
        given = ("--set", "gravity=0.4", "--engine", "ray", "--threads", "1", "--out", "run", "--verbose")
        run = neuro(tmp_path, "evolve", "flappy", *RUN, *given)
        for line in run.stderr:
            if line.startswith("generation"):
                break
        assert of_ray(folder)
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)
        assert run.returncode == 130, said
        assert not of_ray(folder)
    verified = neuro(tmp_path, "verify", "run")
    out, said = verified.communicate(timeout=120)
    assert verified.returncode == 0, out + said
