// Sliders of the world and of the algorithm: what they say holds from the next generation on.
class Settings {
  constructor(lab) { this.lab = lab; this.sliders = new Map(); this.build(); }
  build() {
    for (const [title, dials] of [["The world", game.dials], ["Evolution", face.dials]]) {
      if (!dials.length) continue;
      if ($("sliders").children.length) $("sliders").append(made("hr"));
      $("sliders").append(made("h3", title));
      for (const dial of dials) {
        const slider = new Slider(dial, value => this.turn(dial, value));
        this.sliders.set(`${dial.kind}.${dial.name}`, slider);
        $("sliders").append(slider.row);
      }
    }
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
    for (const [key, slider] of this.sliders) {
      const { dial } = slider, was = moved[key];
      const value = lab.values[key] ?? dial.value;
      slider.show(value, Settings.spelled(dial, value), was === undefined ? "" : `was ${Settings.spelled(dial, was)}`);
    }
    put("from", Object.keys(moved).length ? `from generation ${lab.newest + 1}` : "turn them while it learns");
    $("again").hidden = !lab.changes.length && !Object.keys(moved).length;
  }
}
