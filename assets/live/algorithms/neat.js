// NEAT in a page: what neuro/evolution/algorithms/neat.py does between its kernels, which are the module's own.
"use strict";

const NEAT = {step: 1.2, many: 1.25, few: 0.75, most: 1.3, leastThreshold: 1e-3, largestThreshold: 1e6, leastShare: 1e-9};
const HISTORICAL_NUMBERS = 2 ** 31 - 1;

const numbersOf = room => Array.from(room.data, Number);

class Neat {
  constructor(evolution) {
    const {population, kernels: k, settings, facts: {algorithm: {facts}, random}} = evolution, {inputs, outputs} = facts;
    const links = (inputs + 1) * outputs, counters = k.put("int64", [links, inputs + 1 + outputs]);
    Object.assign(this, {evolution, population, ends: facts, counters, generation: 0, elites: 0, lineage: null});
    Object.assign(this, {threshold: settings.compatibility_threshold, born: 0, kinds: [], links: links + 16, nodes: 8});
    this.genomes = new Graphs(k, this.topologies());
    k.briefly(() => this.first(links, random.purposes.INITIALISE));
    this.genomes.compile();
    this.children = new Graphs(k, this.topologies());
    this.representatives = this.topologies(this.mostSpecies);
    this.assign(new Array(population).fill(-1), 0);
  }
  /** Refuse settings that do not go together. */
  static check({add_node: node, add_link: link, delete_node: lost, delete_link: cut, activation_rate: other}) {
    const grown = node + link + lost + cut + other;
    if (grown > 1)
      throw Error(`a child changes one structure at most: add_node, add_link, delete_node, delete_link and activation_rate add up to ${grown}, and 1 is the most`);
  }
  get settings() { return this.evolution.settings; }
  ask() { return this.genomes; }
  topologies(population = this.population) { return new TopologyRows(this.evolution.kernels, population, this.links, this.nodes); }
  /** The first generation: every input and the bias joined to every output, and no hidden node. */
  first(links, purpose) {
    const {evolution: {kernels: k, seed}, ends: {inputs, outputs}, genomes: {rows}} = this, drawn = k.take("float32", this.population, links);
    k.call("neat_first", drawn, seed, purpose);
    for (let g = 0; g < this.population; g++) {
      rows.sizes.data[2 * g] = links;
      for (let link = 0, at = g * rows.links; link < links; link++, at++) {
        rows.innovation.data[at] = link;
        rows.source.data[at] = Math.floor(link / outputs);
        rows.target.data[at] = inputs + 1 + link % outputs;
        rows.weight.data[at] = drawn.data[g * links + link];
        rows.enabled.data[at] = 1;
      }
    }
  }
  get compatibility() {
    const own = this.settings;
    return [own.excess_coefficient, own.disjoint_coefficient, own.weight_coefficient, own.small_genome];
  }
  get mating() {
    const own = this.settings;
    return [own.survival_threshold, own.crossover_rate, own.interspecies_rate, own.champion_size];
  }
  get rates() {
    const own = this.settings, weights = [own.disabled_rate, own.weight_mutation_rate, own.new_weight_rate];
    const growth = [own.add_node, own.add_link, own.delete_node, own.delete_link, own.toggle_rate];
    return [...weights, own.weight_stdev, own.new_weight_stdev, own.weight_limit, ...growth, this.ends.recurrent, own.activation_rate, this.ends.others ? this.ends.others.split("+").length : 0];
  }
  get mostSpecies() {
    const {species} = this.settings;
    return Math.max(1, species ? Math.ceil(NEAT.most * species) : this.population);
  }
  tell({fitness}) {
    this.reserve();
    this.evolution.kernels.briefly(() => this.learn(fitness));
  }
  learn(fitness) {
    const {evolution: {kernels: k, seed}, genomes: {rows: old}, threshold, generation} = this, count = this.kinds.length;
    const worth = worthOf(fitness), sizes = old.sizes.data;
    const order = sortedPlaces(fitness.length, (a, b) => worth[b] - worth[a] || sizes[2 * a] - sizes[2 * b]);
    const members = this.members(order, count), size = k.put("int64", this.sizes(fitness, worth, order));
    const {rows, plan} = this.plan(order, members, size);
    this.breed(old, plan);
    const kept = k.take("int64", count), merged = k.take("int64", count), how = [threshold, this.compatibility, seed, generation];
    const left = k.call("neat_represent", old.fields, members, size, this.representatives.fields, kept, merged, ...how);
    const homes = numbersOf(merged), mothers = rows.map(([mother]) => homes[this.species[mother]]);
    this.kinds = numbersOf(kept).slice(0, left).map(place => this.kinds[place]);
    this.generation++;
    this.settle(rows, mothers, left);
  }
  /** Have room for all that children may grow, and for all species, before anything is at work in the memory. */
  reserve() {
    const {rows} = this.genomes, species = Math.max(this.kinds.length, this.mostSpecies);
    let links = 0, nodes = 0;
    for (let g = 0; g < rows.population; g++) {
      links = Math.max(links, rows.used("links", g) + 2);
      nodes = Math.max(nodes, rows.used("nodes", g) + 1);
    }
    const enough = links <= this.links && nodes <= this.nodes;
    if (enough && species <= this.representatives.population) return;
    if (!enough) {
      this.links = Math.max(this.links, links + (links >> 1));
      this.nodes = Math.max(this.nodes, nodes + (nodes >> 1));
      this.genomes = new Graphs(this.evolution.kernels, this.topologies());
      this.genomes.rows.take(rows, rows.sizes.data.subarray(0, rows.population).map((_, place) => place));
      this.children = new Graphs(this.evolution.kernels, this.topologies());
    }
    this.representatives = this.topologies(species);
  }
  /** The children of each species; species that have not improved for long have none. */
  sizes(fitness, worth, order) {
    const {settings, species, generation} = this, best = this.kinds.map(() => -Infinity), safe = new Set();
    fitness.forEach((value, place) => { best[species[place]] = Math.max(best[species[place]], value); });
    this.kinds.forEach((kind, place) => {
      if (best[place] > kind.best) this.kinds[place] = {best: best[place], improved: generation};
    });
    for (const place of order) if (safe.size < settings.protected_species) safe.add(species[place]);
    const alive = this.kinds.map((kind, place) => safe.has(place) || generation - kind.improved <= settings.dropoff_age);
    return offspringOf(worth, species, alive, this.population);
  }
  /** Places of the members of all species, the best first, and where those of each begin: the fields of ``Members``. */
  members(order, count) {
    const {evolution: {kernels: k}, species} = this, begin = new Array(count + 1).fill(0);
    for (const kind of species) begin[kind + 1]++;
    for (let kind = 0; kind < count; kind++) begin[kind + 1] += begin[kind];
    return [k.put("int64", [...order].sort((a, b) => species[a] - species[b])), k.put("int64", begin)];
  }
  /** Who has children with whom, the champions that live on first and the best of them before the others. */
  plan(order, members, size) {
    const {evolution: {kernels: k, seed}, population, generation} = this, ranks = new Array(order.length);
    order.forEach((place, rank) => { ranks[place] = rank; });
    const plan = k.take("int64", population, 3);
    k.call("neat_plan", k.put("int64", order), k.put("int64", ranks), members, size, this.mating, plan, seed, generation);
    const flat = numbersOf(plan), rows = Array.from({length: population}, (_, child) => flat.slice(3 * child, 3 * child + 3));
    rows.sort((a, b) => a[2] - b[2] || (a[2] === 0 ? ranks[a[0]] - ranks[b[0]] : 0));
    plan.data.set(rows.flat().map(BigInt));
    return {rows, plan};
  }
  /** Make the children of a plan, in its order. */
  breed(old, plan) {
    const {evolution: {kernels: k, seed}, ends: {inputs, outputs}, rates, population, generation} = this, {fields} = this.children.rows;
    const want = k.take("int64", population, 3);
    k.call("neat_breed", old.fields, plan, fields, want, 0, population, rates, inputs, outputs, seed, generation);
    const coming = 3 * want.data.filter((what, at) => at % 3 === 0 && what > 0n).length;
    if (Math.max(...numbersOf(this.counters)) + coming > HISTORICAL_NUMBERS)
      throw Error("this run has used up all historical numbers: begin another with its champion's settings");
    k.briefly(() => {
      let size = 1 << 12, table = null;
      do table = [k.take("int64", size), k.take("int32", size)]; while (!k.call("neat_know", old.fields, ...table, coming) && (size *= 2));
      k.call("neat_grow", fields, want, rates, inputs, outputs, ...table, this.counters, seed, generation);
    });
  }
  /** Let the children be the next generation: champions first, then like beside like. */
  settle(plan, mothers, count) {
    const {evolution: {kernels: k}, population, children} = this, elites = plan.filter(row => row[2] === 0).length;
    children.compile();
    const others = k.put("int64", Array.from({length: population - elites}, (_, child) => elites + child));
    k.call("graph_sort", children.packed, others, k.take("int64", population - elites));
    const order = [...Array(elites).keys(), ...numbersOf(others)], parents = order.map(place => plan[place]);
    this.genomes.rows.take(children.rows, order);
    this.genomes.compile();
    this.elites = elites;
    this.lineage = {elites: parents.slice(0, elites).map(([mother]) => mother), parents: parents.slice(elites).flatMap(row => row.slice(0, 2))};
    this.assign(order.map(place => mothers[place]), count);
  }
  /** Give each genome that waits a species, and move the threshold towards the number that is wanted. */
  assign(mothers, count) {
    const {evolution: {kernels: k}, settings: {species: wanted}, population, representatives} = this;
    const there = k.briefly(() => {
      const species = k.take("int64", population), how = [count, this.mostSpecies, this.threshold, this.compatibility];
      const found = k.call("neat_assign", this.genomes.rows.fields, k.put("int64", mothers), species, representatives.fields, ...how);
      this.species = numbersOf(species);
      return found;
    });
    for (let kind = count; kind < there; kind++) this.kinds.push({improved: this.generation, best: -Infinity});
    if (!wanted) return;
    const alive = new Set(this.species).size, factor = alive > NEAT.many * wanted ? NEAT.step : alive < NEAT.few * wanted ? 1 / NEAT.step : 1;
    this.threshold = Math.min(NEAT.largestThreshold, Math.max(NEAT.leastThreshold, this.threshold * factor));
  }
  metrics() {
    const {links, hidden} = this.genomes, mean = values => values.reduce((a, b) => a + b, 0) / values.length;
    return {species: new Set(this.species).size, hidden: mean(hidden), links: mean(links)};
  }
  /** All that later generations depend on. */
  state() {
    const {generation, elites, species, kinds, threshold} = this, counters = this.counters.data.slice();
    return {genomes: this.genomes.copy(), generation, elites, species: [...species], kinds: [...kinds], threshold, counters};
  }
  restore({genomes, counters, ...rest}) {
    Object.assign(this, {...rest, species: [...rest.species], kinds: [...rest.kinds], lineage: null});
    this.counters.data.set(counters);
    this.genomes.rows.restore(genomes);
    this.genomes.compile();
  }
}
ALGORITHMS.neat = Neat;

/** Fitness from 0 for the worst to 1 for the best. */
function worthOf(fitness) {
  const low = fitness.reduce((a, b) => Math.min(a, b)) / 2, high = fitness.reduce((a, b) => Math.max(a, b)) / 2;
  return Float64Array.from(fitness, value => high > low ? (value / 2 - low) / (high - low) : 0);
}

/** The children of each species, by the mean worth of its members: explicit fitness sharing. */
function offspringOf(worth, species, alive, population) {
  const members = alive.map(() => 0), total = alive.map(() => 0);
  species.forEach((kind, place) => { members[kind]++; total[kind] += worth[place]; });
  const may = alive.map((lives, kind) => lives && members[kind] > 0);
  const share = may.map((is, kind) => is ? total[kind] / Math.max(members[kind], 1) + NEAT.leastShare : 0);
  const whole = exactSum(share), exact = share.map(value => value / whole * population), size = exact.map(Math.trunc);
  const largest = bestFirst(exact.map((value, kind) => may[kind] ? value - size[kind] : -1)).slice(0, may.filter(Boolean).length);
  const missing = population - size.reduce((a, b) => a + b, 0);
  for (let k = 0; k < missing; k++) size[largest[k % largest.length]]++; // the largest remainders
  return size;
}
