// node examples.js FOLDER: learns as FOLDER/asked.json says, with the page's own engine, and prints what came of it.
"use strict";
const fs = require("fs"), vm = require("vm"), folder = process.argv[2];
const read = name => fs.readFileSync(`${folder}/${name}`);
vm.runInThisContext(`${read("engine.js")}\nObject.assign(globalThis, {ServedExamples});`);

(async () => {
  const served = new ServedExamples(), told = [];
  await served.open({facts: JSON.parse(read("facts.json")), wasm: read("kernels.wasm")});
  for (const {seed, hidden, settings, steps} of JSON.parse(read("asked.json"))) {
    served.begin({seed, hidden, settings});
    let seen;
    for (const step of steps) seen = served.learn(step);
    for (const one of Object.values(seen)) one.genome = Array.from(one.genome);
    told.push(seen);
  }
  console.log(JSON.stringify(told));
})().catch(error => { console.error(error); process.exit(1); });
