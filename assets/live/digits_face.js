// The page on which a network learns to read digits, and reads what is drawn.
const { usual, plan, labels, pixels } = told.engine, side = 8;
const bytesOf = hex => Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));
const tests = (() => { const all = bytesOf(pixels.test); return labels.test.map((_, k) => Float32Array.from(all.subarray(64 * k, 64 * k + 64), one => one / 16)); })();
const Rate = { label: "Learning rate", about: "How much each batch of 32 digits turns the weights. Too large, and it forgets what it knew.", low: 0.05, high: 10, step: 0.05 };

const lab = {
  link: null, frame: null, seed: told.engine.seed, rate: usual.rate, shares: [], wrong: [], playing: false, speed: 2, due: 0, busy: false, dirty: true,
  take(frame) {
    lab.frame = frame; lab.dirty = true;
    lab.wrong = [];
    let right = 0;
    tests.forEach((image, k) => { const answer = best(answersOf(image)); if (answer === labels.test[k]) right++; else lab.wrong.push([k, answer]); });
    lab.shares[frame.epoch] = lab.right = right;
    Object.assign(document.documentElement.dataset, { epoch: frame.epoch, generation: frame.epoch, weights: frame.fingerprint, right });
  },
  async begin() { lab.shares = []; lab.due = 0; lab.take(await lab.link.call("begin", { seed: lab.seed })); },
  async learn(epochs) { for (let one = 0; one < epochs && lab.frame.epoch < usual.epochs; one++) lab.take(await lab.link.call("learn", { epochs: 1, rate: lab.rate })); },
  async advance(seconds) {
    if (lab.frame.epoch >= usual.epochs) { lab.playing = false; lab.dirty = true; return; }
    lab.due += seconds * Math.min(Speeds.factor, 64) * 2;
    if (lab.due >= 1) { await lab.learn(Math.floor(lab.due)); lab.due = 0; }
  },
};
const best = values => values.indexOf(Math.max(...values));

/** How sure the network is of each digit; for pictures and guesses, which no fingerprint is of. */
function answersOf(image) {
  const { genome } = lab.frame, [inputs, hidden, outputs] = plan.sizes, bias = inputs * hidden, second = bias + hidden, last = second + hidden * outputs;
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
    const weights = lab.frame.genome.subarray(64 * j, 64 * j + 64), most = Math.max(...weights.map(Math.abs));
    paint(canvas, weights, value => { const end = value > 0 ? hot : cold, share = Math.abs(value) / most; return middle.map((one, n) => lerp(one, end[n], share)); });
  });
}

function drawCurve() {
  const [c, wide, high] = sheet($("curve")), theme = Look.theme, left = 44, right = 14, under = 20, y = share => 8 + (high - 8 - under) * (1 - share), x = epoch => left + (wide - left - right) * epoch / usual.epochs;
  for (const share of [0, 0.5, 1]) { c.fillStyle = theme.line; c.fillRect(left, Math.round(y(share)), wide - left - right, 1); words(c, `${100 * share} %`, left - 8, y(share), 11, theme.faint, 400, "right"); }
  words(c, `epochs, to ${usual.epochs}`, left + (wide - left - right) / 2, high - 6, 11, theme.faint, 400, "center");
  c.strokeStyle = theme.hot; c.lineWidth = 2; c.beginPath();
  lab.shares.forEach((one, epoch) => c.lineTo(x(epoch), y(one / tests.length))); c.stroke();
  dot(c, x(lab.frame.epoch), y(lab.right / tests.length), 3.5, theme.hot);
}

function drawAll() {
  const { epoch } = lab.frame, share = lab.right / tests.length;
  put("right", legible(lab.right)); put("all", legible(tests.length)); put("when", `epoch ${legible(epoch)}`);
  put("said", !epoch ? "Its weights are drawn by lot: it guesses. Press play." : epoch >= usual.epochs ? "It has looked at all of them 40 times, and stops." : share > 0.9 ? "It reads most of them. Draw one: can it read yours?" : "Each epoch it looks at all 1,438 once.");
  const key = `${epoch} ${lab.seed}`;
  if (lab.shown !== key) {
    lab.shown = key;
    $("wrongs").replaceChildren(...lab.wrong.slice(0, 10).map(([k, answer]) => { const one = made("figure"), canvas = made("canvas"); paint(canvas, tests[k], value => [255 * value, 255 * value, 255 * value]); one.append(canvas, made("figcaption", `${labels.test[k]}, says ${answer}`)); return one; }));
  }
  Pad.draw(); drawFilters(); drawCurve(); showPlaying();
  put("weights", inEights(lab.frame.fingerprint)); put("b-when", `of its weights, epoch ${legible(epoch)}`);
  showLink(); lab.slider.show(lab.rate);
}

const Address = {
  read: text => readAddress(text, { seed: Says.seed, rate: Says.dial(Rate), generations: Says.whole("The number of epochs", 1, usual.epochs), speed: Says.speed }),
  of: () => [`seed=${lab.seed}`, ...(lab.rate === usual.rate ? [] : [`rate=${lab.rate}`])].join("&"),
};

Object.assign(Do, {
  play() { if (lab.frame.epoch >= usual.epochs) Do.again(); else { lab.playing = !lab.playing; drawAgain(); } },
  step() { lab.playing = false; once(() => lab.learn(1)); },
  again() { once(async () => { await lab.begin(); lab.playing = true; }); },
  clear() { Pad.brush.clearRect(0, 0, 280, 280); Pad.drawn = false; lab.dirty = true; },
});

async function open(first) {
  const wanted = askedFor();
  lab.seed = wanted.seed ?? told.engine.seed; lab.rate = wanted.rate ?? usual.rate;
  if (wanted.speed !== undefined || first) Speeds.set(wanted.speed ?? 2);
  await lab.begin();
  if (wanted.generations) await lab.learn(wanted.generations);
}
function start() {
  document.title = "A network learns to read digits";
  lab.slider = new Slider(Rate, value => { lab.rate = value; });
  $("sliders").append(lab.slider.row);
  Speeds.begin(1); Pad.open(); listenToControls({ open });
  animate(open, drawAll);
}
start();
