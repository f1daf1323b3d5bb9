"""A generation that several workers play comes together again as if one had played it, matches and all."""

import json
import shutil
import subprocess

import pytest

from neuro.paths import asset

#: Plays by a rule that depends on who meets whom, on the course and on the seat, in one share and in several.
_DRIVER = """
const kept = JSON.parse(process.argv[1]), {population, matches, courses} = kept;
const genomesOf = names => ({count: names.length, names, copy: places => places.map(place => names[place])});
const play = (names, matches) => {
  const met = matches ?? names.map((_, place) => [place]), out = {fitness: [], steps: [], behaviour: []};
  for (const one of met) for (let course = 0; course < courses; course++) {
    one.forEach((place, seat) => out.fitness.push(names[place] + 100 * seat + 1000 * course + names[one[0]] / 128));
    out.steps.push(names[one[0]] + 7 * course);
  }
  return {fitness: Float32Array.from(out.fitness), steps: Float64Array.from(out.steps), behaviour: new Float32Array(0)};
};
const shown = found => ["fitness", "steps", "behaviour"].map(name => [found[name].constructor.name, ...found[name]]);
const all = genomesOf(Array.from({length: population}, (_, k) => k + 1)), told = [];
for (const count of [1, 2, 3, 5]) {
  const shares = Array.from({length: count}, (_, k) => shareOf(all, matches, k, count));
  const found = joinedShares(shares.map(one => play(one.genomes, one.matches)), matches ? matches.length : population);
  told.push(shown(found));
}
console.log(JSON.stringify([told, shown(play(all.names, matches))]));
"""


@pytest.mark.parametrize("matches", [None, [[0, 3], [2, 1], [4, 0], [1, 3], [3, 2], [0, 0], [4, 4]]])
def test_shares_of_a_generation_come_together_as_one_worker_would_have_played_them(matches):
    if shutil.which("node") is None:
        pytest.skip("needs node")
    asked = json.dumps({"population": 5, "matches": matches, "courses": 3})
    code = asset("live/evaluator.js").read_text(encoding="utf-8") + _DRIVER
    told, whole = json.loads(subprocess.run(["node", "-e", code, asked], capture_output=True, check=True).stdout)
    assert len(whole[0]) > 15
    assert told == [whole] * 4
