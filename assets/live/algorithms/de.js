// Differential evolution: neuro/evolution/algorithms/differential_evolution.py.
"use strict";

class DifferentialEvolution extends VectorSearch {
  begin() {
    this.members = this.copied(this.matrix);
    this.known = this.doubles(this.population, -Infinity);
    this.accepted = 0;
  }
  get kept() { return ["members", "known"]; }
  learn(fitness) {
    this.forget(this.known, this.settings.doubt);
    this.accepted = this.takeBetter(fitness, this.members, this.known) / this.population;
  }
  sample() {
    const {kernels: k, settings, facts, population} = this, order = bestFirst(this.known.data);
    const best = k.put("int64", order.slice(0, Math.max(1, rounded(settings.best_share * population))));
    const how = [0, facts.bases.indexOf(settings.base), settings.weight, settings.crossover_rate, this.seed, this.generation];
    k.call("try_differences", this.members, best, this.matrix, ...how, this.wordsRoom(facts.picks + this.parameters));
  }
  metrics() { return {accepted: this.accepted}; }
}
ALGORITHMS.de = DifferentialEvolution;
