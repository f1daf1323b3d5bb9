// The page on which a network learns to read digits, and reads what is drawn.
const { usual, plan, labels, pixels } = told.engine, side = 8;
const bytesOf = hex => Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));
const tests = (() => { const all = bytesOf(pixels.test); return labels.test.map((_, k) => Float32Array.from(all.subarray(64 * k, 64 * k + 64), one => one / 16)); })();
const Rate = { low: 0.05, high: 10, step: 0.05 };

const lab = {
  link: null, seen: null, seed: told.engine.seed, rate: usual.rate, shares: [], wrong: [], playing: false, speed: 2, due: 0, busy: false, dirty: true,
  take(seen) {
    lab.seen = seen; lab.dirty = true;
    lab.wrong = [];
    let right = 0;
    tests.forEach((image, k) => { const answer = best(answersOf(image)); if (answer === labels.test[k]) right++; else lab.wrong.push([k, answer]); });
    lab.shares[seen.epoch] = lab.right = right;
    Object.assign(document.documentElement.dataset, { epoch: seen.epoch, generation: seen.epoch, weights: seen.fingerprint, right });
  },
  async begin() { lab.shares = []; lab.due = 0; lab.take(await lab.link.call("begin", { seed: lab.seed })); },
  async learn(epochs) { for (let one = 0; one < epochs && lab.seen.epoch < usual.epochs; one++) lab.take(await lab.link.call("learn", { epochs: 1, rate: lab.rate })); },
  async advance(seconds) {
    if (lab.seen.epoch >= usual.epochs) { lab.playing = false; lab.dirty = true; return; }
    lab.due += seconds * Math.min(Speeds.factors[lab.speed], 64) * 2;
    if (lab.due >= 1) { await lab.learn(Math.floor(lab.due)); lab.due = 0; }
  },
};
const best = values => values.indexOf(Math.max(...values));

/** How sure the network is of each digit; for pictures and guesses, which no fingerprint is of. */
function answersOf(image) {
  const { genome } = lab.seen, [inputs, hidden, outputs] = plan.sizes, bias = inputs * hidden, second = bias + hidden, last = second + hidden * outputs;
  const middle = Array.from({ length: hidden }, (_, j) => { let total = genome[bias + j]; for (let i = 0; i < inputs; i++) total += genome[j * inputs + i] * image[i]; return Math.tanh(total); });
  return Array.from({ length: outputs }, (_, j) => 1 / (1 + Math.exp(-middle.reduce((total, one, i) => total + genome[second + j * hidden + i] * one, genome[last + j]))));
}

const Pad = {
  last: null, drawn: false,
  open() {
    const pad = $("pad"), brush = Pad.brush = pad.getContext("2d", { willReadFrequently: true });
    Object.assign(brush, { strokeStyle: "#fff", lineWidth: 20, lineCap: "round", lineJoin: "round" });
    const draw = event => {
      const fine = pad.width / pad.clientWidth, at = [event.offsetX * fine, event.offsetY * fine];
      brush.beginPath(); brush.moveTo(...(Pad.last || at)); brush.lineTo(...at); brush.stroke();
      Pad.last = at; Pad.drawn = true; lab.dirty = true;
    };
    pad.addEventListener("pointerdown", event => { if (event.isTrusted) pad.setPointerCapture(event.pointerId); Pad.last = null; draw(event); });
    pad.addEventListener("pointermove", event => { if (event.buttons) draw(event); });
    pad.addEventListener("pointerup", () => { Pad.last = null; });
    for (let k = 0; k < 10; k++) { const row = made("div", "", "guess"), bar = made("i"); bar.append(made("b")); row.append(made("span", String(k)), bar, made("span")); $("bars").append(row); }
  },
  image() {
    const { width, height } = $("pad"), data = Pad.brush.getImageData(0, 0, width, height).data;
    return centred(Float64Array.from({ length: width * height }, (_, k) => data[4 * k] * data[4 * k + 3] / 65025), height, width, side);
  },
  draw() {
    const image = Pad.image(), answers = Pad.drawn ? answersOf(image) : null, chosen = answers && best(answers);
    paint($("seen"), image, value => [255 * value, 255 * value, 255 * value]);
    put("told", answers ? `it says ${chosen}` : "large, with one finger or the mouse");
    [...$("bars").children].forEach((row, k) => {
      row.className = `guess${k === chosen ? " best" : ""}`;
      row.children[1].firstChild.style.width = `${answers ? 100 * answers[k] : 0}%`;
      put(row.lastChild, answers ? `${Math.round(100 * answers[k])} %` : "");
    });
  },
};
function paint(canvas, image, colour) {
  canvas.width = canvas.height = side;
  const c = canvas.getContext("2d"), data = c.createImageData(side, side);
  image.forEach((value, k) => data.data.set([...colour(value), 255], 4 * k));
  c.putImageData(data, 0, 0);
}

function drawFilters() {
  const theme = Look.theme, channels = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16)), [cold, middle, hot] = [theme.cold, theme.middle, theme.hot].map(channels);
  while ($("filters").children.length < usual.hidden) $("filters").append(made("canvas"));
  [...$("filters").children].forEach((canvas, j) => {
    const weights = lab.seen.genome.subarray(64 * j, 64 * j + 64), most = Math.max(...weights.map(Math.abs));
    paint(canvas, weights, value => { const end = value > 0 ? hot : cold, share = Math.abs(value) / most; return middle.map((one, n) => lerp(one, end[n], share)); });
  });
}

function drawCurve() {
  const [c, wide, high] = sheet($("curve")), theme = Look.theme, left = 44, right = 14, under = 20, y = share => 8 + (high - 8 - under) * (1 - share), x = epoch => left + (wide - left - right) * epoch / usual.epochs;
  for (const share of [0, 0.5, 1]) { c.fillStyle = theme.line; c.fillRect(left, Math.round(y(share)), wide - left - right, 1); words(c, `${100 * share} %`, left - 8, y(share), 11, theme.faint, 400, "right"); }
  words(c, `epochs, to ${usual.epochs}`, left + (wide - left - right) / 2, high - 6, 11, theme.faint, 400, "center");
  c.strokeStyle = theme.hot; c.lineWidth = 2; c.beginPath();
  lab.shares.forEach((one, epoch) => c.lineTo(x(epoch), y(one / tests.length))); c.stroke();
  dot(c, x(lab.seen.epoch), y(lab.right / tests.length), 3.5, theme.hot);
}

function drawAll() {
  const { epoch } = lab.seen, share = lab.right / tests.length;
  put("right", legible(lab.right)); put("all", legible(tests.length)); put("when", `epoch ${legible(epoch)}`);
  put("said", !epoch ? "Its weights are drawn by lot: it guesses. Press play." : epoch >= usual.epochs ? "It has looked at all of them 40 times, and stops." : share > 0.9 ? "It reads most of them. Draw one: can it read yours?" : "Each epoch it looks at all 1,438 once.");
  const key = `${epoch} ${lab.seed}`;
  if (lab.shown !== key) {
    lab.shown = key;
    $("wrongs").replaceChildren(...lab.wrong.slice(0, 10).map(([k, answer]) => { const one = made("figure"), canvas = made("canvas"); paint(canvas, tests[k], value => [255 * value, 255 * value, 255 * value]); one.append(canvas, made("figcaption", `${labels.test[k]}, says ${answer}`)); return one; }));
  }
  Pad.draw(); drawFilters(); drawCurve(); showPlaying(lab.playing);
  put("weights", lab.seen.fingerprint.match(/.{1,8}/g).join(" ")); put("b-when", `of its weights, epoch ${legible(epoch)}`);
  put("link", `…/${location.pathname.split("/").pop() || "page.html"}#${Address.of()}`);
  const { shown, input } = lab.slider;
  put(shown, legible(lab.rate)); input.value = lab.rate; input.style.setProperty("--p", `${100 * (lab.rate - Rate.low) / (Rate.high - Rate.low)}%`);
}

const Address = {
  read(text) {
    const found = { refused: "" };
    for (const [key, value] of new URLSearchParams(text)) {
      const shown = value.length > 24 ? `${value.slice(0, 24)}…` : value, number = /^\d{1,3}(\.\d{1,6})?$/.test(value) ? Number(value) : NaN;
      if (key === "seed" && /^\d{1,19}$/.test(value) && BigInt(value) < 1n << 63n) found.seed = BigInt(value).toString();
      else if (key === "rate" && number >= Rate.low && number <= Rate.high) found.rate = number;
      else if (key === "generations" && number >= 1 && Number.isInteger(number)) found.epochs = number;
      else if (key === "speed" && Speeds.at(value) >= 0) found.speed = Speeds.at(value);
      else found.refused ||= `The address says ${key.slice(0, 24)} “${shown}”: this page knows seed, rate from ${Rate.low} to ${Rate.high}, generations and speed.`;
    }
    return found.refused ? { refused: found.refused } : found;
  },
  of: () => [`seed=${lab.seed}`, ...(lab.rate === usual.rate ? [] : [`rate=${lab.rate}`])].join("&"),
};

async function once(work) {
  while (lab.busy) await new Promise(done => setTimeout(done, 5));
  lab.busy = true;
  try { await work(); } catch (error) { refuse(error); } finally { lab.busy = false; lab.dirty = true; }
}
const Do = {
  play() { if (lab.seen.epoch >= usual.epochs) Do.again(); else { lab.playing = !lab.playing; lab.dirty = true; } },
  step() { lab.playing = false; once(() => lab.learn(1)); },
  again() { once(async () => { await lab.begin(); lab.playing = true; }); },
  clear() { Pad.brush.clearRect(0, 0, 280, 280); Pad.drawn = false; lab.dirty = true; },
  theme() { Look.turn(); lab.dirty = true; },
  link() { history.replaceState(null, "", `#${Address.of()}`); copy(location.href, "link copied"); },
};
function setSpeed(at) { lab.speed = Speeds.show(at); lab.dirty = true; }

function drawWhatChanged(now) {
  if (lab.dirty) { lab.dirty = false; drawAll(); }
}
function listen() {
  listenToControls(() => { lab.dirty = true; });
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && !event.target.closest("button")) { event.preventDefault(); Do.play(); }
    if (event.key === ".") Do.step();
    if (event.key === "+" || event.key === "-" || event.key === "−") setSpeed(lab.speed + (event.key === "+" ? 1 : -1));
  });
}
function slider() {
  const row = made("div", "", "row"), label = made("label", "Learning rate"), shown = made("output"), input = Object.assign(made("input"), { type: "range", id: "dial-0", min: Rate.low, max: Rate.high, step: Rate.step });
  label.htmlFor = input.id;
  row.append(label, shown, input, made("small", "How much each batch of 32 digits turns the weights. Too large, and it forgets what it knew.", "about"));
  input.addEventListener("input", () => { lab.rate = Number(input.value); lab.dirty = true; });
  $("sliders").append(row);
  lab.slider = { shown, input };
}
async function open(first = true) {
  const found = Address.read(location.hash.slice(1));
  if (found.refused) refuse(new Error(`${found.refused} The page begins with its own values.`)); else $("refused").hidden = true;
  lab.seed = found.seed ?? told.engine.seed; lab.rate = found.rate ?? usual.rate;
  if (found.speed !== undefined) setSpeed(found.speed); else if (first) setSpeed(2);
  await lab.begin();
  if (found.epochs) await lab.learn(found.epochs);
}
async function start() {
  document.title = "A network learns to read digits";
  Speeds.begin(1); slider(); Pad.open(); listen();
  lab.busy = true;
  try {
    lab.link = new Link(parts.worker);
    await lab.link.call("open", { facts: told.engine, wasm });
    await open();
  } catch (error) { refuse(error); }
  lab.busy = false;
  animate(lab, () => lab.seen, drawWhatChanged);
}
start();
