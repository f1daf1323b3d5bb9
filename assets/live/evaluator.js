// What becomes of genomes on courses, in one module or shared among the workers of a page.
"use strict";

/** Plays genomes in the lanes of one module. */
class Evaluator {
  constructor(kernels) { Object.assign(this, {kernels, lanes: kernels.block()}); }
  /** Fitness, score, steps and behaviour of all seats, match by match, course by course; without matches of each genome alone. */
  play(genomes, {courses, setting, maxSteps, matches}) {
    const {kernels: k, lanes} = this, {players, behaviours} = k.facts.program;
    return k.briefly(() => {
      const count = matches ? matches.length : genomes.count, agents = count * courses.length, steps = k.take("int64", agents);
      const fitness = k.take("float32", agents * players), score = k.take("float32", agents * players);
      const behaviour = k.take("float32", agents, players * behaviours), pairs = k.put("int64", matches ? matches.flat() : [], matches ? count : 0, players);
      steps.data.fill(-1n);
      k.call("rollout", Object.values(lanes), genomes.packed, k.put("uint32", courses), k.take("int64", 1), setting, maxSteps,
        fitness, score, steps, behaviour, pairs, []);  // nothing is written down
      const [fitness_, score_, behaviour_] = [fitness, score, behaviour].map(one => one.data.slice());
      return {fitness: fitness_, score: score_, steps: Float64Array.from(steps.data, Number), behaviour: behaviour_};
    });
  }
}

/** Every so-manieth of the matches, or of the genomes where there are none, with copies of those that play. */
function shareOf(genomes, matches, first, count) {
  const every = (_, place) => place % count === first;
  if (!matches) return {genomes: genomes.copy(Array.from({length: genomes.count}, (_, place) => place).filter(every)), matches: null};
  const own = matches.filter(every), places = [...new Set(own.flat())], named = new Map(places.map((place, k) => [place, k]));
  return {genomes: genomes.copy(places), matches: own.map(one => one.map(place => named.get(place)))};
}

/** What came of all matches, of what came of shares of them. */
function joinedShares(shares, matches) {
  return Object.fromEntries(Object.entries(shares[0]).map(([name, {constructor: Kind}]) => {
    const total = shares.reduce((all, one) => all + one[name].length, 0), each = total / matches, out = new Kind(total);
    for (let match = 0; match < matches; match++) {
      const from = Math.floor(match / shares.length) * each;
      out.set(shares[match % shares.length][name].subarray(from, from + each), match * each);
    }
    return [name, out];
  }));
}
