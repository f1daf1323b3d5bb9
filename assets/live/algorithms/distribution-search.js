// What searches have in common that move a normal distribution: neuro/evolution/algorithms/distribution_search.py.
"use strict";

const LARGEST_SIGMA = 1e6;

class DistributionSearch extends VectorSearch {
  begin(sizes = 1) {
    const {kernels: k, population, parameters, settings} = this;
    this.mean = this.doubles(parameters);
    this.sigma = this.doubles(sizes, settings.sigma);
    this.asked = settings.sigma;
    this.noise = this.matrixLike();
    k.briefly(() => k.call("weighted_sum", this.matrix, this.doubles(population, 1), this.mean));
    this.mean.data.forEach((total, gene) => { this.mean.data[gene] = total / population; });
  }
  get kept() { return ["mean", "sigma", "asked"]; }
  /** Weights by rank that sum to 0 and prefer the better half. */
  utilities(fitness) {
    const worth = this.doubles(fitness.length);
    this.kernels.call("fill_utilities", worth);
    return this.weighed(fitness, worth);
  }
  /** Set the step size anew if somebody has changed the setting, and draw the generation's noise. */
  drawAnew() {
    if (this.asked !== this.settings.sigma) {
      this.asked = this.settings.sigma;
      this.sigma.data.fill(this.asked);
    }
    this.goOn();
  }
  goOn() { this.drawNormal(this.noise, "MUTATE"); }
  best() { return Float32Array.from(this.mean.data); }
  metrics() { return {sigma: exactSum(this.sigma.data) / this.sigma.size}; }
}
