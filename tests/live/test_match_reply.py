"""In a match against a person a page's champion does what it would do here, step by step, and remembers as much."""

import json
import shutil
import subprocess

import numpy as np
import pytest

from games.volley import game as volley
from neuro.evolution import EvolutionSettings
from neuro.live.composed_page import engine_code, live_facts
from neuro.network import GRU, Dense, Input
from neuro.policies import policy_of
from neuro.rollout.stepwise import Rollout

COURSE, STEPS = 3_000_000_019, 24
LAYERS = Input(12), GRU(6), Dense(3)
DRIVER = """
const fs = require("fs"), vm = require("vm"), read = name => fs.readFileSync(`${process.argv[2]}/${name}`);
vm.runInThisContext(`${read("engine.js")}\\nglobalThis.Served = Served;`);
(async () => {
  const served = new Served(), states = JSON.parse(read("states.json"));
  await served.open({facts: JSON.parse(read("facts.json")), wasm: read("kernels.wasm")});
  served.begin({});
  await served.next();
  served.duel({course: COURSE});
  const actions = states.map(state => Array.from(served.reply({state}).action));
  console.log(JSON.stringify({actions, genome: Array.from(served.evolution.best.genome)}));
})().catch(error => { console.error(error); process.exit(1); });
"""


def replies(folder, states):
    """What the champion of a page does in a match that comes into some states, and its genome."""
    settings = EvolutionSettings(seed=5, population=12, episodes=1, max_steps=40)
    facts, wasm = live_facts(volley, settings, policy_of(LAYERS), ["no", "proof", "here"])
    (folder / "facts.json").write_text(json.dumps(facts))
    (folder / "kernels.wasm").write_bytes(wasm)
    (folder / "states.json").write_text(json.dumps(states.tolist()))
    (folder / "engine.js").write_text(engine_code("ga"), encoding="utf-8")
    (folder / "run.js").write_text(DRIVER.replace("COURSE", str(COURSE)), encoding="utf-8")
    done = subprocess.run(["node", folder / "run.js", folder], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_champion_replies_to_a_person_in_a_page_as_it_does_here(tmp_path):
    if shutil.which("node") is None:
        pytest.skip("needs node")
    drawn = np.random.default_rng(1)
    states = drawn.normal(size=(STEPS, len(volley.state))).astype(np.float32)
    states[:, 0], states[:, [1, 2, -1]] = 1, 0  # the match goes on, and its numbers are whole that count
    found = replies(tmp_path, states)
    genome, courses = np.float32([found["genome"]]), np.array([COURSE], np.uint32)
    rollout = Rollout(volley, policy_of(LAYERS), genome, courses, persons=1, max_steps=STEPS)
    (block,) = rollout._blocks
    for state, action in zip(states, found["actions"], strict=True):
        block.state[: len(state), 0] = state
        rollout.advance(1, np.float32(drawn.normal(size=(3, 1))))
        assert block.action[3:, 0].tolist() == action[3:]
    assert len({tuple(one[3:]) for one in found["actions"]}) > 3
