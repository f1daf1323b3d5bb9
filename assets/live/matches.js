// Games of several players: who plays whom, and the best of earlier generations as opponents. See
// neuro/evolution/pairing.py, thinning.py and arena.py, and neuro/rollout/matches.py.
"use strict";

/** Matches in which each genome has all seats; what it reaches in the first one counts. */
function againstItself(population, players) {
  const matches = Array.from({length: population}, (_, genome) => Array(players).fill(genome));
  return {matches, seats: matches.map((_, genome) => [genome * players])};
}

/** Ways to pair the genomes of a generation, by name. */
const PAIRINGS = {
  itself: (evolution, players) => againstItself(evolution.genomes.count, players),
  random(evolution, players, generation, earlier, {rounds}) {
    const population = evolution.genomes.count, size = Math.ceil(population / players) * players, matches = [];
    const seats = Array.from({length: population}, () => Array(rounds));
    for (let round = 0; round < rounds; round++) {
      const drawn = evolution.kernels.briefly(() => evolution.words(population, "PAIR", generation, round).data.slice());
      const order = Array.from(drawn.keys()).sort((a, b) => drawn[a] - drawn[b]);
      const row = Array.from({length: size}, (_, seat) => order[seat % population]);
      for (let first = 0; first < size; first += players) matches.push(row.slice(first, first + players));
      order.forEach((genome, place) => { seats[genome][round] = round * size + place; });
    }
    return {matches, seats};
  },
  all(evolution, players, generation, earlier, {most}) {
    const population = evolution.genomes.count, matches = [], seats = Array.from({length: population}, () => []);
    if (players !== 2) throw Error(`all against all is for games of two players; this one has ${players}`);
    if (population > most) throw Error(`all against all is for 2 to ${most} genomes, not ${population}: evolve fewer`);
    for (let one = 0; one < population; one++) for (let other = one + 1; other < population; other++) {
      const swapped = (one + other) % 2, first = 2 * matches.length;
      matches.push(swapped ? [other, one] : [one, other]);
      seats[one][other] = first + swapped;
      seats[other][one] = first + 1 - swapped;
    }
    return {matches, seats: seats.map((row, own) => row.filter((_, place) => place !== own))};
  },
  hall(evolution, players, generation, earlier, {rounds}) {
    if (!earlier) return PAIRINGS.random(evolution, players, generation, earlier, {rounds});
    const population = evolution.genomes.count, count = population * rounds;
    const drawn = evolution.kernels.briefly(() => evolution.words(count * (players - 1), "PAIR", generation).data.slice());
    const opponent = one => population + Math.floor(drawn[one] * earlier / 2 ** 32), matches = [], seats = [];
    for (let match = 0, next = 0; match < count; match++) {
      const genome = Math.floor(match / rounds), own = match % rounds % players;
      matches.push(Array.from({length: players}, (_, seat) => seat === own ? genome : opponent(next++)));
      (seats[genome] ??= []).push(match * players + own);
    }
    return {matches, seats};
  },
};

/** Of numbers of generations those to keep: the first, the two newest, and others spread between them. */
function thinned(generations, most) {
  const kept = [...generations].sort((a, b) => a - b);
  while (kept.length > Math.max(most, 2)) {
    let least = 0;
    for (let place = 1; place < kept.length - 2; place++)
      if (!least || kept[place + 1] - kept[place - 1] < kept[least + 1] - kept[least - 1]) least = place;
    kept.splice(least, 1);
  }
  return kept;
}

/** The best genomes of earlier generations, as far as the pairing asks for them. */
class Hall {
  constructor(evolution) { Object.assign(this, {evolution, kept: new Map()}); }
  /** The matches of a generation, and its genomes with the opponents behind them; nothing in a game of one player. */
  matches(generation) {
    const {evolution, kept} = this, {players, pairing} = evolution.facts.game, {genomes} = evolution;
    if (players === 1) return {genomes, table: null};
    const table = PAIRINGS[pairing.name](evolution, players, generation, kept.size, pairing);
    return {table, genomes: kept.size ? genomes.joined(evolution.kernels, [...kept.values()]) : genomes};
  }
  keep(best, generation) {
    const {players, pairing} = this.evolution.facts.game;
    if (players === 1 || !pairing.kept) return;
    const all = new Map(this.kept).set(generation, best);
    this.kept = new Map(thinned(all.keys(), pairing.kept).map(one => [one, all.get(one)]));
  }
}

/** Values by match, course and seat, as those of the seats that count for each genome: (population, rounds × courses). */
function ofSeats(values, {seats}, players, episodes, each = 1) {
  const rounds = seats[0].length, out = new Float32Array(seats.length * rounds * episodes * each);
  let at = 0;
  for (const own of seats) for (const seat of own) for (let course = 0; course < episodes; course++) {
    const match = Math.floor(seat / players), from = ((match * episodes + course) * players + seat % players) * each;
    for (let one = 0; one < each; one++) out[at++] = values[from + one];
  }
  return out;
}
