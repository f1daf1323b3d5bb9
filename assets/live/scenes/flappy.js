// Flappy's world. In the rules all birds fly at one x; each is shown a little late, that much further left, so that the
// flock has depth and every bird clears every stone as it did (games/flappy/view.py).
scenes.flappy = class {
  constructor() { this.size = [800, 900]; this.feathers = new Feathers(); this.camera = 0; this.rows = face.rows; }
  begin(frame) {
    const longest = frame.parameters.glide || frame.parameters.hard_glide ? 16 : 52, many = frame.population;
    this.delays = Float32Array.from({ length: many }, (_, k) => k === 0 ? 0 : Math.floor((k * 7 % 27 + k * 11 % 25 + 2) * longest / 52));
    this.order = Array.from({ length: many }, (_, k) => k).sort((a, b) => this.delays[b] - this.delays[a]);
    this.p = parametersOf(frame); this.draws = py.draws(frame.course, {}, 0);
    this.past = [{ step: frame.step, state: frame.state }]; this.starts = [0]; this.feathers.bursts = [];
    this.follow(frame); this.first = frame.step; this.travelled = this.way();
  }
  track(frame) {
    const before = this.past[this.past.length - 1].state, many = frame.population, was = this.way();
    this.past.push({ step: frame.step, state: frame.state });
    while (this.past.length > 2 && this.past[1].step < frame.step - 60) this.past.shift();
    this.follow(frame);
    const moved = this.way() - was;
    let mourned = 0;
    for (let k = 0; k < many && mourned < 4; k++) if (before[k] > 0 && !(frame.state[k] > 0)) { mourned++; this.feathers.burst(75 - this.p.pace * Math.min(this.delays[k], 20), before[2 * many + k] + 15, Looks.hue(Stage.kinds?.[k] ?? k % Looks.count)); }
    this.feathers.move(moved);
    this.camera += Math.min(moved, 4 * this.p.pace);
    if (frame.leader >= 0) this.delays[frame.leader] = Math.max(0, this.delays[frame.leader] - 2);
  }
  follow(frame) {  // the pipe that the leader has before it
    const many = frame.population, living = frame.leader >= 0 && frame.state[frame.leader] > 0 ? frame.leader : -1;
    if (living >= 0) { this.pipe = Math.round(frame.state[this.rows.pipe * many + living]); this.pipeX = frame.state[this.rows.pipe_x * many + living]; this.since = frame.step; }
    else if (this.past.length > 1) this.pipeX -= this.p.pace * (frame.step - this.past[this.past.length - 2].step);
  }
  period(pipe) { return 70 + scripts.space_behind(pipe, this.p, this.draws); }
  start(pipe) { while (this.starts.length <= pipe) this.starts.push(this.starts[this.starts.length - 1] + this.period(this.starts.length - 1)); return this.starts[pipe]; }
  way() { return this.start(this.pipe) - this.pipeX; }
  late(delay) {  // the two snapshots around a moment so many steps ago, and the share of the second
    const last = this.past[this.past.length - 1].step, at = Math.max(this.past[0].step, last - delay);
    let k = this.past.length - 1;
    while (k > 0 && this.past[k].step > at) k--;
    const next = Math.min(k + 1, this.past.length - 1), span = this.past[next].step - this.past[k].step;
    return [this.past[k].state, this.past[next].state, span ? (at - this.past[k].step) / span : 0];
  }
  bird(frame, agent, moment) {
    const many = frame.population, [a, b, share] = moment;
    return { alive: b[agent] > 0 || (share === 0 && a[agent] > 0), y: lerp(a[2 * many + agent], b[2 * many + agent], share) + 15, speed: lerp(a[3 * many + agent], b[3 * many + agent], share) };
  }
  static phase(speed, p) { return speed < 0.75 * p.flap ? 2 : speed < 0.5 * p.flap ? 1 : speed < 0.2 * p.flap ? 0 : 3; }
  static tilt(speed) { return Math.round(clamp(-5 * speed, -50, 20) / 10) * 10; }
  scale(wide, high) { const s = high / 900; return [s, -125 - 0.25 * Math.max(0, wide / s - 800)]; }
  place(frame, agent) { const delay = Math.min(this.delays[agent], frame.step - this.first), one = this.bird(frame, agent, this.late(delay)); return [75 - this.p.pace * delay, one.y]; }
  draw(c, wide, high, fine, frame, marks) {
    const [s, left] = this.scale(wide, high), x = at => (at - left) * s, kindOf = marks.kind, r = 15.6 * s;
    c.save(); c.setTransform(1, 0, 0, 1, 0, 0);
    const W = Math.round(wide * fine), H = Math.round(high * fine), horizon = Math.round(H * 800 / 900);
    if (this.land?.key !== `${W} ${H} ${horizon} ${Look.name}`) this.land = new Land(W, H, horizon, Look.theme);
    const camera = calm.matches ? 0 : this.camera * s * fine;
    this.land.draw(c, camera);
    this.drawPipes(c, left, wide / s + left, s * fine, horizon);
    this.land.drawFront(c, this.camera * s * fine);
    c.restore();
    const moments = new Map(), p = this.p, kind = scenes.flappy, now = frame.step - this.first, shades = Look.dark ? [0.8, 0.65, 0.5] : [0.88, 0.72, 0.55];
    for (const agent of this.order) {
      if (agent === frame.leader || agent === marks.chosen) continue;
      const delay = Math.min(this.delays[agent], now);
      if (!moments.has(delay)) moments.set(delay, this.late(delay));
      const one = this.bird(frame, agent, moments.get(delay));
      if (!one.alive) continue;
      const variety = kindOf(agent);
      Birds.draw(c, x(75 - p.pace * delay), one.y * s, variety, r, fine, { phase: kind.phase(one.speed, p), tilt: kind.tilt(one.speed), alpha: shades[Math.min(2, Math.floor(delay / 18))], outline: Birds.edge(variety) });
    }
    this.feathers.draw(c, -left * s, s);
    if (marks.chosen >= 0 && marks.chosen !== frame.leader) this.drawMarked(c, frame, marks.chosen, Math.min(14, now), x, s, r, fine, marks);
    if (frame.leader >= 0) this.drawMarked(c, frame, frame.leader, Math.min(this.delays[frame.leader], now), x, s, r, fine, marks);
    if (marks.you) this.drawYou(c, marks.you, x, s, r, fine);
    this.drawScore(c, wide, frame, marks);
  }
  drawPipes(c, left, right, s, horizon) {
    let pipe = this.pipe, at = this.pipeX;
    while (pipe > 0 && at > left) at -= this.period(--pipe);
    for (; at <= right; at += this.period(pipe++)) {
      if (at + 70 < left) continue;
      const top = scripts.top_at(pipe, at, this.p, this.draws), low = top + scripts.opening(pipe, this.p, this.draws), x = Math.round((at - left) * s), wide = Math.round(70 * s);
      Stones.draw(c, x, 0, Math.round(top * s), wide, horizon, s, pipe % 6, true);
      Stones.draw(c, x, Math.round(low * s), horizon, wide, horizon, s, pipe % 6, false);
    }
  }
  drawMarked(c, frame, agent, delay, x, s, r, fine, marks) {
    const one = this.bird(frame, agent, this.late(delay)), px = x(75 - this.p.pace * delay), y = one.y * s, leads = agent === frame.leader;
    if (!one.alive) return;
    if (leads) glow(c, px, y, 46 * s, Look.theme.sun, 0.6);
    Birds.draw(c, px, y, marks.kind(agent), r * (leads ? 1.06 : 1), fine, { phase: scenes.flappy.phase(one.speed, this.p), tilt: scenes.flappy.tilt(one.speed) });
    if (leads && !marks.alone) crown(c, px + 2, y - r - 13 * s, 8.5 * s);
    if (agent === marks.chosen) { corners(c, px, y, r + 6); tag(c, px, y + r + 20, marks.name(agent), "center"); }
    if (marks.alone) tag(c, px - r - 8, y, "champion", "right");
  }
  drawYou(c, you, x, s, r, fine) {
    const y = (you.agent.height + 15) * s, px = x(75);
    glow(c, px, y, 60 * s, Look.theme.hot, 0.5);
    Birds.draw(c, px, y, 0, r * 1.1, fine, { phase: scenes.flappy.phase(you.agent.speed, this.p), tilt: scenes.flappy.tilt(you.agent.speed), alpha: you.agent.alive ? 1 : 0.4 });
    tag(c, px + r + 12, y - r, "you", "left", Look.theme.hot, Look.dark ? Look.theme.ink : "#fff");
  }
  drawScore(c, wide, frame, marks) {
    const score = marks.you ? marks.you.agent.score : frame.leader >= 0 ? frame.state[frame.population + frame.leader] : 0;
    const big = wide < 420 ? 44 : 52, middle = wide / 2, theme = Look.theme;
    if (Look.dark) { c.shadowColor = "rgba(16,20,40,.9)"; c.shadowBlur = 12; }
    else { c.fillStyle = "rgba(255,255,255,.82)"; c.beginPath(); c.roundRect(middle - 70, 12, 140, big + 34, 14); c.fill(); }
    words(c, legible(score), middle, 20 + big / 2, big, theme.text, 600, "center");
    words(c, marks.you ? `your ${noun(score)}` : marks.alone ? noun(score) : `${noun(score)} · leader`, middle, 30 + big, 12, Look.dark ? theme.text : theme.soft, 500, "center");
    c.shadowBlur = 0;
  }
  portrait(c, wide, high, fine, variety) { Birds.draw(c, wide / 2 + 0.05 * wide, high / 2 + 0.04 * high, variety, 0.23 * wide, fine); }
};
