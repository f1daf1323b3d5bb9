// The page: one experiment, what is on stage, and what people do with it.
const lab = {
  link: null, seed: String(told.engine.run.seed), population: told.engine.run.population, values: {}, begun: {}, changes: [], history: [], champions: [], champion: null,
  frame: null, brain: null, brainOf: "", agent: -1, newest: 0, playing: true, speed: 3, fingerprint: "", solved: false, limit: Infinity, busy: false, due: 0, rate: 0,
  story: new StoryPace(), resting: null, dirty: true, seldom: 0,

  get past() { return lab.frame !== null && !Duel.on && !lab.resting && lab.frame.generation < lab.newest; },
  best() { const frame = lab.frame; return frame.leader >= 0 ? frame.state[frame.population + frame.leader] : 0; },
  args(values) {  // for the worker: settings of the algorithm, and parameters of the game
    const found = { settings: {}, parameters: {} };
    for (const [key, value] of Object.entries(values)) found[key.startsWith("set.") ? "parameters" : "settings"][key.replace(/^\w+\./, "")] = value;
    return found;
  },
  pending() {  // settings that wait for the next generation, and what they were before
    const found = {};
    for (const one of lab.changes) if (one.generation > lab.newest) found[one.key] ??= one.was;
    return found;
  },
  take(frame) { lab.frame = frame; Stage.show(frame); lab.dirty = true; },

  async begin(wanted = {}) {
    Stage.kindsOf = -1;
    Object.assign(lab, { history: [], champions: [], champion: null, newest: 0, fingerprint: "", solved: false, resting: null, story: new StoryPace(), changes: [], due: 0, agent: wanted.agent ?? -1, brainOf: "" });
    Captions.times.clear(); Records.begin();
    lab.begun = { ...lab.values };
    const frame = await lab.link.call("begin", { seed: lab.seed, population: lab.population, ...lab.args(lab.values) });
    lab.take(frame);
    await lab.meet();
    lab.tell();
  },
  async meet() {  // the generation on stage: its looks
    const genes = await lab.link.call("genes", { most: 96 });
    Stage.kinds = genes && genes.length ? Looks.of(genes, lab.frame.population) : null;
    Stage.kindsOf = Duel.on || lab.past ? -1 : lab.newest;
    if (Stage.kinds && Stage.kindsOf >= Records.spreads.length) Records.meet(genes, Stage.kinds);
    lab.dirty = true;
  },
  async next() {  // evaluates the generation that waits, and breeds the next
    for (const one of lab.changes.filter(one => one.generation === lab.newest + 1 && !one.sent)) one.sent = true;
    const was = lab.newest;
    if (lab.past) lab.take(await lab.link.call("live"));
    const met = Stage.kindsOf !== was && lab.meet();  // the worker goes on meanwhile
    const waits = setTimeout(() => { lab.evaluating = true; drawFigures(); }, 250);
    const done = await lab.link.call("next").finally(() => { clearTimeout(waits); lab.evaluating = false; });
    await met;
    const kinds = Stage.kinds;
    lab.history.push(entryOf(done.entry)); lab.newest = was + 1; lab.fingerprint = done.fingerprint; lab.solved ||= Boolean(done.solved);
    if (done.champion && (!lab.champion || done.champion.score > lab.champion.score || done.champion.generation !== lab.champion.generation)) {
      lab.champion = { ...done.champion, kind: kinds?.[done.champion.agent] ?? (done.champion.agent ?? 0) % Looks.count };
    }
    const record = Math.max(...lab.history.slice(0, -1).map(one => one.best), -Infinity);
    if (lab.history[was].best > record) lab.champions.push({ generation: was, best: lab.history[was].best, kind: kinds?.[done.champion?.agent] ?? 0 });
    lab.tell();
  },
  tell() {
    document.documentElement.dataset.generation = lab.history.length;
    document.documentElement.dataset.fingerprint = lab.fingerprint;
  },
  async share(workers) {  // let several workers play a generation
    lab.workers = document.documentElement.dataset.workers = await lab.link.share(workers, { facts: told.engine, wasm });
  },
  async show() { lab.take(await lab.link.call("frame", { steps: 0, agent: lab.agent })); await lab.meet(); },
  turn(dial, value) {
    const key = `${dial.kind}.${dial.name}`, was = lab.pending()[key] ?? lab.values[key] ?? dial.value;
    lab.changes = lab.changes.filter(one => !(one.key === key && one.generation === lab.newest + 1));
    lab.values[key] = value;
    if (value !== was) lab.changes.push({ generation: lab.newest + 1, key, value, was });
    lab.link.call("change", lab.args(lab.values)).catch(refuse);
    lab.dirty = true;
  },
  async rush() {  // as fast as the worker can; now and then the flock is seen, which takes a tenth of its time at most
    const { speed } = lab, end = performance.now() + 100;
    do await lab.next(); while (performance.now() < end && lab.playing && lab.speed === speed && lab.history.length < lab.limit);
    const begun = performance.now();
    if (begun < (lab.seen || 0)) return;
    await lab.show();
    lab.take(await lab.link.call("frame", { steps: 150, agent: lab.agent }));
    lab.seen = performance.now() + Math.max(250, 10 * (performance.now() - begun));
  },
  async advance(seconds) {
    if (lab.resting) { await lab.rest(seconds); return; }
    const story = lab.speed === 0;
    if (Duel.on) { lab.due += seconds * game.rate; const whole = Math.floor(lab.due); lab.due -= whole; if (whole) await Duel.advance(whole); return; }
    if (lab.history.length >= lab.limit) { lab.playing = false; lab.dirty = true; if (lab.past) await lab.show(); return; }  // the last one, where none was seen for a while
    if (story) {
      const before = Math.max(0, ...lab.history.map(one => one.best));
      lab.story.advance(seconds, lab.frame.generation, lab.best(), before, Captions.speaking);
      Captions.advance(seconds, Records.moment(lab, null));
    }
    const factor = story ? lab.story.factor : Speeds.factor;
    if (factor === Infinity && !lab.past) { await lab.rush(); return; }
    if (lab.frame.done || story && lab.story.isOver(lab.frame.done)) { await lab.onward(story); return; }
    lab.due = Math.min(lab.due + seconds * game.rate * Math.min(factor, 256), 4000);
    const whole = Math.floor(lab.due);
    if (!whole) return;
    lab.due -= whole;
    const before = performance.now(), alive = lab.frame.alive;
    lab.take(await lab.link.call("frame", { steps: whole, agent: lab.agent }));
    lab.rate = lerp(lab.rate, alive * whole / Math.max(seconds, (performance.now() - before) / 1000), 0.15);
  },
  async onward(story) {  // the generation on stage is over
    if (lab.past) { await lab.travel(lab.frame.generation + 1); return; }
    const generation = lab.frame.generation;
    await lab.next();
    const seconds = story && !calm.matches ? lab.story.breakAfter(generation) : 0;
    if (seconds > 0.3) {
      lab.resting = { seconds, gone: 0, kinds: Looks.of(await lab.link.call("genes", { most: 96 }), lab.population) };
      return;
    }
    await lab.show();
  },
  async rest(seconds) {  // the break between two generations
    lab.resting.gone += seconds; lab.story.rest(seconds); lab.dirty = true;
    Captions.advance(seconds, Records.moment(lab, Math.min(1, lab.resting.gone / lab.resting.seconds)));
    if (lab.resting.gone < lab.resting.seconds) return;
    lab.resting = null;
    await lab.show();
  },
  async travel(generation) {
    lab.resting = null;
    lab.take(await lab.link.call(generation >= lab.newest ? "live" : "travel", { generation }));
    await lab.meet();
  },
};

// Of a generation, in scores: what people read.
const entryOf = ({ generation, bestScore, meanScore, steps, seconds }) => ({ generation, best: bestScore, mean: meanScore, spread: 0, steps, seconds });

Object.assign(Do, {
  play() { lab.playing = !lab.playing; if (lab.playing && lab.history.length >= lab.limit) lab.limit = Infinity; drawAgain(); },
  step() { lab.playing = false; once(async () => { if (Duel.on) { Duel.waits = false; await Duel.advance(1); } else if (lab.frame.done) await lab.onward(false); else lab.take(await lab.link.call("frame", { steps: 1, agent: lab.agent })); }); },
  next() { once(async () => { if (Duel.on) return; lab.resting = null; if (lab.past) await lab.travel(lab.frame.generation + 1); else { await lab.next(); await lab.show(); } }); },
  live() { once(() => lab.travel(lab.newest)); },
  again() { once(async () => { await lab.begin(); lab.playing = true; }); },
  reseed() {
    const seed = typed("seed");
    if (seed === undefined) return;
    lab.seed = seed;
    once(async () => { if (Duel.on) await Duel.end(); await lab.begin(); lab.playing = true; });
  },
  home() {
    once(async () => {
      const name = `${game.name}-${lab.seed}-${lab.champion.generation}.neuro`;
      giveAway(await lab.link.call("champion"), name);
      say(`neuro replay ${name}`);
    });
  },
  duel() { if (Duel.on) once(() => Duel.end()); else { lab.playing = true; once(() => Duel.begin()); } },
});

function sentence() {
  const frame = lab.frame, n = lab.history.length, s = `${game.agent}s`, last = lab.history[n - 1];
  if (Duel.on) return Duel.sentence();
  if (lab.evaluating) return `Generation ${legible(lab.newest)} plays ${legible(told.engine.run.episodes)} courses, each ${game.agent} to its end …`;
  if (lab.past) return `Generation ${legible(frame.generation)}, played again: the same ${s}, the same play, bit for bit.`;
  if (lab.resting) return `Generation ${legible(frame.generation)} is over: the best have children.`;
  if (frame.generation === 0) return `${legible(frame.population)} brains drawn at random: nobody has taught them anything.`;
  if (lab.speed === Speeds.names.length - 1 && lab.playing) return `Learning as fast as it can: generation ${legible(lab.newest)}.`;
  if (frame.step < 150) return `Generation ${legible(frame.generation)}: children of the best before them, each a little different.`;
  if (last && lab.best() > Math.max(...lab.history.map(one => one.best))) return `Further than any before it: ${tallied(lab.best())}, and still going.`;
  return `${legible(frame.alive)} of ${legible(frame.population)} are left. Whoever does best has most children.`;
}

function drawFigures() {
  const frame = lab.frame, last = lab.history[lab.history.length - 1];
  const big = (id, main, rest = "") => { const b = id === "s-gen" ? $("s-gen").querySelector("b") : $(id); if (b.dataset.was !== main + rest) { b.dataset.was = main + rest; b.replaceChildren(main, ...(rest ? [" ", made("i", rest)] : [])); } };
  $("s-gen").className = lab.past ? "past" : "";
  big("s-gen", legible(frame.generation), lab.past ? `/ ${legible(lab.newest)}` : "");
  big("s-alive", legible(frame.alive), `/ ${legible(frame.population)}`);
  $("s-bar").style.width = `${100 * frame.alive / frame.population}%`;
  big("s-now", legible(lab.best())); big("s-mean", last ? legible(last.mean) : "–");
  big("s-best", lab.history.length ? legible(Math.max(...lab.history.map(one => one.best))) : "–");
  const rate = lab.speed === Speeds.names.length - 1 && last?.seconds ? last.steps / last.seconds : lab.playing ? lab.rate : 0, [size, unit] = rate >= 1e6 ? [1e6, "M"] : rate >= 1e3 ? [1e3, "k"] : [1, ""];
  big("s-rate", (rate / size).toFixed(rate / size < 10 && unit ? 1 : 0), unit);
  put("said", sentence());
  $("caption").className = `caption${lab.past ? " past" : lab.playing ? "" : " paused"}`;
  showPlaying();
  const pace = lab.speed === 0 ? lab.story.factor : Speeds.factor;
  $("speedtag").hidden = !face.scene;  // over a plain world nothing may lie
  if (lab.speed === 0) put("speedout", pace === 1 || pace === Infinity ? "story" : `×${pace}`);
  put("speedtag", Duel.on ? "you and the champion" : lab.speed === 0 ? `story · ${pace === Infinity ? "max" : `×${pace}`}` : pace === Infinity ? "as fast as it can" : Speeds.spoken);
}

function drawCards() {
  const n = lab.history.length, champion = lab.champion;
  if (champion) {
    put("c-when", `generation ${legible(champion.generation)}`); put("c-name", tallied(champion.score)); put("c-line", lab.solved ? "it has passed the exam" : `the best of ${legible(n * lab.population)} ${game.agent}s so far`);
    Panels.portrait("portrait", champion.kind);
  }
  Panels.portrait("mark", 0);
  $("home").disabled = $("duel").disabled = !champion; $("duel").hidden = !Duel.possible;
  put("p-gens", n ? n === 1 ? "of generation 0" : `of generations 0 to ${legible(n - 1)}` : "after the first generation");
  put("bits", lab.fingerprint ? inEights(lab.fingerprint) : "–");
  const changed = lab.changes.filter(one => one.generation <= lab.newest);
  put("p-about", changed.length ? `Settings were changed at generation ${legible(changed[0].generation)}, and no command repeats that. Start again with them, and this one does:` : "Run this where neuro is installed: it prints the same sixteen bytes.");
  showCommand(Address.command(changed.length ? lab.values : lab.begun));
  showLink();
  const facts = [`seed ${lab.seed}`, `generation ${legible(lab.frame.generation)}`, ...(lab.agent >= 0 ? [`${game.agent} ${lab.agent}`] : []), ...Object.entries(lab.values).map(([key, value]) => `${key.replace(/^\w+\./, "").replaceAll("_", " ")} ${legible(value)}`)];
  if ($("chips").textContent !== facts.join("")) $("chips").replaceChildren(...facts.map(one => made("span", one, "chip")));
  $("scrub").max = lab.newest; $("scrub").value = lab.frame.generation; $("scrub").setAttribute("aria-valuetext", `generation ${lab.frame.generation}`);
  $("golive").className = `button ${lab.past ? "go" : "on"}`; put("golive-word", lab.past ? "Back to live" : "live"); $("golive").firstChild.hidden = lab.past;
  Panels.chart(lab.history, lab.past ? lab.frame.generation : null);
  Panels.timeline(lab.history, lab.champions, lab.newest, lab.frame.generation);
  lab.settings.show();
}

async function look() {  // the brain and the map of the one that people look at
  const { agent } = lab.frame.focus, key = `${lab.frame.generation} ${agent} ${lab.frame.course} ${lab.newest}`;
  if (key !== lab.brainOf && performance.now() - (lab.brainAt || 0) <= 250) setTimeout(() => { lab.dirty = true; }, 260);
  else if (key !== lab.brainOf) {
    lab.brainAt = performance.now(); lab.brainOf = key;
    lab.brain = await lab.link.call("brain", { agent });
    put("whose", Duel.on ? Duel.match ? "Its brain, in your place" : "Brain of the champion" : lab.agent >= 0 && lab.agent === agent ? `Brain of ${game.agent} ${agent}` : "Brain of the leader");
    put("sketch", lab.brain.summary);
  }
  if ($("policy").offsetParent && performance.now() - (lab.mapAt || 0) > (lab.playing ? 180 : 400)) {
    lab.mapAt = performance.now();
    Policy.take(await lab.link.call("policy", Policy.question(lab.frame)));
  }
}

function drawAll(now) {
  Stage.draw({ chosen: lab.frame.state[lab.agent] > 0 ? lab.agent : -1, you: Duel.you, alone: Duel.on });
  if (lab.resting) veil();
  drawFigures();
  if (lab.brain && lab.frame.focus.values) Panels.brain(lab.brain, lab.frame.focus.values);
  if (!lab.looking) { lab.looking = true; look().catch(() => 0).finally(() => { lab.looking = false; }); }
  drawSeldom(now, drawCards);
}

function veil() {  // between two generations: the world steps back; the best stand in a row, and their children below
  const [wide, high] = [$("world").clientWidth, $("world").clientHeight], c = $("world").getContext("2d"), { gone, seconds, kinds } = lab.resting, at = gone / seconds;
  const share = clamp(6 * at, 0, 1), theme = Look.theme, shown = Math.min(10, face.elites), gap = wide / 11, size = Math.min(0.42 * gap, 22);
  c.fillStyle = Look.dark ? `rgba(11,15,26,${0.5 * share})` : `rgba(255,255,255,${0.6 * share})`; c.fillRect(0, 0, wide, high);
  words(c, at < 0.85 ? `Generation ${legible(lab.newest - 1)} is over` : `Generation ${legible(lab.newest)} begins`, wide / 2, high * 0.2, 24, theme.text, 600, "center");
  const x = k => wide / 2 + (k - (shown - 1) / 2) * gap, old = high * 0.36, young = high * 0.56, born = clamp(4 * (at - 0.45), 0, 1);
  for (let k = 0; k < shown && born > 0; k++) {
    c.strokeStyle = theme.hot; c.globalAlpha = 0.55 * born; c.lineWidth = 1.6;
    for (const parent of [k, (k * 3 + 1) % shown]) { c.beginPath(); c.moveTo(x(parent), old + size); c.lineTo(lerp(x(parent), x(k), born), lerp(old + size, young - size, born)); c.stroke(); }
    c.globalAlpha = clamp(3 * born - 1.5, 0, 1); Panels.face(c, x(k), young, size, kinds[face.elites + k] ?? 0); c.globalAlpha = 1;
  }
  for (let k = 0; k < shown; k++) {
    const come = clamp(8 * at - 0.5 * k / shown - 0.5, 0, 1);
    c.globalAlpha = come; Panels.face(c, x(k), old + 20 * (1 - come), size * 1.15, kinds[k] ?? 0);
    if (at > 0.2) crown(c, x(k), old - size - 8, 0.36 * size);
    c.globalAlpha = 1;
  }
  if (shown) { c.fillStyle = theme.stone; c.fillRect(x(0) - gap / 2, old + size + 4, shown * gap, 6); c.fillStyle = theme.rim; c.fillRect(x(0) - gap / 2, old + size + 3, shown * gap, 2); }
}

function listen() {
  listenToControls({
    keys: { n: Do.next, c: Captions.mute, escape: () => { if (Duel.on) Do.duel(); } },
    first: event => Duel.on && Duel.key(event, true),
    open,
  });
  listenToTabs(() => { lab.mapAt = 0; });
  $("world").addEventListener("pointerdown", event => {
    if (Duel.on) return;
    lab.agent = Stage.pick(event); lab.brainOf = ""; lab.mapAt = 0;
    once(async () => lab.take(await lab.link.call("frame", { steps: 0, agent: lab.agent })));
  });
  $("scrub").addEventListener("input", event => { const to = Number(event.target.value); lab.wanted = to; once(async () => { if (lab.wanted === to) await lab.travel(to); }); });
  new ResizeObserver(Policy.draw).observe($("page"));
}

async function open(first) {  // what the address asks for
  const wanted = askedFor();
  lab.seed = wanted.seed ?? String(told.engine.run.seed); lab.population = wanted.population ?? told.engine.run.population; lab.values = Address.values(wanted);
  lab.limit = wanted.generations ?? Infinity;
  if (wanted.workers) await lab.share(wanted.workers);
  if (wanted.speed !== undefined || first) Speeds.set(wanted.speed ?? face.speed);
  await lab.begin(wanted);
  for (let k = 0; k < (wanted.generation ?? 0); k++) {
    for (const one of (wanted.changes ?? []).filter(one => one.generation === k + 1)) lab.turn(one.dial, one.value);
    await lab.next();
    if (k % 5 === 4) { put("said", `Evolving to generation ${wanted.generation}: ${k + 1} so far.`); await new Promise(requestAnimationFrame); }
  }
  if (wanted.generation) { lab.agent = wanted.agent ?? -1; await lab.show(); if (lab.limit === Infinity) lab.playing = wanted.agent === undefined; }
  if (!lab.workers) await lab.share(Math.min(navigator.hardwareConcurrency || 1, 8));
}

function start() {
  document.title = `${game.title}, learning live`;
  put("title", game.title); put("hint", `Click a ${game.agent} to see its brain.`); put("s-what", `${capital(game.agent)}-steps a second`); put("chart-of", `${capital(game.score[0])} by generation`);
  $("tags").replaceChildren(...face.tags.map(one => made("span", one, "chip")));
  put("c-about", "A small file. Where neuro is installed, it plays the same, to the bit.");
  $("seed").value = String(told.engine.run.seed);
  Speeds.begin();
  lab.settings = new Settings(lab);
  Stage.open(); Duel.listen(); listen();
  animate(open, drawAll);
}
start();
