// Examples that are learnt in a worker: by evolution, and by backprop beside it. See neuro/evolution/supervised.py and
// neuro/network/training/fused.py, whose kernels these hand arrays to.
"use strict";

/** The arrays that a network of examples is computed with. */
function roomsOf({kernels: k, facts}, {sizes, codes}) {
  const {x, y} = facts.examples, nodes = sizes.reduce((all, one) => all + one, 0), outputs = sizes[sizes.length - 1];
  return {nodes, outputs, x: k.put("float32", x.flat(), x.length, x[0].length), targets: k.put("float32", y.flat(), y.length, y[0].length),
    sizes: k.put("int64", sizes), codes: k.put("int64", codes), row: k.take("float32", 3, 1, outputs)};
}

/** A population that learns examples. */
class ExampleEvolution extends Evolution {
  evaluate(genomes) {
    const {kernels: k, facts} = this, {count} = genomes, rooms = roomsOf(this, facts.plan);
    const losses = k.take("float64", count), rights = k.take("float64", count);
    k.call("losses", genomes.packed, rooms.x, rooms.targets, rooms.sizes, rooms.codes, k.take("float32", 2, rooms.nodes), rooms.row,
      facts.training.knob, losses, rights);
    return {fitness: Float64Array.from(losses.data, one => Number.isFinite(one) ? -one : -Number.MAX_VALUE), score: rights.data.slice(),
      steps: Array(count).fill(1), behaviour: new Float32Array(0)};
  }
  recorded(fitness) { return fitness.map(one => 0 - one); }
  isBetter(candidate, known) { return candidate.solved !== known.solved ? candidate.solved : candidate.fitness > known.fitness; }
}

/** A network that learns examples by backprop. */
class Backprop {
  constructor(kernels, facts, seed) {
    Object.assign(this, {kernels, facts, seed: BigInt(seed), population: 1, epoch: 0, step: 0, losses: []});
    kernels.clear();
    const {parameters, trained} = facts.policy, k = kernels, {sizes} = facts.plan, count = facts.examples.x.length;
    this.genome = k.take("float32", parameters);
    const rooms = this.rooms = roomsOf(this, facts.plan);
    this.gradient = k.take("float32", parameters);
    this.slots = k.take("float32", facts.training.slots, parameters);
    this.memory = k.take("float32", 3, rooms.nodes);
    [this.rows, this.order] = [0, 1].map(() => k.put("int64", Array.from({length: count}, (_, row) => row)));
    trained.forEach((part, layer) => k.briefly(() => firstOfLayer(this, this.genome.shaped(1, parameters), part, layer)));
  }
  words(...given) { return Evolution.prototype.words.apply(this, given); }
  /** Learn for some epochs at a rate. */
  learn(epochs, rate) {
    const {kernels: k, facts: {usual, training}, rooms, order} = this, batches = Math.ceil(order.size / usual.batch);
    k.briefly(() => {
      const place = k.put("int64", [this.epoch, 0, this.step]), plan = k.put("int64", [usual.batch, 1, this.epoch]);
      const losses = k.take("float64", epochs), rights = k.take("float64", epochs), rates = k.put("float64", Array(epochs * batches).fill(rate));
      const broken = k.call("train", rooms.x, rooms.targets, this.rows, order, rooms.sizes, rooms.codes, this.genome, this.gradient, this.slots,
        this.memory, rooms.row, place, plan, rates, training.limits, training.knobs, training.knob, this.seed, losses, rights);
      if (broken) throw Error("the loss is no number any more: the learning rate is too large; start again with a smaller one");
      [this.epoch, , this.step] = Array.from(place.data, Number);
      for (const one of losses.data) this.losses.push(one / order.size);
    });
  }
  get fingerprint() { return new Digest(this.kernels, this.facts, 16).take(this.genome.bytes).words; }
}

class ServedExamples extends Served {
  async open({facts, wasm}) {
    const open = () => Kernels.open(facts, wasm);
    Object.assign(this, {facts, kernels: [await open(), await open()]});
    return {};
  }
  begin({seed, hidden, settings = {}}) {
    const size = String(hidden);
    if (!Object.hasOwn(this.facts.policies, size)) throw Error(`this page has networks of 1 to 8 hidden nodes, not ${size.slice(0, 20)}`);
    const facts = {...this.facts, policy: this.facts.policies[size], plan: this.facts.plans[size]};
    this.evolution = new ExampleEvolution(facts, this.kernels[0]);
    this.evolution.begin({seed, settings});
    this.backprop = new Backprop(this.kernels[1], facts, seed);
    this.losses = [];
    return this.seen();
  }
  change(args) { this.evolution.change(args); return {}; }
  /** Let both learn on, as far as each goes. */
  learn({epochs, generations, rate}) {
    const {usual} = this.facts, {backprop, evolution} = this;
    const left = Math.min(epochs, usual.epochs - backprop.epoch);
    if (left > 0) backprop.learn(left, rate);
    for (let one = 0; one < generations && !this.evolved; one++) this.losses.push(0 - evolution.next().best);
    return this.seen();
  }
  get evolved() { return this.evolution.solved || this.evolution.generation >= this.facts.usual.generations; }
  seen() {
    const {backprop, evolution, losses, facts: {usual}} = this;
    return {
      backprop: {time: backprop.epoch, losses: backprop.losses, genome: backprop.genome.data.slice(), fingerprint: backprop.fingerprint, done: backprop.epoch >= usual.epochs},
      evolution: {time: evolution.generation, losses, fingerprint: evolution.fingerprint, done: this.evolved, solved: evolution.solved,
        genome: (evolution.best?.genome ?? evolution.genomes.one(0)).slice()},
    };
  }
}
