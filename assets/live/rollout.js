// Agents that are seen: see neuro/rollout/stepwise.py.
"use strict";

/** All agents of a generation on its first course, stepped together, with everything visible. */
class Rollout {
  constructor(evolution, genomes, course, maxSteps, places = null) {
    Object.assign(this, {evolution, genomes, course, maxSteps, places, steps: 0});
    const {kernels: k, facts} = evolution, {lanes} = facts.program;
    this.agents = places ? places.length : genomes.count;
    this.lanes = lanes;
    this.record = k.take("float32", 0, facts.program.rows, lanes);
    this.blocks = [];
    for (let first = 0; first < this.agents; first += lanes) this.blocks.push(this.begun(first));
  }
  begun(first) {
    const {evolution: {kernels: k, setting}, lanes} = this, count = Math.min(lanes, this.agents - first);
    const block = k.block(), lived = k.take("int64", lanes);
    block.courses.data.fill(this.course);
    k.briefly(() => {
      this.load(block.weights, Array.from({length: count}, (_, lane) => this.genomeOf(first + lane)));
    });
    k.call("start", Object.values(block), setting);
    block.state.data.fill(0, count, lanes);
    return {block, lived, count};
  }
  /** Give lanes the networks of some genomes; of a match, all seats. */
  load(weights, places) {
    const {kernels: k, facts: {program: {parameters, players}}} = this.evolution, own = parameters / players, loaded = k.put("int64", places);
    for (let player = 0; player < players; player++)
      k.call("load", weights.rows(player * own, own), this.genomes.packed, loaded);
  }
  /** The place of an agent's genome. */
  genomeOf(agent) { return this.places ? this.places[agent] : agent; }
  /** Play on; returns the steps played. */
  step(steps = 1) {
    const {evolution: {kernels: k, setting}} = this, wanted = Math.min(steps, this.maxSteps - this.steps);
    let played = 0;
    for (const {block, lived} of this.blocks)
      played = Math.max(played, k.call("advance", Object.values(block), setting, lived, wanted, this.record));
    this.steps += played;
    return played;
  }
  get alive() {
    let alive = 0;
    for (const {block, count} of this.blocks) for (let lane = 0; lane < count; lane++) alive += block.state.data[lane] > 0;
    return alive;
  }
  get done() { return this.steps >= this.maxSteps || this.alive === 0; }
  get aliveMask() { return Uint8Array.from({length: this.agents}, (_, agent) => this.row(0, agent) > 0 ? 1 : 0); }
  blockOf(agent) { return this.blocks[Math.floor(agent / this.lanes)]; }
  /** A number of an agent's state, by its row. */
  row(row, agent) { return this.blockOf(agent).block.state.data[row * this.lanes + agent % this.lanes]; }
  /** A row of the state of all agents, Float32Array. */
  rowOfAll(row, out = new Float32Array(this.agents)) {
    this.blocks.forEach(({block, count}, k) =>
      out.set(block.state.data.subarray(row * this.lanes, row * this.lanes + count), k * this.lanes));
    return out;
  }
  state(agent) {
    return Object.fromEntries(this.evolution.facts.game.state.map((name, row) => [name, this.row(row, agent)]));
  }
  score(agent) { return this.row(1, agent); }
  lived(agent) { return Number(this.blockOf(agent).lived.data[agent % this.lanes]); }
  /** The agent with the highest score, of those that live while any lives; of equals the first. */
  get leader() {
    const anyone = this.alive === 0;
    let best = 0, score = -Infinity;
    for (let agent = 0; agent < this.agents; agent++)
      if ((anyone || this.row(0, agent) > 0) && this.row(1, agent) > score) { best = agent; score = this.row(1, agent); }
    return best;
  }
  /** What an agent's network makes of what it sees now: its inputs, each layer's outputs, and its last action. */
  activations(agent) {
    const {evolution: {kernels: k, setting, facts}} = this, {block} = this.blockOf(agent);
    const lane = agent % this.lanes, {nodes, actionRows} = facts.program;
    k.call("think", Object.values(block), setting);
    const column = (room, rows) => Float32Array.from({length: rows}, (_, row) => room.data[row * this.lanes + lane]);
    const all = column(block.nodes, nodes), sizes = (facts.policy.shapes || [[all.length]]).map(one => one.reduce((a, b) => a * b, 1));
    let at = 0;
    const layers = sizes.map(size => all.subarray(at, at += size));
    return {observation: layers[0], layers, nodes: all, outputs: layers[layers.length - 1], action: column(block.action, actionRows)};
  }
}

/** What a network does over two rows of the state, or of what it sees, all else being as it is: outputs cell by cell. */
function policyMap(rollout, agent, {columns, rows, across, down, over, still = []}) {
  const {evolution} = rollout, {kernels: k, facts, setting} = evolution, {lanes, output} = facts.program, {block} = rollout.blockOf(agent);
  const outputs = facts.game.actions.length, found = new Float32Array(columns * rows * outputs), own = agent % lanes;
  const at = (axis, place, count) => axis.low + (axis.high - axis.low) * (place + 0.5) / count;
  return k.briefly(() => {
    const trial = k.block();
    rollout.load(trial.weights, new Array(lanes).fill(rollout.genomeOf(agent)));
    for (const name of ["state", "nodes"])
      for (let one = 0; one < trial[name].size; one++) trial[name].data[one] = block[name].data[one - one % lanes + own];
    if (over === "seen") k.call("think", Object.values(trial), setting);
    const changed = over === "seen" ? trial.nodes.data : trial.state.data, seen = trial.nodes.data.slice();
    for (let first = 0; first < columns * rows; first += lanes) {
      const count = Math.min(lanes, columns * rows - first);
      if (over === "seen") changed.set(seen);
      for (let lane = 0; lane < count; lane++) {
        const cell = first + lane, put = (row, value) => { changed[row * lanes + lane] = value; };
        still.forEach(([row, value]) => put(row, value));
        put(across.row, at(across, cell % columns, columns));
        put(down.row, at(down, Math.floor(cell / columns), rows));
      }
      if (over === "seen") k.call("policy", trial.flat_weights, trial.flat_nodes, trial.fresh_memory);
      else k.call("think", Object.values(trial), setting);
      for (let lane = 0; lane < count; lane++) for (let one = 0; one < outputs; one++)
        found[(first + lane) * outputs + one] = trial.nodes.data[(output + one) * lanes + lane];
    }
    return found;
  });
}
