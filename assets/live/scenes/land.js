// Dusk over basalt, or a morning: sky, sun, clouds, ridges, ground and stones, as games/art draws them for the window.
const scenes = {};
const wave = seed => {  // a gentle line over one turn, whose end meets its beginning
  const draw = new py.Random(seed), parts = [2, 3, 5, 8, 13].map(k => [k, draw.uniform(0.4, 1) / k ** 0.9, draw.uniform(0, 2 * Math.PI)]);
  return turn => parts.reduce((sum, [k, size, phase]) => sum + size * Math.sin(2 * Math.PI * k * turn + phase), 0);
};
const blade = (x, y, angle, long, wide, bend, point, steps = 12) => scripts.leaf([x, y], angle, long, wide, bend, point, steps);

class Land {  // of one size, in pixels, and one theme; tiles that move are drawn once
  constructor(wide, high, horizon, theme) {
    Object.assign(this, { wide, high, horizon, theme, key: `${wide} ${high} ${horizon} ${Look.name}` });
    this.sky = this.drawSky();
    this.clouds = this.drawClouds();
    this.ridges = [0, 1, 2, 3].map(k => this.drawRidge(k));
    this.ground = horizon < high ? this.drawGround() : null;
  }
  drawSky() {
    const { wide, high, horizon, theme } = this, out = picture(wide, high), c = out.getContext("2d");
    const air = c.createLinearGradient(0, 0, 0, high);
    for (let k = 0; k < 6; k++) air.addColorStop(k / 5, theme[`sky${k}`]);
    c.fillStyle = air; c.fillRect(0, 0, wide, high);
    const draw = new py.Random(4);
    for (let k = 0; k < (Look.dark ? Math.round(wide / 12) : 0); k++) {
      const x = draw.random() * wide, y = draw.random() ** 1.6 * high * 0.45;
      dot(c, x, y, draw.choice([0.6, 0.8, 1.1]) * high / 800, `rgba(255,244,230,${draw.uniform(0.16, 0.6)})`);
    }
    const x = wide * 0.68, y = horizon - high * 0.30;
    glow(c, x, y, high * 0.36, theme.sun, 0.43);
    dot(c, x, y, high * 0.062, fade(theme.sun, 0.92));
    return out;
  }
  drawClouds() {
    const { wide, high, theme } = this, draw = new py.Random(9), found = [];
    for (let n = 0; n < Math.max(3, Math.round(3 * wide / high)); n++) {
      const x = draw.random() * 1.4 * wide, y = draw.uniform(0.10, 0.46) * high, out = picture(high * 0.62, high * 0.08), c = out.getContext("2d");
      for (let j = 0; j < 3; j++) {
        const long = draw.uniform(0.16, 0.36) * high, start = out.width / 2 - long / 2 + draw.uniform(-0.18, 0.18) * long;
        poly(c, blade(start, out.height * (0.3 + 0.2 * j), 0, long, high * 0.017, 0, 0.5), fade(theme.sky5, Look.dark ? 0.12 : 0.47));
      }
      found.push({ out, x, y: Math.round(y), pace: 0.02, every: 1.2 * wide + out.width });
    }
    return found;
  }
  drawRidge(k) {
    const { high, horizon, theme } = this, rise = Math.round(high * (0.37 - 0.055 * k)), span = Math.round(high * 2.2);
    const out = picture(span, rise + 20), c = out.getContext("2d"), line = wave(20 + k), top = rise - high * (0.235 - 0.055 * k);
    if (k === 2) this.drawStacks(c, top, span);
    const points = [];
    for (let x = -8; x < span + 12; x += 4) points.push([x, top - high * (0.030 + 0.005 * k) * line(x / span)]);
    poly(c, [...points, [span + 12, rise + 24], [-8, rise + 24]], theme[`ridge${k}`]);
    const foot = Math.round(high * (0.15 - 0.035 * k)), veil = c.createLinearGradient(0, rise - foot, 0, rise + 20);
    veil.addColorStop(0, fade(theme.mist, 0)); veil.addColorStop(1, fade(theme.mist, (120 - 22 * k) / 255));
    c.fillStyle = veil; c.fillRect(0, rise - foot, span, foot + 20);
    return { out, x: 0, y: horizon - rise, pace: [0.06, 0.12, 0.18, 0.24][k], every: span };
  }
  drawStacks(c, top, span) {  // far stacks of stone
    const { high, theme } = this, draw = new py.Random(5), colour = mixed(theme.ridge1, theme.ridge2, 0.55);
    for (let k = 0; k < 9; k++) {
      const x = (k + 0.6 * draw.random()) * span / 9, tall = draw.uniform(0.05, 0.12) * high, wide = draw.uniform(0.014, 0.024) * high;
      for (let n = 0; n < 3; n++) {
        const left = x + n * wide, right = left + wide, peaks = [top - tall * draw.uniform(0.6, 1), top - tall * draw.uniform(0.62, 1)];
        poly(c, [[left, top + 30], [left, peaks[0]], [left + wide * 0.55, peaks[1]], [right, top - tall * 0.5], [right, top + 30]], colour);
      }
    }
  }
  drawGround() {
    const { high, horizon, theme } = this, deep = high - horizon, span = Math.round(high * 1.7), tall = Math.round(high * 0.02), s = high / 900;
    const out = picture(span, tall + deep), c = out.getContext("2d"), draw = new py.Random(2);
    c.fillStyle = theme.ground0; c.fillRect(0, tall, span, deep);
    for (const band of [1, 2]) {
      const line = wave(70 + band), points = [];
      for (let x = -8; x < span + 12; x += 6) points.push([x, tall + high * (0.034 * band + 0.006 * line(x / span))]);
      poly(c, [...points, [span + 12, tall + deep + 4], [-8, tall + deep + 4]], theme[`ground${band}`]);
    }
    c.fillStyle = fade(theme.grass, 0.35);
    for (let k = 0; k < Math.round(span / 40); k++) {
      const x = draw.random() * (span - 20), y = tall + draw.uniform(0.02, 0.085) * high;
      c.beginPath(); c.roundRect(x, y, draw.uniform(5, 16) * s, draw.uniform(2.5, 5) * s, 2); c.fill();
    }
    for (let k = 0; k < Math.round(span / 7); k++) {
      const x = 10 + draw.random() * (span - 20), angle = -Math.PI / 2 + draw.uniform(-0.6, 0.6), long = draw.uniform(6, 18) * s;
      poly(c, blade(x, tall + 3, angle, long, 4.2 * s, draw.uniform(-0.6, 0.6), 0.9), mixed(theme.grass, theme.moss, draw.random() * 0.6));
    }
    c.fillStyle = fade(theme.rim, Look.dark ? 0.28 : 0.47); c.fillRect(0, tall - 1, span, Math.max(1, 2 * s));
    return { out, x: 0, y: horizon - tall, pace: 1, every: span };
  }
  tiles(c, { out, x, y, pace, every }, camera) {
    let at = ((x - camera * pace) % every + every) % every - every;
    if (every > out.width) at = ((x - camera * pace) % every + every) % every - out.width;
    for (; at < this.wide; at += every) c.drawImage(out, Math.round(at), y);
  }
  draw(c, camera) {
    c.drawImage(this.sky, 0, 0);
    for (const layer of [...this.clouds, ...this.ridges]) this.tiles(c, layer, camera);
  }
  drawFront(c, camera) { this.tiles(c, this.ground, camera); }
}

const Stones = {
  kept: new Map(),
  // A cluster of columns as long as can be; a stone is its free end. Sizes in pixels.
  cluster(wide, high, scale, kind, hanging) {
    const key = `${wide} ${high} ${kind} ${hanging} ${Look.name}`;
    if (!Stones.kept.has(key)) {
      if (Stones.kept.size > 30) Stones.kept.clear();
      Stones.kept.set(key, Stones.made(wide, high, scale, kind, hanging));
    }
    return Stones.kept.get(key);
  },
  made(wide, high, scale, kind, hanging) {
    const theme = Look.theme, margin = Math.ceil(24 * scale), out = picture(wide, high + margin), c = out.getContext("2d"), draw = new py.Random(2 * kind + Number(hanging));
    c.save(); c.translate(0, hanging ? 0 : margin); c.beginPath(); c.rect(0, 0, wide, high); c.clip();
    const cuts = [[0, 0.36, 0.68, 1], [0, 0.30, 0.62, 1], [0, 0.42, 0.74, 1], [0, 0.30, 0.68, 1], [0, 0.36, 0.74, 1], [0, 0.38, 0.70, 1]][kind % 6];
    for (let n = 0; n < 3; n++) Stones.column(c, cuts[n] * wide, cuts[n + 1] * wide, high, scale, hanging, draw, theme);
    const deep = Math.min(high, Math.round(260 * scale)), veil = hanging ? c.createLinearGradient(0, 0, 0, deep) : c.createLinearGradient(0, high, 0, high - deep);
    veil.addColorStop(0, fade(theme.veil, 0.58)); veil.addColorStop(1, fade(theme.veil, 0));
    c.fillStyle = veil; c.fillRect(0, hanging ? 0 : high - deep, wide, deep);
    c.fillStyle = fade(theme.rim, hanging ? 0.6 : 0.9); c.fillRect(0, hanging ? high - Math.max(1, Math.round(2 * scale)) : 0, wide, Math.max(1, Math.round(2 * scale)));
    c.restore();
    Stones.growth(c, wide, high, scale, kind, hanging, margin, theme);
    return out;
  },
  column(c, left, right, high, scale, hanging, draw, theme) {
    const bevel = (right - left) * 0.30;
    for (let near = 0, far = 0; near < high; near = far) {
      far = near + draw.uniform(36, 104) * scale;
      const top = hanging ? high - far : near, tone = draw.uniform(-0.26, 0.26), joint = hanging ? top : top + far - near;
      for (const [a, b, colour] of [[left, left + bevel, theme.shade], [left + bevel, right - bevel, theme.stone], [right - bevel, right, theme.lit]]) {
        c.fillStyle = mixed(colour, tone > 0 ? theme.lit : theme.shade, Math.abs(tone));
        c.fillRect(a, top, b - a + 1, far - near + 1);
      }
      c.strokeStyle = theme.joint; c.lineWidth = 2 * scale; c.beginPath();
      c.moveTo(left, joint - 1.5 * scale); c.lineTo(left + bevel, joint); c.lineTo(right - bevel, joint); c.lineTo(right, joint - 1.5 * scale); c.stroke();
    }
    c.fillStyle = theme.joint; c.fillRect(right - 1.2 * scale, 0, 1.2 * scale, high);
    const end = hanging ? high : 0, inner = hanging ? high - 7 * scale : 7 * scale;
    poly(c, [[left, end], [left + bevel, inner], [right - bevel, inner], [right, end]], hanging ? mixed(theme.shade, theme.joint, 0.6) : mixed(theme.lit, theme.rim, 0.35));
  },
  growth(c, wide, high, scale, kind, hanging, margin, theme) {  // grass above, or roots below, the free end
    const draw = new py.Random(kind + 1000 + 50 * Number(hanging)), edge = hanging ? high - 1 : margin + 2;
    for (let k = 0; k < (hanging ? 5 : 21); k++) {
      const x = draw.uniform(0.04, 0.96) * wide, angle = (hanging ? 1 : -1) * Math.PI / 2 + draw.uniform(-0.45, 0.45);
      const colour = hanging ? mixed(theme.moss, theme.shade, 0.35) : mixed(theme.moss, theme.rim, draw.uniform(0, 0.25));
      poly(c, blade(x, edge, angle, draw.uniform(7, hanging ? 22 : 16) * scale, 4 * scale, draw.uniform(-0.5, 0.5), 0.9), colour);
    }
  },
  draw(c, x, top, low, wide, longest, scale, kind, hanging) {  // so that it fills the pixels from top to low
    if (low <= top) return;
    const out = Stones.cluster(wide, longest, scale, kind, hanging), margin = Math.ceil(24 * scale), long = Math.min(low - top, longest);
    c.drawImage(out, 0, hanging ? longest - long : 0, wide, long + margin, x, hanging ? top : top - margin, wide, long + margin);
  },
};
