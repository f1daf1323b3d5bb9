// What searches over vectors have in common: neuro/evolution/algorithms/vector_search.py, and the operators they call.
"use strict";

const DRAWN_TOGETHER = 2048; // of one stream of neuro/operators/noise.py

/** The root of the mean square of some numbers. */
const rootMeanSquare = values => Math.sqrt(exactSum(Array.from(values, value => value * value)) / values.length);

class VectorSearch {
  constructor(evolution) {
    Object.assign(this, {evolution, kernels: evolution.kernels, seed: evolution.seed, population: evolution.population});
    this.genomes = GENOMES.layers.first(evolution);
    this.matrix = this.genomes.matrix;
    Object.assign(this, {parameters: this.matrix.shape[1], generation: 0, elites: 0, lineage: null});
    this.begin();
  }
  /** Names of what a search remembers besides its genomes: rooms, or values that nobody changes in place. */
  get kept() { return []; }
  get settings() { return this.evolution.settings; }
  get facts() { return this.evolution.facts.algorithm.facts; }
  ask() { return this.genomes; }
  tell(outcome) {
    this.kernels.briefly(() => {
      this.learn(outcome.fitness, outcome);
      this.generation++;
      this.sample();
    });
  }
  /** Make ready what is not kept, when a search goes on from a state. */
  goOn() {}
  metrics() { return {}; }
  /** All that later generations depend on. */
  state() {
    const held = Object.fromEntries(this.kept.map(name => [name, this[name] instanceof Room ? this[name].data.slice() : this[name]]));
    return {genomes: this.matrix.data.slice(), held, generation: this.generation};
  }
  restore({genomes, held, generation}) {
    this.matrix.data.set(genomes);
    this.generation = generation;
    for (const [name, value] of Object.entries(held)) {
      if (this[name] instanceof Room) this[name].data.set(value); else this[name] = value;
    }
    this.kernels.briefly(() => this.goOn());
  }
  doubles(count, value = 0) {
    const room = this.kernels.take("float64", count);
    room.data.fill(value);
    return room;
  }
  /** Room for as many genomes as there are. */
  matrixLike() { return this.kernels.take("float32", ...this.matrix.shape); }
  copied(room) { return this.kernels.put(room.numbers, room.data.slice(), ...room.shape); }
  /** Room for so many random words. */
  wordsRoom(count) {
    const group = 4 * this.evolution.facts.random.together;
    return this.kernels.take("uint32", Math.ceil(count / group) * group);
  }
  purpose(name) { return this.evolution.facts.random.purposes[name]; }
  /** Fill a room with standard normal draws. */
  drawNormal(out, purpose) {
    const {kernels: k} = this;
    k.briefly(() => {
      const rooms = [this.wordsRoom(DRAWN_TOGETHER), ...[0, 1].map(() => k.take("float32", DRAWN_TOGETHER / 2))];
      k.call("draw_normal", out.shaped(out.size), 0, this.seed, this.generation, this.purpose(purpose), ...rooms);
    });
  }
  /** What each genome's rank is worth; equals share. */
  weighed(fitness, worth) {
    const {kernels: k} = this, weights = this.doubles(fitness.length);
    k.call("share_among_equals", k.put("float64", fitness), k.put("int64", bestFirst(fitness)), worth, weights);
    return weights;
  }
  /** The exponential function of each number. */
  expOfEach(values) {
    const {kernels: k} = this, out = this.doubles(values.length);
    k.call("fill_exp", k.put("float64", values), out);
    return out.data;
  }
  /** What a kernel of numbers returns. */
  valueOf(kernel, ...numbers) {
    this.kernels.call(kernel, ...numbers);
    return this.kernels.returned;
  }
  /** Let remembered fitness sink towards the worst that is remembered: see neuro/operators/remembering.py. */
  forget(known, doubt) {
    const {data} = known, finite = data.filter(Number.isFinite);
    if (!doubt || !finite.length) return;
    const least = finite.reduce((a, b) => Math.min(a, b));
    data.forEach((value, k) => { if (Number.isFinite(value)) data[k] = value - doubt * (value - least); });
  }
  /** Remember those that are no worse than what is remembered in their place; returns how many. */
  takeBetter(fitness, remembered, known) {
    const {kernels: k} = this, better = k.take("bool", known.size);
    k.call("take_better", this.matrix, k.put("float64", fitness), remembered, known, better);
    return better.data.reduce((a, b) => a + b, 0);
  }
}
