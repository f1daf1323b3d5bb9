// What is packed in a page: two signs for 13 bits, the size in the first four bytes; then LZMA (I. Pavlov, 2013) with lc=4, lp=0, pb=0.
function bytesIn(text) {
  const bytes = new Uint8Array(text.length * 13 >> 4), value = k => { const sign = text.charCodeAt(k); return sign - 33 - (sign > 38) - (sign > 60) - (sign > 62); };
  for (let k = 0, held = 0, bits = 0, at = 0; k < text.length; k += 2) {
    held = held << 13 | 91 * value(k) + value(k + 1); bits += 13;
    while (bits > 7) { bits -= 8; bytes[at++] = held >> bits; }
    held &= 127;
  }
  return bytes;
}
function unpacked(text) {
  const from = bytesIn(text), first = new DataView(from.buffer), out = new Uint8Array(first.getUint32(0)), odds = new Uint16Array(13312).fill(1024);
  const MATCH = 0, REP = 12, REP0 = 24, REP1 = 36, REP2 = 48, SHORT = 60, SLOT = 72, FAR = 328, ALIGN = 443, LENGTH = 459, AGAIN = 733, LITERAL = 1007;
  let range = 0xffffffff, code = first.getUint32(5), at = 9, state = 0, back = [0, 0, 0, 0], n = 0;
  const shift = () => { if (range < 0x1000000) { range = range * 256 >>> 0; code = (code * 256 | from[at++]) >>> 0; } };
  const bit = place => {
    const bound = (range >>> 11) * odds[place], found = code < bound ? 0 : 1;
    if (found) { code -= bound; range -= bound; odds[place] -= odds[place] >> 5; } else { range = bound; odds[place] += 2048 - odds[place] >> 5; }
    shift();
    return found;
  };
  const plain = count => {
    let found = 0;
    for (let k = 0; k < count; k++) { range >>>= 1; const one = code >= range ? 1 : 0; if (one) code -= range; shift(); found = found * 2 + one; }
    return found;
  };
  const tree = (place, bits) => { let one = 1; for (let k = 0; k < bits; k++) one = one * 2 + bit(place + one); return one - (1 << bits); };
  const reverse = (place, bits) => { let one = 1, found = 0; for (let k = 0; k < bits; k++) { const next = bit(place + one); one = one * 2 + next; found += next << k; } return found; };
  const length = place => bit(place) ? bit(place + 1) ? 16 + tree(place + 18, 8) : 8 + tree(place + 10, 3) : tree(place + 2, 3);
  const literal = () => {
    const place = LITERAL + 768 * (n ? out[n - 1] >> 4 : 0);
    let one = 1;
    for (let seen = out[n - back[0] - 1]; state > 6 && one < 256;) {
      const other = seen >> 7 & 1, next = bit(place + 256 * (1 + other) + one);
      seen <<= 1; one = one * 2 + next;
      if (next !== other) break;
    }
    while (one < 256) one = one * 2 + bit(place + one);
    out[n++] = one;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };
  const distance = size => {
    const slot = tree(SLOT + 64 * Math.min(size, 3), 6), bits = (slot >> 1) - 1;
    if (slot < 4) return slot;
    const far = (2 + slot % 2) * 2 ** bits;
    return far + (slot < 14 ? reverse(FAR + far - slot, bits) : plain(bits - 4) * 16 + reverse(ALIGN, 4));
  };
  while (n < out.length) {
    let size = 0;
    if (!bit(MATCH + state)) { literal(); continue; }
    if (!bit(REP + state)) {
      size = 2 + length(LENGTH); state = state < 7 ? 7 : 10;
      back = [distance(size - 2), ...back.slice(0, 3)];
    } else {
      const which = !bit(REP0 + state) ? 0 : !bit(REP1 + state) ? 1 : !bit(REP2 + state) ? 2 : 3;
      if (which === 0 && !bit(SHORT + state)) { size = 1; state = state < 7 ? 9 : 11; }
      back = [back[which], ...back.filter((_, k) => k !== which)];
      if (!size) { size = 2 + length(AGAIN); state = state < 7 ? 8 : 11; }
    }
    for (; size && n < out.length; size--, n++) out[n] = out[n - back[0] - 1];
  }
  return out;
}
