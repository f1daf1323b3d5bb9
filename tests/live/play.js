// node play.js FOLDER: plays as FOLDER/asked.json says, with the page's own engine, and prints the traces as JSON.
"use strict";
const fs = require("fs"), vm = require("vm"), folder = process.argv[2];
const read = name => fs.readFileSync(`${folder}/${name}`);
vm.runInThisContext(`${read("engine.js")}\nObject.assign(globalThis, {Play, Kernels});`);

(async () => {
  const told = [];
  for (const {facts, course, stops} of JSON.parse(read("asked.json"))) {
    const play = new Play(facts, await Kernels.open(facts, read("kernels.wasm")));
    const {rollout_: rollout} = play.begin({course}), seen = [];
    for (const stop of stops) {
      rollout.step(stop - rollout.steps);
      seen.push({trace: rollout.digest.words, steps: rollout.lived(0), score: rollout.score(0)});
    }
    told.push(seen);
  }
  console.log(JSON.stringify(told));
})().catch(error => { console.error(error); process.exit(1); });
