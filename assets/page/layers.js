// The layers of a network that has learnt, computed in a page.
function numbers(text) {
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

const ACTIVATIONS = {
  "identity": x => x,
  "relu": x => x > 0 ? x : 0,
  "leaky-relu": x => x > 0 ? x : 0.01 * x,
  "elu": x => x > 0 ? x : Math.exp(x) - 1,
  "softplus": x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  "sigmoid": x => 1 / (1 + Math.exp(-x)),
  "tanh": Math.tanh,
  "gelu": x => 0.5 * x * (1 + Math.tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))),
};

function activate(values, units, name) {
  if (!name.endsWith("softmax")) return values.map(ACTIVATIONS[name]);
  for (let first = 0; first < values.length; first += units) {
    const part = values.subarray(first, first + units), largest = Math.max(...part);
    const total = part.reduce((sum, x) => sum + Math.exp(x - largest), 0);
    for (let j = 0; j < units; j++) {
      part[j] = name === "softmax" ? Math.exp(part[j] - largest) / total : part[j] - largest - Math.log(total);
    }
  }
  return values;
}

function dense(layer, x) {
  const out = new Float64Array(layer.units), inputs = x.length;
  for (let j = 0; j < layer.units; j++) {
    let total = layer.parameters[1][j];
    for (let i = 0; i < inputs; i++) total += layer.parameters[0][j * inputs + i] * x[i];
    out[j] = total;
  }
  return activate(out, layer.units, layer.activation);
}

// Windows in three dimensions; the geometry is that of the layer's inputs, windows, strides, padding and outputs.
function windows(layer, each) {
  const [d, h, w, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow] = layer.geometry;
  for (let i = 0; i < od * oh * ow; i++) {
    const z0 = Math.floor(i / (oh * ow)) * td - bd, y0 = Math.floor(i / ow) % oh * th - bh, x0 = i % ow * tw - bw;
    for (let z = 0; z < sd; z++) for (let y = 0; y < sh; y++) for (let x = 0; x < sw; x++) {
      const a = z0 + z, b = y0 + y, c = x0 + x;
      if (a >= 0 && a < d && b >= 0 && b < h && c >= 0 && c < w) each(i, (z * sh + y) * sw + x, (a * h + b) * w + c);
    }
  }
}

function places(layer) {
  return layer.geometry[12] * layer.geometry[13] * layer.geometry[14];
}

function convolve(layer, x) {
  const [weights, biases] = layer.parameters, filters = biases.length, channels = layer.channels;
  const taps = weights.length / filters / channels;
  const out = new Float64Array(places(layer) * filters).map((_, k) => biases[k % filters]);
  windows(layer, (i, tap, from) => {
    for (let f = 0; f < filters; f++) {
      let total = 0;
      for (let c = 0; c < channels; c++) total += weights[(f * taps + tap) * channels + c] * x[from * channels + c];
      out[i * filters + f] += total;
    }
  });
  return activate(out, filters, layer.activation);
}

function pool(layer, x) {
  const channels = layer.channels, largest = layer.kind.startsWith("max");
  const out = new Float64Array(places(layer) * channels).fill(largest ? -Infinity : 0), count = new Float64Array(places(layer));
  windows(layer, (i, tap, from) => {
    count[i]++;
    for (let c = 0; c < channels; c++) {
      const value = x[from * channels + c], to = i * channels + c;
      out[to] = largest ? Math.max(out[to], value) : out[to] + value;
    }
  });
  return largest ? out : out.map((value, k) => value / count[Math.floor(k / channels)]);
}

function normalise(layer, x) {
  const [gains, offsets] = layer.parameters, n = gains.length, out = new Float64Array(x.length);
  for (let first = 0; first < x.length; first += n) {
    const part = x.subarray(first, first + n), mean = part.reduce((sum, v) => sum + v, 0) / n;
    const spread = Math.sqrt(part.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n + layer.epsilon);
    for (let j = 0; j < n; j++) out[first + j] = (part[j] - mean) / spread * gains[j] + offsets[j];
  }
  return out;
}

const LAYERS = { "dense": dense, "flatten": (_, x) => x, "dropout": (_, x) => x, "layer-norm": normalise };
for (const rank of [1, 2, 3]) {
  LAYERS[`conv-${rank}d`] = convolve;
  LAYERS[`max-pool-${rank}d`] = LAYERS[`average-pool-${rank}d`] = pool;
}

function prepare(network) {
  for (const layer of network.layers) layer.parameters = layer.parameters.map(numbers);
}

// What each layer makes of one sample, whose numbers stand in a row.
function through(network, sample) {
  let x = Float64Array.from(sample);
  return network.layers.map(layer => x = LAYERS[layer.kind](layer, x));
}

// The outputs for one sample.
function predict(network, sample) {
  return through(network, sample)[network.layers.length - 1];
}
