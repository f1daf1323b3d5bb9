// Draws a network: nodes by their place from left to right, links by weight and by what flows through them.
const Brain = {
  most: 12, bulges: [0.7, 1], widest: 90, beside: [-0.5, 0.5, -1, 1, 0],
  folded: list => list.length <= Brain.most ? list : [...list.slice(0, 6), ...list.slice(-5)],

  placesOf(brain, left, right, high) {
    const columns = new Map(), places = new Map();
    brain.nodes.forEach(([x], node) => columns.set(x, [...(columns.get(x) || []), node]));
    const shown = [...columns].map(([x, list]) => [x, Brain.folded(list)]);
    const longest = Math.max(...shown.map(([, list]) => list.length));
    const alone = shown.filter(([, list]) => list.length === 1 && brain.nodes[list[0]][1] === "hidden").map(([x]) => x);
    for (const [x, list] of shown) {
      const aside = alone.length > 1 && alone.includes(x) ? 0.3 * high * Brain.beside[alone.indexOf(x) % Brain.beside.length] : 0;
      const count = list.length, span = (high - 44) * Math.min(1, (count + 0.4 * longest) / (1.4 * longest));
      const gap = count > 1 ? Math.min(Math.max(58, high / 8), span / (count - 1)) : 0;
      list.forEach((node, k) => places.set(node, [left + (right - left) * x, high / 2 + aside + (k - (count - 1) / 2) * gap, count > 1 ? gap : 58]));
    }
    return places;
  },

  mix(value, theme) {
    const part = (hex, i) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
    const end = value > 0 ? theme.hot : theme.cold, share = Math.min(1, Math.abs(value)) ** 0.8;
    return `rgb(${[0, 1, 2].map(i => Math.round(part(theme.middle, i) + (part(end, i) - part(theme.middle, i)) * share))})`;
  },

  drawLink(c, [ax, ay], [bx, by], arc) {
    c.beginPath();
    if (!arc) { c.moveTo(ax, ay); c.lineTo(bx, by); }
    else if (ax === bx && ay === by) c.arc(ax - 14, ay, 8, 0, 7);
    else {
      const pull = Math.min(1, Brain.widest / Math.hypot(bx - ax, by - ay) / Brain.bulges[1]) * Brain.bulges[by < ay ? 1 : 0];
      let [x, y] = [(ay - by) * pull, (bx - ax) * pull];
      if (x > 0 || x === 0 && y > 0) [x, y] = [-x, -y];
      c.moveTo(ax, ay); c.quadraticCurveTo((ax + bx) / 2 + x, (ay + by) / 2 + y, bx, by);
    }
    c.stroke();
  },

  // Where nodes stand close, they are smaller, and their colour alone tells the value.
  drawNode(c, [x, y, gap], [, kind, name, activation], value, lit, positive, theme) {
    const close = gap < 30, radius = Math.min(lit ? 12 : 10, 0.46 * gap);
    c.fillStyle = theme.panel; c.beginPath(); c.arc(x, y, radius + (lit ? 0.5 : 2.5), 0, 7); c.fill();
    c.fillStyle = Brain.mix(positive ? 2 * value - 1 : value, theme); c.beginPath(); c.arc(x, y, radius, 0, 7); c.fill();
    c.strokeStyle = theme.text; c.globalAlpha = lit ? 1 : 0.35; c.lineWidth = 1.4; c.stroke(); c.globalAlpha = 1;
    if (kind === "hidden") {
      c.textAlign = "center"; c.textBaseline = "top"; c.fillStyle = theme.faint; c.font = "11px Inter, system-ui, sans-serif";
      if (activation) c.fillText(activation, x, y + 15);
      return;
    }
    const input = kind === "input", side = input ? x - 18 : x + 19;
    c.textAlign = input ? "right" : "left"; c.textBaseline = close ? "middle" : "alphabetic";
    c.fillStyle = lit || input ? theme.text : theme.faint;
    c.font = `${lit ? 600 : 500} 12.5px Inter, system-ui, sans-serif`;
    c.fillText(name, side, close ? y : y - 1);
    if (close) return;
    c.fillStyle = theme.faint; c.font = "11px Inter, system-ui, sans-serif";
    c.fillText((value < 0 ? "−" : input ? "+" : "") + Math.abs(value).toFixed(2), side, y + 13);
  },

  // Into a canvas of width `wide` and height `high` in its units; `values`: one for each node; `decides`: whether one
  // output wins; `margins`: what stays free for names at the left and the right.
  draw(c, brain, values, theme, { wide, high, decides, margins = [112, 92] }) {
    const places = Brain.placesOf(brain, margins[0], wide - margins[1], high);
    const largest = new Map(), column = node => brain.nodes[node][0];
    for (const [, target, weight] of brain.links) {
      largest.set(column(target), Math.max(largest.get(column(target)) || 1e-9, Math.abs(weight)));
    }
    for (const [link, [source, target, weight, arc]] of brain.links.entries()) {
      if (!places.has(source) || !places.has(target)) continue;
      const share = weight / largest.get(column(target)), size = Math.abs(share);
      const signal = Math.min(1, Math.abs(share * values[source]) * 1.6);
      const isNewest = link === brain.newest, thick = 0.7 + 3.6 * size ** 1.3;
      if (isNewest) {
        c.strokeStyle = theme.text; c.globalAlpha = 0.28; c.lineWidth = thick + 7;
        Brain.drawLink(c, places.get(source), places.get(target), arc);
      }
      c.strokeStyle = share > 0 ? theme.hot : theme.cold;
      c.globalAlpha = isNewest ? 1 : (38 + 60 * size + 140 * signal * size) / 255;
      c.lineWidth = thick;
      Brain.drawLink(c, places.get(source), places.get(target), arc);
    }
    c.globalAlpha = 1;
    const outputs = brain.nodes.flatMap(([, kind], k) => kind === "output" ? [k] : []), most = Math.max(...outputs.map(k => values[k]));
    const winner = decides ? outputs.find(k => values[k] === most) : -1, positive = outputs.every(k => values[k] >= 0);
    for (const [node, place] of places) {
      const told = brain.nodes[node];
      Brain.drawNode(c, place, told, values[node], node === winner, told[1] === "output" && positive, theme);
    }
  },
};
