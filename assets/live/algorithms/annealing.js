// Simulated annealing: neuro/evolution/algorithms/annealing.py.
"use strict";

class Annealing extends VectorSearch {
  begin() {
    this.chains = this.copied(this.matrix);
    this.known = this.doubles(this.population, -Infinity);
    this.noise = this.matrixLike();
    this.spread = this.accepted = 0;
  }
  get kept() { return ["chains", "known", "spread"]; }
  /** The temperature, in fitness. */
  get heat() {
    const own = this.settings;
    return own.temperature * this.valueOf("power", own.cooling, this.generation) * this.spread;
  }
  get step() {
    const own = this.settings;
    return Math.max(own.least_step, own.step * this.valueOf("power", own.step_cooling, this.generation - 1));
  }
  learn(fitness) {
    const known = this.known.data, heat = this.settled(fitness).heat, accepted = Array.from(fitness, (value, k) => value >= known[k]);
    if (heat > 0) this.acceptWorse(fitness, accepted, heat);
    accepted.forEach((is, k) => {
      if (!is) return;
      this.chains.rows(k, 1).data.set(this.matrix.rows(k, 1).data);
      this.known.data[k] = fitness[k];
    });
    this.accepted = accepted.filter(Boolean).length / accepted.length;
  }
  /** Know how far fitness is spread, from the first time on that it is. */
  settled(fitness) {
    if (this.spread === 0) {
      const mean = exactSum(fitness) / fitness.length;
      this.spread = rootMeanSquare(fitness.map(value => value - mean));
    }
    return this;
  }
  acceptWorse(fitness, accepted, heat) {
    const {kernels: k, known} = this, chances = k.take("float32", fitness.length);
    k.call("draw_uniform", chances, 0, this.seed, this.generation, this.purpose("SELECT"), this.wordsRoom(DRAWN_TOGETHER));
    const limits = this.expOfEach(fitness.map((value, one) => accepted[one] ? 0 : (value - known.data[one]) / heat));
    accepted.forEach((is, one) => { accepted[one] = is || chances.data[one] < limits[one]; });
  }
  sample() {
    const {kernels: k, known, chains, population} = this, order = bestFirst(known.data), lost = rounded(this.settings.restarts * population);
    for (const place of order.slice(population - lost)) {
      chains.rows(place, 1).data.set(chains.rows(order[0], 1).data);
      known.data[place] = known.data[order[0]];
    }
    this.drawNormal(this.noise, "MUTATE");
    k.call("place_around_each", chains, this.step, this.noise, this.matrix);
  }
  metrics() { return {temperature: this.heat, step_size: this.step, accepted: this.accepted}; }
}
ALGORITHMS.annealing = Annealing;
