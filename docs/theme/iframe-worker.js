// Search looks things up in a worker, which browsers allow no page from a disk: there a hidden frame does its work.
"use strict";
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = Object.assign(document.createElement("iframe"), { hidden: true });
      document.body.append(frame);
      this.inside = frame.contentWindow;
      this.inside.answer = data => {
        const told = new MessageEvent("message", { data });
        this.dispatchEvent(told);
        if (this.onmessage) this.onmessage(told);
      };
      const start = "const importScripts = () => {}; window.postMessage = data => window.answer(data);";
      this.ready = new Promise(done => { this.inside.begun = done; });
      const script = new URL(address, document.baseURI).href.replace(/[<>"&]/g, encodeURIComponent);
      this.inside.document.open();
      this.inside.document.write(`<script>${start}</` + `script><script src="${script}" onload="window.begun()"></` + "script>");
      this.inside.document.close();
    }

    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data })));
    }

    terminate() {}
  };
}
