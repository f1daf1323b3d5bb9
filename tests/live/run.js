// node run.js FOLDER: evolves as FOLDER/asked.json says, with the page's own engine, and prints what came of it as JSON.
"use strict";
const fs = require("fs"), vm = require("vm"), folder = process.argv[2];
const read = name => fs.readFileSync(`${folder}/${name}`);
vm.runInThisContext(`${read("engine.js")}\nObject.assign(globalThis, {Evolution, Kernels, Served, championFile});`);

/** A worker that plays shares of generations, in this process. */
async function other(facts, wasm) {
  const served = new Served();
  await served.help({facts, wasm, port: {}});
  return {call: async (name, given) => served[name](given)};
}

/** Fitness and steps of a trial. */
const shown = ({fitness, steps}) => [Array.from(fitness), Array.from(steps)];

(async () => {
  const facts = JSON.parse(read("facts.json")), wasm = read("kernels.wasm"), told = [];
  const evolution = await Evolution.open(facts, wasm), others = [];
  for (const {run, generations, workers = 1} of JSON.parse(read("asked.json"))) {
    while (others.length < workers - 1) others.push(await other(facts, wasm));
    evolution.begin(run);
    for (let one = 0; one < generations; one++) {
      await evolution.finishWith(others.slice(0, workers - 1));
      evolution.next();
    }
    const {generation, agent, fitness, score, solved} = evolution.champion();
    const travelled = evolution.visitors(Math.floor(generations / 2)).rollout.genomes.matrix.data.slice(0, 3);
    fs.writeFileSync(`${folder}/champion-${told.length}.neuro`, championFile(evolution));
    const {genome} = evolution.champion(), trial = [{count: 128, purpose: "EXAM"}, 300];
    const trials = [evolution.trial(genome, ...trial), await evolution.trialWith(others, genome, ...trial)].map(shown);
    told.push({trials, history: evolution.history, champion: {generation, agent, fitness, score, solved}, travelled: Array.from(travelled)});
  }
  console.log(JSON.stringify(told));
})().catch(error => { console.error(error); process.exit(1); });
