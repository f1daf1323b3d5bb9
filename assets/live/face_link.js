// The page's side of the worker in which the population lives, and of those that share its generations.
/*ASSET live/calls.js*/
class Link extends Calls {
  constructor(source) {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    super(new Worker(address));
    Object.assign(this, { source, others: [] });
    this.place.onerror = event => {
      event.preventDefault();
      this.fail(event.message || "the page's worker could not start");
    };
  }
  // Let so many workers share the generations; those that cannot start are done without.
  async share(count, told) {
    for (const one of this.others.splice(0)) one.place.terminate();
    const ports = [];
    try {
      while (ports.length < count - 1) {
        const helper = new Link(this.source), { port1, port2 } = new MessageChannel();
        this.others.push(helper);
        await helper.call("help", { ...told, port: port1 }, [port1]);
        ports.push(port2);
      }
    } catch { /* a browser may allow fewer */ }
    await this.call("share", { ports }, [...ports]);
    return ports.length + 1;
  }
}
