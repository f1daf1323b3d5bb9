// The XOR arena: two pads over a drop, two lamps, and a crowd that has to choose (games/xor_arena/view.py and props.py).
scenes.xor_arena = class {
  constructor() {
    this.size = [1100, 900]; this.rows = face.rows;
    Object.assign(this, { reach: 505, back: 528, front: 606, slant: 26, lampY: 192, edge: 0.35, radius: 15, light: "#ffe296", unlit: "#343a62" });
  }
  begin(frame) {
    const many = frame.population, ratio = 1.32471795724474602596;  // evenly over the plane (M. Roberts, 2018)
    this.depth = Float32Array.from({ length: many }, (_, k) => k / ratio % 1);
    this.beside = Float32Array.from({ length: many }, (_, k) => k ? 2 * (k / ratio ** 2 % 1) - 1 : 0);
    this.order = Array.from({ length: many }, (_, k) => k).sort((a, b) => this.depth[b] - this.depth[a]);
    this.fellAt = new Int32Array(many).fill(-1); this.before = frame; this.verdict = null;
    this.p = parametersOf(frame); this.draws = py.draws(frame.course, {}, 0);
    this.shown = this.living(frame);
  }
  row(frame, name, agent) { return frame.state[this.rows[name] * frame.population + agent]; }
  living(frame) { for (let k = 0; k < frame.population; k++) if (frame.state[k] > 0) return k; return 0; }
  track(frame) {
    let fallen = 0;
    for (let k = 0; k < frame.population; k++) if (this.before.state[k] > 0 && !(frame.state[k] > 0)) { this.fellAt[k] = frame.step; fallen++; }
    this.shown = frame.alive ? this.living(frame) : this.shown;
    if (this.row(frame, "round", this.shown) !== this.row(this.before, "round", this.shown)) {
      const lit = ["lamp_a", "lamp_b"].map(name => this.row(this.before, name, this.shown) > 0.5);
      this.verdict = { answer: this.row(this.before, "answer", this.shown), lit, fallen, at: frame.step };
    }
    this.before = frame;
  }
  plane() {
    const ends = [["dark", 0.1], ["lit", 0.9]], axis = (name, row, low, high) => ({ name, row: this.rows[row], low, high, zero: 0, marks: ends });
    return { across: axis("lamp A", "lamp_a", -0.1, 1.1), down: axis("lamp B", "lamp_b", 1.1, -0.1), still: [[this.rows.position, 0], [this.rows.speed, 0]], solids: [], lines: [["dark", 0.1], ["lit", 0.9]] };
  }
  place(frame, agent) {
    const at = this.row(frame, "position", agent), room = clamp(Math.abs(Math.abs(at) - this.edge), 0.02, 0.3), middle = clamp(at, room - 1, 1 - room);
    const shown = this.beside[agent] ? middle + room * this.beside[agent] : at, ago = this.fellAt[agent] >= 0 ? frame.step - this.fellAt[agent] : 0;
    const y = this.front - 4 - this.radius - this.depth[agent] * (this.front - this.back - 8);
    return [550 + (this.reach - this.slant * this.depth[agent]) * shown, y + 0.17 * (0.7 + 0.6 * this.depth[agent]) * ago ** 2];
  }
  scale(wide, high) { const s = Math.min(high / 900, wide / 1100); return [s, (1100 - wide / s) / 2]; }
  get opened() { return this.verdict && this.before.step - this.verdict.at < 20 ? this.verdict.answer : 0; }
  draw(c, wide, high, fine, frame, marks) {
    const W = Math.round(wide * fine), H = Math.round(high * fine), theme = Look.theme;
    if (this.land?.key !== `${W} ${H} ${H} ${Look.name}`) this.land = new Land(W, H, H, theme);
    const [s, left] = this.scale(wide, high), x = at => (at - left) * s, bird = (agent, phase, alpha = 0.92) => {
      const [u, v] = this.place(frame, agent);
      Birds.draw(c, x(u), v * s, marks.kind(agent), this.radius * s, fine, { phase, alpha, outline: Birds.edge(marks.kind(agent)) });
    };
    c.save(); c.setTransform(1, 0, 0, 1, 0, 0); this.land.draw(c, 0); c.restore();
    c.save(); c.translate(-left * s, 0); c.scale(s, s);
    for (const [at, name, row] of [[432, "A", "lamp_a"], [668, "B", "lamp_b"]]) this.drawLamp(c, at, name, this.row(frame, row, this.shown), theme);
    this.drawClock(c, frame, theme);
    c.restore();
    for (const agent of this.order) { const ago = frame.step - this.fellAt[agent]; if (this.fellAt[agent] >= 0 && ago < 60) bird(agent, (Math.floor(ago / 4) + agent) % 3); }
    this.drawPads(c, s, left, fine, theme);
    for (const agent of this.order) if (frame.state[agent] > 0 && agent !== frame.leader && agent !== marks.chosen) bird(agent, 3);
    for (const agent of new Set([marks.chosen, frame.leader])) if (agent >= 0 && frame.state[agent] > 0) this.drawMarked(c, frame, agent, x, s, fine, marks);
    if (marks.you) this.drawYou(c, marks.you, x, s, fine);
    if (this.verdict && frame.step - this.verdict.at < 50) this.drawVerdict(c, x(550), s, theme);
  }
  drawLamp(c, x, name, bright, theme) {
    const y = this.lampY;
    c.fillStyle = mixed(theme.window, "#5a6082", 0.6); c.fillRect(x - 0.8, y - 240, 1.6, 206);
    if (bright > 0.05) glow(c, x, y, 150, this.light, 0.67 * clamp(bright, 0, 1));
    const share = clamp(bright, 0, 1), body = mixed(this.unlit, this.light, share), rim = mixed("#4a5282", "#d6aa5c", share);
    for (const [half, colour] of [[26, body], [14, mixed(body, "#ffffff", 0.18)]]) {
      const outline = Array.from({ length: 9 }, (_, t) => [x + half * Math.sin(t / 8 * Math.PI) ** 0.8 || x, y - 35 + 8.75 * t]);
      poly(c, [...outline, ...outline.map(([px, py_]) => [2 * x - px, py_]).reverse()], colour);
    }
    c.fillStyle = rim; for (const top of [y - 39, y + 33]) { c.beginPath(); c.roundRect(x - 10, top, 20, 6, 2); c.fill(); }
    c.font = "500 18px Inter, system-ui, sans-serif";
    const text = `${name} ${bright > 0.5 ? "lit" : "dark"}`, wide = c.measureText(text).width + 22;
    c.fillStyle = "rgba(11,15,26,.82)"; c.beginPath(); c.roundRect(x - wide / 2, y + 52, wide, 28, 14); c.fill();
    words(c, text, x, y + 67, 18, "#fff", 500, "center");
  }
  drawClock(c, frame, theme) {
    const number = Math.round(this.row(frame, "round", this.shown)), share = clamp(this.row(frame, "left", this.shown) / scripts.length(number, this.p, this.draws), 0, 1);
    dot(c, 550, this.lampY, 38, Look.dark ? fade(theme.ink, 0.8) : fade(theme.panel, 0.8));
    for (const [colour, end] of [[theme.line, 1], [theme.hot, share]]) { c.strokeStyle = colour; c.lineWidth = 4; c.beginPath(); c.arc(550, this.lampY, 36, -Math.PI / 2, (2 * end - 0.5) * Math.PI); c.stroke(); }
    words(c, legible(number + 1), 550, this.lampY - 6, 26, theme.text, 600, "center");
    words(c, "round", 550, this.lampY + 17, 15, theme.soft, 500, "center");
  }
  drawPads(c, s, left, fine, theme) {
    const key = `${s} ${left} ${fine} ${Look.name} ${this.opened}`;
    if (this.pads?.key !== key) {
      this.pads = Object.assign(picture((1100 - 2 * left) * s * fine, 900 * s * fine), { key });
      const k = this.pads.getContext("2d"), f = s * fine;
      k.translate(-left * f, 0);
      for (const [answer, colour, span] of [[-1, theme.cold, [-1, -this.edge]], [1, theme.hot, [this.edge, 1]]]) {
        const deep = answer < 0 ? [110, 204, 270, 160, 84] : [84, 160, 270, 204, 110], wide = this.reach * (span[1] - span[0]) / 5;
        deep.forEach((tall, n) => Stones.draw(k, Math.round((550 + this.reach * span[0] + n * wide) * f), Math.round(this.front * f), Math.round((this.front + tall) * f), Math.ceil(wide * f), Math.round(330 * f), f, (3 * n + answer + 6) % 6, true));
        this.slab(k, f, span, this.opened && this.opened !== answer ? null : mixed(theme.lit, colour, 0.22), colour);
      }
      this.slab(k, f, [-this.edge, this.edge], this.opened ? null : theme.shade, theme.joint);
      k.save(); k.scale(f, f);
      const middle = this.reach * (1 + this.edge) / 2;
      for (const [answer, name, lit] of [[-1, "same", [3, 0]], [1, "different", [1, 2]]]) this.drawSign(k, 550 + answer * middle, this.front + 62, name, lit);
      k.restore();
    }
    c.save(); c.setTransform(1, 0, 0, 1, 0, 0); c.drawImage(this.pads, 0, 0); c.restore();
  }
  slab(c, f, [from, to], top, band) {
    const near = [from, to].map(at => (550 + this.reach * at) * f), far = [from, to].map(at => (550 + (this.reach - this.slant) * at) * f);
    poly(c, [[far[0], this.back * f], [far[1], this.back * f], [near[1], this.front * f], [near[0], this.front * f]], top || "rgba(8,10,20,.92)");
    c.fillStyle = band; c.fillRect(near[0], this.front * f, near[1] - near[0], (top ? 8 : 3) * f);
  }
  drawSign(c, x, y, name, patterns) {
    c.fillStyle = "rgba(11,15,26,.75)"; c.beginPath(); c.roundRect(x - 88, y - 34, 176, 68, 12); c.fill();
    words(c, name, x, y - 12, 20, "#fff", 600, "center");
    patterns.forEach((pattern, k) => [0, 1].forEach(lamp => {
      const at = x + (k ? 32 : -32) + (lamp ? 9 : -9), lit = pattern >> lamp & 1;
      dot(c, at, y + 17, 7, lit ? this.light : this.unlit);
      if (!lit) { c.strokeStyle = "#96a0be"; c.lineWidth = 1.4; c.beginPath(); c.arc(at, y + 17, 6.3, 0, 7); c.stroke(); }
    }));
  }
  drawMarked(c, frame, agent, x, s, fine, marks) {
    const [u, v] = this.place(frame, agent), leads = agent === frame.leader, r = this.radius * s * 1.15;
    if (leads) glow(c, x(u), v * s, 46 * s, Look.theme.sun, 0.6);
    Birds.draw(c, x(u), v * s, marks.kind(agent), r, fine);
    if (leads && !marks.alone) crown(c, x(u) + 2, v * s - r - 13 * s, 8.5 * s);
    if (agent === marks.chosen) { corners(c, x(u), v * s, r + 6); tag(c, x(u), v * s + r + 20, marks.name(agent), "center"); }
    if (marks.alone) tag(c, x(u), v * s - r - 14, "champion", "center");
  }
  drawYou(c, you, x, s, fine) {
    const at = x(550 + this.reach * you.agent.position), y = (this.front - 10) * s;
    if (!you.agent.alive) return;
    glow(c, at, y, 50 * s, Look.theme.hot, 0.5);
    Birds.draw(c, at, y, 0, this.radius * s * 1.2, fine);
    tag(c, at, y - 34 * s, "you", "center", Look.theme.hot, Look.dark ? Look.theme.ink : "#fff");
  }
  drawVerdict(c, x, s, theme) {
    const { answer, lit, fallen } = this.verdict, lamps = ["both lamps were dark", "one lamp was lit", "both lamps were lit"][lit.filter(Boolean).length];
    const told_ = `${lamps}: ${fallen ? `${legible(fallen)} stood wrong and ${fallen === 1 ? "is" : "are"} out` : "nobody fell"}`, small = Math.max(12, 18 * s);
    c.font = `500 ${small}px Inter, system-ui, sans-serif`;
    const wide = c.measureText(told_).width + 48 * s;
    c.fillStyle = Look.dark ? "rgba(16,20,40,.55)" : fade(theme.panel, 0.8); c.beginPath(); c.roundRect(x - wide / 2, 364 * s, wide, 90 * s, 14); c.fill();
    words(c, answer > 0 ? "different!" : "same!", x, 396 * s, Math.max(16, 32 * s), theme.text, 600, "center");
    words(c, told_, x, 432 * s, small, theme.text, 500, "center");
  }
  portrait(c, wide, high, fine, variety) { Birds.draw(c, wide / 2 + 0.05 * wide, high / 2 + 0.04 * high, variety, 0.23 * wide, fine); }
};
