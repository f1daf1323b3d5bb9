// A swarm of particles: neuro/evolution/algorithms/particle_swarm.py.
"use strict";

class ParticleSwarm extends VectorSearch {
  begin() {
    this.speeds = this.matrixLike();
    this.places = this.copied(this.matrix);
    this.known = this.doubles(this.population, -Infinity);
  }
  get kept() { return ["speeds", "places", "known"]; }
  learn(fitness) {
    this.forget(this.known, this.settings.doubt);
    this.takeBetter(fitness, this.places, this.known);
  }
  sample() {
    const {kernels: k, settings: own, parameters, places} = this, together = Math.max(1, Math.floor(this.facts.words / parameters));
    const here = [this.matrix, this.speeds, places, k.put("int64", this.leaders()), places, 0];
    const words = this.wordsRoom(together * parameters);
    k.call("fly", ...here, own.inertia, own.own, own.social, own.fastest, this.seed, this.generation, words);
  }
  /** The place in the swarm of the neighbour whose best place is the best, of each. */
  leaders() {
    const {population} = this, known = this.known.data, best = places => places.reduce((a, b) => known[b] > known[a] ? b : a);
    const all = [...Array(population).keys()];
    if (this.settings.neighbours === "all") return new Array(population).fill(best(all));
    return all.map(k => best([k, (k + population - 1) % population, (k + 1) % population]));
  }
  metrics() { return {speed: rootMeanSquare(this.speeds.data.subarray(0, 64 * this.parameters))}; }
}
ALGORITHMS.pso = ParticleSwarm;
