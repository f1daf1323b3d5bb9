// The page of a champion that plays: one course after the other, each step computed as it is seen.
const champion = told.engine.champion;

const show = {
  link: null, frame: null, course: champion.course, playing: true, speed: 2, due: 0, best: null, over: 0, busy: false, dirty: true, brain: null, asked: 0, seldom: 0,

  take(frame) { show.frame = frame; Stage.show(frame); show.dirty = true; },
  score() { return show.frame.state[show.frame.population]; },
  async begin(course, step = 0) {
    Object.assign(show, { course, due: 0, over: 0 });
    show.take(await show.link.call("begin", { course }));
    await show.looks();
    for (let left = step; left > 0 && !show.frame.done; left -= 20_000) show.take(await show.link.call("frame", { steps: Math.min(left, 20_000), agent: 0 }));
    show.tell();
  },
  async looks() {  // its colours and its brain
    const genes = await show.link.call("genes", { most: 96 });
    Stage.kinds = Looks.of(genes, 1);
    show.brain = await show.link.call("brain", { agent: 0 });
    put("sketch", show.brain.summary);
  },
  tell() {
    Object.assign(document.documentElement.dataset, { course: show.course, step: show.frame.step, trace: show.frame.trace });
  },
  async advance(seconds) {
    if (Duel.on) { show.due += seconds * game.rate; const whole = Math.floor(show.due); show.due -= whole; if (whole) await Duel.advance(show, whole); return; }
    if (show.frame.done) { await show.rest(seconds); return; }
    const factor = Speeds.factors[show.speed];
    show.due = Math.min(show.due + seconds * game.rate * Math.min(factor, 2048), 20_000);
    const whole = factor === Infinity ? show.stride() : Math.floor(show.due);
    if (!whole) return;
    show.due -= Math.min(whole, show.due);
    const before = performance.now();
    show.take(await show.link.call("frame", { steps: whole, agent: 0 }));
    show.spent = (performance.now() - before) / whole;
    show.tell();
  },
  stride: () => clamp(Math.floor(12 / (show.spent || 0.1)), 1, 20_000),  // steps that a picture has time for
  async rest(seconds) {  // an episode is over: after a while the next course begins
    if (!show.over) show.best = Math.max(show.best ?? -Infinity, show.score());
    show.over += seconds; show.dirty = true;
    if (show.over > 3) await show.begin((show.course + 1) % 2 ** 32);
  },
};

const Address = {  // what stands behind # in the page's address: the course, the step and the speed
  read(text) {
    const found = { course: champion.course, step: 0, refused: "" };
    for (const [key, value] of new URLSearchParams(text)) found.refused ||= Address.take(found, key, value);
    return found.refused ? { course: champion.course, step: 0, refused: found.refused } : found;
  },
  take(found, key, value) {
    const shown = value.length > 24 ? `${value.slice(0, 24)}…` : value;
    if (key === "course" || key === "step") {
      const most = key === "course" ? 2 ** 32 - 1 : 10_000_000;
      if (!/^\d{1,10}$/.test(value) || Number(value) > most) return `A ${key} is a whole number from 0 to ${grouped(String(most))}, not “${shown}”.`;
      found[key] = Number(value);
      return "";
    }
    if (key !== "speed") return `The address names “${key.slice(0, 24)}”, which this page does not know; it knows course, step and speed.`;
    found.speed = Speeds.at(value);
    return found.speed < 0 ? `The speed in the address is one of 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64 and max, not “${shown}”.` : "";
  },
  of: () => `course=${show.course}&step=${show.frame.step}`,
};

function sentence() {
  const { frame } = show, who = `The champion of generation ${legible(champion.generation)}`;
  if (Duel.on) return Duel.sentence(frame);
  if (!frame.done) return frame.step ? `${who} plays course ${show.course}: ${tallied(show.score())} so far.` : `${who} begins course ${show.course}.`;
  const end = frame.won ? "It has won" : frame.alive ? "Its time is up" : "It is out";
  return `${end}, with ${tallied(show.score())}. ${show.playing ? "The next course begins in a moment." : "N takes the next course."}`;
}

function drawFigures() {
  const { frame } = show, now = Duel.on ? frame.state[frame.population] : show.score();
  put("s-course", String(Duel.on ? frame.course : show.course)); put("s-now", legible(now)); put("s-steps", legible(frame.step));
  put("s-best", legible(Math.max(show.best ?? -Infinity, show.score()))); put("s-found", legible(champion.score));
  put("said", sentence());
  $("caption").className = `caption${show.playing ? "" : " paused"}`;
  showPlaying(show.playing);
  $("speedtag").hidden = !face.scene && !Duel.on;
  put("speedtag", Duel.on ? "you and the champion" : Speeds.factors[show.speed] === Infinity ? "as fast as it can" : Speeds.spelled(Speeds.names[show.speed]));
}

function drawCards() {
  if (Duel.on) return;
  const { frame } = show, command = `${champion.command} --seed ${show.course} --max-steps ${Math.max(1, frame.step)} --view none`;
  put("bits", frame.step ? frame.trace.match(/.{1,8}/g).join(" ") : "–"); put("p-steps", `steps 0 to ${grouped(String(frame.step))}`);
  if ($("cmd").textContent !== command) $("cmd").replaceChildren(...command.split(" ").flatMap((one, k) => [...(k ? [" "] : []), made("span", one)]));
  put("link", `…/${location.pathname.split("/").pop() || "page.html"}#${Address.of()}`);
  $("chips").replaceChildren(made("span", `course ${show.course}`, "chip"), made("span", `step ${grouped(String(frame.step))}`, "chip"));
  for (const id of ["portrait", "mark"]) Panels.portrait(id, Stage.kinds?.[0] ?? 0);
}

async function look() {
  if (!$("policy").offsetParent || performance.now() - show.asked < (show.playing ? 180 : 400)) return;
  show.asked = performance.now();
  Policy.take(await show.link.call("policy", Policy.question(show.frame)));
}

async function once(work) {
  while (show.busy) await new Promise(done => setTimeout(done, 5));
  show.busy = true;
  try { await work(); } catch (error) { refuse(error); } finally { show.busy = false; show.dirty = true; show.seldom = 0; }
}

const Do = {
  play() { show.playing = !show.playing; show.dirty = true; show.seldom = 0; },
  step() { show.playing = false; once(async () => { if (Duel.on) { Duel.waits = false; await Duel.advance(show, 1); } else { show.take(await show.link.call("frame", { steps: 1, agent: 0 })); show.tell(); } }); },
  next() { if (!Duel.on) once(() => show.begin((show.course + 1) % 2 ** 32)); },
  theme() { Look.turn(); show.dirty = true; show.seldom = 0; },
  link() { history.replaceState(null, "", `#${Address.of()}`); copy(location.href, "link copied"); },
  copy() { copy($("cmd").textContent, "command copied"); },
  go() {
    const found = Address.read(`course=${encodeURIComponent($("course").value.trim())}`);
    if (found.refused) { refuse(new Error(found.refused)); return; }
    $("refused").hidden = true; show.playing = true;
    once(async () => { if (Duel.on) await Duel.end(show); await show.begin(found.course); });
  },
  home() { giveAway(Uint8Array.from(champion.file.match(/../g), pair => parseInt(pair, 16)), champion.name); say(champion.command); },
  duel() { once(async () => { if (Duel.on) await Duel.end(show); else { show.playing = true; await Duel.begin(show); } }); },
};

function setSpeed(at) { show.speed = Speeds.show(at); show.due = 0; show.dirty = true; }

function drawWhatChanged(now) {
  if (!show.dirty) return;
  show.dirty = false;
  Stage.draw({ chosen: -1, you: Duel.you, alone: true });
  drawFigures();
  if (show.brain && show.frame.focus.values) Panels.brain(show.brain, show.frame.focus.values);
  if (!show.looking) { show.looking = true; look().catch(() => 0).finally(() => { show.looking = false; }); }
  if (now - show.seldom > 330) { show.seldom = now; drawCards(); }
  else if (!show.playing) { clearTimeout(show.later); show.later = setTimeout(() => { show.dirty = true; }, 340); }
}

function listen() {
  listenToControls(() => { show.dirty = true; show.seldom = 0; });
  listenToTabs(() => { show.dirty = true; show.asked = 0; });
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text]")) { if (event.key === "Enter" && event.target.id === "course") Do.go(); return; }
    if (Duel.on && Duel.key(event, true, show)) { event.preventDefault(); return; }
    if (event.key === " " && !event.target.closest("button")) { event.preventDefault(); Do.play(); }
    if (event.key === ".") Do.step();
    if (event.key === "n" || event.key === "N") Do.next();
    if (event.key === "Escape" && Duel.on) Do.duel();
    if (event.key === "+" || event.key === "-" || event.key === "−") setSpeed(show.speed + (event.key === "+" ? 1 : -1));
  });
  document.addEventListener("keyup", event => { if (Duel.on) Duel.key(event, false, show); });
  $("world").addEventListener("pointerdown", () => {
    if (!Duel.on) return;
    if (!game.held) Duel.press(Object.keys(game.keys)[0], show); else if (!Duel.you.agent.alive) Duel.begin(show);
  });
  document.addEventListener("pointerup", () => { if (Duel.on && !game.held) Duel.held.clear(); });
  new ResizeObserver(Policy.draw).observe($("page"));
}

async function open(first = true) {
  const found = Address.read(location.hash.slice(1));
  if (found.refused) refuse(new Error(`${found.refused} The page begins with its own values.`)); else $("refused").hidden = true;
  if (found.speed !== undefined) setSpeed(found.speed); else if (first) setSpeed(2);
  if (found.step) show.playing = false;
  await show.begin(found.course, found.step);
}

async function start() {
  document.title = `${game.title}: a champion plays`;
  put("title", game.title); put("s-what", capital(game.score[0]));
  $("tags").replaceChildren(made("span", "champion", "chip"), made("span", champion.algorithm, "chip"));
  put("c-when", `generation ${legible(champion.generation)}`); put("c-name", tallied(champion.score)); put("c-line", `in training, by ${champion.algorithm} with seed ${champion.seed}`);
  $("course").value = String(champion.course); $("duel").hidden = !Duel.possible;
  Speeds.begin(1);
  Stage.open(); Duel.buttons(show); listen();
  show.busy = true;
  try {
    show.link = new Link(parts.worker);
    await show.link.call("open", { facts: told.engine, wasm });
    await open();
  } catch (error) { refuse(error); }
  show.busy = false;
  animate(show, () => show.frame, drawWhatChanged);
}
start();
