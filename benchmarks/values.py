"""Learning from steps beside evolution: agent-steps to solve a game, over seeds.

    python benchmarks/values.py --games cartpole,flappy --seeds 10 --budget 2e6
    python benchmarks/values.py --games maze --algorithms q-learning:bins=3,ga --seeds 10

Each run goes on until a champion passes the game's exam, or its agents have taken the budget of steps. Evolution has
100 genomes a generation, and what learns from steps 16 individuals. Games of a folder are found by ``NEURO_GAMES``.
"""

import argparse
import statistics
import time

from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.algorithms import choices_in, population_of, settings_of, values_of_texts
from neuro.game import find_game

USUAL = 100


def one_run(game, choice, seed, budget):
    """Agent-steps until it was solved, or None; the score of the champion; and seconds."""
    given = values_of_texts(choice.name, choice.texts)
    settings = EvolutionSettings(
        seed=seed,
        population=population_of(choice.name, usual=USUAL),
        episodes=game.episodes,
        algorithm=choice.name,
        breeding=settings_of(choice.name, given, game.evolution),
    )
    run, begin = Evolution(game, settings), time.perf_counter()
    while not run.solved and run.agent_steps < budget:
        run.step()
    seconds = time.perf_counter() - begin
    return (run.agent_steps if run.solved else None), run.champion.score if run.champion else 0.0, seconds


def told(game, choice, found):
    """One line of the table."""
    solved = [steps for steps, _, _ in found if steps is not None]
    steps = f"{statistics.median(solved):,.0f}" if solved else "-"
    score, seconds = (statistics.median(one[k] for one in found) for k in (1, 2))
    return f"| `{game}` | `{choice}` | {len(solved)} of {len(found)} | {steps} | {score:,.4g} | {seconds:.1f} |"


def main():
    """Run all, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--games", default="cartpole,flappy")
    parser.add_argument("--algorithms", default="q-learning,dqn,ga,neat")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--budget", type=float, default=1e6)
    asked = parser.parse_args()
    print("| game | algorithm | solved | agent-steps, median of the solved | champion's score, median | seconds |")
    print("|---|---|---|---|---|---|", flush=True)
    for name in asked.games.split(","):
        title, _, level = name.partition("@")
        game = find_game(title).at(level)
        for choice in choices_in(asked.algorithms):
            found = [one_run(game, choice, seed, asked.budget) for seed in range(1, asked.seeds + 1)]
            print(told(name, choice, found), flush=True)


if __name__ == "__main__":
    main()
