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
/** How sure the network is of each digit; for pictures and guesses, which no fingerprint is of. */
function answersOf(image) {
  const { genome } = lab.frame, [inputs, hidden, outputs] = plan.sizes, bias = inputs * hidden, second = bias + hidden, last = second + hidden * outputs;
  const middle = Array.from({ length: hidden }, (_, j) => { let total = genome[bias + j]; for (let i = 0; i < inputs; i++) total += genome[j * inputs + i] * image[i]; return Math.tanh(total); });
  return Array.from({ length: outputs }, (_, j) => 1 / (1 + Math.exp(-middle.reduce((total, one, i) => total + genome[second + j * hidden + i] * one, genome[last + j]))));
}

function drawFilters() {
  while ($("filters").children.length < usual.hidden) $("filters").append(made("canvas"));
  [...$("filters").children].forEach((canvas, j) => { const weights = lab.frame.genome.subarray(64 * j, 64 * j + 64); paint(canvas, weights, side, warmth(weights)); });
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
    $("wrongs").replaceChildren(...lab.wrong.slice(0, 10).map(([k, answer]) => { const one = made("figure"), canvas = made("canvas"); paint(canvas, tests[k], side, grey); one.append(canvas, made("figcaption", `${labels.test[k]}, says ${answer}`)); return one; }));
  }
  Pad.show(answersOf); drawFilters(); drawCurve(); showPlaying();
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
  clear: Pad.clear,
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
  Speeds.begin(1); Pad.open(10, side, drawAgain); listenToControls({ open });
  animate(open, drawAll);
}
start();
