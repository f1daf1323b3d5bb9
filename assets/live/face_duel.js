// A person against the champion, on one course: the champion in the compiled rules, the person in the same rules as
// they are written, run as JavaScript.
const Duel = {
  on: false, you: null, held: new Set(), pressed: null, waits: true, clock: 0,
  codes: { space: "Space", up: "ArrowUp", down: "ArrowDown", left: "ArrowLeft", right: "ArrowRight" },
  signs: { space: "Space", up: "↑", down: "↓", left: "←", right: "→" },
  code: name => Duel.codes[name] || `Key${name.toUpperCase()}`,
  get possible() { return face.plays; },
  async begin(lab) {
    const course = crypto.getRandomValues(new Uint32Array(1))[0];
    const frame = await lab.link.call("duel", { course });
    Object.assign(Duel, { on: true, waits: true, pressed: null, clock: 0, you: { agent: Duel.born(), steps: 0 } });
    Duel.p = parametersOf(frame); Duel.rng = py.draws(frame.course, Duel.you.agent, face.firstDraw);
    if (scripts.start) scripts.start(Duel.you.agent, Duel.p, Duel.rng);
    document.body.classList.add("duel");
    lab.take(frame);
    put("duel", "Back to learning");
    $("world").scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    $("world").focus({ preventScroll: true });
  },
  born: () => structuredClone(game.born),
  async end(lab) {
    Duel.on = false; Duel.you = null;
    document.body.classList.remove("duel");
    put("duel", "Play against it");
    lab.take(await lab.link.call("live"));
  },
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
  async advance(lab, steps) {
    if (Duel.waits) return;
    for (let k = 0; k < steps && Duel.you.agent.alive; k++) { scripts.step(Duel.you.agent, Duel.action(Duel.rows()), Duel.p, Duel.rng); Duel.you.steps++; }
    lab.take(await lab.link.call("frame", { steps, agent: 0 }));
  },
  sentence(frame) {
    const you = Duel.you.agent, rival = frame.state[frame.population];
    if (Duel.waits) return `Press ${Object.keys(game.keys).slice(0, 2).map(one => Duel.signs[one] || one.toUpperCase()).join(" or ")}, or tap: the champion starts with you, on the same course.`;
    if (you.alive) return `You: ${tallied(you.score)}. The champion: ${tallied(rival)}${frame.alive ? "" : ", and out"}.`;
    return `You came to ${tallied(you.score)}, the champion ${frame.alive ? "is still there" : `to ${tallied(rival)}`}. Tap or press a key to try again.`;
  },
  press(name, lab) {
    if (!Duel.on) return;
    if (!Duel.you.agent.alive) { Duel.begin(lab); return; }
    Duel.waits = false; Duel.pressed = name; Duel.held.add(...name.split("+").map(Duel.code));
  },
  key(event, down, lab) {
    const name = Object.keys(game.keys).find(one => Duel.code(one) === event.code);
    if (!name) return false;
    if (!down) Duel.held.delete(event.code);
    else if (!event.repeat) { Duel.press(name, lab); Duel.held.add(event.code); }
    return true;
  },
  buttons(lab) {
    for (const name of Object.keys(game.keys).filter(one => !one.includes("+") && one.length > 1)) {
      const button = made("button", Duel.signs[name] || name, "key");
      button.setAttribute("aria-label", name);
      button.addEventListener("pointerdown", event => { event.preventDefault(); Duel.press(name, lab); });
      for (const kind of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(kind, () => Duel.held.delete(Duel.code(name)));
      $("keys").append(button);
    }
  },
};
