// A pad to draw on, what a network sees of it, and how sure it is of each answer.
const Pad = {
  last: null, drawn: false,
  open(outputs, side, changed) {
    const pad = $("pad"), brush = pad.getContext("2d", { willReadFrequently: true });
    Object.assign(Pad, { brush, side, changed });
    Object.assign(brush, { strokeStyle: "#fff", lineWidth: 20, lineCap: "round", lineJoin: "round" });
    const draw = event => {
      const fine = pad.width / pad.clientWidth, at = [event.offsetX * fine, event.offsetY * fine];
      brush.beginPath(); brush.moveTo(...(Pad.last || at)); brush.lineTo(...at); brush.stroke();
      Pad.last = at; Pad.drawn = true; changed();
    };
    pad.addEventListener("pointerdown", event => { if (event.isTrusted) pad.setPointerCapture(event.pointerId); Pad.last = null; draw(event); });
    pad.addEventListener("pointermove", event => { if (event.buttons) draw(event); });
    pad.addEventListener("pointerup", () => { Pad.last = null; });
    put("shades", String(side * side));
    for (let k = 0; k < outputs; k++) { const row = made("div", "", "guess"), bar = made("i"); bar.append(made("b")); row.append(made("span", String(k)), bar, made("span")); $("bars").append(row); }
  },
  clear() { Pad.brush.clearRect(0, 0, $("pad").width, $("pad").height); Pad.drawn = false; Pad.changed(); },
  image() {  // brought to the size that the network knows
    const { width, height } = $("pad"), data = Pad.brush.getImageData(0, 0, width, height).data;
    return centred(Float64Array.from({ length: width * height }, (_, k) => data[4 * k] * data[4 * k + 3] / 65025), height, width, Pad.side);
  },
  show(answersOf) {  // what the network answers to what is drawn
    const image = Pad.image(), answers = Pad.drawn ? answersOf(image) : null, chosen = answers && best(answers);
    paint($("seen"), image, Pad.side, grey);
    put("told", answers ? `it says ${chosen}` : "large, with one finger or the mouse");
    [...$("bars").children].forEach((row, k) => {
      row.className = `guess${k === chosen ? " best" : ""}`;
      row.children[1].firstChild.style.width = `${answers ? 100 * clamp(answers[k], 0, 1) : 0}%`;
      put(row.lastChild, answers ? `${(100 * answers[k]).toFixed(1)} %` : "");
    });
  },
};
const best = values => values.indexOf(Math.max(...values)), grey = value => [255 * value, 255 * value, 255 * value];

function paint(canvas, values, wide, colour) {  // one pixel for each value
  canvas.width = wide; canvas.height = values.length / wide;
  const c = canvas.getContext("2d"), data = c.createImageData(wide, canvas.height);
  values.forEach((value, k) => data.data.set([...colour(value), 255], 4 * k));
  c.putImageData(data, 0, 0);
}
function warmth(values) {  // orange for what is above nothing, blue for what is below, of the largest
  const theme = Look.theme, channels = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16)), [cold, middle, hot] = [theme.cold, theme.middle, theme.hot].map(channels);
  const most = values.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-9);
  return value => { const end = value > 0 ? hot : cold, share = Math.abs(value) / most; return middle.map((one, n) => lerp(one, end[n], share)); };
}
