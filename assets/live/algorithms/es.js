// An evolution strategy that estimates a gradient: neuro/evolution/algorithms/evolution_strategy.py.
"use strict";

class EvolutionStrategy extends VectorSearch {
  begin() {
    const {kernels: k, parameters} = this;
    this.mean = k.put("float64", this.matrix.rows(0, 1).data.slice());
    this.moments = k.take("float64", 2, parameters);
    this.noise = this.matrixLike();
    k.briefly(() => this.sample());
  }
  get kept() { return ["mean", "moments", "paired"]; }
  /** How many noises there are. */
  get half() { return this.paired ? Math.floor(this.population / 2) : this.population; }
  learn(fitness) {
    const {kernels: k, settings: own, mean, half, paired, parameters} = this, count = fitness.length, worth = this.doubles(count);
    worth.data.forEach((_, rank) => { worth.data[rank] = 0.5 - rank / Math.max(1, count - 1); });
    const weights = this.doubles(half), gradient = this.doubles(parameters), ranks = this.weighed(fitness, worth).data;
    for (let one = 0; one < half; one++) weights.data[one] = -(paired ? ranks[one] - ranks[half + one] : ranks[one]) / count;
    k.call("weighted_sum", this.noise.rows(0, half), weights, gradient);
    if (own.weight_decay) k.call("prepare_gradient", mean, gradient, own.weight_decay, 0, 0);
    const knobs = [own.beta1, own.beta2, this.facts.epsilon, 0];
    k.call("adam", mean, gradient, this.moments, own.learning_rate, this.generation + 1, knobs);
  }
  sample() {
    const {settings: own, population, matrix, mean, parameters} = this;
    this.paired = own.antithetic;
    this.goOn();
    this.place(own.sigma, 0);
    if (!this.paired) return;
    this.place(-own.sigma, this.half);
    if (population % 2) matrix.data.set(mean.data, (population - 1) * parameters);
  }
  /** Place genomes from one on around the mean. */
  place(size, first) {
    const {kernels: k, mean, noise, half, matrix, parameters} = this;
    k.call("place_around", mean, this.doubles(parameters, size), noise.rows(0, half), matrix.rows(first, half));
  }
  goOn() { this.drawNormal(this.noise.rows(0, this.half), "MUTATE"); }
  best() { return Float32Array.from(this.mean.data); }
  metrics() {
    return {mean_size: rootMeanSquare(this.mean.data), gradient_size: rootMeanSquare(this.moments.rows(0, 1).data)};
  }
}
ALGORITHMS.es = EvolutionStrategy;
