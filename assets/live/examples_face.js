// The page on which backprop and evolution learn exclusive or beside each other.
const { usual, examples, policies } = told.engine;
const Pace = { epochs: 75, generations: 7.5 };  // in a second at ×1
const dials = [
  { name: "rate", label: "Learning rate (backprop)", about: "How large a step it takes. Too small, and it takes for ever; too large, and it jumps about.", low: 0.01, high: 2, step: 0.01, value: usual.rate },
  { name: "mutation", label: "Noise of mutation (evolution)", about: "How much children differ from their parents by chance.", low: 0, high: 2, step: 0.05, value: usual.mutation_stdev },
  { name: "hidden", label: "Hidden nodes (both)", about: "Nodes between inputs and answer. With one it cannot be learnt. Both start again.", low: 1, high: 8, step: 1, whole: true, value: usual.hidden },
];

const lab = {
  link: null, frame: null, seed: String(told.engine.run.seed), values: {}, begun: {}, turned: false, limit: Infinity, playing: true, speed: 2, due: { epochs: 0, generations: 0 }, busy: false, dirty: true,
  value: name => lab.values[name] ?? dials.find(one => one.name === name).value,
  settings: () => ({ settings: { mutation_stdev: lab.value("mutation") } }),
  get done() { return lab.frame.backprop.done && lab.frame.evolution.done; },
  take(frame) { lab.frame = frame; lab.dirty = true; lab.tell(); },
  tell() {
    const { backprop, evolution } = lab.frame, last = losses => losses.length ? losses[losses.length - 1] : "";
    Object.assign(document.documentElement.dataset, { epoch: backprop.time, generation: evolution.time, weights: backprop.fingerprint, fingerprint: evolution.fingerprint, loss: last(backprop.losses), best: Math.min(...evolution.losses) });
  },
  async begin() {
    Object.assign(lab, { due: { epochs: 0, generations: 0 }, turned: false, begun: { ...lab.values } });
    lab.take(await lab.link.call("begin", { seed: lab.seed, hidden: lab.value("hidden"), ...lab.settings() }));
  },
  async learn(epochs, generations) { lab.take(await lab.link.call("learn", { epochs, generations, rate: lab.value("rate") })); },
  async advance(seconds) {
    if (lab.done || lab.frame.evolution.time >= lab.limit) { lab.playing = false; lab.limit = Infinity; lab.dirty = true; return; }
    const factor = Math.min(Speeds.factor, 64), whole = {};
    for (const [name, pace] of Object.entries(Pace)) { lab.due[name] += seconds * factor * pace; whole[name] = Math.floor(lab.due[name]); lab.due[name] -= whole[name]; }
    whole.generations = Math.min(whole.generations, lab.limit - lab.frame.evolution.time);
    if (whole.epochs || whole.generations) await lab.learn(whole.epochs, whole.generations);
  },
};

/** What a network answers, its nodes one after the other; for pictures, which no fingerprint is of. */
function nodesOf(genome, inputs) {
  const { sizes } = told.engine.plans[String(lab.shown)], nodes = [...inputs];
  let weight = 0, source = 0;
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const [many, next] = [sizes[layer], sizes[layer + 1]], bias = weight + many * next;
    for (let j = 0; j < next; j++) {
      let total = genome[bias + j];
      for (let i = 0; i < many; i++) total += genome[weight + j * many + i] * nodes[source + i];
      nodes.push(layer + 2 < sizes.length ? Math.tanh(total) : 1 / (1 + Math.exp(-total)));
    }
    weight = bias + next; source += many;
  }
  return nodes;
}
const answerOf = (genome, inputs) => { const nodes = nodesOf(genome, inputs); return nodes[nodes.length - 1]; };

const Address = {  // the seed and the settings
  read: text => readAddress(text, { seed: Says.seed, speed: Says.speed, generations: Says.whole("The number of generations", 1, 999_999), ...Object.fromEntries(dials.map(one => [one.name, Says.dial(one)])) }),
  of: () => [`seed=${lab.seed}`, ...Object.entries(lab.values).map(([name, value]) => `${name}=${value}`)].join("&"),
};

const sliders = dials.map(dial => new Slider(dial, value => turn(dial, value)));
function turn(dial, value) {
  lab.values[dial.name] = value;
  if (dial.name === "hidden") { once(async () => { await lab.begin(); lab.playing = true; }); return; }
  if (lab.frame.evolution.time || lab.frame.backprop.time) lab.turned = true; else lab.begun = { ...lab.values };
  if (dial.name === "mutation") once(() => lab.link.call("change", lab.settings()));
}

function drawSurface(id, genome) {
  const [c, wide, high] = sheet($(id)), theme = Look.theme, { columns, rows } = Policy, values = new Float32Array(columns * rows);
  const at = (k, count) => -0.25 + 1.5 * (k + 0.5) / count, x = v => (v + 0.25) / 1.5 * wide, y = v => high - (v + 0.25) / 1.5 * high;
  for (let k = 0; k < values.length; k++) values[k] = 2 * answerOf(genome, [at(k % columns, columns), 1 - at(Math.floor(k / columns), rows)]) - 1;
  Policy.heat(c, values, null, 0, wide, high, theme);
  Policy.border(c, values, 0, wide, high, theme);
  examples.x.forEach(([a, b], k) => {
    const wanted = examples.y[k][0];
    dot(c, x(a), y(b), 13, theme.panel); dot(c, x(a), y(b), 11, wanted ? theme.hot : theme.cold);
    words(c, String(wanted), x(a), y(b) + 0.5, 13, theme.ink, 600, "center");
  });
}

function drawLoss() {
  const [c, wide, high] = sheet($("loss")), theme = Look.theme, left = 44, right = 72, above = 8, under = 22;
  const low = Math.log10(usual.goal / 3), y = v => above + (high - above - under) * clamp(Math.log10(Math.max(v, 1e-9)), low, 0) / low;
  for (const v of [1, 0.1, 0.01, usual.goal]) {
    c.fillStyle = theme.line; c.fillRect(left, Math.round(y(v)), wide - left - right, 1);
    words(c, String(v), left - 8, y(v), 11, theme.faint, 400, "right");
  }
  words(c, "from start to end", left + (wide - left - right) / 2, high - 7, 11, theme.faint, 400, "center");
  for (const [name, line, ink, total, best] of [["backprop", theme.hot, theme.warm, usual.epochs, false], ["evolution", theme.cold, theme.cool, usual.generations, true]]) {
    const { losses } = lab.frame[name];
    if (!losses.length) continue;
    c.strokeStyle = line; c.lineWidth = 2; c.lineJoin = "round"; c.beginPath();
    let least = Infinity;
    losses.forEach((one, k) => { least = best ? Math.min(least, one) : one; c.lineTo(left + (wide - left - right) * (k + 1) / total, y(least)); });
    c.stroke();
    const at = left + (wide - left - right) * losses.length / total;
    dot(c, at, y(least), 3.5, line); words(c, name, Math.min(at + 8, wide - right + 4), y(least) - (name === "evolution" ? -9 : 9), 11, ink, 600);
  }
}

function drawPupil(name, unit) {
  const one = lab.frame[name], answers = examples.x.map(x => answerOf(one.genome, x)), { losses } = one;
  const right = answers.filter((answer, k) => Math.abs(answer - examples.y[k][0]) < 0.5).length;
  put(`${name}-time`, `${unit} ${legible(one.time)}${losses.length ? `, loss ${legible(name === "evolution" ? Math.min(...losses) : losses[losses.length - 1])}` : ""}`);
  drawSurface(`${name}-surface`, one.genome);
  const shown = answers.map((answer, k) => `${examples.x[k].join(" ")} → ${answer.toFixed(2)}`);
  if ($(`${name}-answers`).textContent !== shown.join("")) $(`${name}-answers`).replaceChildren(...shown.map((text, k) => made("span", text, `chip ${Math.abs(answers[k] - examples.y[k][0]) < 0.5 ? "right" : "wrong"}`)));
  put(`${name}-said`, !one.time ? "Drawn by lot: it knows nothing yet." : one.done && right === 4 ? "It has learnt it: all four answers are right." : one.done ? `It has come to its end with ${right} of 4 right: start again with another seed.`
    : right === 4 ? "All four are right already; now they become surer." : `${right} of 4 answers are right so far.`);
  const policy = policies[String(lab.shown)], names = ["first", "second"], [c, wide, high] = sheet($(`${name}-brain`));
  const nodes = policy.nodes.map(([x, kind], k) => [x, kind, kind === "input" ? names[k] : kind === "output" ? "answer" : ""]);
  const asked = examples.x[Math.floor(performance.now() / 1500) % 4];
  Brain.draw(c, { nodes, links: policy.links.map(([a, b, gene, arc]) => [a, b, one.genome[gene], arc]) }, nodesOf(one.genome, asked), Look.theme, { wide, high, decides: false, margins: [74, 74] });
}

function drawAll() {
  const { backprop, evolution } = lab.frame;
  lab.shown = lab.begun.hidden ?? usual.hidden;
  drawPupil("backprop", "epoch"); drawPupil("evolution", "generation"); drawLoss(); for (const one of sliders) one.show(lab.value(one.dial.name));
  showPlaying();
  put("e-when", `generation ${legible(evolution.time)}`); put("b-when", `epoch ${legible(backprop.time)}`);
  put("bits", evolution.fingerprint ? inEights(evolution.fingerprint) : "–");
  put("weights", backprop.time ? inEights(backprop.fingerprint) : "–");
  const own = Object.keys(lab.begun).length > 0 || lab.turned;
  put("p-about", own ? "Settings were turned, and neuro watch xor has its own: what you see is computed by the same code, but no command repeats it."
    : "Run this where neuro is installed: it prints evolution's, and backprop's of its end, epoch 1,500.");
  $("cmdbox").hidden = own;
  showCommand(`neuro watch xor --seed ${lab.seed} --generations ${Math.max(1, evolution.time)} --view none --json`);
  showLink();
}

Object.assign(Do, {
  play() { if (lab.done) Do.again(); else { lab.playing = !lab.playing; drawAgain(); } },
  step() { lab.playing = false; once(() => lab.learn(5, 1)); },
  again() { once(async () => { await lab.begin(); lab.playing = true; }); },
  reseed() { const seed = typed("seed"); if (seed !== undefined) { lab.seed = seed; Do.again(); } },
});

async function open(first) {
  const { seed, generations, speed, refused, ...values } = askedFor();
  lab.seed = seed ?? String(told.engine.run.seed); lab.values = values; lab.limit = generations ?? Infinity;
  if (speed !== undefined || first) Speeds.set(speed ?? 2);
  await lab.begin();
  lab.playing = true;
}
function start() {
  document.title = "Backprop and evolution learn exclusive or";
  put("people", String(usual.population)); $("seed").value = lab.seed;
  $("sliders").append(...sliders.map(one => one.row));
  Speeds.begin(1); listenToControls({ open });
  setInterval(drawAgain, 1500);  // the brains are asked one question after the other
  animate(open, drawAll);
}
start();
