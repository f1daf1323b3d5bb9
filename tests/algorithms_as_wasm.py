"""The kernels of all algorithms that live pages can have as one module without a game, made by this file as a script.

It is run in a process that optimises nothing; see ``neuro.live.plain_code``.
"""

import os
import subprocess
import sys
import tempfile

from neuro.evolution.algorithms import policy_bred, settings_of
from neuro.evolution.settings import EvolutionSettings
from neuro.game import find_game
from neuro.live.algorithms import LIVE
from neuro.live.composed_page import _ENGINE
from neuro.live.exports import Export, _of_all, page_policy
from neuro.live.facts import facts_of
from neuro.live.plain_code import PLAIN, compiled_part, run_nothing_more
from neuro.live.wasm_code import module_of_parts
from neuro.paths import asset

#: Of the genetic algorithm only what its usual settings call: the rest is tested with games, and takes long to compile.
LEFT_OUT = {"cross_blend", "cross_layer", "cross_simulated_binary", "cross_two_point", "adapt", "crowd", "draw_evenly"}


def game():
    found = find_game("flappy")
    return found.at(found.level)


def policy_of_page(algorithm, settings):
    """What the individuals of a page of Flappy are."""
    return page_policy(policy_bred(algorithm, game().layers, settings_of(algorithm, settings, {}), None))


def exports():
    """All kernels, each once."""
    found = {one.name: one for one in _of_all() if one.name != "blake2b"}
    for name, algorithm in LIVE.items():
        own = (Export(*one, part="all") for one in algorithm.kernels(policy_of_page(name, {})))
        found |= {one.name: one for one in own if one.name not in LEFT_OUT}
    return list(found.values())


def facts(algorithm, settings, population, seed, pages):
    """What a page of Flappy knows, whose games are told from outside."""
    run = EvolutionSettings(
        seed=seed, population=population, episodes=1, algorithm=algorithm, breeding=settings_of(algorithm, settings, {})
    )
    return facts_of(game(), run, policy_of_page(algorithm, settings), exports(), pages)


def made_module(folder):
    """The module and the pages of memory that its data takes, made by another process."""
    with tempfile.TemporaryDirectory() as empty:
        environment = {**os.environ, **PLAIN, "NUMBA_CACHE_DIR": empty}
        subprocess.run([sys.executable, __file__, folder / "all.wasm"], env=environment, check=True)
    content = (folder / "all.wasm").read_bytes()
    return content[4:], int.from_bytes(content[:4], "little")


def scripts():
    """The engine with all algorithms, in JavaScript."""
    algorithms = dict.fromkeys(script for name, one in LIVE.items() for script in one.scripts or (name,))
    files = *_ENGINE, *(f"algorithms/{script}.js" for script in algorithms)
    return "\n".join(asset(f"live/{file}").read_text() for file in files)


def main(target):
    waiting = exports()
    run_nothing_more()
    wasm, pages = module_of_parts([compiled_part(waiting)], [one.name for one in waiting])
    with open(target, "wb") as file:
        file.write(pages.to_bytes(4, "little") + wasm)


if __name__ == "__main__":
    main(sys.argv[1])
