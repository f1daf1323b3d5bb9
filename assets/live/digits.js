// A network that learns to read digits in a worker.
"use strict";

class ServedDigits extends Served {
  async open({facts, wasm}) {
    const images = hex => { const all = Float32Array.from(hexBytes(hex), one => one / 16); return Array.from({length: all.length / 64}, (_, k) => Array.from(all.subarray(64 * k, 64 * k + 64))); };
    const y = facts.labels.learn.map(label => Array.from({length: 10}, (_, k) => k === label ? 1 : 0));
    this.facts = {...facts, examples: {x: images(facts.pixels.learn), y}};
    this.kernels = await Kernels.open(facts, wasm);
    return {};
  }
  begin({seed}) {
    this.backprop = new Backprop(this.kernels, this.facts, seed);
    return this.seen();
  }
  learn({epochs, rate}) {
    this.backprop.learn(epochs, rate);
    return this.seen();
  }
  seen() {
    const {epoch, losses, genome, fingerprint} = this.backprop;
    return {epoch, losses, genome: genome.data.slice(), fingerprint};
  }
}
