// The page's side of the worker in which the population lives: each call is answered once, in order.
class Link {
  constructor(source) {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.worker = new Worker(address);
    this.waiting = new Map();
    this.count = 0;
    this.worker.onmessage = ({ data }) => {
      const asked = this.waiting.get(data.id);
      if (!asked) return;
      this.waiting.delete(data.id);
      if (data.error === undefined) asked.answer(data.result); else asked.refuse(new Error(data.error));
    };
    this.worker.onerror = event => {
      event.preventDefault();
      for (const asked of this.waiting.values()) asked.refuse(new Error(event.message || "the page's worker could not start"));
      this.waiting.clear();
    };
  }
  call(name, args = {}) {
    return new Promise((answer, refuse) => {
      this.waiting.set(++this.count, { answer, refuse });
      this.worker.postMessage({ id: this.count, call: name, args });
    });
  }
}
