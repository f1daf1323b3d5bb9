// Genomes that are topologies, and their programs: what neuro/policies/graphs.py holds, in the module's memory.
"use strict";

const STEP_SPAN = 1 << 18, MEMORY_CODE = 1 << 17, ACTIVATION_CODE = STEP_SPAN - 1, FIRST_OUTPUT_STEP = 4096; // of neuro/network/graph_programs.py

/** The numbers below a count, in an order that keeps equals as they are: as numpy.lexsort gives them. */
const sortedPlaces = (count, compare) => Array.from({length: count}, (_, place) => place).sort(compare);

/** The fields of ``Topologies`` in their order: a name, the type of its numbers, and what a row has room for. */
const TOPOLOGY_FIELDS = [
  ["sizes", "int32", "two"], ["innovation", "int32", "links"], ["source", "int32", "links"], ["target", "int32", "links"],
  ["weight", "float32", "links"], ["enabled", "uint8", "links"],
  ["node", "int32", "nodes"], ["place", "float64", "nodes"], ["origin", "int64", "nodes"],
  ["activation", "uint8", "nodes"],
];

/** Topologies in rows, each with room for so many links and nodes. */
class TopologyRows {
  constructor(kernels, population, links, nodes) {
    Object.assign(this, {population, links, nodes, two: 2});
    for (const [name, numbers, width] of TOPOLOGY_FIELDS) this[name] = kernels.take(numbers, population, this[width]);
  }
  get fields() { return TOPOLOGY_FIELDS.map(([name]) => this[name]); }
  /** How many of a row's columns mean something. */
  used(width, row) { return width === "two" ? 2 : this.sizes.data[2 * row + (width === "nodes" ? 1 : 0)]; }
  /** Copy some rows of others into the first rows. */
  take(others, places) {
    for (const [name, , width] of TOPOLOGY_FIELDS) {
      const to = this[name].data, from = others[name].data, [own, theirs] = [this[width], others[width]];
      places.forEach((place, row) => {
        to.set(from.subarray(place * theirs, place * theirs + others.used(width, place)), row * own);
      });
    }
  }
  /** The rows of a field, or some of them, without what pads them, one after the other. */
  ragged(name, width, rows = Array(this.population).keys()) {
    const {data} = this[name], parts = [];
    for (const row of rows)
      parts.push(data.subarray(row * this[width], row * this[width] + this.used(width, row)));
    const out = new data.constructor(parts.reduce((all, one) => all + one.length, 0));
    let at = 0;
    for (const part of parts) { out.set(part, at); at += part.length; }
    return out;
  }
  /** All that means something, outside of the module's memory. */
  copy(places = [...Array(this.population).keys()]) {
    const {links, nodes} = this;
    return {population: places.length, links, nodes, parts: TOPOLOGY_FIELDS.map(([name, , width]) => this.ragged(name, width, places))};
  }
  /** Take what ``copy`` gave, into the rows from one on. */
  restore({population, parts}, first = 0) {
    TOPOLOGY_FIELDS.forEach(([name, , width], k) => {
      const {data} = this[name];
      for (let row = first, at = 0; row < first + population; row++) {
        const used = this.used(width, row);
        data.set(parts[k].subarray(at, at + used), row * this[width]);
        at += used;
      }
    });
  }
}

/** Individuals that are topologies of the same inputs and outputs, and what is to be computed for each. */
class Graphs {
  constructor(kernels, rows) {
    const {population, links, nodes} = rows;
    this.operationsRoom = kernels.facts.algorithm.facts.others ? links + nodes : links;
    Object.assign(this, {kernels, rows, packed: ["int32", "int32"].map(numbers => kernels.take(numbers, population))});
    for (const numbers of ["int32", "float32", "int32"]) this.packed.push(kernels.take(numbers, population, this.operationsRoom));
  }
  get count() { return this.rows.population; }
  get ends() { return this.kernels.facts.algorithm.facts; }
  get length() { return this.packed[0].data; }
  get hidden() { return this.packed[1].data; }
  /** Write the programs of all; refuses networks with more hidden nodes than the module has room for. */
  compile() {
    const {kernels: k, rows, ends} = this;
    k.briefly(() => {
      const rooms = [...["int32", "int32", "uint8"].map(one => k.take(one, rows.nodes)), ...["int32", "int32"].map(one => k.take(one, rows.links))];
      k.call("graph_compile", rows.fields, ends.inputs, ends.outputs, this.packed, 0, this.count, ...rooms);
    });
    const most = this.hidden.reduce((a, b) => Math.max(a, b), 0);
    if (most > ends.room)
      throw Error(`a network has grown to ${most} hidden nodes, and this page has room for ${ends.room}: go on with neuro evolve`);
    return this;
  }
  /** All bits of them, for a digest. */
  get bytes() {
    const {rows, ends} = this, head = BigInt64Array.from([this.count, ends.inputs, ends.outputs], BigInt);
    const ragged = TOPOLOGY_FIELDS.slice(1).map(([name, , width]) => rows.ragged(name, width));
    if (!ragged.at(-1).some(Boolean)) ragged.pop(); // as before there were other activations
    return [head, ...ragged, rows.ragged("sizes", "two")].map(bytesOf);
  }
  /** A copy of one, outside of the module's memory; and genomes of such a copy. */
  one(place) {
    const {links, nodes} = this.rows, copy = {population: 1, links, nodes};
    copy.parts = TOPOLOGY_FIELDS.map(([name, , width]) => {
      const from = place * this.rows[width];
      return this.rows[name].data.slice(from, from + this.rows.used(width, place));
    });
    return copy;
  }
  static of(kernels, one) { return Graphs.copied(kernels, one); }
  /** A copy of all, or of those in some places, outside of the module's memory; and genomes of such a copy. */
  copy(places) { return this.rows.copy(places); }
  static copied(kernels, copy) {
    const rows = new TopologyRows(kernels, copy.population, copy.links, copy.nodes);
    rows.restore(copy);
    return new Graphs(kernels, rows).compile();
  }
  /** These, with copies of others behind them. */
  joined(kernels, others) {
    const most = name => Math.max(this.rows[name], ...others.map(one => one[name]));
    const rows = new TopologyRows(kernels, this.count + others.length, most("links"), most("nodes"));
    rows.take(this.rows, [...Array(this.count).keys()]);
    others.forEach((one, k) => rows.restore(one, this.count + k));
    return new Graphs(kernels, rows).compile();
  }
  /** The message of the network that one makes, as copied out of memory: see neuro/storage/graph_messages.py. */
  static message(one, {algorithm: {facts}}) {
    const [, innovations, sources, targets, weights, enabled, numbers, places, origins, activations] = one.parts;
    const graph = new Message().whole(1, facts.inputs).whole(2, facts.outputs).text(3, facts.hidden).text(4, facts.output)
      .whole(5, Number(facts.recurrent)).whole(6, weights.length).whole(7, places.length).numbers(8, weights);
    [innovations, sources, targets, enabled, numbers].forEach((values, k) => values.length && graph.bytes(9 + k, bytesOf(values)));
    graph.numbers(14, places);
    if (origins.length) graph.bytes(15, bytesOf(origins));
    if (facts.others) graph.text(16, facts.others);
    if (activations.some(Boolean)) graph.bytes(17, bytesOf(activations));
    return new Message().message(6, graph).whole_();
  }
  /** The operations of one: the node that each adds to, and the node that it weights, by their places in ``brain``. */
  operations(place) {
    const {inputs, outputs} = this.ends, width = this.operationsRoom, [, , key, weight, link] = this.packed.map(one => one.data), found = [];
    const computed = this.hidden[place], nodeOf = row => row < inputs ? row : row < inputs + outputs ? row + computed : row - outputs;
    for (let at = place * width; at < place * width + this.length[place]; at++) {
      const step = Math.floor(key[at] / STEP_SPAN), code = key[at] % STEP_SPAN, memory = code >= MEMORY_CODE;
      if (code === ACTIVATION_CODE) continue;
      const target = step < FIRST_OUTPUT_STEP ? inputs + step : inputs + computed + step - FIRST_OUTPUT_STEP;
      const source = code === 0 ? null : nodeOf(memory ? inputs + code - MEMORY_CODE : code - 1);
      found.push({source, target, memory, weight: weight[at], link: link[at]});
    }
    return found;
  }
  /** What is drawn of one: nodes with their places, kinds and names, and links with their weights; the bias is no node. */
  brain(place, {game}) {
    const operations = this.operations(place), x = this.hiddenPlaces(place, operations), {inputs, outputs, others} = this.ends;
    const said = this.activations(place);
    const nodes = [
      ...game.observations.slice(0, inputs).map(name => [0, "input", name]),
      ...x.map((at, k) => [at, "hidden", "", ...(others ? [said[k]] : [])]),
      ...game.actions.slice(0, outputs).map(name => [1, "output", name]),
    ];
    const columns = [...new Set(nodes.map(([at]) => at))].sort((a, b) => a - b), column = node => columns.indexOf(nodes[node][0]);
    const drawn = operations.filter(one => one.source !== null), fine = value => Math.round(value * 1e4) / 1e4;
    const links = drawn.map(({source, target, weight, memory}) =>
      [source, target, fine(weight), memory || column(target) - column(source) !== 1 ? 1 : 0]);
    return {summary: this.summary(said, drawn), nodes, links};
  }
  /** Names of the activations of one's hidden nodes that are computed, in their order. */
  activations(place) {
    const {hidden, others} = this.ends, names = [hidden, ...others.split("+")], [, , key, weight] = this.packed.map(one => one.data);
    const found = new Array(this.hidden[place]).fill(hidden), from = place * this.operationsRoom;
    for (let at = from; at < from + this.length[place]; at++)
      if (key[at] % STEP_SPAN === ACTIVATION_CODE) found[Math.floor(key[at] / STEP_SPAN)] = names[weight[at]];
    return found;
  }
  /** How many operations of each are links. */
  get links() {
    const {data: key} = this.packed[2], room = this.operationsRoom;
    return this.length.map((length, row) => length - key.subarray(row * room, row * room + length).filter(one => one % STEP_SPAN === ACTIVATION_CODE).length);
  }
  summary(said, drawn) {
    const {inputs, outputs, output} = this.ends, computed = said.length, remembered = drawn.filter(one => one.memory).length;
    const grown = computed ? `${inputs} – ${computed} – ${outputs}` : `${inputs} – ${outputs}`;
    const told = `${grown}, ${drawn.length} links, ${[...new Set([...said, output])].join(", ")}`;
    return remembered ? `${told}, ${remembered} remember` : told;
  }
  /** Places of the hidden nodes that are computed, in the order in which they are. */
  hiddenPlaces(place, operations) {
    const {rows} = this, ends = new Set(), found = [];
    for (const {link} of operations) {
      const at = place * rows.links + link;
      ends.add(rows.source.data[at]).add(rows.target.data[at]);
    }
    for (let k = place * rows.nodes; k < place * rows.nodes + rows.used("nodes", place); k++)
      if (ends.has(rows.node.data[k])) found.push(rows.place.data[k]);
    return found.sort((a, b) => a - b);
  }
  /** Values of a lane's nodes (inputs, outputs, hidden nodes) in the order of ``brain``. */
  seen(place, values) {
    const {inputs, outputs} = this.ends, last = inputs + outputs + this.hidden[place];
    return Float32Array.from([...values.slice(0, inputs), ...values.slice(inputs + outputs, last), ...values.slice(inputs, inputs + outputs)]);
  }
  /** The first weights of each, in the order of its links. */
  leading(most) {
    const {rows} = this, few = Math.min(most, rows.links), out = new Float32Array(this.count * few);
    for (let one = 0; one < this.count; one++)
      out.set(rows.weight.data.subarray(one * rows.links, one * rows.links + Math.min(few, rows.used("links", one))), one * few);
    return out;
  }
}
GENOMES.graph = Graphs;
