// A worker of the page: one evolution, asked by messages {id, call, args}, answered by {id, result} or {id, error}.
"use strict";

class Served {
  constructor() { this.others = []; }
  async open({facts, wasm}) {
    this.evolution = await Evolution.open(facts, wasm);
    this.stage = null;
    return {};
  }
  begin(args) {
    this.stage = null;
    this.evolution.begin(args);
    return this.frame({steps: 0, agent: -1});
  }
  /** The agents that are shown: those of the generation that waits, unless the past or a duel is on stage. */
  get shown() { return this.stage ?? {rollout: this.evolution.rollout, generation: this.evolution.generation}; }
  /** Play up to so many steps, and tell what is seen then. */
  frame({steps = 0, agent = -1}) {
    const {rollout, generation, setting = this.evolution.setting} = this.shown, {facts} = this.evolution;
    if (steps) this.at(setting, () => rollout.step(steps));
    const rows = facts.game.state.length, state = new Float32Array(rows * rollout.agents), {leader} = rollout;
    for (let row = 0; row < rows; row++) rollout.rowOfAll(row, state.subarray(row * rollout.agents, (row + 1) * rollout.agents));
    const who = agent < 0 || agent >= rollout.agents ? leader : agent;
    const {nodes, action} = this.at(setting, () => rollout.activations(who));
    return {generation, step: rollout.steps, done: rollout.done, alive: rollout.alive, leader, course: rollout.course, state,
      parameters: Object.fromEntries(facts.game.parameters.map((one, k) => [one.name, setting[k]])),
      focus: {agent: who, values: rollout.genomes.seen?.(rollout.genomeOf(who), nodes) ?? nodes, action}};
  }
  /** Do something under other parameters of the rules. */
  at(setting, work) {
    const {evolution} = this, now = evolution.setting;
    evolution.setting = setting;
    try { return work(); } finally { evolution.setting = now; }
  }
  /** Let others play their shares of each generation, at these ports. */
  share({ports}) {
    this.others = ports.map(port => new Calls(port));
    return {};
  }
  /** Be one of the others: play what is asked for at a port. */
  async help({facts, wasm, port}) {
    this.evaluator = new Evaluator(await Kernels.open(facts, wasm));
    serve(Served, port, this);
    return {};
  }
  play({genomes, ...task}) {
    const {evaluator, evaluator: {kernels}} = this;
    return kernels.briefly(() => evaluator.play(GENOMES[kernels.facts.policy.kind].copied(kernels, genomes), task));
  }
  async next() {
    this.stage = null;
    const {evolution} = this, begun = performance.now();
    await evolution.finishWith(this.others);
    const seconds = (performance.now() - begun) / 1000, entry = {...evolution.next(), seconds}, {best, solved, evaluated, fingerprint} = evolution;
    const {generation, agent, score, fitness} = best;
    return {entry, fingerprint, evaluated, solved, champion: {generation, agent, score, fitness}};
  }
  change(args) {
    this.stage = null;
    this.evolution.change(args);
    return {};
  }
  /** Put an earlier generation on stage. */
  travel({generation}) {
    const {evolution} = this;
    if (!(Number.isInteger(generation) && generation >= 0 && generation <= evolution.generation))
      throw Error(`there are generations from 0 to ${evolution.generation}, and not ${String(generation).slice(0, 60)}`);
    this.stage = null;
    if (generation < evolution.generation) this.stage = {generation, ...evolution.visitors(generation)};
    return this.frame({});
  }
  live() {
    this.stage = null;
    this.evolution.leaveStage();
    return this.frame({});
  }
  /** Put the champion on stage, alone on some course. */
  duel({course}) {
    const {evolution} = this, {best} = evolution;
    if (!best) throw Error("there is no champion before the first generation has been evaluated");
    const genomes = evolution.genomeKind.of(evolution.kernels, best.genome);
    this.stage = {generation: best.generation, rollout: new Rollout(evolution, genomes, Number(course) >>> 0, evolution.maxSteps)};
    return this.frame({});
  }
  /** Of a match in some state what is seen, and what the champion does next in each seat; a person's is not asked. */
  reply({state}) {
    const {rollout, setting = this.evolution.setting} = this.shown, {block} = rollout.blockOf(0), {lanes} = rollout;
    state.forEach((value, row) => { block.state.data[row * lanes] = value; });
    const seen = this.frame({});
    rollout.steps = 0;
    this.at(setting, () => rollout.step(1));
    return {...seen, action: Float32Array.from({length: this.evolution.facts.program.actionRows}, (_, row) => block.action.data[row * lanes])};
  }
  /** The champion as a file. */
  champion() { return championFile(this.evolution); }
  policy({agent, ...map}) {
    const {rollout, setting = this.evolution.setting} = this.shown;
    return {outputs: this.at(setting, () => policyMap(rollout, agent < 0 ? rollout.leader : agent, map))};
  }
  brain({agent}) {
    const {rollout} = this.shown;
    return rollout.genomes.brain(agent < 0 ? rollout.leader : agent, this.evolution.facts);
  }
  genes({most = 96}) { return this.shown.rollout.genomes.leading(most); }
}

/** Answer what is asked at some place, one question after the other. */
function serve(kind = Served, place = self, served = new kind()) {
  const known = new Set([Served, kind].flatMap(one => Object.getOwnPropertyNames(one.prototype)));
  let turn = Promise.resolve();
  place.onmessage = ({data: {id, call, args}}) => {
    turn = turn.then(async () => {
      try {
        if (!known.has(String(call))) throw Error(`there is nothing to be done called ${String(call).slice(0, 60)}`);
        const result = await served[call](args ?? {});
        place.postMessage({id, result}, buffersIn(result));
      } catch (error) {
        place.postMessage({id, error: String(error?.message ?? error).slice(0, 500)});
      }
    });
  };
}

/** The memory of arrays in an answer, which is handed over and not copied. */
function buffersIn(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (value && typeof value === "object") Object.values(value).forEach(one => buffersIn(one, found));
  return [...found];
}
