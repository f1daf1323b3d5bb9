// Cooperative synapse neuroevolution: neuro/evolution/algorithms/cosyne.py.
"use strict";

class Cosyne extends VectorSearch {
  begin() { this.room = this.matrixLike(); }
  learn(fitness) {
    const {population, settings: own, matrix, room} = this, order = bestFirst(fitness);
    const born = Math.min(population - 1, rounded(own.children * population)), kept = order.slice(0, population - born);
    const pairs = this.pairs(order.slice(0, Math.max(1, rounded(own.parents * population))), born), mates = pairs.data;
    kept.forEach((place, row) => room.rows(row, 1).data.set(matrix.rows(place, 1).data));
    const worse = Array.from({length: born}, (_, k) => Math.min(fitness[mates[2 * k]], fitness[mates[2 * k + 1]]));
    this.breed(pairs, room.rows(population - born, born));
    matrix.data.set(room.data);
    this.exchange([...kept.map(place => fitness[place]), ...worse]);
  }
  /** Two parents for each child, any of the best. */
  pairs(parents, born) {
    const {kernels: k} = this, pairs = k.take("int64", born, 2), upto = k.put("float64", parents.map((_, one) => (one + 1) / parents.length));
    k.call("draw_by_share", k.put("int64", parents), upto, pairs, this.seed, this.generation);
    return pairs;
  }
  breed(pairs, children) {
    const {kernels: k, evolution, settings: own, facts, matrix, seed, generation, parameters} = this, words = this.wordsRoom(parameters);
    const starts = k.put("int64", evolution.facts.policy.starts), sizes = this.doubles(children.shape[0], own.mutation_size);
    k.call("cross_one_point", matrix, pairs, children, 0, starts, 1, seed, generation, words);
    k.call("shaped", children, sizes, 0, facts.shape, own.mutation_rate, seed, generation, words);
  }
  /** Exchange weights among networks of some fitness. */
  exchange(fitness) {
    const {kernels: k, population, settings: own, matrix} = this, chances = this.doubles(population, 1);
    if (own.exchange === "none") return;
    if (own.exchange === "by fitness") {
      const [least, most] = [Math.min, Math.max].map(end => fitness.reduce((a, b) => end(a, b)));
      k.call("exchange_chances", k.put("float64", fitness), least, most, 1 / this.parameters, chances);
    }
    k.call("exchange", matrix, chances, this.seed, this.generation, this.wordsRoom(population), k.take("int64", population));
  }
  sample() {}
}
ALGORITHMS.cosyne = Cosyne;
