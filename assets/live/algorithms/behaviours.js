// What genomes did, for algorithms that look for what is new: neuro/evolution/algorithms/seen_behaviour.py.
"use strict";

/** What each genome did, the mean over its courses; its fitness and score where the game describes nothing. */
function behavioursIn({fitness, score, scores, behaviour}) {
  const episodes = scores.length / fitness.length, rows = behaviour.length / scores.length;
  if (!rows) return Array.from(fitness, (value, genome) => [value, score[genome]]);
  return Array.from(fitness, (_, genome) => Array.from({length: rows}, (_, row) => {
    let total = 0;
    for (let course = 0; course < episodes; course++) total += behaviour[(genome * episodes + course) * rows + row];
    return Math.fround(total / episodes);
  }));
}

/** The least and the largest of each row of behaviours. */
const endsOf = behaviours =>
  [Math.min, Math.max].map(end => behaviours.reduce((found, one) => found.map((value, row) => end(value, one[row]))));
