"""Fingerprints of live pages beside neuro's own: ``python tests/live_fingerprints.py [GAME[:LEVEL] ...]``.

Every game (or those that are named) on every level (or that one) is evolved by ga and by neat for 20 generations, by a
page's module and engine in node, and by neuro itself; small populations do, since a difference of one bit anywhere
changes all that follows. A line tells of each, and the exit code is 1 where any fingerprint differs.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from itertools import islice
from pathlib import Path

from neuro.evolution.algorithms import policy_bred, settings_of
from neuro.evolution.settings import EvolutionSettings
from neuro.game import find_game, game_names
from neuro.kernels import cache_folder
from neuro.live.composed_page import engine_code, fingerprints
from neuro.live.exports import exports_of, exports_of_evolution, page_policy
from neuro.live.facts import facts_of
from neuro.live.module import is_made, wasm_module
from neuro.live.plain_code import compile_pages

SEED, POPULATION, EPISODES, MAX_STEPS = 330901, 24, 2, 300
DRIVER = """
const fs = require("fs"), vm = require("vm"), [, , folder, engine, generations, ...names] = process.argv;
vm.runInThisContext(`${fs.readFileSync(`${folder}/${engine}`)}\\nglobalThis.Evolution = Evolution;`);
(async () => {
  for (const name of names) {
    const read = kind => fs.readFileSync(`${folder}/${name}.${kind}`);
    const evolution = await Evolution.open(JSON.parse(read("json")), read("wasm"));
    for (let one = 0; one < +generations; one++) evolution.next();
    console.log(JSON.stringify(evolution.history.map(({fingerprint}) => fingerprint)));
  }
})().catch(error => { console.error(error); process.exit(1); });
"""


def levels_of(name):
    """The game on each of its levels, or only on the one that is named."""
    return [name] if ":" in name else [f"{name}:{level}" for level in find_game(name).levels or ("",)]


def run_of(name, algorithm):
    """The game on its level, a small run, and what its individuals are."""
    game, _, level = name.partition(":")
    found = find_game(game).at(level)
    found = found.at(found.level)  # its usual level by name
    breeding = settings_of(algorithm, {}, found.evolution if algorithm == "ga" else {})
    settings = EvolutionSettings(
        seed=SEED, population=POPULATION, episodes=EPISODES, max_steps=MAX_STEPS, algorithm=algorithm, breeding=breeding
    )
    return found, settings, page_policy(policy_bred(algorithm, found.layers, breeding, None))


def kernels_of(name, algorithm):
    """What gives the kernels of a page: all of them where the page's module is there, else those that evolve."""
    game, _, policy = run_of(name, algorithm)
    whole = partial(exports_of, game, policy, algorithm)
    return whole if is_made(whole) else partial(exports_of_evolution, game, policy, algorithm)


def write(folder, place, name, algorithm, exports):
    """The files of a page that node reads."""
    game, settings, policy = run_of(name, algorithm)
    wasm, pages = wasm_module(exports)
    (folder / f"{place}.wasm").write_bytes(wasm)
    (folder / f"{place}.json").write_text(json.dumps(facts_of(game, settings, policy, exports(), pages)))


def of_pages(names, algorithm, generations):
    """The fingerprints of each page, in node."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "engine.js").write_text(engine_code(algorithm), encoding="utf-8")
        (folder / "run.js").write_text(DRIVER, encoding="utf-8")
        kernels = [kernels_of(name, algorithm) for name in names]
        compile_pages(kernels, cache_folder())  # in one process, which starts once
        for place, (name, exports) in enumerate(zip(names, kernels, strict=True)):
            write(folder, place, name, algorithm, exports)
        command = [shutil.which("node"), folder / "run.js", folder, "engine.js", generations, *range(len(names))]
        done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def same(names, algorithm, generations):
    """Compare pages of one algorithm with runs of neuro; says how many differ."""
    begin, wrong = time.process_time(), 0
    for name, page in zip(names, of_pages(names, algorithm, generations), strict=True):
        here = list(islice(fingerprints(*run_of(name, algorithm), threads=1), generations))
        equal = sum(a == b for a, b in zip(here, page, strict=True))
        wrong += equal < generations
        print(f"{name:20} {algorithm:5} {equal:3} of {generations} the same  {here[-1]}", flush=True)
    print(f"{algorithm}: {time.process_time() - begin:.0f} s here, besides those in other processes", flush=True)
    return wrong


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("games", nargs="*", help="every game, when none is given; on all levels, when none is given")
    options.add_argument("--algorithms", nargs="+", default=["ga", "neat"])
    options.add_argument("--generations", type=int, default=20)
    asked = options.parse_args()
    every = [game for game in game_names() if find_game(game).has_rules]
    names = [name for one in asked.games or every for name in levels_of(one)]
    wrong = sum(same(names, algorithm, asked.generations) for algorithm in asked.algorithms)
    print(
        f"{wrong} of {len(asked.algorithms) * len(names)} differ"
        if wrong
        else "every page has the fingerprints of neuro"
    )
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
