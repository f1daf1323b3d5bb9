// The page of a champion that plays: one course after the other, each step computed as it is seen.
const champion = told.engine.champion;

const lab = {
  link: null, frame: null, course: champion.course, playing: true, speed: 2, due: 0, best: null, over: 0, busy: false, dirty: true, brain: null, asked: 0, seldom: 0,

  take(frame) { lab.frame = frame; Stage.show(frame); lab.dirty = true; },
  score() { return lab.frame.state[lab.frame.population]; },
  async begin(course, step = 0) {
    Object.assign(lab, { course, due: 0, over: 0 });
    lab.take(await lab.link.call("begin", { course }));
    await lab.looks();
    for (let left = step; left > 0 && !lab.frame.done; left -= 20_000) lab.take(await lab.link.call("frame", { steps: Math.min(left, 20_000), agent: 0 }));
    lab.tell();
  },
  async looks() {  // its colours and its brain
    const genes = await lab.link.call("genes", { most: 96 });
    Stage.kinds = Looks.of(genes, 1);
    lab.brain = await lab.link.call("brain", { agent: 0 });
    put("sketch", lab.brain.summary);
  },
  tell() {
    Object.assign(document.documentElement.dataset, { course: lab.course, step: lab.frame.step, trace: lab.frame.trace });
  },
  async advance(seconds) {
    if (Duel.on) { lab.due += seconds * game.rate; const whole = Math.floor(lab.due); lab.due -= whole; if (whole) await Duel.advance(whole); return; }
    if (lab.frame.done) { await lab.rest(seconds); return; }
    const factor = Speeds.factor;
    lab.due = Math.min(lab.due + seconds * game.rate * Math.min(factor, 2048), 20_000);
    const whole = factor === Infinity ? lab.stride() : Math.floor(lab.due);
    if (!whole) return;
    lab.due -= Math.min(whole, lab.due);
    const before = performance.now();
    lab.take(await lab.link.call("frame", { steps: whole, agent: 0 }));
    lab.spent = (performance.now() - before) / whole;
    lab.tell();
  },
  stride: () => clamp(Math.floor(12 / (lab.spent || 0.1)), 1, 20_000),  // steps that a picture has time for
  async rest(seconds) {  // an episode is over: after a while the next course begins
    if (!lab.over) lab.best = Math.max(lab.best ?? -Infinity, lab.score());
    lab.over += seconds; lab.dirty = true;
    if (lab.over > 3) await lab.begin((lab.course + 1) % 2 ** 32);
  },
};

const Address = {  // the course, the step and the speed
  read: text => readAddress(text, { course: Says.whole("A course", 0, 2 ** 32 - 1), step: Says.whole("A step", 0, 10_000_000), speed: Says.speed }),
  of: () => `course=${lab.course}&step=${lab.frame.step}`,
};

function sentence() {
  const { frame } = lab, who = `The champion of generation ${legible(champion.generation)}`;
  if (Duel.on) return Duel.sentence();
  if (!frame.done) return frame.step ? `${who} plays course ${lab.course}: ${tallied(lab.score())} so far.` : `${who} begins course ${lab.course}.`;
  const end = frame.won ? "It has won" : frame.alive ? "Its time is up" : "It is out";
  return `${end}, with ${tallied(lab.score())}. ${lab.playing ? "The next course begins in a moment." : "N takes the next course."}`;
}

function drawFigures() {
  const { frame } = lab, now = Duel.on ? frame.state[frame.population] : lab.score();
  put("s-course", String(Duel.on ? frame.course : lab.course)); put("s-now", legible(now)); put("s-steps", legible(frame.step));
  put("s-best", legible(Math.max(lab.best ?? -Infinity, lab.score()))); put("s-found", legible(champion.score));
  put("said", sentence());
  $("caption").className = `caption${lab.playing ? "" : " paused"}`;
  showPlaying();
  $("speedtag").hidden = !face.scene;
  put("speedtag", Duel.on ? "you and the champion" : Speeds.factor === Infinity ? "as fast as it can" : Speeds.spoken);
}

function drawCards() {
  if (Duel.on) return;
  const { frame } = lab;
  showCommand(`${champion.command} --seed ${lab.course} --max-steps ${Math.max(1, frame.step)} --view none`);
  put("bits", frame.step ? inEights(frame.trace) : "–"); put("p-steps", `steps 0 to ${grouped(String(frame.step))}`);
  showLink();
  $("chips").replaceChildren(made("span", `course ${lab.course}`, "chip"), made("span", `step ${grouped(String(frame.step))}`, "chip"));
  for (const id of ["portrait", "mark"]) Panels.portrait(id, Stage.kinds?.[0] ?? 0);
}

async function look() {
  if (!$("policy").offsetParent || performance.now() - lab.asked < (lab.playing ? 180 : 400)) return;
  lab.asked = performance.now();
  Policy.take(await lab.link.call("policy", Policy.question(lab.frame)));
}

Object.assign(Do, {
  step() { lab.playing = false; once(async () => { if (Duel.on) { Duel.waits = false; await Duel.advance(1); } else { lab.take(await lab.link.call("frame", { steps: 1, agent: 0 })); lab.tell(); } }); },
  next() { if (!Duel.on) once(() => lab.begin((lab.course + 1) % 2 ** 32)); },
  go() {
    const course = typed("course");
    if (course === undefined) return;
    lab.playing = true;
    once(async () => { if (Duel.on) await Duel.end(); await lab.begin(course); });
  },
  home() { giveAway(Uint8Array.from(champion.file.match(/../g), pair => parseInt(pair, 16)), champion.name); say(champion.command); },
  duel() { once(async () => { if (Duel.on) await Duel.end(); else { lab.playing = true; await Duel.begin(); } }); },
});

function drawAll(now) {
  Stage.draw({ chosen: -1, you: Duel.you, alone: true });
  drawFigures();
  if (lab.brain && lab.frame.focus.values) Panels.brain(lab.brain, lab.frame.focus.values);
  if (!lab.looking) { lab.looking = true; look().catch(() => 0).finally(() => { lab.looking = false; }); }
  drawSeldom(now, drawCards);
}

function listen() {
  listenToControls({
    keys: { n: Do.next, escape: () => { if (Duel.on) Do.duel(); } },
    first: event => Duel.on && Duel.key(event, true),
    open,
  });
  listenToTabs(() => { lab.asked = 0; });
  new ResizeObserver(Policy.draw).observe($("page"));
}

async function open(first) {
  const wanted = askedFor();
  if (wanted.speed !== undefined || first) Speeds.set(wanted.speed ?? 2);
  if (wanted.step) lab.playing = false;
  await lab.begin(wanted.course ?? champion.course, wanted.step);
}

function start() {
  document.title = `${game.title}: a champion plays`;
  put("title", game.title); put("s-what", capital(game.score[0]));
  $("tags").replaceChildren(made("span", "champion", "chip"), made("span", champion.algorithm, "chip"));
  put("c-when", `generation ${legible(champion.generation)}`); put("c-name", tallied(champion.score)); put("c-line", `in training, by ${champion.algorithm} with seed ${champion.seed}`);
  $("course").value = String(champion.course); $("duel").hidden = !Duel.possible;
  Speeds.begin(1);
  Stage.open(); Duel.listen(); listen();
  animate(open, drawAll);
}
start();
