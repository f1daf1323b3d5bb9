// The champion as a .neuro file: neuro/storage/neuro.proto in the frame of neuro/storage/frame.py.
"use strict";

/** Bytes of a protobuf message, field by field in their order; values that are their type's default are left out. */
class Message {
  constructor() { this.parts = []; }
  static varint(value) {
    const out = [];
    for (let rest = BigInt(value); ; ) {
      const low = Number(rest & 127n);
      rest >>= 7n;
      out.push(rest ? low | 128 : low);
      if (!rest) return out;
    }
  }
  add(field, wire, bytes) {
    this.parts.push(Uint8Array.from(Message.varint(field * 8 + wire)), bytes);
    return this;
  }
  whole(field, value) { return BigInt(value) ? this.add(field, 0, Uint8Array.from(Message.varint(value))) : this; }
  bytes(field, value) { return this.add(field, 2, joinedBytes([Uint8Array.from(Message.varint(value.length)), value])); }
  text(field, value) { return value ? this.bytes(field, new TextEncoder().encode(value)) : this; }
  real(field, value, always = false) { return value || always ? this.add(field, 1, bytesOf(Float64Array.of(value))) : this; }
  message(field, value) { return this.bytes(field, value.whole_()); }
  whole_() { return joinedBytes(this.parts); }
  /** Named values: a kind is int, float, str or bool. */
  settings(field, values) {
    for (const [name, kind, value] of values) {
      const one = new Message().text(1, name);
      if (kind === "int") one.add(2, 0, Uint8Array.from(Message.varint(value < 0 ? -2n * BigInt(value) - 1n : 2n * BigInt(value))));
      else if (kind === "float") one.real(3, value, true);
      else if (kind === "str") one.bytes(4, new TextEncoder().encode(value));
      else one.add(5, 0, Uint8Array.of(value ? 1 : 0));
      this.message(field, one);
    }
    return this;
  }
  /** Numbers in one vector, as the message Parameters has them. */
  numbers(field, values) {
    const one = new Message().text(1, values instanceof Float64Array ? "<f8" : "<f4").whole(2, values.length);
    return this.message(field, values.length ? one.bytes(3, bytesOf(values)) : one);
  }
}

function joinedBytes(parts) {
  const out = new Uint8Array(parts.reduce((all, one) => all + one.length, 0));
  let at = 0;
  for (const part of parts) { out.set(part, at); at += part.length; }
  return out;
}

/** The settings of the algorithm that records hold: see recorded_settings in neuro/evolution/algorithms. */
function recordedSettings(facts, settings) {
  return facts.algorithm.settings.map(one => [one.name, one.kind, settings[one.name], one])
    .filter(([, , value, one]) => value !== null && !(one.later && value === one.usual));
}

/** The bytes of the champion's file. */
function championFile(evolution) {
  const {facts, best, settings, seed} = evolution, {game, algorithm, file} = facts;
  if (!best) throw Error("there is no champion before the first generation has been evaluated");
  const message = new Message().whole(1, file.format).bytes(2, evolution.genomeKind.message(best.genome, facts))
    .text(3, game.name).whole(4, game.version)
    .settings(5, game.parameters.map((one, k) => [one.name, "float", Math.fround(best.setting[k])]))
    .whole(6, seed).whole(7, best.generation).real(8, best.fitness).real(9, best.score).text(10, algorithm.name)
    .settings(11, [["population", "int", evolution.population], ...recordedSettings(facts, best.settings)])
    .settings(12, [["courses", "int", evolution.episodes], ["max_steps", "int", evolution.maxSteps], ["solved", "bool", best.solved]])
    .text(13, new Date().toISOString().slice(0, 19) + "+00:00").text(14, facts.neuro).text(15, game.level);
  const body = message.whole_(), head = new Uint8Array(24), view = new DataView(head.buffer);
  head.set(hexBytes(file.magic));
  [file.frame, file.kind, ...file.needs].forEach((value, k) => view.setUint16(8 + 2 * k, value, true));
  view.setBigUint64(16, BigInt(body.length), true);
  return joinedBytes([head, body, hexBytes(evolution.digest([head, body], 32))]);
}
