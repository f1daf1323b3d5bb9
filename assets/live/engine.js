// Evolution in a browser: hands arrays to the kernels of the module, and does what around them is Python in neuro.
// Runs in a page, in a worker and in node. Every function here has its like in neuro/evolution, with the same bits.
"use strict";

/** States of earlier generations, so that what went on before can be run again: the newer, the more of them. */
class Past {
  constructor(evolution) { Object.assign(this, {evolution, kept: new Map(), every: 1, most: 64}); }
  keep() {
    const {evolution} = this, {generation} = evolution;
    if (generation % this.every || this.kept.has(generation)) return;
    this.kept.set(generation, this.now());
    if (this.kept.size <= this.most) return;
    this.every *= 2;
    for (const one of [...this.kept.keys()]) if (one % this.every) this.kept.delete(one);
  }
  /** Do something with the population as it was in an earlier generation; afterwards all is as it is now. */
  visit(generation, work) {
    const {evolution} = this, now = this.now(), {outcome} = evolution, from = Math.max(...[...this.kept.keys()].filter(one => one <= generation));
    try {
      this.restore(this.kept.get(from));
      for (let one = from; one < generation; one++) this.rerun(one);
      return work();
    } finally {
      this.restore(now);
      evolution.outcome = outcome;
    }
  }
  now() {
    const {search, settings, setting, hall: {kept}} = this.evolution;
    return {search: search.state(), settings, setting, kept};
  }
  restore({search, settings, setting, kept}) {
    this.evolution.leaveStage();
    this.evolution.hall.kept = kept;
    Object.assign(this.evolution, {settings, setting, outcome: null});
    this.evolution.search.restore(search);
  }
  rerun(generation) {
    const {evolution} = this, outcome = evolution.outcomeOf(generation);
    evolution.hall.keep(evolution.genomes.one(bestPlace(outcome.fitness)), generation);
    evolution.breed(outcome);
    for (const one of evolution.changes) if (one.generation === generation + 1) evolution.adopt(one.settings, one.parameters);
  }
}

/** A digest of bytes that come one after the other, so many bytes long: BLAKE2b by the kernel of neuro/live/digest.py. */
class Digest {
  constructor(kernels, {random}, size) {
    Object.assign(this, {kernels, size, taken: 0, rest: new Uint8Array(0), chain: BigUint64Array.from(random.digest, BigInt)});
    this.chain[0] ^= 0x01010000n ^ BigInt(size);
  }
  take(...parts) {
    const bytes = joinedBytes([this.rest, ...parts]), whole = 128 * Math.max(0, Math.ceil(bytes.length / 128) - 1);  // the last block waits
    if (whole) this.chain = this.mixed(bytes.subarray(0, whole), 0);
    this.taken += whole;
    this.rest = bytes.slice(whole);
    return this;
  }
  mixed(bytes, last) {
    const {kernels: k} = this;
    return k.briefly(() => {
      const words = k.take("uint64", Math.max(1, Math.ceil(bytes.length / 128)) * 16), chain = k.put("uint64", this.chain);
      words.bytes.set(bytes);
      k.call("blake2b", chain, k.take("uint64", 16), words, this.taken, bytes.length, last);
      return chain.data.slice();
    });
  }
  /** What it is so far, in hexadecimal digits. */
  get words() {
    const bytes = bytesOf(this.mixed(this.rest, 1)).subarray(0, this.size);
    return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
  }
}

/** A population that learns: see neuro/evolution/evolution.py. */
class Evolution {
  constructor(facts, kernels) {
    Object.assign(this, {facts, kernels, history: [], fingerprint: ""});
    this.begin();
  }
  static async open(facts, wasm) { return new Evolution(facts, await Kernels.open(facts, wasm)); }
  /** Begin a run; what is not given is as the page was made. Throws a sentence where a value makes no sense. */
  begin(given = {}) {
    const run = {...this.facts.run, settings: {}, parameters: {}, ...given};
    this.checked(run);
    this.kernels.clear();
    this.asked = run;
    Object.assign(this, {seed: BigInt(run.seed), population: run.population, episodes: run.episodes, maxSteps: run.maxSteps});
    Object.assign(this, {history: [], fingerprint: "", solved: false, best: null, steps: 0, evaluated: 0, outcome: null, rollout_: null, changes: []});
    this.settings = {...Object.fromEntries(this.facts.algorithm.settings.map(one => [one.name, one.value])), ...run.settings};
    this.setting = this.facts.game.parameters.map(one => run.parameters[one.name] ?? one.value);
    this.evaluator = new Evaluator(this.kernels);
    this.examiner = new Examiner(this);
    this.meeting = new Meeting(this);
    this.genomeKind = GENOMES[this.facts.policy.kind];
    this.search = new ALGORITHMS[this.facts.algorithm.name](this);
    this.floor = this.kernels.top;
    this.past = new Past(this);
    this.hall = new Hall(this);
    return this;
  }
  /** Refuse what no run can have, in a sentence. */
  checked(run) {
    const whole = (name, low, high) => {
      if (!(Number.isInteger(run[name]) && run[name] >= low && run[name] <= high))
        throw Error(`${name} is a whole number from ${low} to ${high}, not ${String(run[name]).slice(0, 60)}`);
    };
    if (!/^\d{1,19}$/.test(String(run.seed)) || BigInt(run.seed) >= BigInt(this.facts.random.limit))
      throw Error(`a seed is a whole number from 0 to ${BigInt(this.facts.random.limit) - 1n}, not ${String(run.seed).slice(0, 60)}`);
    whole("population", 2, 100000);
    whole("episodes", 1, 1000);
    whole("maxSteps", 1, 1000000000);
    this.checkedValues(run);
  }
  /** Refuse parameters of the rules or settings of the algorithm that no run can have. */
  checkedValues({settings, parameters}, before = {}) {
    for (const [name, value] of Object.entries(parameters)) checkedParameter(this.facts, name, value);
    for (const [name, value] of Object.entries(settings)) checkedSetting(this.facts, name, value);
    const usual = Object.fromEntries(this.facts.algorithm.settings.map(one => [one.name, one.value]));
    ALGORITHMS[this.facts.algorithm.name].check?.({...usual, ...before, ...settings});
  }
  get generation() { return this.history.length; }
  get genomes() { return this.search.ask(); }
  get course() { return this.courses()[0]; }
  /** The courses of the generation that waits. */
  courses(generation = this.generation) {
    return this.kernels.briefly(() => Array.from(this.words(this.episodes, "COURSE", generation).data));
  }
  /** Random words: see words in neuro/random.py. */
  words(count, purpose, generation = 0, index = 0, first = 0, seed = this.seed) {
    const {together, purposes} = this.facts.random, skipped = first % 4, group = 4 * together;
    const out = this.kernels.take("uint32", Math.ceil((skipped + count) / group) * group);
    const blocks = Math.ceil((skipped + count) / 4);
    this.kernels.call("words", out, seed, Math.floor(first / 4), blocks, index, generation, purposes[purpose]);
    return new Room(out.memory, out.at + 4 * skipped, "uint32", [count]);
  }
  /** What becomes of genomes on some courses: fitness, score, steps and behaviour of each, round by round, course by course. */
  evaluate(genomes, courses, maxSteps, table = this.tableOf(genomes)) {
    const {setting} = this, played = this.evaluator.play(genomes, {courses, setting, maxSteps, matches: table?.matches});
    return this.seated(played, table, courses.length);
  }
  /** Who meets whom where nobody says it: in a game of one player nobody, else each itself. */
  tableOf(genomes) {
    const {players} = this.facts.program;
    return players > 1 ? againstItself(genomes.count, players) : null;
  }
  /** What was played by match and seat, as that of each genome. */
  seated({fitness, score, steps, behaviour}, table, courses) {
    const {players, behaviours} = this.facts.program;
    if (!table) return {fitness, score, steps, behaviour};
    const seats = (values, each) => ofSeats(values, table, players, courses, each);
    return {fitness: seats(fitness), score: seats(score), behaviour: seats(behaviour, behaviours),
      steps: table.seats.flatMap(own => own.flatMap(seat => [...steps.subarray(Math.floor(seat / players) * courses, (Math.floor(seat / players) + 1) * courses)]))};
  }
  /** What becomes of one genome, as copied out of memory, on courses that every run has. */
  trial(genome, {count, purpose, first = 0}, maxSteps) {
    return this.kernels.briefly(() => {
      const courses = this.words(count, purpose, 0, 0, first, 0n).data.slice();
      return this.evaluate(this.genomeKind.of(this.kernels, genome), courses, maxSteps);
    });
  }
  /** The same, with shares of the courses played by others, as many as fill their lanes: half a block takes as long as a whole. */
  async trialWith(others, genome, {count, purpose, first = 0}, maxSteps) {
    const {kernels, genomeKind, setting, facts: {program: {lanes}}} = this, asked = others.slice(0, Math.ceil(count / lanes) - 1);
    const {table, shares} = kernels.briefly(() => {
      const courses = Array.from(this.words(count, purpose, 0, 0, first, 0n).data), genomes = genomeKind.of(kernels, genome), table = this.tableOf(genomes);
      const share = place => ({courses: courses.filter((_, course) => course % (asked.length + 1) === place), setting, maxSteps, matches: table?.matches});
      const given = asked.map((one, k) => one.call("play", {genomes: genomes.copy(), ...share(k + 1)}));
      return {table, shares: [this.evaluator.play(genomes, share(0)), ...given]};
    });
    return this.seated(joinedShares(await Promise.all(shares), count), table, count);
  }
  /** A mean over courses, added up course by course. */
  means(values, genomes) {
    const episodes = values.length / genomes, out = new Float64Array(genomes);
    for (let genome = 0; genome < genomes; genome++) {
      let total = 0;
      for (let course = 0; course < episodes; course++) total += values[genome * episodes + course];
      out[genome] = total / episodes;
    }
    return out;
  }
  /** The agents of the generation that waits, on its first course. */
  get rollout() {
    this.rollout_ ??= new Rollout(this, this.genomes, this.course, this.maxSteps);
    return this.rollout_;
  }
  /** Evaluate the generation that waits, unless it has been. */
  finish() {
    this.outcome ??= this.outcomeOf(this.generation);
    return this.outcome;
  }
  /** The same, with shares of it, and of the exam of its best, played by others. */
  async finishWith(others) {
    this.outcome ??= others.length ? await this.outcomeWith(others) : this.outcomeOf(this.generation);
    if (others.length) await this.examiner.examineWith(others, this.genomes.one(bestPlace(this.outcome.fitness)));
    return this.outcome;
  }
  /** What becomes of the genomes that wait, with shares of them played by others. */
  async outcomeWith(others) {
    const {generation, setting, maxSteps, genomeKind, kernels} = this, courses = this.courses(), count = others.length + 1;
    const {table, matches, shares} = kernels.briefly(() => {
      const {genomes, table} = this.hall.matches(generation), share = place => ({courses, setting, maxSteps, ...shareOf(genomes, table?.matches, place, count)});
      const given = others.map((one, k) => share(k + 1)), asked = given.map((one, k) => others[k].call("play", one, buffersIn(one))), own = share(0);
      const played = this.evaluator.play(genomeKind.copied(kernels, own.genomes), own);
      return {table, matches: table ? table.matches.length : genomes.count, shares: [played, ...asked]};
    });
    return this.checkedOutcome(this.seated(joinedShares(await Promise.all(shares), matches), table, courses.length), generation);
  }
  /** What becomes of the genomes that wait on the courses of a generation. */
  outcomeOf(generation) {
    const courses = this.courses(generation), played = this.kernels.briefly(() => {
      const {genomes, table} = this.hall.matches(generation);
      return this.evaluate(genomes, courses, this.maxSteps, table);
    });
    return this.checkedOutcome(played, generation);
  }
  checkedOutcome({fitness, score, ...others}, generation) {
    const {count} = this.genomes, found = {...others, scores: score, fitness: this.means(fitness, count), score: this.means(score, count)};
    if (!found.fitness.every(Number.isFinite))
      throw Error(`${this.facts.game.title} gave a fitness that is no finite number in generation ${generation}`);
    return found;
  }
  /** Write down the generation that waits, and breed the next. */
  next() {
    const outcome = this.finish(), {genomes} = this, place = bestPlace(outcome.fitness);
    const best = {genome: genomes.one(place), generation: this.generation, agent: place, fitness: outcome.fitness[place], score: outcome.score[place]};
    Object.assign(best, {settings: this.settings, setting: this.setting});
    best.solved = this.examiner.examine(best.genome);
    this.fingerprint = this.digest([hexBytes(this.fingerprint), ...genomes.bytes, bytesOf(this.recorded(outcome.fitness))], 16);
    const record = this.summary(outcome, place);
    this.past.keep();
    this.hall.keep(best.genome, this.generation);
    this.breed(outcome);
    const named = this.search.best ? this.ownCandidate(this.search.best()) : [];
    record.solved = this.meet([best, ...named]);
    this.solved ||= record.solved;
    this.steps += record.steps;
    this.evaluated += genomes.count * this.episodes;
    this.history.push(record);
    return record;
  }
  /** The fitness as the fingerprint takes it. */
  recorded(fitness) { return fitness; }
  /** Let the algorithm make the next generation; what was on stage goes. */
  breed(outcome) {
    this.leaveStage();
    this.search.tell(outcome);
    this.floor = this.kernels.top;
    this.outcome = null;
  }
  /** Give back the memory of agents that were shown. */
  leaveStage() {
    this.rollout_ = null;
    this.kernels.top = this.floor;
  }
  /** Let settings of the algorithm and parameters of the rules have other values from the generation that waits on. */
  change({settings = {}, parameters = {}}) {
    this.checkedValues({settings, parameters}, this.settings);
    this.changes.push({generation: this.generation, settings, parameters});
    this.adopt(settings, parameters);
  }
  adopt(settings, parameters) {
    this.settings = {...this.settings, ...settings};
    this.setting = this.facts.game.parameters.map((one, k) => parameters[one.name] ?? this.setting[k]);
    this.leaveStage();
    this.outcome = null;
    this.examiner.forget();
    this.meeting.forget();
  }
  /** A genome that the algorithm names besides its population, on the courses of the generation. */
  ownCandidate(genome) {
    if (!genome) return [];
    const courses = this.courses(), found = this.kernels.briefly(() => {
      const one = this.evaluate(this.genomeKind.of(this.kernels, genome), courses, this.maxSteps);
      return {fitness: this.means(one.fitness, 1)[0], score: this.means(one.score, 1)[0]};
    });
    if (!Number.isFinite(found.fitness)) return [];
    const under = {settings: this.settings, setting: this.setting};
    return [{genome, generation: this.generation, agent: null, ...found, ...under, solved: this.examiner.examine(genome)}];
  }
  meet(candidates) {
    for (const one of candidates) if (!this.best || this.isBetter(one, this.best)) this.best = one;
    return candidates.some(one => one.solved);
  }
  isBetter(candidate, known) {
    if (candidate.solved !== known.solved) return candidate.solved;
    return (known.solved ? this.examiner : this.meeting).isBetter(candidate.genome, known.genome);
  }
  summary(outcome, place) {
    const {fitness, score, steps} = outcome, count = fitness.length, mean = exactSum(fitness) / count, each = steps.length / count;
    let alive = 0, agentSteps = 0;
    for (let genome = 0; genome < count; genome++) {
      const own = steps.slice(genome * each, (genome + 1) * each);
      alive += own.every(one => one >= this.maxSteps);
      agentSteps += own.reduce((all, one) => all + one, 0);
    }
    const spread = Math.sqrt(exactSum(Array.from(fitness, one => (one - mean) * (one - mean))) / count);
    return {generation: this.generation, best: fitness[place], mean, spread, bestScore: score[place], meanScore: exactSum(score) / count,
      agent: place, alive, steps: agentSteps, fingerprint: this.fingerprint};
  }
  champion() { return this.best; }
  /** The agents of an earlier generation, and the parameters that they play under. */
  visitors(generation) {
    this.leaveStage();
    const {one, setting} = this.past.visit(generation, () => ({one: this.genomes.copy(), setting: this.setting}));
    const genomes = this.genomeKind.copied(this.kernels, one);
    return {setting, rollout: new Rollout(this, genomes, this.courses(generation)[0], this.maxSteps)};
  }
  /** A digest of bytes, in hexadecimal digits. */
  digest(parts, size) { return new Digest(this.kernels, this.facts, size).take(...parts).words; }
  /** A key by which a genome, as copied out of memory, is known again. */
  keyOf(genome) { return this.kernels.briefly(() => this.digest(this.genomeKind.of(this.kernels, genome).bytes, 16)); }
}

/** Refuse a parameter of the rules that there is not, or that is out of its limits. */
function checkedParameter(facts, name, value) {
  const found = facts.game.parameters.find(one => one.name === name);
  if (!found) throw Error(`${facts.game.title} has no parameter ${String(name).slice(0, 60)}`);
  const low = found.low ?? -3.4028234663852886e38, high = found.high ?? 3.4028234663852886e38;
  if (!(typeof value === "number" && Math.fround(value) >= Math.fround(low) && Math.fround(value) <= Math.fround(high)))
    throw Error(`${name} lies between ${low} and ${high}, not ${String(value).slice(0, 60)}`);
}

/** Refuse a setting of the algorithm that there is not, or that is out of its limits. */
function checkedSetting(facts, name, value) {
  const found = facts.algorithm.settings.find(one => one.name === name), shown = String(value).slice(0, 60);
  if (!found) throw Error(`${facts.algorithm.name} has no setting ${String(name).slice(0, 60)}`);
  if (found.fixed && value !== found.value)
    throw Error(`${name} is ${found.value} in this page, which is made for it, not ${shown}: neuro export --live makes another`);
  if (value === null && found.optional) return;
  if (found.choices.length) {
    if (!found.choices.includes(value)) throw Error(`${name} is one of ${found.choices.join(", ")}, not ${shown}`);
  } else if (found.kind === "bool") {
    if (typeof value !== "boolean") throw Error(`${name} is true or false, not ${shown}`);
  } else if (!(Number.isFinite(value) && (found.kind !== "int" || Number.isInteger(value)) && value >= (found.low ?? -Infinity) && value <= (found.high ?? Infinity)))
    throw Error(`${name} is a number from ${found.low ?? "any"} to ${found.high ?? "any"}, not ${shown}`);
}
