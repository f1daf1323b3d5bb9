// node run.js FOLDER: evolves as FOLDER/asked.json says, with the page's own engine, and prints what came of it as JSON.
"use strict";
const fs = require("fs"), vm = require("vm"), folder = process.argv[2];
const read = name => fs.readFileSync(`${folder}/${name}`);
vm.runInThisContext(`${read("engine.js")}\nObject.assign(globalThis, {Evolution, championFile});`);

(async () => {
  const evolution = await Evolution.open(JSON.parse(read("facts.json")), read("kernels.wasm")), told = [];
  for (const {run, generations} of JSON.parse(read("asked.json"))) {
    evolution.begin(run);
    for (let one = 0; one < generations; one++) evolution.next();
    const {generation, agent, fitness, score, solved} = evolution.champion();
    const travelled = evolution.visitors(Math.floor(generations / 2)).rollout.genomes.matrix.data.slice(0, 3);
    fs.writeFileSync(`${folder}/champion-${told.length}.neuro`, championFile(evolution));
    told.push({history: evolution.history, champion: {generation, agent, fitness, score, solved}, travelled: Array.from(travelled)});
  }
  console.log(JSON.stringify(told));
})().catch(error => { console.error(error); process.exit(1); });
