/** Asks a worker for things, or whoever listens at the other end of a port: each call is answered once, in order. */
class Calls {
  constructor(place) {
    Object.assign(this, {place, waiting: new Map(), count: 0});
    place.onmessage = ({data}) => {
      const asked = this.waiting.get(data.id);
      if (!asked) return;
      this.waiting.delete(data.id);
      if (data.error === undefined) asked.answer(data.result); else asked.refuse(new Error(data.error));
    };
  }
  /** Ask for something; what is given is handed over and not copied. */
  call(name, args = {}, given = []) {
    return new Promise((answer, refuse) => {
      this.waiting.set(++this.count, {answer, refuse});
      this.place.postMessage({id: this.count, call: name, args}, given);
    });
  }
  /** Refuse all that is waited for. */
  fail(message) {
    for (const asked of this.waiting.values()) asked.refuse(new Error(message));
    this.waiting.clear();
  }
}
