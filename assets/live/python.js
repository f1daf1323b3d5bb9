// What drawings that were written in Python need of it.
const py = {
  list: over => Array.isArray(over) ? over : Array.from(over),
  tuple: over => Array.from(over || []),
  set: over => [...new Set(over)],
  truth: value => Array.isArray(value) || typeof value === "string" ? value.length > 0 : Boolean(value),
  and: (first, second) => py.truth(first) ? second() : first,
  or: (first, second) => py.truth(first) ? first : second(),
  same: (a, b) => Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((one, k) => py.same(one, b[k])) : a == b,  // True equals 1
  has: (all, one) => typeof all === "string" ? all.includes(one) : all.some(other => py.same(one, other)),
  add: (a, b) => Array.isArray(a) ? [...a, ...b] : a + b,
  repeated: (a, b) => Array.isArray(a) ? Array.from({ length: Math.max(0, b) }, () => a).flat() : py.repeated(b, a),
  modulo: (a, b) => a - b * Math.floor(a / b),
  divmod: (a, b) => [Math.floor(a / b), py.modulo(a, b)],
  at: (all, place) => all[typeof place === "number" && place < 0 ? all.length + place : Number(place)],
  slice(all, begin, end, step) {
    const by = step === null ? 1 : step, n = all.length, fit = v => Math.max(by < 0 ? -1 : 0, Math.min(by < 0 ? n - 1 : n, v < 0 ? v + n : v));
    const first = begin === null ? (by < 0 ? n - 1 : 0) : fit(begin), last = end === null ? (by < 0 ? -1 : n) : fit(end), found = [];
    for (let k = first; by < 0 ? k > last : k < last; k += by) found.push(all[k]);
    return typeof all === "string" ? found.join("") : found;
  },
  named: values => Object.assign(Object.create(py.names), values),  // arguments by name
  names: {},
  record: (names, values) => Object.assign(values, Object.fromEntries(names.map((name, k) => [name, values[k]]))),
  given: (listed, placed) => Object.assign(listed, placed),  // arguments in a row, and some by their place
  options: given => given.length && Object.getPrototypeOf(Object(given[given.length - 1])) === py.names ? given.pop() : {},
  range(a, b, step = 1) {
    const found = [], [first, last] = b === undefined ? [0, a] : [a, b];
    for (let k = first; step > 0 ? k < last : k > last; k += step) found.push(k);
    return found;
  },
  enumerate: (over, start = 0) => py.list(over).map((one, k) => [k + (start.start ?? start), one]),
  zip: (...all) => all.length ? py.list(all[0]).slice(0, Math.min(...all.map(one => py.list(one).length))).map((_, k) => all.map(one => one[k])) : [],
  pairwise: over => py.list(over).slice(1).map((one, k) => [over[k], one]),
  reversed: over => [...over].reverse(),
  best(given, wins) {
    const { key = value => value, default: none } = py.options(given), all = py.list(given.length > 1 ? given : given[0]);
    return all.length ? all.reduce((best, one) => wins(key(one), key(best)) ? one : best) : none;
  },
  max: (...given) => py.best(given, (a, b) => a > b),
  min: (...given) => py.best(given, (a, b) => a < b),
  sorted(...given) {
    const { key = value => value, reverse = false } = py.options(given), sign = reverse ? -1 : 1;
    const order = (a, b) => Array.isArray(a) ? a.map((one, k) => order(one, b[k])).find(Boolean) || 0 : a < b ? -1 : a > b ? 1 : 0;
    return [...given[0]].sort((a, b) => sign * order(key(a), key(b)));
  },
  sum: (over, first = 0) => py.list(over).reduce((all, one) => all + Number(one), first),
  all: over => py.list(over).every(py.truth),
  any: over => py.list(over).some(py.truth),
  len: over => over.length,
  abs: Math.abs,
  bool: py_value => py.truth(py_value),
  int: value => Math.trunc(Number(value)),
  float: value => Number(value),
  str: value => py.format(value, ""),
  round(value, digits = 0) {  // halves to the even number
    const by = 10 ** digits, large = value * by, low = Math.floor(large), rest = large - low;
    return (rest < 0.5 || rest === 0.5 && low % 2 === 0 ? low : low + 1) / by;
  },
  dist: (a, b) => Math.hypot(...a.map((one, k) => one - b[k])),
  degrees: angle => angle * 180 / Math.PI,
  radians: angle => angle * Math.PI / 180,
  copysign: (size, sign) => sign < 0 || Object.is(sign, -0) ? -Math.abs(size) : Math.abs(size),
  format(value, spec) {
    if (typeof value === "boolean" && !spec) return value ? "True" : "False";
    if (typeof value !== "number") return String(value);
    const [, sign, comma, digits, kind] = /^([+ ]?)[\d]*(,?)(?:\.(\d+))?([a-z%]?)$/.exec(spec) || ["", "", "", undefined, ""];
    const size = kind === "%" ? 100 * value : value;
    let text = digits !== undefined ? Math.abs(size).toFixed(digits) : String(Math.abs(kind === "d" ? Math.trunc(size) : size));
    if (comma) text = text.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    return (size < 0 ? "-" : sign.trim()) + text + (kind === "%" ? "%" : "");
  },
};

// Python's own generator: the Mersenne twister (M. Matsumoto and T. Nishimura, 1998), seeded as Python does with a small number.
py.Random = class {
  constructor(seed) {
    const s = this.state = new Uint32Array(624), mix = (k, by) => Math.imul(s[k - 1] ^ s[k - 1] >>> 30, by);
    s[0] = 19650218;
    for (let k = 1; k < 624; k++) s[k] = Math.imul(1812433253, s[k - 1] ^ s[k - 1] >>> 30) + k;
    let i = 1;
    const step = change => { s[i] = change(); if (++i >= 624) { s[0] = s[623]; i = 1; } };
    for (let k = 0; k < 624; k++) step(() => (s[i] ^ mix(i, 1664525)) + (seed >>> 0));
    for (let k = 0; k < 623; k++) step(() => (s[i] ^ mix(i, 1566083941)) - i);
    s[0] = 0x80000000;
    this.place = 624;
  }
  word() {
    const s = this.state;
    if (this.place >= 624) {
      for (let k = 0; k < 624; k++) {
        const y = s[k] & 0x80000000 | s[(k + 1) % 624] & 0x7fffffff;
        s[k] = s[(k + 397) % 624] ^ y >>> 1 ^ (y & 1 ? 0x9908b0df : 0);
      }
      this.place = 0;
    }
    let y = s[this.place++];
    y ^= y >>> 11; y ^= y << 7 & 0x9d2c5680; y ^= y << 15 & 0xefc60000;
    return (y ^ y >>> 18) >>> 0;
  }
  random() { const high = this.word() >>> 5, low = this.word() >>> 6; return (high * 67108864 + low) / 9007199254740992; }
  uniform(low, high) { return low + (high - low) * this.random(); }
  below(n) { const bits = 32 - Math.clz32(n); let found; do found = this.word() >>> 32 - bits; while (found >= n); return found; }
  choice(all) { return all[this.below(all.length)]; }
  randrange(low, high) { return high === undefined ? this.below(low) : low + this.below(high - low); }
  randint(low, high) { return low + this.below(high - low + 1); }
};

// The draws of a course, as rules make them: a hash of its seed and the number of the draw.
py.draws = (course, agent, first) => {
  const scramble = word => {
    word = Math.imul(word ^ word >>> 16, 0x7feb352d); word = Math.imul(word ^ word >>> 15, 0x846ca68b);
    return (word ^ word >>> 16) >>> 0;
  };
  const seed = scramble(course >>> 0);
  const at = number => (scramble((seed ^ Math.imul(Math.trunc(number), 0x9E3779B9) + 0x85EBCA6B) >>> 0) >>> 8) / 16777216;
  return { at, uniform: (low, high) => { const share = at(first + agent.draws++); return low === undefined ? share : low + (high - low) * share; } };
};
