// The memory of the module, calls of its kernels, and numbers as Python has them.
"use strict";

const ARRAYS = {float32: Float32Array, float64: Float64Array, int64: BigInt64Array, uint64: BigUint64Array,
  uint32: Uint32Array, int32: Int32Array, int8: Int8Array, uint8: Uint8Array, bool: Uint8Array};
const PAGE = 65536, STACK = 1 << 20, SLOTS = 4096, RESULTS = 64;

/** An array in the memory of the module, in one piece; `data` is a view that stays right when memory grows. */
class Room {
  constructor(memory, at, numbers, shape) {
    Object.assign(this, {memory, at, numbers, shape});
    this.size = shape.reduce((all, one) => all * one, 1);
  }
  get data() {
    if (!this.view || this.view.buffer !== this.memory.buffer)
      this.view = new ARRAYS[this.numbers](this.memory.buffer, this.at, this.size);
    return this.view;
  }
  get bytes() { return new Uint8Array(this.memory.buffer, this.at, this.size * ARRAYS[this.numbers].BYTES_PER_ELEMENT); }
  /** Some of its rows. */
  rows(first, count) {
    const [, ...inner] = this.shape, size = inner.reduce((all, one) => all * one, 1);
    const at = this.at + first * size * ARRAYS[this.numbers].BYTES_PER_ELEMENT;
    return new Room(this.memory, at, this.numbers, [count, ...inner]);
  }
  shaped(...shape) { return new Room(this.memory, this.at, this.numbers, shape); }
}

/** The module with its memory, which is given out from the bottom up and taken back from the top down. */
class Kernels {
  constructor(facts) {
    this.facts = facts;
    this.kinds = facts.kernels;
    this.bottom = facts.module.pages * PAGE + STACK;
    this.memory = new WebAssembly.Memory({initial: this.bottom / PAGE + 16});
    this.stack = new WebAssembly.Global({value: "i32", mutable: true}, this.bottom);
    this.top = this.bottom;
    this.call_ = this.take("int64", SLOTS);
    this.clear();
  }
  static async open(facts, wasm) {
    const made = new Kernels(facts), surroundings = {__linear_memory: made.memory, __stack_pointer: made.stack};
    const {instance} = await WebAssembly.instantiate(wasm, {env: surroundings}).then(one => one.instance ? one : {instance: one});
    made.exports = instance.exports;
    return made;
  }
  /** Forget all arrays but the first. */
  clear() { this.top = this.bottom + 8 * SLOTS; }
  /** An array of zeros. */
  take(numbers, ...shape) {
    const at = (this.top + 63) & ~63, room = new Room(this.memory, at, numbers, shape);
    const end = at + room.size * ARRAYS[numbers].BYTES_PER_ELEMENT;
    if (end > 0xffff0000) throw Error("this is more memory than a page can have: take a smaller population");
    if (end > this.memory.buffer.byteLength) this.memory.grow(Math.ceil((end - this.memory.buffer.byteLength) / PAGE) + 64);
    this.top = end;
    room.bytes.fill(0);
    return room;
  }
  /** An array with the given numbers. */
  put(numbers, values, ...shape) {
    const room = this.take(numbers, ...(shape.length ? shape : [values.length]));
    room.data.set(numbers.endsWith("64") && numbers[0] !== "f" ? Array.from(values, BigInt) : values);
    return room;
  }
  /** The memory of lanes, all of them free; nothing where nobody plays. */
  block() {
    const made = {};
    for (const {name, numbers, shape, in: owner, offset, free} of this.facts.program?.block ?? []) {
      made[name] = owner ? new Room(this.memory, made[owner].at + offset, numbers, shape) : this.take(numbers, ...shape);
      if (free) made[name].data.fill(BigInt(free));
    }
    return made;
  }
  /** Do something, and take back the arrays that it took. */
  briefly(work) {
    const top = this.top;
    try { return work(); } finally { this.top = top; }
  }
  /** Call a kernel; returns what it returns, if that is a whole number. */
  call(name, ...values) {
    const kinds = this.kinds[name];
    if (!kinds) throw Error(`there is no kernel ${name} in this page`);
    if (kinds.length !== values.length) throw Error(`${name} takes ${kinds.length} arguments, not ${values.length}`);
    const view = new DataView(this.memory.buffer);
    let place = this.call_.at + RESULTS;
    const whole = value => { view.setBigInt64(place, BigInt.asIntN(64, BigInt(value)), true); place += 8; };
    const put = (kind, value) => {
      if (Array.isArray(kind)) return kind.forEach((one, k) => put(one, value[k]));
      if (kind === "array") { // as numba hands one over: owner, counts, address, shape, strides in bytes
        const item = ARRAYS[value.numbers].BYTES_PER_ELEMENT;
        [0, 0, value.size, item, value.at, ...value.shape].forEach(whole);
        return value.shape.forEach((_, k) => whole(value.shape.slice(k + 1).reduce((all, one) => all * one, item)));
      }
      if (kind === "float64") { view.setFloat64(place, value, true); place += 8; }
      else if (kind === "float32") { view.setFloat32(place, value, true); place += 8; }
      else whole(value);
    };
    kinds.forEach((kind, k) => put(kind, values[k]));
    if (place > this.call_.at + 8 * SLOTS) throw Error(`${name} has too many arguments`);
    view.setBigInt64(this.call_.at, 0n, true);
    const status = this.exports[name](this.call_.at);
    if (status) throw Error(`the rules fail in ${name} (status ${status}): neuro check tells where`);
    return Number(new DataView(this.memory.buffer).getBigInt64(this.call_.at, true));
  }
  /** What the kernel that was called last returned, where that is a float64. */
  get returned() { return new DataView(this.memory.buffer).getFloat64(this.call_.at, true); }
}

/** The sum of numbers, rounded once, as math.fsum gives it (J. Shewchuk, 1997). */
function exactSum(values) {
  const parts = [];
  for (let x of values) {
    let kept = 0;
    for (let y of parts) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y, low = y - (high - x);
      if (low) parts[kept++] = low;
      x = high;
    }
    parts.length = kept;
    parts.push(x);
  }
  let n = parts.length, high = 0, low = 0;
  if (n) {
    high = parts[--n];
    while (n) {
      const x = high, y = parts[--n];
      high = x + y;
      low = y - (high - x);
      if (low) break;
    }
    if (n && ((low < 0 && parts[n - 1] < 0) || (low > 0 && parts[n - 1] > 0))) {
      const twice = low * 2, sum = high + twice;
      if (twice === sum - high) high = sum;
    }
  }
  return high;
}

/** Places by falling value; of equals, the first comes first. */
const bestFirst = values => Array.from(values.keys()).sort((a, b) => values[b] - values[a]);

/** Python's round: halves go to the even neighbour. */
function rounded(value) {
  const low = Math.floor(value), rest = value - low;
  return rest < 0.5 ? low : rest > 0.5 ? low + 1 : low % 2 ? low + 1 : low;
}

const bestPlace = values => values.reduce((best, one, place) => one > values[best] ? place : best, 0);
const hexBytes = text => Uint8Array.from(text.match(/../g) || [], pair => parseInt(pair, 16));
const bytesOf = array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
