// What stands behind # in the page's address: name=value, name by name. Everything there is checked.

/** Readers of values: each gives what an address says, or throws a sentence. */
const Says = {
  short: text => text.length > 24 ? `${text.slice(0, 24)}…` : text,
  seed(value) {
    if (!/^\d{1,19}$/.test(value) || BigInt(value) >= 1n << 63n) throw Error(`A seed is a whole number from 0 to 9,223,372,036,854,775,807, not “${Says.short(value)}”.`);
    return BigInt(value).toString();
  },
  speed(value) {
    const at = Speeds.at(value);
    if (at < 0) throw Error(`The speed is one of ${Speeds.known.join(", ")}, not “${Says.short(value)}”.`);
    return at;
  },
  whole: (what, least, most) => value => {
    if (/^\d{1,10}$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    throw Error(`${what} is a whole number from ${least} to ${grouped(String(most))}, not “${Says.short(value)}”.`);
  },
  dial: ({ label, low, high, least = low, most = high, whole }) => value => {
    const amount = /^-?\d{1,9}(\.\d{1,9})?(e-?\d{1,2})?$/.test(value) ? Number(value) : NaN;
    if (!(amount >= least && amount <= most)) throw Error(`${label} lies between ${legible(least)} and ${legible(most)}: the address says “${Says.short(value)}”.`);
    return whole ? Math.round(amount) : amount;
  },
};

/** What an address says, read by the page's own readers; `refused` is a sentence about the first thing in it that cannot be. */
function readAddress(text, readers) {
  const found = { refused: "" };
  for (const [name, value] of new URLSearchParams(text)) {
    try {
      if (!Object.hasOwn(readers, name)) throw Error(`The address names “${Says.short(name)}”, which this page does not know; it knows ${Object.keys(readers).join(", ")}.`);
      found[name] = readers[name](value);
    } catch (error) { found.refused ||= error.message; }
  }
  return found;
}

/** What this page's address asks for: nothing where it cannot be, which is told. */
function askedFor() {
  const found = Address.read(location.hash.slice(1));
  $("refused").hidden = true;
  if (!found.refused) return found;
  refuse(Error(`${found.refused} The page begins with its own values.`));
  return {};
}

/** One value that somebody has typed; undefined where it cannot be, which is told. */
function typed(name) {
  const found = Address.read(`${name}=${encodeURIComponent($(name).value.trim())}`);
  $("refused").hidden = true;
  if (found.refused) refuse(Error(found.refused));
  return found[name];
}
