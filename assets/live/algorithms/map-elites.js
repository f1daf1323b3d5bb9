// MAP-Elites: neuro/evolution/algorithms/map_elites.py. Elites lie in the module's memory, the rest in lists beside them.
"use strict";

class MapElites extends VectorSearch {
  begin() {
    this.noise = this.matrixLike();
    this.lines = this.kernels.take("float32", this.population);
    this.grid = [this.matrixLike(), this.matrixLike()]; // elites, and room for the next ones
    this.forgetAll(0);
  }
  forgetAll(rows) { Object.assign(this, {rows, known: [], behaviours: [], bounds: null}); }
  tell(outcome) {
    this.makeRoom(this.known.length + this.population);
    super.tell(outcome);
  }
  /** Have room for so many elites, before anything is at work in the memory. */
  makeRoom(count) {
    if (count <= this.grid[0].shape[0]) return;
    const larger = [0, 1].map(() => this.kernels.take("float32", 2 * count, this.parameters)), before = this.known.length;
    larger[0].rows(0, before).data.set(this.grid[0].rows(0, before).data);
    this.grid = larger;
  }
  learn(fitness, outcome) {
    const did = behavioursIn(outcome), seen = [...did.keys()].filter(place => did[place].every(Number.isFinite));
    if (did[0].length !== this.rows) this.forgetAll(did[0].length);
    const known = [...this.known, ...seen.map(place => fitness[place])];
    const behaviours = [...this.behaviours, ...seen.map(place => did[place])];
    if (!known.length) return;
    this.bounds = endsOf(this.bounds ? [...this.bounds, ...behaviours] : behaviours); // the grid never shrinks
    const [elites, room] = this.grid, before = this.known.length, cells = this.cells(behaviours);
    const order = [...known.keys()].sort((a, b) => cells[a] - cells[b] || known[b] - known[a]);
    const best = order.filter((place, k) => k === 0 || cells[place] !== cells[order[k - 1]]);
    best.forEach((place, row) => {
      const from = place < before ? elites.rows(place, 1) : this.matrix.rows(seen[place - before], 1);
      room.rows(row, 1).data.set(from.data);
    });
    Object.assign(this, {grid: [room, elites], known: best.map(place => known[place]), behaviours: best.map(place => behaviours[place])});
  }
  /** The cell of the grid that each behaviour lies in. */
  cells(behaviours) {
    const {cells, directions} = this.settings, [low, high] = this.bounds;
    return behaviours.map(behaviour => behaviour.slice(0, directions).reduce((found, value, row) => {
      const size = high[row] - low[row], share = (value - low[row]) / (size > 0 ? size : 1);
      return found * cells + Math.min(Math.trunc(share * cells), cells - 1);
    }, 0));
  }
  sample() {
    const {kernels: k, evolution, settings, lines, matrix, known, population, generation} = this;
    const parents = known.length ? this.grid[0].rows(0, known.length) : this.copied(matrix), [count] = parents.shape;
    const lots = evolution.words(2 * population, "PAIR", generation), places = Array.from(lots.data, lot => Math.floor(lot * count / 2 ** 32));
    this.drawNormal(this.noise, "MUTATE");
    this.drawNormal(lines, "CROSS");
    const size = Math.fround(settings.line_size);
    lines.data.forEach((line, child) => { lines.data[child] = size * line; });
    k.call("place_between", parents, k.put("int64", places, population, 2), lines, settings.iso_size, this.noise, matrix);
  }
  metrics() {
    const {known} = this;
    return {cells_filled: known.length, elite_fitness: known.length ? exactSum(known) / known.length : 0};
  }
  state() {
    const {rows, known, behaviours, bounds} = this, elites = this.grid[0].rows(0, known.length).data.slice();
    return {...super.state(), elites, grown: {rows, known, behaviours, bounds}};
  }
  restore({elites, grown, ...rest}) {
    Object.assign(this, grown);
    this.grid[0].data.set(elites);
    super.restore(rest);
  }
}
ALGORITHMS["map-elites"] = MapElites;
