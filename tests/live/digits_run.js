// node digits_run.js FOLDER: learns digits for two epochs with the page's own engine, and prints the digests of the weights.
"use strict";
const fs = require("fs"), vm = require("vm"), folder = process.argv[2];
const read = name => fs.readFileSync(`${folder}/${name}`);
vm.runInThisContext(`${read("engine.js")}\nObject.assign(globalThis, {ServedDigits});`);

(async () => {
  const served = new ServedDigits(), facts = JSON.parse(read("facts.json"));
  await served.open({facts, wasm: read("kernels.wasm")});
  served.begin({seed: facts.seed});
  console.log(JSON.stringify([facts.usual.rate, 0.3].map(rate => served.learn({epochs: 1, rate}).fingerprint)));
})().catch(error => { console.error(error); process.exit(1); });
