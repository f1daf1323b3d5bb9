// A champion that plays in a worker: the page's own engine, with one genome and nothing that breeds.
"use strict";

/** Agents whose states are taken into a trace, step by step: see neuro/exact_replay.py. */
class Traced extends Rollout {
  constructor(...given) {
    super(...given);
    const {kernels: k, facts} = this.evolution;
    this.record = k.take("float32", Traced.chunk, facts.program.rows, this.lanes);
    this.digest = new Digest(k, facts, 16);
  }
  step(steps = 1) {
    let played = 0;
    while (played < steps) {
      const before = this.lived(0), found = super.step(Math.min(steps - played, Traced.chunk));
      this.trace(this.lived(0) - before);
      played += found;
      if (!found || this.alive === 0) break;
    }
    return played;
  }
  trace(lived) {
    const {evolution: {facts: {program: {rows}, champion: {traced}}}, lanes, record: {data}} = this, out = new Float32Array(lived * traced.length);
    for (let step = 0, at = 0; step < lived; step++) for (const row of traced) out[at++] = data[(step * rows + row) * lanes];
    this.digest.take(bytesOf(out));
  }
}
Traced.chunk = 256;

/** A champion, one course after the other. */
class Play extends Evolution {
  /** Begin an episode; throws a sentence where there is no such course. */
  begin({course = this.facts.champion.course} = {}) {
    if (!(Number.isInteger(course) && course >= 0 && course <= 0xffffffff))
      throw Error(`courses are numbered from 0 to 4294967295, and there is no ${String(course).slice(0, 60)}`);
    const {champion, game, policy} = this.facts;
    this.kernels.clear();
    Object.assign(this, {history: [], maxSteps: champion.maxSteps, rollout_: null, outcome: null, genomeKind: GENOMES[policy.kind]});
    this.setting = game.parameters.map(one => one.value);
    this.best = {genome: this.champion(), generation: champion.generation};
    this.played = this.genomeKind.of(this.kernels, this.best.genome);
    this.rollout_ = new Traced(this, this.played, course, this.maxSteps);
    this.floor = this.kernels.top;
    return this;
  }
  leaveStage() { this.kernels.top = this.floor; }
  get genomes() { return this.played; }
  /** The champion's genome, as one is that was copied out of memory. */
  champion() {
    const {genome} = this.facts.champion, numbers = (kind, hex) => new ARRAYS[kind](hexBytes(hex).buffer);
    if (this.facts.policy.kind !== "graph") return numbers("float32", genome.parts[0]);
    return {population: 1, links: genome.links, nodes: genome.nodes, parts: TOPOLOGY_FIELDS.map(([, kind], k) => numbers(kind, genome.parts[k]))};
  }
}

class ServedPlay extends Served {
  async open({facts, wasm}) {
    this.evolution = new Play(facts, await Kernels.open(facts, wasm));
    this.stage = null;
    return {};
  }
  get shown() { return this.stage ?? {rollout: this.evolution.rollout_, generation: this.evolution.best.generation}; }
  frame(args) {
    const {rollout} = this.shown, {facts} = this.evolution, seen = super.frame(args), won = facts.game.won;
    return {...seen, trace: rollout.digest?.words ?? "", won: Boolean(won) && !rollout.row(0, 0) && rollout.row(won, 0) > 0};
  }
}
