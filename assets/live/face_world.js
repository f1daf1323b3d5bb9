// The stage: the newest state of all agents, drawn by the game's own scene, by its shapes, or as discs in a field.
function agentOf(frame, agent) {  // an agent, or a match and its players, as rules know it
  const found = {}, players = new Map(), many = frame.population;
  for (const [name, row, size, kind, listed] of game.fields) {
    const part = Array.from({ length: size }, (_, k) => {
      const value = frame.state[(row + k) * many + agent];
      return kind === "bool" ? value > 0 : kind === "whole" ? Math.trunc(value) : value;
    });
    const at = name.lastIndexOf("."), head = at < 0 ? "" : name.slice(0, at);
    if (head && !players.has(head)) players.set(head, {});
    (head ? players.get(head) : found)[name.slice(at + 1)] = listed ? part : part[0];
  }
  if (players.size) found.players = [...players.values()];
  return found;
}
function rowsOf(agent) {  // the state of which agentOf makes this
  const rows = new Float32Array(told.engine.game.state.length);
  for (const [name, row, , , listed] of game.fields) {
    const at = name.lastIndexOf("."), whose = at < 0 ? agent : agent.players[parseInt(name.slice("players[".length), 10)], value = whose[name.slice(at + 1)];
    rows.set(listed ? value : [Number(value)], row);
  }
  return rows;
}
function parametersOf(frame) {
  const found = { ...game.parameters, ...frame.parameters };
  for (const [name, places] of Object.entries(game.lists)) found[name] = places.map(place => found[place]);
  return found;
}

class ShapesScene {  // of rules that draw
  constructor() { this.size = game.world; this.lot = null; }
  begin(frame) { this.ground = null; this.places = new Map(); this.p = parametersOf(frame); this.first = agentOf(frame, 0); }
  track(frame) { this.places.clear(); }
  drawn(brush, kind, agent, frame) { if (face.draws.includes(kind)) scripts[kind](agentOf(frame, agent), brush, this.p); }
  brush(c, scale, own, kind = {}) {
    const theme = Look.theme;
    return Object.assign(new Brush(c, scale, { ...theme, agent: own }, Look.dark ? theme.window : theme.panel), { crowd: false, crown: false }, kind);
  }
  drawGround(c, wide, high, fine) {
    const key = `${wide} ${high} ${fine} ${Look.name}`;
    if (!this.ground || this.ground.key !== key) {
      this.ground = Object.assign(picture(wide * fine, high * fine), { key });
      const under = this.ground.getContext("2d");
      under.fillStyle = Look.theme.window; under.fillRect(0, 0, this.ground.width, this.ground.height);
      if (face.draws.includes("draw_ground")) scripts.draw_ground(this.first, this.brush(under, this.ground.width / this.size[0], Look.theme.text), this.p);
    }
    c.drawImage(this.ground, 0, 0, wide, high);
  }
  crowd(frame, shown) {  // as many as a picture holds, the same ones as long as they live
    if (game.alone) return [];
    this.lot ??= Array.from({ length: frame.population }, (_, k) => k).sort((a, b) => Math.imul(a, 2654435761) - Math.imul(b, 2654435761) >>> 0 > 2147483647 ? -1 : 1);
    if (this.lot.length !== frame.population) { this.lot = null; return this.crowd(frame, shown); }
    if (this.each === undefined) { const counter = new Counter(); this.drawn(counter, "draw", shown, frame); this.each = Math.max(1, counter.count); }
    const most = clamp(Math.floor(240 / this.each), 24, 240), found = [];
    for (const agent of this.lot) if (frame.state[agent] > 0 && agent !== frame.leader && agent !== frame.focus.agent) { found.push(agent); if (found.length === most) break; }
    return found;
  }
  draw(c, wide, high, fine, frame, marks) {
    const scale = wide / this.size[0], shown = frame.focus.agent;
    this.drawGround(c, wide, high, fine);
    this.drawn(this.brush(c, scale, Look.theme.text), "draw_world", shown, frame);
    for (const agent of this.crowd(frame, shown)) {
      this.drawn(this.brush(c, scale, marks.colour(agent), { crowd: true, share: 0.47 }), "draw", agent, frame);
    }
    const front = game.alone ? [shown] : [...new Set([frame.leader, shown])];
    for (const agent of front) this.drawn(this.brush(c, scale, marks.colour(agent), { crown: agent === frame.leader && !marks.alone }), "draw", agent, frame);
    if (marks.chosen >= 0 && !game.alone) { const [x, y] = this.place(frame, marks.chosen); corners(c, x * scale, y * scale, 22); tag(c, x * scale, y * scale + 36, marks.name(marks.chosen), "center"); }
    if (marks.you && Duel.match) {  // the first player of the match that is drawn
      const [x, y] = this.place(frame, 0);
      tag(c, x * scale, y * scale - 60, "you", "center", Look.theme.hot, Look.theme.ink);
    } else if (marks.you) {
      scripts.draw(marks.you.agent, this.brush(c, scale, Look.theme.hot), this.p);
      const [x, y] = placeOf(painter => scripts.draw(marks.you.agent, painter, this.p), this.size);
      tag(c, x * scale, y * scale - 34, "you", "center", Look.theme.hot, Look.theme.ink);
    }
  }
  portrait(c, wide, high, fine, kind) {  // one agent as it begins, as large as fits
    if (this.reached === undefined) {
      const counter = new Counter();
      scripts.draw(this.first, Object.assign(counter, { crowd: true, crown: false }), this.p);
      const [left, top, right, low] = counter.box_, large = Math.max(right - left, low - top);
      this.reached = counter.count && large < 0.45 * Math.max(...this.size) ? [(left + right) / 2, (top + low) / 2, large] : null;
    }
    if (!this.reached) { dot(c, wide / 2, high / 2, 0.25 * wide, Looks.hue(kind)); return; }
    const [x, y, large] = this.reached, scale = 0.62 * wide / large;
    c.save(); c.translate(wide / 2 - x * scale, high / 2 - y * scale);
    scripts.draw(this.first, this.brush(c, scale, Looks.hue(kind), { crowd: true }), this.p);
    c.restore();
  }
  place(frame, agent) {
    if (!this.places.has(agent)) this.places.set(agent, placeOf(painter => this.drawn(Object.assign(painter, { crowd: true, crown: false }), "draw", agent, frame), this.size));
    return this.places.get(agent);
  }
}

class Counter {  // takes shapes, keeps their number, the middle of the first, and what they reach over
  constructor() { this.count = 0; this.first = null; this.box_ = [Infinity, Infinity, -Infinity, -Infinity]; }
  take(left, top, right, low) {
    this.count++; this.first ??= [(left + right) / 2, (top + low) / 2];
    this.box_ = [Math.min(this.box_[0], left), Math.min(this.box_[1], top), Math.max(this.box_[2], right), Math.max(this.box_[3], low)];
  }
  disc(x, y, radius) { this.take(x - radius, y - radius, x + radius, y + radius); }
  box(x, y, width, height) { this.take(x, y, x + width, y + height); }
  text(x, y) { this.take(x, y, x, y); }
  line(points) {
    if (!this.count) this.first = [0, 1].map(k => points.reduce((sum, one) => sum + one[k], 0) / points.length);
    const [xs, ys] = [0, 1].map(k => points.map(one => one[k]));
    this.take(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
  }
  polygon(points) { this.line(points); }
}
function placeOf(paint, size) {
  const counter = new Counter();
  paint(counter);
  return counter.first || [size[0] / 2, size[1] / 2];
}

class FieldScene {  // of games without a drawing: discs by two quantities of their state
  constructor() { this.size = [800, 900]; }
  begin(frame) { this.low = [...face.field.low]; this.high = [...face.field.high]; this.track(frame); }
  track(frame) {
    face.field.rows.forEach((row, k) => {
      for (let agent = 0; agent < frame.population; agent++) {
        const value = frame.state[row * frame.population + agent];
        if (value < this.low[k]) this.low[k] = value; else if (value > this.high[k]) this.high[k] = value;
      }
    });
  }
  at(values) {
    const [across, up] = values.map((value, k) => (value - this.low[k]) / (this.high[k] > this.low[k] ? this.high[k] - this.low[k] : 1));
    return [48 + 704 * across, 852 - 804 * (up ?? 0.5)];
  }
  place(frame, agent) { return this.at(face.field.rows.map(row => frame.state[row * frame.population + agent])); }
  draw(c, wide, high, fine, frame, marks) {
    const scale = wide / 800, theme = Look.theme;
    c.fillStyle = theme.panel; c.fillRect(0, 0, wide, high);
    c.fillStyle = theme.window; c.strokeStyle = theme.line; c.beginPath(); c.roundRect(24 * scale, 24 * scale, 752 * scale, 852 * scale, 12 * scale); c.fill(); c.stroke();
    words(c, face.field.names[0], 752 * scale, 852 * scale, 14, theme.faint, 400, "right");
    if (face.field.names[1]) words(c, face.field.names[1], 48 * scale, 48 * scale, 14, theme.faint);
    for (let agent = 0; agent < frame.population; agent++) if (frame.state[agent] > 0 && agent !== frame.leader) {
      const [x, y] = this.place(frame, agent);
      c.globalAlpha = 0.47; dot(c, x * scale, y * scale, 14 * scale, marks.colour(agent)); c.globalAlpha = 1;
    }
    if (frame.leader >= 0) {
      const [x, y] = this.place(frame, frame.leader);
      dot(c, x * scale, y * scale, 16 * scale, marks.colour(frame.leader));
      if (!marks.alone) crown(c, x * scale, y * scale - 26 * scale, 9 * scale);
    }
    if (marks.chosen >= 0) { const [x, y] = this.place(frame, marks.chosen); corners(c, x * scale, y * scale, 22); tag(c, x * scale, y * scale + 36, marks.name(marks.chosen), "center"); }
    if (marks.you) {
      const [x, y] = this.at(face.field.fields.map(name => Number(marks.you.agent[name])));
      dot(c, x * scale, y * scale, 16 * scale, theme.hot); tag(c, x * scale, y * scale - 30, "you", "center", theme.hot, theme.ink);
    }
  }
}

const Stage = {
  scene: null, frame: null, kinds: null, generation: null, moved: true,
  open() {
    Stage.scene = face.scene ? new scenes[face.scene]() : face.draws.includes("draw") ? new ShapesScene() : new FieldScene();
    $("world").style.setProperty("--shape", Stage.scene.size[0] / Stage.scene.size[1]);
  },
  show(frame) {
    frame.population = frame.state.length / told.engine.game.state.length;  // a new frame: of the same rollout, a few steps later, or the first of another one
    const key = `${frame.generation} ${frame.course} ${frame.population} ${frame.rollout ?? 0}`;
    if (Stage.generation !== key || !Stage.frame || frame.step < Stage.frame.step) { Stage.generation = key; Stage.scene.begin(frame); }
    else if (frame.step !== Stage.frame.step) Stage.scene.track(frame);
    Stage.frame = frame; Stage.moved = true;
  },
  colour: agent => Looks.hue(Stage.kinds?.[agent] ?? agent % Looks.count),
  draw(marks) {
    if (!Stage.frame) return;
    const [c, wide, high, fine] = sheet($("world"));
    Stage.scene.draw(c, wide, high, fine, Stage.frame, { colour: Stage.colour, kind: agent => Stage.kinds?.[agent] ?? agent % Looks.count, name: agent => `${game.agent} ${agent}`, ...marks });
    Stage.moved = false;
  },
  pick(event) {  // the living agent nearest to a place on the screen; -1 where none is near
    const box = $("world").getBoundingClientRect(), frame = Stage.frame;
    if (!frame || frame.population < 2) return -1;
    const scale = Stage.scene.scale?.(box.width, box.height) ?? [box.width / Stage.scene.size[0], 0];
    const x = (event.clientX - box.left) / scale[0] + scale[1], y = (event.clientY - box.top) / scale[0];
    let best = -1, nearest = 60;
    for (let agent = 0; agent < frame.population; agent++) {
      if (!(frame.state[agent] > 0)) continue;
      const [u, v] = Stage.scene.place(frame, agent), far = Math.hypot(u - x, v - y);
      if (far < nearest) { nearest = far; best = agent; }
    }
    return best;
  },
};
