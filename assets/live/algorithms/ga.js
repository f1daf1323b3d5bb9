// The genetic algorithm: what neuro/evolution/algorithms/genetic.py does around its kernels.
"use strict";

class Genetic {
  constructor(evolution) {
    Object.assign(this, {evolution, population: evolution.population, generation: 0, homes: null, sizes: null, lineage: null});
    this.genomes = GENOMES.layers.first(evolution);
    this.children = new GENOMES.layers(evolution.kernels.take("float32", ...this.genomes.matrix.shape));
  }
  /** Refuse settings that do not go together, in a sentence. */
  static check({selection, pressure, elites}) {
    if (elites >= 1) throw Error(`elites is a share of the population, from 0 to below 1, not ${elites}`);
    const most = {tournament: 1000, truncation: 1e6, rank: 2, universal: 2, roulette: 10}[selection];
    const whole = ["tournament", "roulette"].includes(selection);
    if (pressure !== null && !(pressure >= 1 && pressure <= most && (!whole || Number.isInteger(pressure))))
      throw Error(`${selection} selection needs a ${whole ? "whole " : ""}pressure between 1 and ${most}, not ${pressure}`);
  }
  get facts() { return this.evolution.facts.algorithm.facts; }
  get settings() { return this.evolution.settings; }
  ask() { return this.genomes; }
  elitesOf(size) { return Math.min(size - 1, this.genomes.count, rounded(this.settings.elites * size)); }
  tell({fitness}) {
    const {kernels: k} = this.evolution;
    k.briefly(() => {
      const preferred = this.settings.sharing ? this.shared(fitness) : fitness;
      const {best, parents} = this.chosen(fitness, preferred);
      this.breed(best, parents);
      this.lineage = {elites: best, parents};
    });
    [this.genomes, this.children] = [this.children, this.genomes];
    this.generation++;
  }
  breed(best, parents) {
    const {evolution: {kernels: k, facts: {policy}, seed}, generation, settings} = this, count = parents.length / 2;
    const [, parameters] = this.genomes.matrix.shape, from = this.genomes.matrix, to = this.children.matrix;
    best.forEach((place, row) => to.data.set(from.data.subarray(place * parameters, (place + 1) * parameters), row * parameters));
    const children = to.rows(best.length, count), words = k.take("uint32", this.room(parameters));
    k.call(`cross_${settings.crossover.replaceAll("-", "_")}`, from, k.put("int64", parents, count, 2), children, 0,
      k.put("int64", policy.starts), settings.crossover_rate, seed, generation, words);
    this.mutate(children, best, parents, words);
  }
  /** How long an array of words is that is filled with so many. */
  room(count) {
    const group = 4 * this.evolution.facts.random.together;
    return Math.ceil(count / group) * group;
  }
  mutate(children, best, parents, words) {
    const {evolution: {kernels: k, seed}, generation, settings, facts} = this, before = this.sizes, {mutation_kind: kind} = settings;
    const usual = this.usualSize(), rate = settings.mutation_rate;
    this.sizes = null;
    if (kind === facts.shapes[0]) {
      k.call("gaussian", children, 0, rate, usual, 0, seed, generation, k.take("uint32", facts.words), k.take("int64", facts.genes), k.take("float64", facts.noise));
      return;
    }
    let own = new Float64Array(parents.length / 2).fill(usual), shape = facts.shapes.indexOf(kind);
    if (shape < 0) {
      const known = before || new Float64Array(this.genomes.count).fill(usual);
      own = this.adapted(Float64Array.from(own, (_, child) => known[parents[2 * child]]), children.shape[1]);
      this.sizes = Float64Array.from([...best.map(place => known[place]), ...own]);
      shape = 0;
    }
    k.call("shaped", children, k.put("float64", own), 0, shape, rate, seed, generation, words);
  }
  usualSize() {
    const {mutation_stdev: stdev, mutation_decay: decay, mutation_floor: floor} = this.settings;
    let power = 1, base = decay;
    for (let rest = this.generation; rest; rest = Math.floor(rest / 2)) {
      if (rest % 2) power *= base;
      base *= base;
    }
    return Math.max(stdev * power, Math.min(floor, stdev));
  }
  adapted(sizes, genes) {
    const {evolution: {kernels: k, seed}, generation, settings, facts} = this, out = k.take("float64", sizes.length);
    k.call("adapt", k.put("float64", sizes), out, 1 / Math.sqrt(2 * genes), seed, generation);
    return out.data.map(one => Math.min(Math.max(one, settings.mutation_floor), facts.largest));
  }
  /** Fitness that genomes that are alike share: see neuro/operators/sharing.py. */
  shared(fitness) {
    const {evolution: {kernels: k}, settings, facts} = this, count = fitness.length, asked = Math.min(count, facts.asked);
    const places = Array.from({length: asked}, (_, one) => Math.floor(one * count / asked)), crowds = k.take("float64", count);
    k.call("crowd", this.genomes.matrix, k.put("int64", places), settings.sharing, count / asked, 0, count, crowds);
    return aboveLeast(fitness).map((one, genome) => one / crowds.data[genome]);
  }
  /** Elites, the best first, and two parents for each child. */
  chosen(fitness, preferred) {
    const {population} = this, sizes = this.islandSizes(population), {seed} = this.evolution;
    if (sizes.length === 1) {
      const elites = this.elitesOf(population);
      this.homes = null;
      return {best: bestFirst(fitness).slice(0, elites), parents: this.parents(preferred, population - elites, seed)};
    }
    const best = [], of = [], parents = [], homes = [];
    this.breeders(this.islands(sizes.length), fitness).forEach((places, island) => {
      const elites = Math.min(this.elitesOf(sizes[island]), places.length), children = sizes[island] - elites;
      const key = BigInt.asUintN(64, seed + BigInt(island) * 0x9E3779B97F4A7C15n), own = Float64Array.from(places, place => preferred[place]);
      for (const place of places.slice(0, elites)) { best.push(place); of.push(island); }
      for (const place of this.parents(own, children, key)) parents.push(places[place]);
      for (let child = 0; child < children; child++) homes.push(island);
    });
    const order = bestFirst(Float64Array.from(best, place => fitness[place]));
    this.homes = [...order.map(one => of[one]), ...homes];
    return {best: order.map(one => best[one]), parents};
  }
  islandSizes(population) {
    const {islands} = this.settings;
    if (islands === 1) return [population];
    const count = Math.max(1, Math.min(islands, Math.floor(population / 2))), sizes = Array(count).fill(0);
    for (let genome = 0; genome < population; genome++) sizes[Math.floor(genome * count / population)]++;
    return sizes;
  }
  islands(count) {
    const population = this.genomes.count;
    if (this.homes && new Set(this.homes).size === count) return this.homes;
    return Array.from({length: population}, (_, genome) => Math.floor(genome * count / population));
  }
  /** Places of those that may become parents on each island, the best first. */
  breeders(homes, fitness) {
    const {generation, settings: {migration, migration_every: every}} = this, order = bestFirst(fitness);
    const found = Array.from({length: Math.max(...homes) + 1}, (_, island) => order.filter(place => homes[place] === island));
    if (generation === 0 || generation % every) return found;
    return found.map((own, island) => {
      const moved = Math.min(own.length - 1, rounded(migration * own.length)), before = found.at(island - 1);
      return [...own.slice(0, own.length - moved), ...before.slice(0, moved)];
    });
  }
  /** Two parents for each child, by the method that was chosen. */
  parents(fitness, children, key) {
    const {selection} = this.settings, pressure = this.settings.pressure ?? this.facts.pressures[selection];
    const {kernels: k} = this.evolution, drawn = () => k.take("int64", children, 2), of = room => Array.from(room.data, Number);
    if (selection === "tournament") {
      const parents = drawn(), room = k.take("uint32", this.room(2 * pressure));
      k.call("tournament", k.put("float64", fitness), pressure, parents, 0, key, this.generation, room);
      return of(parents);
    }
    const [order, shares] = SHARES[selection](fitness, pressure), upto = k.put("float64", runningTotal(shares));
    if (selection === "universal") {
      const places = k.take("int64", 2 * children), room = k.take("uint32", this.room(2 * children + 1));
      k.call("draw_evenly", k.put("int64", order), upto, places, key, this.generation, room);
      return of(places);
    }
    const parents = drawn();
    k.call("draw_by_share", k.put("int64", order), upto, parents, key, this.generation);
    return of(parents);
  }
  /** All that later generations depend on. */
  state() { return {genomes: this.genomes.matrix.data.slice(), homes: this.homes, sizes: this.sizes, generation: this.generation}; }
  restore({genomes, homes, sizes, generation}) {
    this.genomes.matrix.data.set(genomes);
    Object.assign(this, {homes, sizes, generation, lineage: null});
  }
}
ALGORITHMS.ga = Genetic;

/** The share of all children that each genome has, by the method of selection: see neuro/operators/selection.py. */
const SHARES = {
  truncation(fitness, pressure) {
    const kept = Math.max(1, Math.trunc(fitness.length / pressure));
    return [bestFirst(fitness).slice(0, kept), new Float64Array(kept).fill(1)];
  },
  rank(fitness, pressure) {
    const order = bestFirst(fitness), count = order.length, shares = new Float64Array(count);
    for (let first = 0, last; first < count; first = last) {
      for (last = first + 1; last < count && fitness[order[last]] === fitness[order[first]]; last++);
      const below = (first + last - 1) / 2 / Math.max(1, count - 1);
      shares.fill(pressure - 2 * (pressure - 1) * below, first, last);
    }
    return [order, shares];
  },
  roulette(fitness, pressure) {
    const above = aboveLeast(fitness);
    const highest = above.reduce((a, b) => Math.max(a, b)), shares = new Float64Array(fitness.length).fill(1);
    if (highest > 0) for (let turn = 0; turn < pressure; turn++) above.forEach((one, place) => { shares[place] *= one / highest; });
    return [Array.from(fitness.keys()), shares];
  },
};
SHARES.universal = SHARES.rank;

/** How far each is above the least that is a number. */
function aboveLeast(fitness) {
  const finite = fitness.filter(Number.isFinite), least = finite.length ? finite.reduce((a, b) => Math.min(a, b)) : 0;
  return fitness.map(one => Math.max(one, least) - least);
}

function runningTotal(shares) {
  let total = 0;
  const found = shares.map(one => total += one);
  return found.map(one => one / total);
}
