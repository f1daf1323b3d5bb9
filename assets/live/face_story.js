// The story of a run: its pace, and captions that say what is happening, by the rules and in the words of the window.
class StoryPace {
  constructor() { Object.assign(this, { factor: 1, clock: 0, number: 0, shown: 0, record: 0, broken: false }); }
  get hasty() { return this.clock >= face.pace.hasty; }
  get pace() { return face.pace.paces[Math.min(this.number, face.pace.paces.length - 1)]; }
  breakAfter(generation) { return this.hasty ? 0 : face.pace.breaks[Math.min(generation, face.pace.breaks.length - 1)]; }
  rest(seconds) { this.clock += seconds; }
  advance(seconds, generation, best, before, captioned) {
    if (generation !== this.number) Object.assign(this, { number: generation, shown: 0, record: 0, broken: false });
    this.clock += seconds; this.shown += seconds; this.record = Math.max(0, this.record - seconds);
    if (best > before && !this.broken && !this.hasty) { this.broken = true; this.record = face.pace.record; }
    this.factor = this.next(captioned);
  }
  next(captioned) {
    const [factor, patience] = this.pace;
    if (this.clock >= face.pace.hurried) return Infinity;
    if (this.record > 0) return 1;
    if (captioned && !this.hasty && this.shown < patience) return Math.min(factor, face.pace.spoken);
    return factor * 2 ** Math.max(0, 1 + Math.floor((this.shown - patience) / face.pace.doubles));
  }
  isOver(ended) {
    if (this.hasty) return this.shown >= face.pace.shortest;
    return ended && this.shown >= face.pace.shortest || this.shown >= this.pace[2];
  }
}

const Captions = {
  times: new Map(), was: new Set(), now: null, age: 0, lasts: 0, muted: false,
  advance(seconds, moment) {
    Captions.age += seconds;
    let due = face.captions.filter(one => Captions.come(one, moment));
    if (Captions.now && Captions.age < Captions.lasts + face.pace.between) due = due.filter(one => one.now);
    else if (Captions.now) { Captions.now = null; Captions.draw(); }
    if (due.length && !Captions.muted) Captions.show(due[0], moment);
    if (Captions.now) $("story").lastChild.style.width = `${100 * Math.max(0, 1 - Captions.age / Captions.lasts)}%`;
    if (Captions.now && Captions.age >= Captions.lasts) $("story").classList.remove("on");
  },
  get speaking() { return Captions.now !== null && Captions.age < Captions.lasts; },
  come(one, moment) {
    if (!scripts[one.due](moment)) { Captions.was.delete(one.name); return false; }
    return !Captions.was.has(one.name) && (Captions.times.get(one.name) || 0) < one.times;
  },
  show(one, moment) {
    Captions.times.set(one.name, (Captions.times.get(one.name) || 0) + 1);
    Captions.was.add(one.name);
    const text = one.lines.join("\n").replace(/\{(\w+)\}/g, (_, name) => moment.words[name] ?? "");
    Object.assign(Captions, { now: one.name, age: 0, lasts: Math.max(face.pace.least, face.pace.base + face.pace.letter * text.length) });
    Captions.draw(text);
  },
  draw(text) {
    const box = $("story");
    box.classList.toggle("on", Boolean(text));
    if (!text) return;
    box.replaceChildren(...text.split("\n").map(line => {
      const shown = made("p");
      line.split("*").forEach((part, k) => shown.append(k % 2 ? made("em", part) : part));
      return shown;
    }), made("i"));
  },
  mute() { Captions.muted = !Captions.muted; Captions.now = null; Captions.draw(); say(Captions.muted ? "captions off" : "captions on"); },
};

const Records = {  // the facts of a run that captions are chosen by
  peaks: [], spreads: [], gone: "",
  begin() { Object.assign(Records, { peaks: [], spreads: [], gone: "" }); },
  meet(genes, kinds) {  // a generation that has come: which families it has, and how far its genomes differ
    const shares = new Array(Looks.count / 2).fill(0);
    for (const kind of kinds) shares[kind >> 1] += 1 / kinds.length;
    const lost = shares.findIndex((share, k) => !share && Records.peaks[k] >= face.pace.known);
    Records.gone = face.families[lost] ?? "";
    Records.peaks = shares.map((share, k) => Math.max(share, Records.peaks[k] ?? 0));
    Records.spreads.push(Records.spread(genes, kinds.length));
  },
  spread(genes, population) {  // the standard deviation of each number, on average
    const each = genes.length / population, column = k => Array.from({ length: population }, (_, one) => genes[one * each + k]);
    const mean = values => values.reduce((all, one) => all + one, 0) / values.length;
    return mean(Array.from({ length: each }, (_, k) => { const values = column(k), middle = mean(values); return Math.sqrt(mean(values.map(one => (one - middle) ** 2))); }));
  },
  moment(lab, between) {
    const frame = lab.frame, history = lab.history, n = history.length, population = frame.population;
    let best = -Infinity, at = 0, before = -Infinity;
    history.forEach((one, k) => { if (k === n - 1) before = best; if (one.best > best) { best = one.best; at = k; } });
    const fresh = n && at === n - 1 && Number.isFinite(before), kinds = Stage.kinds, counts = new Array(Looks.count / 2).fill(0);
    if (kinds) for (const kind of kinds) counts[kind >> 1]++;
    const largest = counts.indexOf(Math.max(...counts)), family = kinds ? face.families[largest] : "", share = kinds ? counts[largest] / kinds.length : 0;
    const values = Policy.asked?.values, still = n ? n - 1 - at : 0;
    const moment = {
      agent: game.agent, score_name: game.score[0], population, weights: told.engine.policy.parameters, elites: face.elites, number: frame.generation,
      steps: frame.step, fallen: 1 - frame.alive / population, best: lab.best(), between, record: fresh ? best : null, before: fresh ? before : 0,
      family, share, gone: Records.gone, still, alike: Records.spreads[Records.spreads.length - 1] < face.pace.alike * Records.spreads[0], exam: lab.solved ? face.exam : 0,
      decides: Boolean(values && !values.winners && values.values.some(v => v < -0.2) && values.values.some(v => v > 0.2)), decisions: [game.leans[1], game.leans[0]],
    };
    moment.words = {
      agent: game.agent, agents: `${game.agent}s`, scores: game.score[0], population: legible(population), weights: legible(moment.weights), elites: legible(Math.min(face.elites, 10)),
      all_elites: legible(face.elites), children: legible(population - face.elites), number: legible(frame.generation), record: tallied(moment.record || 0), family,
      relatives: legible(Math.round(share * population)), gone: Records.gone, still: legible(still), warm: moment.decisions[0], cool: moment.decisions[1], exam: `${legible(moment.exam)} ${many(moment.exam, "course")}`,
    };
    return moment;
  },
};
