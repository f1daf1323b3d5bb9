// A natural evolution strategy that learns how genes go together: neuro/evolution/algorithms/exponential_natural.py.
"use strict";

const SERIES_TERMS = 12; // of neuro/operators/matrices.py

class ExponentialNatural extends DistributionSearch {
  begin() {
    super.begin();
    this.shape = this.unit();
    this.kernels.briefly(() => this.sample());
  }
  get kept() { return [...super.kept, "shape"]; }
  square() { return this.kernels.take("float64", this.parameters, this.parameters); }
  unit() {
    const made = this.square();
    this.changeDiagonal(made, () => 1);
    return made;
  }
  changeDiagonal({data}, change) {
    for (let at = 0; at < data.length; at += this.parameters + 1) data[at] = change(data[at]);
  }
  product(left, right, out = this.kernels.take("float64", left.shape[0], right.shape[1])) {
    this.kernels.call("multiply", left, right, out);
    return out;
  }
  learn(fitness) {
    const {kernels: k, settings: own, shape, noise, parameters} = this, weights = this.utilities(fitness), wider = this.square();
    const usual = 0.6 * (3 + this.valueOf("log", parameters)) / (parameters * Math.sqrt(parameters)), ahead = this.doubles(parameters);
    k.call("weighted_sum", noise, weights, ahead);
    k.call("weighted_outer_sum", noise, weights, wider);
    const growth = this.grown(wider, weights.data), moved = this.product(shape, ahead.shaped(parameters, 1));
    const factor = this.valueOf("exp", (own.sigma_rate ?? usual) / 2 * growth), rate = own.shape_rate ?? usual;
    const mean = this.mean.data, sigma = this.sigma.data;
    moved.data.forEach((way, gene) => { mean[gene] += own.mean_rate * sigma[0] * way; });
    sigma[0] = Math.min(sigma[0] * factor, LARGEST_SIGMA);
    wider.data.forEach((value, at) => { wider.data[at] = rate / 2 * value; });
    const changed = this.product(shape, this.exponentialOf(wider));
    shape.data.set(changed.data);
  }
  /** Take the sum of the weights off a matrix's diagonal, then what is left of its mean, which is returned. */
  grown(matrix, weights) {
    const each = weights.reduce((a, b) => a + b, 0), diagonal = [];
    this.changeDiagonal(matrix, value => {
      diagonal.push(value - each);
      return value - each;
    });
    const growth = exactSum(diagonal) / this.parameters;
    this.changeDiagonal(matrix, value => value - growth);
    return growth;
  }
  /** The matrix exponential, by its series on a small part of the matrix, which is squared again; changes the matrix. */
  exponentialOf(matrix) {
    let halvings = 0, norm = matrix.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * this.parameters;
    for (; norm > 0.5 && halvings < 60; halvings++) norm /= 2;
    const share = 2 ** -halvings;
    matrix.data.forEach((value, at) => { matrix.data[at] = value * share; });
    let found = this.unit(), other = this.square();
    for (let term = SERIES_TERMS; term > 0; term--) {
      this.product(matrix, found, other);
      other.data.forEach((value, at) => { other.data[at] = value / term; });
      this.changeDiagonal(other, value => 1 + value);
      [found, other] = [other, found];
    }
    for (let k = 0; k < halvings; k++) {
      this.product(found, found, other);
      [found, other] = [other, found];
    }
    return found;
  }
  sample() {
    const {kernels: k, shape, matrix, parameters} = this, turned = this.square();
    this.drawAnew();
    for (let row = 0; row < parameters; row++)
      for (let column = 0; column < parameters; column++) turned.data[column * parameters + row] = shape.data[row * parameters + column];
    k.call("linear_map", this.noise, turned, matrix, this.doubles(parameters));
    k.call("place_around", this.mean, this.doubles(parameters, this.sigma.data[0]), matrix, matrix);
  }
}
ALGORITHMS.xnes = ExponentialNatural;
