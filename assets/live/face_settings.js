// Sliders of the world and of the algorithm: what they say holds from the next generation on.
class Settings {
  constructor(lab) { this.lab = lab; this.rows = new Map(); this.build(); }
  build() {
    for (const [title, dials] of [["The world", game.dials], ["Evolution", face.dials]]) {
      if (!dials.length) continue;
      if ($("sliders").children.length) $("sliders").append(made("hr"));
      $("sliders").append(made("h3", title));
      for (const dial of dials) $("sliders").append(this.row(dial));
    }
  }
  row(dial) {
    const row = made("div", "", "row"), id = `dial-${this.rows.size}`, label = made("label", dial.label), shown = made("output"), input = made("input");
    label.htmlFor = id;
    Object.assign(input, { type: "range", id, min: dial.low, max: dial.high, step: dial.step || "any" });
    input.setAttribute("aria-describedby", `${id}-about`);
    row.append(label, shown, input, Object.assign(made("small", dial.about, "about"), { id: `${id}-about` }));
    this.rows.set(`${dial.kind}.${dial.name}`, { dial, row, shown, input });
    input.addEventListener("input", () => this.turn(dial, Number(input.value)));
    return row;
  }
  turn(dial, value) {
    const whole = dial.whole ? Math.round(value) : Number(value.toPrecision(6));
    this.lab.turn(dial, whole);
    this.show();
  }
  static spelled(dial, value) {
    const [, digits, percent] = /\{:(?:\.(\d))?f?(%?)/.exec(dial.text) || [];
    return percent ? `${(100 * value).toFixed(digits || 0)} %` : legible(value);
  }
  show() {
    const { lab } = this, moved = lab.pending();
    for (const [key, { dial, row, shown, input }] of this.rows) {
      const value = lab.values[key] ?? dial.value, was = moved[key];
      if (document.activeElement !== input) input.value = value;
      input.style.setProperty("--p", `${100 * (clamp(value, dial.low, dial.high) - dial.low) / (dial.high - dial.low)}%`);
      row.classList.toggle("changed", was !== undefined);
      shown.replaceChildren(...(was === undefined ? [] : [made("small", `was ${Settings.spelled(dial, was)}`)]), Settings.spelled(dial, value));
      input.setAttribute("aria-valuetext", Settings.spelled(dial, value));
    }
    put("from", Object.keys(moved).length ? `from generation ${lab.newest + 1}` : "turn them while it learns");
    $("again").hidden = !lab.changes.length && !Object.keys(moved).length;
  }
}
