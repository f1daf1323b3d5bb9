// Genomes that are vectors, and how the first of them are drawn: neuro/policies/genomes.py and network/architecture.py.
"use strict";

/** Kinds of genomes by the policy's kind, and algorithms by name: the files beside this one add theirs. */
const GENOMES = {}, ALGORITHMS = {};

/** Genomes that are vectors: the rows of a matrix. */
class Vectors {
  constructor(matrix) { this.matrix = matrix; }
  get count() { return this.matrix.shape[0]; }
  get packed() { return this.matrix; }
  /** All bits of them, for a digest. */
  get bytes() { return [this.matrix.bytes]; }
  /** A copy of one, outside of the module's memory. */
  one(place) { return this.matrix.rows(place, 1).data.slice(); }
  /** Genomes of one such copy. */
  static of(kernels, one) { return new Vectors(kernels.put("float32", one, 1, one.length)); }
  /** A copy of all, or of those in some places, outside of the module's memory; and genomes of such a copy. */
  copy(places = null) {
    const {data, shape: [, parameters]} = this.matrix;
    if (!places) return {numbers: data.slice(), shape: this.matrix.shape};
    const numbers = new Float32Array(places.length * parameters);
    places.forEach((place, k) => numbers.set(data.subarray(place * parameters, (place + 1) * parameters), k * parameters));
    return {numbers, shape: [places.length, parameters]};
  }
  static copied(kernels, {numbers, shape}) { return new Vectors(kernels.put("float32", numbers, ...shape)); }
  /** The message of the network that one makes, as copied out of memory. */
  static message(one, {file}) { return joinedBytes([hexBytes(file.network), new Message().numbers(2, one).whole_()]); }
  /** These, with copies of others behind them. */
  joined(kernels, others) {
    const [count, parameters] = this.matrix.shape, whole = kernels.take("float32", count + others.length, parameters);
    whole.data.set(this.matrix.data);
    others.forEach((one, k) => whole.data.set(one, (count + k) * parameters));
    return new Vectors(whole);
  }
  /** What is drawn of one: nodes with their places, kinds and names, and links with their weights. */
  brain(place, {policy}) {
    const genes = this.one(place), rounded = value => Math.round(value * 1e4) / 1e4;
    return {summary: policy.summary, nodes: policy.nodes,
      links: policy.links.map(([source, target, gene, arc]) => [source, target, rounded(genes[gene]), arc])};
  }
  /** The first genes of each. */
  leading(most) {
    const [count, parameters] = this.matrix.shape, few = Math.min(most, parameters), out = new Float32Array(count * few);
    for (let one = 0; one < count; one++) out.set(this.matrix.data.subarray(one * parameters, one * parameters + few), one * few);
    return out;
  }
  /** The first generation: see initial_genomes in neuro/network/architecture.py. */
  static first(evolution) {
    const {kernels: k, facts, population} = evolution, {parameters, first} = facts.policy;
    const matrix = k.take("float32", population, parameters);
    first.forEach((part, layer) => k.briefly(() => firstOfLayer(evolution, matrix, part, layer)));
    return new Vectors(matrix);
  }
}
GENOMES.layers = Vectors;

function firstOfLayer(evolution, matrix, part, layer) {
  const {kernels: k, population, seed} = evolution, [, parameters] = matrix.shape, size = part.end - part.start;
  if (part.values) {
    for (let g = 0; g < population; g++) matrix.data.set(part.values, g * parameters + part.start);
    return;
  }
  const {weights} = part, others = size - weights, few = Math.max(1, Math.floor((1 << 18) / size)), noise = k.take("float64", 256);
  for (let first = 0; first < population; first += few) k.briefly(() => {
    const count = Math.min(few, population - first), fill = (out, words) => out.size && k.call(
      `fill_${part.fill}`, out, words, ...part.numbers, ...(part.fill === "normal" ? [noise] : []));
    const ofWeights = evolution.words(count * weights, "INITIALISE", 0, layer, first * weights);
    const ofOthers = evolution.words(count * others, "INITIALISE", 0, layer, population * weights + first * others);
    const made = k.take("float32", count * weights), rest = k.take("float32", count * others);
    fill(made, ofWeights);
    if (part.biases) fill(rest, ofOthers);
    for (let g = 0; g < count; g++) {
      const at = (first + g) * parameters + part.start;
      matrix.data.set(made.data.subarray(g * weights, (g + 1) * weights), at);
      matrix.data.set(rest.data.subarray(g * others, (g + 1) * others), at + weights);
    }
  });
}
