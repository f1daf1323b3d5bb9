// Which genome is the champion: see neuro/evolution/examination.py and champion_choice.py.
"use strict";

/** What is remembered of some exams: the latest. */
class Few {
  constructor(most) { this.most = most; this.kept = new Map(); }
  has(key) { return this.kept.has(key); }
  get(key) { return this.kept.get(key); }
  set(key, value) {
    this.kept.set(key, value);
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value);
  }
}

/** The exam of a run's best, on courses that training never uses: see neuro/evolution/examination.py. */
class Examiner {
  constructor(evolution) { this.evolution = evolution; this.forget(); }
  forget() { this.failed = new Few(64); this.passed = new Few(8); }
  examine(genome) {
    const key = this.evolution.keyOf(genome);
    if (!this.knows(key)) this.remember(key, this.fitnessOf(genome));
    return this.passed.has(key);
  }
  /** Examine a genome, with shares of the courses played by others; what became of it is remembered. */
  async examineWith(others, genome) {
    const key = this.evolution.keyOf(genome);
    if (this.knows(key)) return;
    const exam = this.exam();
    let one = exam.next();
    while (!one.done) one = exam.next(await this.evolution.trialWith(others, genome, ...one.value));
    this.remember(key, one.value);
  }
  knows(key) { return this.failed.has(key) || this.passed.has(key); }
  remember(key, fitness) {
    if (fitness === null) this.failed.set(key, true); else this.passed.set(key, fitness);
  }
  isBetter(candidate, champion) {
    const found = [];
    for (const genome of [champion, candidate]) {
      if (!this.examine(genome)) return false;
      const key = this.evolution.keyOf(genome), fitness = this.passed.get(key);
      this.passed.kept.delete(key);
      this.passed.kept.set(key, fitness);
      found.push(fitness);
    }
    return found[1] > found[0];
  }
  fitnessOf(genome) {
    const exam = this.exam();
    let one = exam.next();
    while (!one.done) one = exam.next(this.evolution.trial(genome, ...one.value));
    return one.value;
  }
  /** Asks for trials, and gives the fitness of a genome that passes, summed over the courses; null for one that fails. */
  *exam() {
    const {exam, maxSteps} = this.evolution.facts.game;
    const score = Number(exam.score), least = Number(exam.fitness), most = exam.max_steps;
    for (let limit = Math.min(maxSteps, most); ; limit = Math.min(4 * limit, most)) {
      const found = yield [{count: exam.courses, purpose: "EXAM"}, limit];
      const passed = found.score.every(one => one >= score) && found.fitness.every(one => one >= least);
      if (found.steps.some(one => one < limit) && !passed) return null;
      if (limit === most) return passed ? exactSum(found.fitness) : null;
    }
  }
}

/** Which of two genomes is better, on the same courses: see neuro/evolution/champion_choice.py. */
class Meeting {
  constructor(evolution) { this.evolution = evolution; this.forget(); }
  forget() { this.known = null; }
  isBetter(candidate, champion) {
    const key = this.evolution.keyOf(champion), other = this.evolution.keyOf(candidate);
    if (key === other) return false;
    if (!this.known || this.known.key !== key) this.known = {key, reached: this.reached(champion, 0, 32)};
    const {reached} = this.known, first = this.reached(candidate, 0, 8);
    if (first.every((one, k) => one < reached[k])) return false;
    const found = [...first, ...this.reached(candidate, 8, 24)];
    if (!(exactSum(found) > exactSum(reached))) return false;
    this.known = {key: other, reached: found};
    return true;
  }
  reached(genome, first, count) {
    return Array.from(this.evolution.trial(genome, {count, purpose: "MEETING", first}, this.evolution.maxSteps).fitness);
  }
}
