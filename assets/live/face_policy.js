// What the network would do elsewhere: a map over two quantities, warm where it leans to the first action.
const Policy = {
  columns: 48, rows: 36, plane: null, asked: null,
  question(frame) {  // what the worker is asked; the plane is the game's own, or two of the inputs
    const agent = frame.focus.agent, many = frame.population, row = k => frame.state[k * many + agent];
    const own = Stage.scene.plane?.(frame) ?? scripts.plane_of?.(Array.from({ length: frame.state.length / many }, (_, k) => row(k)));
    Policy.plane = { ...(own ?? face.plane), own: Boolean(own) };
    const { across, down, still = [] } = Policy.plane;
    return { agent, columns: Policy.columns, rows: Policy.rows, over: own ? "state" : "seen", still, across: Policy.axis(across), down: Policy.axis(down) };
  },
  axis: ({ row, low, high }) => ({ row, low, high }),
  take(answer) { Policy.asked = { plane: Policy.plane, values: Policy.leaning(answer.outputs) }; Policy.draw(); },
  leaning(outputs) {  // from -1, cold, to 1, hot; of three actions or more, which one leads, and how clearly
    const cells = Policy.columns * Policy.rows, each = outputs.length / cells, values = new Float32Array(cells), winners = game.each || each <= 2 ? null : new Uint8Array(cells);
    for (let k = 0; k < cells; k++) {
      const seen = outputs.subarray(k * each, (k + 1) * each);
      if (winners) {
        const order = [...seen.keys()].sort((a, b) => seen[b] - seen[a]);
        winners[k] = order[0]; values[k] = seen[order[0]] - seen[order[1]];
      } else values[k] = each === 2 && !game.each ? seen[0] - seen[1] : seen[0] - game.middle;
    }
    const most = Math.max(1e-9, ...values.map(Math.abs));
    return { values: values.map(one => one / most), winners };
  },
  draw() {
    const canvas = $("policy");
    if (!canvas.offsetParent || !Policy.asked) return;
    const { plane, values: { values, winners } } = Policy.asked, [c, wide, high] = sheet(canvas), theme = Look.theme;
    const left = 40, w = wide - left, h = high - 38;
    Policy.heat(c, values, winners, left, w, h, theme);
    const { across, down } = plane, x = v => left + (v - across.low) / (across.high - across.low) * w, y = v => (v - down.low) / (down.high - down.low) * h;
    c.save(); c.beginPath(); c.roundRect(left, 0, w, h, 8); c.clip();
    c.fillStyle = fade(theme.ink, 0.28);
    for (const [a, b, e, f] of plane.solids || []) c.fillRect(Math.min(x(a), x(e)), Math.min(y(b), y(f)), Math.abs(x(e) - x(a)), Math.abs(y(f) - y(b)));
    if (!winners) Policy.border(c, values, left, w, h, theme);
    c.setLineDash([5, 4]); c.lineWidth = 1; c.strokeStyle = fade(theme.text, 0.6);
    for (const [, v] of plane.lines || []) { c.beginPath(); c.moveTo(left, y(v)); c.lineTo(wide, y(v)); c.stroke(); }
    c.setLineDash([]);
    const at = Policy.here(plane);
    if (at) { const px = clamp(x(at[0]), left + 7, wide - 7), py_ = clamp(y(at[1]), 7, h - 7); dot(c, px, py_, 7.5, fade(theme.ink, 0.8)); dot(c, px, py_, 6, "#fff"); dot(c, px, py_, 3.6, Stage.colour(Stage.frame.focus.agent)); }
    c.restore();
    Policy.names(c, plane, x, y, left, wide, h, theme, Boolean(winners));
  },
  here(plane) {
    const frame = Stage.frame, agent = frame.focus.agent;
    if (plane.own) return [plane.across.row, plane.down.row].map(row => frame.state[row * frame.population + agent]);
    return frame.focus.values ? [frame.focus.values[plane.across.row], frame.focus.values[plane.down.row]] : null;
  },
  heat(c, values, winners, left, w, h, theme) {
    const image = new ImageData(Policy.columns, Policy.rows), channels = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
    const [cold, middle, hot] = [theme.cold, theme.middle, theme.hot].map(channels), own = theme.curves.map(channels);
    values.forEach((value, k) => {
      let strength = Math.abs(value) ** 0.75 * 0.86, end = value > 0 ? hot : cold;
      if (winners) { strength = 0.3 + 0.7 * strength; end = own[winners[k] % own.length]; }
      for (let n = 0; n < 3; n++) image.data[4 * k + n] = lerp(middle[n], end[n], strength);
      image.data[4 * k + 3] = 255;
    });
    const small = Policy.small ??= picture(Policy.columns, Policy.rows);
    small.getContext("2d").putImageData(image, 0, 0);
    c.save(); c.beginPath(); c.roundRect(left, 0, w, h, 8); c.clip(); c.imageSmoothingQuality = "high"; c.drawImage(small, left, 0, w, h); c.restore();
  },
  border(c, values, left, w, h, theme) {  // where it is undecided (W. Lorensen, H. Cline, 1987, in the plane)
    const n = Policy.columns, x = k => left + (k + 0.5) / n * w, y = k => (k + 0.5) / Policy.rows * h;
    c.strokeStyle = theme.text; c.lineWidth = 1.6; c.beginPath();
    for (let j = 0; j < Policy.rows - 1; j++) for (let i = 0; i < n - 1; i++) {
      const ring = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]], cuts = [];
      for (let k = 0; k < 4; k++) {
        const [a, b] = [ring[k], ring[(k + 1) % 4]], u = values[a[1] * n + a[0]], v = values[b[1] * n + b[0]];
        if (u > 0 !== v > 0) { const t = u / (u - v); cuts.push([lerp(x(a[0]), x(b[0]), t), lerp(y(a[1]), y(b[1]), t)]); }
      }
      for (let k = 0; k + 1 < cuts.length; k += 2) { c.moveTo(...cuts[k]); c.lineTo(...cuts[k + 1]); }
    }
    c.stroke();
  },
  names(c, plane, x, y, left, wide, h, theme, several) {
    put("plane", `${game.each ? `${game.actions[0]} over ` : ""}${plane.down.name} × ${plane.across.name}`);
    const { across, down } = plane, zero = across.zero || 0;
    const between = ({ low, high }, from) => ticks(Math.min(low, high) - from, Math.max(low, high) - from, 5).map(v => [legible(v), v + from]);
    for (const [name, v] of between(across, zero)) if (x(v) > left + 8 && x(v) < wide - 8) words(c, name, x(v), h + 11, 11, theme.faint, 400, "center");
    const marked = plane.lines?.length ? plane.lines : between(down, down.zero || 0);
    for (const [name, v] of marked) if (y(v) > 4 && y(v) < h - 4) words(c, name, left - 7, y(v), 11, theme.faint, 400, "right");
    words(c, across.name, left, h + 29, 11, theme.faint);
    if (several) {
      let right = wide;
      [...game.actions].reverse().forEach((name, k) => { words(c, name, right, h + 29, 11, theme.soft, 500, "right"); right -= c.measureText(name).width + 9; dot(c, right, h + 29, 4, theme.curves[(game.actions.length - 1 - k) % theme.curves.length]); right -= 12; });
      return;
    }
    const [less, more] = game.leans;
    words(c, more, wide, h + 29, 11, theme.soft, 500, "right");
    c.font = "500 11px Inter, system-ui, sans-serif";
    const end = wide - c.measureText(more).width - 8, bar = c.createLinearGradient(end - 84, 0, end, 0);
    bar.addColorStop(0, mixed(theme.middle, theme.cold, 0.86)); bar.addColorStop(0.5, theme.middle); bar.addColorStop(1, mixed(theme.middle, theme.hot, 0.86));
    c.fillStyle = bar; c.beginPath(); c.roundRect(end - 84, h + 26, 84, 6, 3); c.fill();
    words(c, less, end - 92, h + 29, 11, theme.soft, 500, "right");
  },
};
