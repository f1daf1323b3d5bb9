// A natural evolution strategy with a step size for each gene: neuro/evolution/algorithms/separable_natural.py.
"use strict";

class SeparableNatural extends DistributionSearch {
  begin() {
    super.begin(this.parameters);
    this.kernels.briefly(() => this.sample());
  }
  learn(fitness) {
    const {kernels: k, settings: own, noise, parameters} = this, weights = this.utilities(fitness);
    const ahead = this.doubles(parameters), wider = this.doubles(parameters);
    k.call("weighted_sum", noise, weights, ahead);
    k.call("weighted_squares", noise, weights, wider);
    const rate = own.sigma_rate ?? (3 + this.valueOf("log", parameters)) / (5 * Math.sqrt(parameters));
    const factors = this.expOfEach(wider.data.map(width => rate / 2 * width)), mean = this.mean.data, sigma = this.sigma.data;
    ahead.data.forEach((way, gene) => {
      mean[gene] += own.mean_rate * sigma[gene] * way;
      sigma[gene] = Math.min(Math.max(sigma[gene] * factors[gene], own.least_sigma), LARGEST_SIGMA);
    });
  }
  sample() {
    this.drawAnew();
    this.kernels.call("place_around", this.mean, this.sigma, this.noise, this.matrix);
  }
}
ALGORITHMS.snes = SeparableNatural;
