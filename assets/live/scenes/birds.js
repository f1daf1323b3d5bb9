// Birds, put together by the very script that draws them for the window (games/art/plumage.py).
const Birds = {
  kept: new Map(), reach: 2.35,
  parts(variety, phase) { return scripts.parts(py.record(face.constants.traits, [...face.varieties[variety]]), phase); },
  css: colour => Array.isArray(colour) ? `rgb(${colour})` : colour,
  sprite(variety, phase, radius, outline) {  // level, in pixels
    const key = `${variety} ${phase} ${radius} ${outline}`;
    if (!Birds.kept.has(key)) {
      if (Birds.kept.size > 400) Birds.kept.clear();
      const half = Math.ceil(Birds.reach * radius), out = picture(2 * half, 2 * half), c = out.getContext("2d"), bird = Birds.parts(variety, phase);
      c.translate(half, half); c.lineJoin = "round";
      const path = points => { c.beginPath(); for (const [x, y] of points) c.lineTo(x * radius, y * radius); c.closePath(); };
      if (outline) {
        c.fillStyle = c.strokeStyle = outline; c.lineWidth = Math.max(0.15 * radius, 2);
        for (const part of bird) if (part.role !== "inside") { path(part.polygon); c.stroke(); c.fill(); }
      }
      for (const part of bird) {
        c.save();
        if (part.role === "inside") { path(bird.find(one => one.role === "body").polygon); c.clip(); }
        c.fillStyle = Birds.css(part.colour); path(part.polygon); c.fill();
        c.restore();
      }
      Birds.kept.set(key, out);
    }
    return Birds.kept.get(key);
  },
  // At a place in pixels of the page; `fine`: pixels of the screen to one of the page; tilt in degrees, nose up.
  draw(c, x, y, variety, radius, fine, { phase = 3, tilt = 0, alpha = 1, outline = Look.theme.ink } = {}) {
    const out = Birds.sprite(variety, phase, Math.round(radius * fine * 2) / 2, outline), side = out.width / fine;
    c.globalAlpha = alpha;
    if (tilt) { c.save(); c.translate(x, y); c.rotate(-tilt * Math.PI / 180); c.drawImage(out, -side / 2, -side / 2, side, side); c.restore(); }
    else c.drawImage(out, x - side / 2, y - side / 2, side, side);
    c.globalAlpha = 1;
  },
  edge: variety => Look.dark ? mixed(Looks.hue(variety), Look.theme.ink, 0.6) : null,
};

class Feathers {  // five for each that dies
  constructor() { this.bursts = []; }
  burst(x, y, colour) { if (this.bursts.length < 60 && !calm.matches) this.bursts.push({ x, y, colour, age: 0, ways: Array.from({ length: 5 }, () => [Math.random() * 6.28, 10 + 24 * Math.random(), 2 * Math.random() - 1]) }); }
  move(left, frames = 1) {
    for (const one of this.bursts) { one.x -= left; one.age += frames; }
    this.bursts = this.bursts.filter(one => one.age < 36);
  }
  draw(c, origin, scale) {
    for (const one of this.bursts) {
      const share = one.age / 36, far = 1 - (1 - share) ** 3;
      for (const [way, reach, turn] of one.ways) {
        const x = origin + (one.x + Math.cos(way) * reach * far) * scale, y = (one.y + Math.sin(way) * reach * far + 46 * share ** 2) * scale;
        poly(c, blade(x, y, way + 2.5 * share * turn, 12 * scale, 5 * scale, 0.4, 0.5, 6), fade(one.colour, 0.9 * (1 - share ** 2)));
      }
    }
  }
}
