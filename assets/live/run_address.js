// What the address of a run's page is: the experiment, and what is looked at.
const Address = {
  dials: new Map([...game.dials, ...face.dials].map(dial => [`${dial.kind}.${dial.name}`, dial])),
  get readers() {
    return {
      seed: Says.seed, generations: Says.whole("The number of generations", 1, 1_000_000), generation: Says.whole("A generation", 0, 100_000), agent: Says.whole("An agent's number", 0, 999_999),
      speed: Says.speed, population: Says.whole("A population", 4, 5_000), changes: Address.changes, workers: Says.whole("The number of workers", 1, 16),
      ...Object.fromEntries([...Address.dials].map(([key, dial]) => [key, Says.dial(dial)])),
    };
  },
  read(text) {
    const found = readAddress(text, Address.readers), { agent = -1, population = told.engine.run.population } = found;
    if (agent >= population) found.refused ||= `There are only ${legible(population)} ${game.agent}s, numbered from 0: the address asks for number ${legible(agent)}.`;
    return found;
  },
  changes(text) {  // 5:set.gap:140,8:with.mutation_rate:0.3
    return text.split(",").slice(0, 200).map(one => {
      const [generation, key, value] = one.split(":");
      if (!/^\d{1,6}$/.test(generation) || value === undefined) throw Error(`A change reads generation:name:value, not “${Says.short(one)}”.`);
      if (!Address.dials.has(key)) throw Error(`There is no setting “${Says.short(key)}” on this page.`);
      const dial = Address.dials.get(key);
      return { generation: Number(generation), dial, value: Says.dial(dial)(value) };
    });
  },
  values: found => Object.fromEntries(Object.entries(found).filter(([key]) => Address.dials.has(key))),  // of its sliders
  of() {  // this moment's
    const parts = [`seed=${lab.seed}`];
    if (lab.population !== told.engine.run.population) parts.push(`population=${lab.population}`);
    for (const [key, value] of Object.entries(lab.begun)) parts.push(`${key}=${value}`);
    if (lab.changes.length) parts.push(`changes=${lab.changes.map(one => `${one.generation}:${one.key}:${one.value}`).join(",")}`);
    parts.push(`generation=${lab.frame ? lab.frame.generation : 0}`);
    if (lab.agent >= 0) parts.push(`agent=${lab.agent}`);
    return parts.join("&");
  },
  // The command that gives the fingerprint of a run that began with some values.
  command(begun) {
    const found = [...face.command, "--seed", lab.seed];
    if (lab.population !== face.population) found.push("--population", String(lab.population));
    for (const [key, value] of Object.entries(begun)) found.push(key.startsWith("set.") ? "--set" : "--with", `${key.replace(/^\w+\./, "")}=${value}`);
    return [...found, "--generations", String(Math.max(1, lab.history.length)), "--keep-going"].join(" ");
  },
};
