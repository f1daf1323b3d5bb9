// What stands behind # in the page's address: the experiment and what is looked at. Everything there is checked.
const Address = {
  known: ["seed", "generations", "generation", "agent", "speed", "population", "changes", "workers"],
  // What an address says; `refused` is a sentence about the first thing in it that cannot be.
  read(text) {
    const found = { values: {}, changes: [], refused: "" };
    for (const [key, value] of new URLSearchParams(text)) {
      const refused = Address.take(found, key, value);
      if (refused) { found.refused ||= refused; }
    }
    if (found.agent !== undefined && found.agent >= (found.population ?? told.engine.run.population)) {
      found.refused ||= `There are only ${legible(found.population ?? told.engine.run.population)} ${game.agent}s, numbered from 0: the address asks for number ${legible(found.agent)}.`;
      delete found.agent;
    }
    return found;
  },
  take(found, key, value) {
    const shown = value.length > 24 ? `${value.slice(0, 24)}…` : value;
    const whole = (name, most) => {
      if (/^\d{1,7}$/.test(value) && Number(value) <= most) { found[name] = Number(value); return ""; }
      return `The ${name} in the address is a whole number up to ${legible(most)}, not “${shown}”.`;
    };
    if (key === "seed") {
      if (!/^\d{1,19}$/.test(value) || BigInt(value) >= 1n << 63n) return `A seed is a whole number from 0 up to 9,223,372,036,854,775,807, not “${shown}”.`;
      found.seed = BigInt(value).toString();
      return "";
    }
    if (key === "generations") return whole("generations", 1_000_000) || (found.generations ? "" : (delete found.generations, "A page evolves at least one generation: the address asks for 0."));
    if (key === "workers") return whole("workers", 16) || (found.workers ? "" : (delete found.workers, "Somebody has to play: the address asks for 0 workers."));
    if (key === "generation") return whole("generation", 100_000);
    if (key === "agent") return whole("agent", 999_999);
    if (key === "population") return whole("population", 5_000) || (found.population >= 4 ? "" : (delete found.population, `A population is at least 4, not ${shown}.`));
    if (key === "speed") {
      const at = Speeds.at(value);
      if (at < 0) return `The speed in the address is one of story, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64 and max, not “${shown}”.`;
      found.speed = at;
      return "";
    }
    if (key === "changes") return Address.takeChanges(found, value);
    if (/^(set|with)\./.test(key)) return Address.takeValue(found.values, key, value);
    return `The address names “${key.slice(0, 24)}”, which this page does not know; it knows ${Address.known.join(", ")}, set.NAME and with.NAME.`;
  },
  takeValue(values, key, value) {
    const dial = [...game.dials, ...face.dials].find(one => `${one.kind}.${one.name}` === key);
    if (!dial) return `There is no setting “${key.slice(0, 30)}” on this page.`;
    const amount = /^-?\d{1,9}(\.\d{1,9})?(e-?\d{1,2})?$/.test(value) ? Number(value) : NaN;
    if (!(amount >= dial.least && amount <= dial.most)) return `${dial.label} lies between ${legible(dial.least)} and ${legible(dial.most)}: the address says “${value.slice(0, 24)}”.`;
    values[key] = dial.whole ? Math.round(amount) : amount;
    return "";
  },
  takeChanges(found, text) {  // 5:set.gap:140,8:with.mutation_rate:0.3
    for (const one of text.split(",").slice(0, 200)) {
      const [generation, key, value] = one.split(":"), taken = {};
      if (!/^\d{1,6}$/.test(generation) || value === undefined) return `A change in the address reads generation:name:value, not “${one.slice(0, 30)}”.`;
      const refused = Address.takeValue(taken, key, value);
      if (refused) return refused;
      found.changes.push({ generation: Number(generation), key, value: taken[key] });
    }
    return "";
  },
  // What the address of this moment is.
  of(lab) {
    const parts = [`seed=${lab.seed}`];
    if (lab.population !== told.engine.run.population) parts.push(`population=${lab.population}`);
    for (const [key, value] of Object.entries(lab.begun)) parts.push(`${key}=${value}`);
    if (lab.changes.length) parts.push(`changes=${lab.changes.map(one => `${one.generation}:${one.key}:${one.value}`).join(",")}`);
    parts.push(`generation=${lab.frame ? lab.frame.generation : 0}`);
    if (lab.agent >= 0) parts.push(`agent=${lab.agent}`);
    return parts.join("&");
  },
  // The command that gives the same fingerprint.
  command(lab) {
    const words_ = [...face.command, "--seed", lab.seed];
    if (lab.population !== face.population) words_.push("--population", String(lab.population));
    for (const [key, value] of Object.entries(lab.begun)) words_.push(key.startsWith("set.") ? "--set" : "--with", `${key.replace(/^\w+\./, "")}=${value}`);
    return [...words_, "--generations", String(Math.max(1, lab.history.length)), "--keep-going"].join(" ");
  },
};
