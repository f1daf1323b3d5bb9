// The page on which a network that has learnt guesses what is drawn, and shows what each of its layers makes of it.
const most = 16;  // pictures of a layer that are shown

function guess() {
  const answers = image => predict(NETWORK, image), image = Pad.image();
  Pad.show(answers);
  const all = through(NETWORK, image);
  $("layers").replaceChildren(...NETWORK.layers.flatMap((layer, k) => k + 1 < NETWORK.layers.length && known(layer) ? shownLayer(layer, all[k]) : []));
}
const known = layer => layer.geometry || layer.kind === "dense";

function shownLayer(layer, values) {
  const pictures = made("div", "", "filters"), colour = warmth(values), [high, wide] = layer.geometry ? layer.geometry.slice(13) : [];
  if (!layer.geometry) {  // a row of nodes
    const canvas = made("canvas", "", "nodes");
    paint(canvas, values, values.length, colour);
    return [made("h3", `${values.length} nodes that add up what they see`), canvas];
  }
  const channels = values.length / high / wide;
  for (let one = 0; one < Math.min(channels, most); one++) {
    const canvas = made("canvas");
    paint(canvas, values.filter((_, k) => k % channels === one), wide, colour);
    pictures.append(canvas);
  }
  return [made("h3", layer.kind.startsWith("conv") ? `${channels} filters${channels > most ? `, here the first ${most}` : ""}: where each has found what it looks for` : "The same, less fine: only how much of it is nearby"), pictures];
}

const Do = { clear: Pad.clear, theme() { Look.turn(); guess(); } };
document.addEventListener("click", event => { const button = event.target.closest("[data-do]"); if (button) Do[button.dataset.do](); });
wish.addEventListener("change", guess);
Pad.open(NETWORK.outputs, NETWORK.side, guess);
guess();
