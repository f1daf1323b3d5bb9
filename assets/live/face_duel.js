// A person against the champion: beside it on one course, or, in a game of several players, in a match with it. The champion
// plays by the compiled rules, the person by the same rules as they are written, run as JavaScript.
const Duel = {
  on: false, you: null, ended: 0, held: new Set(), pressed: null, waits: true, seats: told.engine.game.players,
  codes: { space: "Space", up: "ArrowUp", down: "ArrowDown", left: "ArrowLeft", right: "ArrowRight" },
  signs: { space: "Space", up: "↑", down: "↓", left: "←", right: "→" },
  code: name => Duel.codes[name] || `Key${name.toUpperCase()}`,
  sign: name => Duel.signs[name] || name.toUpperCase(),
  get possible() { return face.plays; },
  get match() { return Duel.seats > 1; },
  get over() { return !Duel.you.agent.alive; },
  async begin() {
    const frame = await lab.link.call("duel", { course: crypto.getRandomValues(new Uint32Array(1))[0] }), you = structuredClone(game.born);
    Object.assign(Duel, { on: true, waits: true, pressed: null, you: { agent: you }, p: parametersOf(frame), rng: py.draws(frame.course, you, face.firstDraw) });
    scripts.start?.(you, Duel.p, Duel.rng);
    document.body.classList.add("duel");
    lab.take(Duel.match ? await Duel.seen() : frame);
    put("duel", "Stop playing");
    $("world").scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    $("world").focus({ preventScroll: true });
  },
  async end() {
    Duel.on = false; Duel.you = null;
    document.body.classList.remove("duel");
    put("duel", "Play against it");
    lab.take(await lab.link.call("live"));
  },
  seen: () => lab.link.call("reply", { state: rowsOf(Duel.you.agent) }),  // the match, and what the champion will do in it
  rows() {  // the action rows of what is pressed
    const names = Object.keys(game.keys).filter(name => name.split("+").every(one => Duel.held.has(Duel.code(one))));
    const chosen = names.sort((a, b) => b.length - a.length)[0];
    if (game.held) return chosen ? game.keys[chosen] : game.rest;
    const once = Duel.pressed;
    Duel.pressed = null;
    return once ? game.keys[once] : game.rest;
  },
  action(rows) {
    const names = game.actions.map(one => one.replaceAll(" ", "_")), kind = game.decision;
    const value = k => kind === "continuous" ? rows[k] ?? 0 : kind === "versus" ? (rows[0] > 0) === (k === 0) : kind === "argmax" ? rows[0] === k : rows[k] > 0;
    return Object.fromEntries(names.map((name, k) => [name, value(k)]));
  },
  async advance(steps) {
    if (Duel.waits) return;
    const { you: { agent } } = Duel;
    for (let k = 0; k < steps && agent.alive; k++) {
      const own = Duel.action(Duel.rows());
      scripts.step(agent, Duel.match ? [own, ...Duel.replies()] : own, Duel.p, Duel.rng);
      if (Duel.match) lab.take(await Duel.seen());
    }
    if (!Duel.match) lab.take(await lab.link.call("frame", { steps, agent: 0 }));
    if (!Duel.over) Duel.ended = performance.now();
  },
  replies() {  // what the champion does in the other seats
    const { action } = lab.frame, each = action.length / Duel.seats;
    return Array.from({ length: Duel.seats - 1 }, (_, k) => Duel.action(action.subarray(each * (k + 1), each * (k + 2))));
  },
  get scores() { return Duel.match ? Duel.you.agent.players.map(one => one.score) : [Duel.you.agent.score, lab.frame.state[lab.frame.population]]; },
  sentence() {
    const [own, rival] = Duel.scores, out = !Duel.match && !lab.frame.alive, again = "Tap or press a key to try again.";
    const keys = Object.keys(game.keys).filter(one => !one.includes("+")).map(Duel.sign), row = keys.length > 1 ? `${keys.slice(0, -1).join(", ")} or ${keys[keys.length - 1]}` : keys[0];
    if (Duel.waits) return Duel.match ? `Press ${row} to begin a match against the champion.` : `Press ${row}, or tap: the champion starts with you, on the same course.`;
    if (!Duel.over) return `You: ${tallied(own)}. The champion: ${tallied(rival)}${out ? ", and out" : ""}.`;
    if (Duel.match) return `${own > rival ? "You have won" : own < rival ? "The champion has won" : "Nobody has won"}, ${legible(Math.max(own, rival))} to ${legible(Math.min(own, rival))}. ${again}`;
    return `You came to ${tallied(own)}, the champion ${out ? `to ${tallied(rival)}` : "is still there"}. ${again}`;
  },
  press(name) {
    if (!Duel.on) return;
    if (Duel.over) { if (performance.now() - Duel.ended > 600) once(Duel.begin); return; }  // the end is seen first
    Duel.waits = false; Duel.pressed = name; Duel.held.add(...name.split("+").map(Duel.code));
  },
  key(event, down) {
    const name = Object.keys(game.keys).find(one => Duel.code(one) === event.code);
    if (!name) return false;
    if (!down) Duel.held.delete(event.code);
    else if (!event.repeat) { Duel.press(name); Duel.held.add(event.code); }
    return true;
  },
  listen() {  // to keys that are let go, and to fingers
    document.addEventListener("keyup", event => { if (Duel.on) Duel.key(event, false); });
    document.addEventListener("pointerup", () => { if (Duel.on && !game.held) Duel.held.clear(); });
    $("world").addEventListener("pointerdown", () => { if (Duel.on && (!game.held || Duel.over)) Duel.press(Object.keys(game.keys)[0]); });
    for (const name of Object.keys(game.keys).filter(one => !one.includes("+") && one.length > 1)) {
      const button = made("button", Duel.sign(name), "key");
      button.setAttribute("aria-label", name);
      button.addEventListener("pointerdown", event => { event.preventDefault(); Duel.press(name); });
      for (const kind of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(kind, () => Duel.held.delete(Duel.code(name)));
      $("keys").append(button);
    }
  },
};
