"""How fast a live page evaluates, beside neuro itself on one core: ``python benchmarks/live.py [GAME[:LEVEL] ...]``.

Both evaluate the same generation of the same run, in turn: neuro's compiled loops on one thread, and the page's module
in node, which runs WebAssembly as Chromium does (the same V8). Times are of the processor, the best of some rounds;
seed 1, a population of 1,000, after some generations, since the first agents die soon.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.algorithms import settings_of
from neuro.game import find_game
from neuro.live.composed_page import engine_code, live_facts

_RUN = """
const fs = require("fs"), vm = require("vm"), [folder, generations, rounds] = process.argv.slice(2);
vm.runInThisContext(fs.readFileSync(`${folder}/engine.js`) + "\\nglobalThis.Evolution = Evolution;");
(async () => {
  const read = name => fs.readFileSync(`${folder}/${name}`);
  const evolution = await Evolution.open(JSON.parse(read("facts.json")), read("kernels.wasm"));
  for (let one = 0; one < +generations; one++) evolution.next();
  let best = 0;
  for (let round = 0; round < +rounds; round++) {
    const begin = process.cpuUsage(), {steps} = evolution.outcomeOf(evolution.generation);
    const {user, system} = process.cpuUsage(begin);
    best = Math.max(best, steps.reduce((all, one) => all + one, 0) / (user + system));
  }
  console.log(best);
})();
"""


def of_page(game: str, level: str, generations: int, rounds: int, run: Evolution) -> float:
    """Millions of agent-steps a second in the page's module."""
    facts, wasm = live_facts(find_game(game).at(level), run.settings, run.policy)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "facts.json").write_text(json.dumps(facts))
        (folder / "kernels.wasm").write_bytes(wasm)
        (folder / "engine.js").write_text(engine_code("ga"), encoding="utf-8")
        (folder / "run.js").write_text(_RUN, encoding="utf-8")
        command = ["node", str(folder / "run.js"), name, str(generations), str(rounds)]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def of_neuro(run: Evolution, rounds: int) -> float:
    """Millions of agent-steps a second in neuro's own loops, on one thread."""
    best = 0.0
    for _ in range(rounds):
        begin = time.process_time()
        outcome = run.evaluator.evaluate(run.genomes, run.courses, run.setting, run.max_steps)
        best = max(best, outcome.agent_steps / (time.process_time() - begin) / 1e6)
    return best


def main() -> None:
    """Print a line for each game."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("games", nargs="*", default=["flappy", "xor_arena", "poles", "maze", "cars", "snake"])
    options.add_argument("--generations", type=int, default=8)
    options.add_argument("--rounds", type=int, default=8)
    asked = options.parse_args()
    for name in asked.games:
        game, _, level = name.partition(":")
        found = find_game(game).at(level)
        settings = EvolutionSettings(seed=1, episodes=found.episodes, breeding=settings_of("ga", {}, found.evolution))
        run = Evolution(found, settings, threads=1)
        for _ in range(asked.generations):
            run.step()
        here, page = of_neuro(run, asked.rounds), of_page(game, level, asked.generations, asked.rounds, run)
        print(
            f"{name:20} neuro {here:7.1f}  page {page:7.1f} million steps a second, ratio {page / here:.2f}", flush=True
        )


if __name__ == "__main__":
    main()
