// Charts by generation, the brain of the one that people look at, and its portrait.
const Panels = {
  chart(history, past) {
    const canvas = $("chart");
    if (!canvas.offsetParent) return;
    const [c, wide, high] = sheet(canvas), theme = Look.theme, n = history.length, left = 44, right = 58, above = 8, under = 22;
    const values = history.flatMap(one => [one.best, one.mean]), low = Math.min(0, ...values);
    let top = Math.max(low + 1e-9, ...values, ...history.map(one => Math.min(one.mean + one.spread, one.best)));
    if (top <= low + 1e-9) top = low + 1;
    top += 0.06 * (top - low);
    const x = k => left + (wide - left - right) * (n > 1 ? k / (n - 1) : 0), y = v => high - under - (high - under - above) * (clamp(v, low, top) - low) / (top - low);
    const unit = 10 ** Math.floor(Math.log10(top - low)), step = [0.1, 0.2, 0.5, 1, 2, 5].map(one => one * unit).find(one => (top - low) / one <= 4.6) || unit;
    for (let v = Math.ceil(low / step) * step; v <= top; v += step) {
      c.fillStyle = theme.line; c.globalAlpha = Math.abs(v) < step / 2 ? 1 : 0.6; c.fillRect(left, Math.round(y(v)), wide - left - right, 1); c.globalAlpha = 1;
      words(c, legible(Math.abs(v) < step / 2 ? 0 : v), left - 8, y(v), 11, theme.faint, 400, "right");
    }
    if (!n) { words(c, "after the first generation", left + (wide - left - right) / 2, high / 2, 12, theme.faint, 400, "center"); return; }
    Panels.generations(c, n, x, high - 7, theme);
    c.beginPath();
    history.forEach((one, k) => c.lineTo(x(k), y(one.mean + one.spread)));
    for (let k = n - 1; k >= 0; k--) c.lineTo(x(k), y(history[k].mean - history[k].spread));
    c.fillStyle = fade(theme.cold, 0.22); c.fill();
    let under_ = -99;
    for (const [key, line, ink] of [["best", theme.hot, theme.warm], ["mean", theme.cold, theme.cool]]) {
      c.strokeStyle = line; c.lineWidth = 2; c.lineJoin = "round"; c.beginPath();
      history.forEach((one, k) => c.lineTo(x(k), y(one[key]))); c.stroke();
      const value = history[n - 1][key], at = clamp(Math.max(y(value), under_ + 32), 10, high - 20);
      under_ = at;
      dot(c, x(n - 1), y(value), 3.5, line);
      words(c, key, x(n - 1) + 10, at - 7, 11, theme.soft, 500); words(c, legible(value), x(n - 1) + 10, at + 7, 12, ink, 600);
    }
    if (past !== null && past < n) { c.fillStyle = theme.cool; c.fillRect(x(past) - 1, above, 2, high - under - above); }
  },
  generations(c, n, x, y, theme) {
    const each = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find(one => (n - 1) / one <= 6) || 2000;
    for (let k = 0; k < n; k += each) words(c, String(k), x(k), y, 11, theme.faint, 400, "center");
  },
  timeline(history, champions, newest, shown) {
    const [c, wide, high] = sheet($("time")), theme = Look.theme, n = Math.max(newest, 8), left = 14, right = 14, base = high - 20, room = high - 58;
    const most = Math.max(1e-9, ...history.map(one => one.best)), x = k => left + (wide - left - right) * k / n, y = v => base - room * Math.sqrt(Math.max(0, v) / most);
    const hills = history.map((one, k) => [x(k), y(one.best)]), done = hills.filter((_, k) => k <= shown);
    const area = (points, colour) => { if (points.length > 1) poly(c, [[points[0][0], base], ...points, [points[points.length - 1][0], base]], colour); };
    const line = (points, colour, w) => { c.strokeStyle = colour; c.lineWidth = w; c.beginPath(); for (const one of points) c.lineTo(...one); c.stroke(); };
    area(hills, fade(theme.faint, 0.14)); line(hills, fade(theme.faint, 0.5), 1.2); area(done, fade(theme.hot, 0.24)); line(done, theme.hot, 1.8);
    c.fillStyle = theme.line; c.fillRect(left, base, wide - left - right, 1);
    Panels.generations(c, n + 1, x, base + 12, theme);
    let last = Infinity;
    for (const one of [...champions].reverse()) {
      const at = clamp(x(one.generation), 18, wide - 18), past = one.generation > shown;
      if (last - at < 34) continue;
      last = at;
      const up = Math.max(20, y(one.best) - 21);
      c.strokeStyle = fade(theme.hot, 0.6); c.lineWidth = 1; c.beginPath(); c.moveTo(x(one.generation), y(one.best)); c.lineTo(at, up + 14); c.stroke();
      dot(c, at, up, 14, theme.raised); c.strokeStyle = past ? theme.faint : theme.hot; c.lineWidth = 1.4; c.beginPath(); c.arc(at, up, 14, 0, 7); c.stroke();
      c.save(); c.globalAlpha = past ? 0.55 : 1; Panels.face(c, at, up, 14, one.kind); c.restore();
    }
    const at = x(shown), colour = shown === newest ? theme.text : theme.cool;
    c.fillStyle = colour; c.fillRect(at - 1, 12, 2, base - 6); poly(c, [[at - 6, 5], [at + 6, 5], [at + 6, 12], [at, 18], [at - 6, 12]], colour);
  },
  face(c, x, y, radius, kind = 0) {  // a small portrait in a circle
    if (!Stage.scene?.portrait || !Stage.frame) { dot(c, x, y, 0.5 * radius, Looks.hue(kind)); dot(c, x - 0.15 * radius, y - 0.15 * radius, 0.16 * radius, "rgba(255,255,255,.5)"); return; }
    c.save(); c.translate(x - radius, y - radius); Stage.scene.portrait(c, 2 * radius, 2 * radius, 2, kind); c.restore();
  },
  portrait(id, kind) {
    const [c, wide, high] = sheet($(id));
    Panels.face(c, wide / 2, high / 2, Math.min(wide, high) / 2, kind);
  },
  brain(brain, values) {
    const canvas = $("brain");
    if (!canvas.offsetParent || !brain || values.length !== brain.nodes.length) return;
    const [c, wide, high] = sheet(canvas);
    c.font = "500 12.5px Inter, system-ui, sans-serif";
    const room = kind => Math.min(0.3 * wide, 26 + Math.max(24, ...brain.nodes.filter(one => one[1] === kind).map(one => c.measureText(one[2]).width)));
    Brain.draw(c, brain, values, Look.theme, { wide, high, decides: game.decides, margins: [room("input"), room("output")] });
  },
};
