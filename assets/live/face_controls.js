// What all live pages have: speed, pause, keys, tabs, sliders, what is told and copied, and the loop of frames. Each page
// has its own `lab`: the state of what is on it.
const Speeds = {
  names: ["story", "¼", "½", "1", "2", "4", "8", "16", "32", "64", "max"], factors: [0, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, Infinity],
  spelled: name => name === "story" || name === "max" ? name : `×${name}`,
  begin(leave = 0) {  // with the slider's marks; some pages leave the first speeds out
    Speeds.names = Speeds.names.slice(leave); Speeds.factors = Speeds.factors.slice(leave);
    $("speed").max = Speeds.names.length - 1;
    $("ticks").replaceChildren(...Speeds.names.map(one => made("span", one)));
  },
  fractions: { "0.25": "¼", "0.5": "½" },
  at: text => Speeds.names.indexOf(Speeds.fractions[text] || text),
  get known() { return Speeds.names.map(one => ({ "¼": "0.25", "½": "0.5" })[one] || one); },
  get spoken() { return Speeds.spelled(Speeds.names[lab.speed]); },
  get factor() { return Speeds.factors[lab.speed]; },
  set(at) {
    lab.speed = clamp(at, 0, Speeds.names.length - 1);
    $("speed").value = lab.speed; $("speed").style.setProperty("--p", `${100 * lab.speed / (Speeds.names.length - 1)}%`);
    put("speedout", Speeds.spoken); $("speed").setAttribute("aria-valuetext", Speeds.spoken);
    [...$("ticks").children].forEach((one, k) => { one.className = k === lab.speed ? "on" : ""; });
    drawAgain();
  },
};

const inEights = text => text.match(/.{1,8}/g).join(" ");
function showPlaying() {
  $("play").setAttribute("aria-label", lab.playing ? "Pause" : "Play");
  $("i-pause").toggleAttribute("hidden", !lab.playing); $("i-play").toggleAttribute("hidden", lab.playing);
}
function showCommand(command) {  // breaks between words alone
  if ($("cmd").textContent !== command) $("cmd").replaceChildren(...command.split(" ").flatMap((one, k) => [...(k ? [" "] : []), made("span", one)]));
}
function showLink() { put("link", `…/${location.pathname.split("/").pop() || "page.html"}#${Address.of()}`); }

function refuse(error) {
  put("refused", error.message || String(error)); $("refused").hidden = false;
}

function copy(text, told_) {
  const done = () => say(told_), not = () => say("your browser does not let the page copy: mark it and copy it");
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, not); else not();
}

function giveAway(bytes, name) {  // as a file that the browser keeps
  const link = made("a");
  link.href = URL.createObjectURL(new Blob([bytes])); link.download = name;
  link.click(); setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function drawAgain() { lab.dirty = true; lab.seldom = 0; }

/** One thing at a time is asked of the worker by what people do. */
async function once(work) {
  while (lab.busy) await new Promise(done => setTimeout(done, 5));
  lab.busy = true;
  try { await work(); } catch (error) { refuse(error); } finally { lab.busy = false; drawAgain(); }
}

/** What buttons do, by what they are called in the page; each page has more. */
const Do = {
  play() { lab.playing = !lab.playing; drawAgain(); },
  theme() { Look.turn(); drawAgain(); },
  link() { history.replaceState(null, "", `#${Address.of()}`); copy(location.href, "link copied"); },
  copy() { copy($("cmd").textContent, "command copied"); },
};

/** Buttons, keys, the slider of speed, another size or theme, another address. */
function listenToControls({ keys = {}, first = () => false, open }) {
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-do]");
    if (button && !button.disabled) Do[button.dataset.do]();
  });
  listenToKeys({ " ": Do.play, ".": Do.step, "+": () => Speeds.set(lab.speed + 1), "-": () => Speeds.set(lab.speed - 1), ...keys }, first);
  $("speed").addEventListener("input", event => Speeds.set(Number(event.target.value)));
  for (const list of [wish, calm]) list.addEventListener("change", drawAgain);
  new ResizeObserver(drawAgain).observe($("page"));
  addEventListener("hashchange", () => once(() => open(false)));
}

/** Keys by what they do, but for what `first` takes for itself; in a field for text only Enter, for the button behind it. */
function listenToKeys(does, first) {
  document.addEventListener("keydown", event => {
    const { key, target } = event, name = key === "−" ? "-" : key.toLowerCase();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches("input[type=text]")) { if (key === "Enter") target.nextElementSibling.click(); return; }
    if (!first(event)) {
      if (!Object.hasOwn(does, name) || key === " " && target.closest("button")) return;
      does[name]();
    }
    if (name !== "escape") event.preventDefault();
  });
}

/** Opens the page's worker, begins with what the address asks for, and shows what comes: each frame time passes for a page that plays. */
async function animate(open, draw) {
  lab.busy = true;
  try {
    lab.link = new Link(parts.worker);
    await lab.link.call("open", { facts: told.engine, wasm });
    await open(true);
  } catch (error) { refuse(error); }
  lab.busy = false;
  let before = performance.now();
  const frame = now => {
    const seconds = Math.min(0.1, (now - before) / 1000);
    before = now;
    requestAnimationFrame(frame);
    if (document.hidden || !lab.frame) return;
    if (lab.playing && !lab.busy) {
      lab.busy = true;
      lab.advance(seconds).catch(error => { lab.playing = false; refuse(error); }).finally(() => { lab.busy = false; });
    }
    if (lab.dirty) { lab.dirty = false; draw(now); }
  };
  requestAnimationFrame(frame);
}

/** What is drawn seldom, as it changes little: at most three times a second. */
function drawSeldom(now, draw) {
  if (now - lab.seldom > 330) { lab.seldom = now; draw(); }
  else if (!lab.playing) { clearTimeout(lab.later); lab.later = setTimeout(() => { lab.dirty = true; }, 340); }
}

function listenToTabs(changed) {
  const bar = document.querySelector(".tabs"), choose = tab => {
    $("panels").dataset.tab = tab.dataset.tab;
    for (const one of bar.children) { one.setAttribute("aria-selected", String(one === tab)); one.tabIndex = one === tab ? 0 : -1; }
    changed(); drawAgain();
  };
  bar.addEventListener("click", event => { const tab = event.target.closest("[data-tab]"); if (tab) choose(tab); });
  bar.addEventListener("keydown", event => {
    const tabs = [...bar.children], at = tabs.indexOf(document.activeElement), by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && at >= 0) { const next = tabs[(at + by + tabs.length) % tabs.length]; choose(next); next.focus(); event.stopPropagation(); }
  });
}

/** A slider with its name, its value and what it is about; `turned` is told of each new value. */
class Slider {
  constructor(dial, turned) {
    const id = `dial-${Slider.count++}`, label = made("label", dial.label);
    Object.assign(this, { dial, row: made("div", "", "row"), shown: made("output"), input: made("input") });
    label.htmlFor = id;
    Object.assign(this.input, { type: "range", id, min: dial.low, max: dial.high, step: dial.step || "any" });
    this.input.setAttribute("aria-describedby", `${id}-about`);
    this.row.append(label, this.shown, this.input, Object.assign(made("small", dial.about, "about"), { id: `${id}-about` }));
    this.input.addEventListener("input", () => { turned(Number(this.input.value)); drawAgain(); });
  }
  show(value, spelled = legible(value), was = "") {
    const { dial, row, shown, input } = this;
    if (document.activeElement !== input) input.value = value;
    input.style.setProperty("--p", `${100 * (clamp(value, dial.low, dial.high) - dial.low) / (dial.high - dial.low)}%`);
    row.classList.toggle("changed", Boolean(was));
    if (shown.textContent !== was + spelled) shown.replaceChildren(...(was ? [made("small", was)] : []), spelled);
    input.setAttribute("aria-valuetext", spelled);
  }
}
Slider.count = 0;
