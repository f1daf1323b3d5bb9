// Random search: neuro/evolution/algorithms/random_search.py.
"use strict";

class RandomSearch extends VectorSearch {
  begin() { this.size = rootMeanSquare(this.matrix.data.subarray(0, 64 * this.parameters)); }
  learn() {}
  sample() {
    const {kernels: k, matrix, facts} = this;
    const rooms = [k.take("uint32", facts.words), k.take("int64", facts.genes), k.take("float64", facts.noise)];
    matrix.data.fill(0);
    k.call("gaussian", matrix, 0, 1, this.size, 0, this.seed, this.generation - 1, ...rooms);
  }
}
ALGORITHMS.random = RandomSearch;
