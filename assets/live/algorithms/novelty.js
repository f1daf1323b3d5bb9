// Novelty search: neuro/evolution/algorithms/novelty_search.py.
"use strict";

class NoveltySearch extends ALGORITHMS.ga {
  constructor(evolution) {
    super(evolution);
    Object.assign(this, {archive: [], novelty: 0});
  }
  tell(outcome) {
    const {kernels: k} = this.evolution, fitness = k.briefly(() => this.judged(outcome));
    super.tell({...outcome, fitness});
  }
  /** What genomes are chosen by: how new is what they did, and how well they did it, as far as that counts. */
  judged(outcome) {
    const {settings: own} = this, did = behavioursIn(outcome);
    const seen = [...did.keys()].filter(place => did[place].every(Number.isFinite)), novelty = new Float64Array(did.length).fill(-Infinity);
    if (this.archive.length && this.archive[0].length !== did[0].length) this.archive = [];
    if (seen.length) {
      const found = this.distances(seen.map(place => did[place]), own.neighbours + 1); // the nearest is itself
      seen.forEach((place, k) => { novelty[place] = found[k]; });
      this.novelty = exactSum(found) / seen.length;
      this.keep(seen.map(place => did[place]));
    }
    if (own.fitness_share === 0) return novelty;
    const ranks = this.centredRanks(outcome.fitness), share = own.fitness_share;
    return this.centredRanks(novelty).map((rank, place) => (1 - share) * rank + share * ranks[place]);
  }
  /** The mean distance of each behaviour to its nearest others, where each row counts as much. */
  distances(behaviours, neighbours) {
    const {kernels: k} = this.evolution, others = [...behaviours, ...this.archive], [low, high] = endsOf(others);
    const scaled = list => list.flatMap(one => one.map((value, row) => value / (high[row] - low[row] > 0 ? high[row] - low[row] : 1)));
    const rows = low.length, nearest = k.take("float64", Math.min(neighbours, others.length)), out = k.take("float64", behaviours.length);
    const both = [behaviours, others].map(list => k.put("float64", scaled(list), list.length, rows));
    k.call("mean_distances", ...both, 0, behaviours.length, nearest, out);
    return out.data.slice();
  }
  /** Let some behaviours enter the archive, by lot. */
  keep(behaviours) {
    const {archive_each: each, archive_most: most} = this.settings, lots = this.evolution.words(each, "PAIR", this.generation);
    const entered = Array.from(lots.data, lot => behaviours[Math.floor(lot * behaviours.length / 2 ** 32)]);
    this.archive = [...this.archive, ...entered].slice(-most);
  }
  /** Ranks from -0.5 for the worst to 0.5 for the best; equals share. */
  centredRanks(fitness) {
    const {kernels: k} = this.evolution, count = fitness.length, weights = k.take("float64", count);
    const worth = k.put("float64", Float64Array.from(fitness, (_, rank) => 0.5 - rank / Math.max(1, count - 1)));
    k.call("share_among_equals", k.put("float64", fitness), k.put("int64", bestFirst(fitness)), worth, weights);
    return weights.data.slice();
  }
  metrics() { return {novelty: this.novelty, archive: this.archive.length}; }
  state() { return {...super.state(), archive: this.archive}; }
  restore({archive, ...rest}) {
    super.restore(rest);
    this.archive = archive;
  }
}
ALGORITHMS.novelty = NoveltySearch;
