// Small things that all of the page needs: its elements, colours, canvases and numbers.
const $ = id => document.getElementById(id), face = told.face, game = face.game;
const clamp = (v, low, high) => Math.min(high, Math.max(low, v)), lerp = (a, b, t) => a + (b - a) * t;
const calm = matchMedia("(prefers-reduced-motion: reduce)"), wish = matchMedia("(prefers-color-scheme: light)");

const Look = {  // light or dark: as the browser wishes, or as people chose
  chosen: null,
  get name() { return Look.chosen || (wish.matches ? "light" : "dark"); },
  get dark() { return Look.name === "dark"; },
  get theme() { return face.colours[Look.name]; },
  turn() { Look.chosen = Look.dark ? "light" : "dark"; document.documentElement.dataset.theme = Look.chosen; },
};
const fade = (hex, alpha) => `rgba(${[1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16))},${alpha})`;
const mixed = (a, b, share) => "#" + [1, 3, 5].map(i => Math.round(lerp(parseInt(a.slice(i, i + 2), 16), parseInt(b.slice(i, i + 2), 16), share)).toString(16).padStart(2, "0")).join("");
function oklch(light, chroma, hue) {  // B. Ottosson, 2020
  const a = chroma * Math.cos(hue * Math.PI / 180), b = chroma * Math.sin(hue * Math.PI / 180);
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3, m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3, s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channel = v => Math.round(255 * clamp(v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055, 0, 1)).toString(16).padStart(2, "0");
  return "#" + [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s].map(channel).join("");
}

// Looks of agents: a family by the genome, and a variety of it, so that relatives look alike.
const Looks = {
  count: face.varieties.length,
  projections: new Map(),
  directions(genes) {
    if (!Looks.projections.has(genes)) {
      let state = 7;
      const uniform = () => { state = state + 0x6D2B79F5 | 0; let t = Math.imul(state ^ state >>> 15, 1 | state); t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t; return ((t ^ t >>> 14) >>> 0) / 4294967296; };
      const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
      Looks.projections.set(genes, Float32Array.from({ length: genes * (Looks.count / 2 + 1) }, normal));
    }
    return Looks.projections.get(genes);
  },
  of(genes, population) {  // the variety of each agent
    const each = Math.floor(genes.length / population), ways = Looks.directions(each), families = Looks.count / 2;
    return Uint8Array.from({ length: population }, (_, agent) => {
      const shares = new Float32Array(families + 1);
      for (let k = 0; k < each; k++) for (let f = 0; f <= families; f++) shares[f] += genes[agent * each + k] * ways[k * (families + 1) + f];
      let best = 0;
      for (let f = 1; f < families; f++) if (shares[f] > shares[best]) best = f;
      return 2 * best + (shares[families] > 0 ? 1 : 0);
    });
  },
  hue(variety) {
    const [hue, tone] = face.varieties[variety];
    return oklch(0.58 + 0.30 * tone, 0.135 - 0.07 * Math.max(0, tone - 0.7) / 0.3, hue * 360 + 20);
  },
};

function sheet(canvas, wide = canvas.clientWidth, high = canvas.clientHeight) {  // at the screen's own pixels
  const fine = Math.min(2, devicePixelRatio || 1), w = Math.max(1, Math.round(wide * fine)), h = Math.max(1, Math.round(high * fine));
  if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
  const c = canvas.getContext("2d");
  c.setTransform(fine, 0, 0, fine, 0, 0);
  c.clearRect(0, 0, wide, high);
  return [c, wide, high, fine];
}
const picture = (wide, high) => Object.assign(document.createElement("canvas"), { width: Math.max(1, Math.ceil(wide)), height: Math.max(1, Math.ceil(high)) });
function poly(c, points, colour) { c.fillStyle = colour; c.beginPath(); for (const [x, y] of points) c.lineTo(x, y); c.closePath(); c.fill(); }
function dot(c, x, y, radius, colour) { c.fillStyle = colour; c.beginPath(); c.arc(x, y, radius, 0, 7); c.fill(); }
function glow(c, x, y, radius, colour, alpha) {
  const light = c.createRadialGradient(x, y, 0, x, y, radius);
  for (const at of [0, 0.25, 0.5, 0.75, 1]) light.addColorStop(at, fade(colour, alpha * (1 - at) ** 2));
  c.fillStyle = light; c.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}
function words(c, text, x, y, size, colour, weight = 400, align = "left") {
  c.font = `${weight} ${size}px Inter, system-ui, sans-serif`; c.textAlign = align; c.textBaseline = "middle"; c.fillStyle = colour;
  c.fillText(text, x, y);
}
function tag(c, x, y, text, align = "left", fill = "rgba(11,15,26,.82)", ink = "#fff") {
  c.font = "500 12px Inter, system-ui, sans-serif";
  const wide = c.measureText(text).width + 14, left = align === "center" ? x - wide / 2 : align === "right" ? x - wide : x;
  c.fillStyle = fill; c.beginPath(); c.roundRect(left, y - 10, wide, 20, 10); c.fill();
  words(c, text, left + 7, y + 0.5, 12, ink, 500);
}
function crown(c, x, y, size) {
  const outline = [[-1, 0.55], [-1.08, -0.45], [-0.48, 0], [0, -0.8], [0.48, 0], [1.08, -0.45], [1, 0.55]];
  c.beginPath(); for (const [u, v] of outline) c.lineTo(x + u * size, y + v * size); c.closePath();
  c.lineJoin = "round"; c.lineWidth = 2.6; c.strokeStyle = "rgba(40,24,8,.8)"; c.stroke(); c.fillStyle = "#FFD27A"; c.fill();
}
function corners(c, x, y, reach) {  // round the one that people look at
  for (const [colour, wide] of [[Look.dark ? "rgba(8,12,22,.7)" : "rgba(255,255,255,.8)", 4.4], [Look.dark ? "#fff" : Look.theme.ink, 2]]) {
    c.strokeStyle = colour; c.lineWidth = wide;
    for (const u of [-1, 1]) for (const v of [-1, 1]) { c.beginPath(); c.moveTo(x + u * reach, y + v * reach * 0.58); c.lineTo(x + u * reach, y + v * reach); c.lineTo(x + u * reach * 0.58, y + v * reach); c.stroke(); }
  }
}

const grouped = text => text.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
function legible(value, figures = 3) {  // as neuro writes numbers for people
  const size = Math.abs(value), minus = value < 0 ? "−" : "";
  if (!Number.isFinite(value)) return minus + "∞";
  if (size === 0 || size >= 100) return (Math.round(size) ? minus : "") + grouped(String(Math.round(size)));
  if (size < 1e-6) return value.toExponential(1).replace("-", "−");
  const text = size.toFixed(Math.max(0, figures - 1 - Math.floor(Math.log10(size))));
  return minus + (text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text);
}
// Round numbers between two, about so many.
function ticks(low, high, count = 4) {
  const unit = 10 ** Math.floor(Math.log10((high - low) / count)), step = [1, 2, 5, 10].map(one => one * unit).find(one => (high - low) / one <= count) || unit, found = [];
  for (let k = Math.ceil(low / step); k * step <= high + 1e-9; k++) found.push(k * step);
  return found;
}
const noun = value => legible(value) === "1" ? game.score[1] : game.score[0];
const tallied = value => `${legible(value)} ${noun(value)}`;
const many = (count, one) => count === 1 ? one : one + "s";
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);
function put(id, text) { const element = typeof id === "string" ? $(id) : id; if (element.textContent !== text) element.textContent = text; }
function made(kind, text = "", style = "") { return Object.assign(document.createElement(kind), { textContent: text, className: style }); }
let saidUntil = 0;
function say(text) {
  put("toast", text); $("toast").classList.add("on"); saidUntil = performance.now() + 2200;
  setTimeout(() => { if (performance.now() >= saidUntil) $("toast").classList.remove("on"); }, 2300);
}
