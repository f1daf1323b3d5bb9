// Draws shapes that rules name on a canvas: discs, boxes, lines, polygons and texts, whose colours are names.
class Brush {
  // `colours`: what each name is; `halo`: the colour round texts; `scale`: pixels to a unit of the world.
  constructor(c, scale, colours, halo) { Object.assign(this, { c, scale, colours, halo, share: 1 }); }
  put(colour, alpha) {
    this.c.globalAlpha = this.share * Math.max(0, Math.min(1, alpha));
    this.c.fillStyle = this.c.strokeStyle = this.colours[colour];
  }
  disc(x, y, radius, colour = "agent", alpha = 1, ring = 0) {
    const { c, scale: s } = this, wide = ring && Math.max(1, ring * s);
    this.put(colour, alpha);
    c.beginPath();
    c.arc(x * s, y * s, Math.max(0.5, radius * s - wide / 2), 0, 7);
    if (wide) { c.lineWidth = wide; c.stroke(); } else c.fill();
  }
  box(x, y, width, height, colour = "agent", alpha = 1, radius = 0) {
    const { c, scale: s } = this, left = Math.round(x * s), top = Math.round(y * s);
    this.put(colour, alpha);
    if (!radius && width * s > 200) {  // wide ones lie on whole pixels, so that no seam shows between two that touch
      c.fillRect(left, top, Math.round((x + width) * s) - left, Math.round((y + height) * s) - top);
      return;
    }
    c.beginPath();
    c.roundRect(x * s, y * s, Math.max(0, width * s), Math.max(0, height * s), Math.max(0, radius * s));
    c.fill();
  }
  path(points) {
    this.c.beginPath();
    for (const [x, y] of points) this.c.lineTo(x * this.scale, y * this.scale);
  }
  line(points, colour = "agent", width = 2, alpha = 1) {
    this.put(colour, alpha);
    this.c.lineCap = this.c.lineJoin = "round";
    this.c.lineWidth = Math.max(0.7, width * this.scale);
    this.path(points);
    this.c.stroke();
  }
  polygon(points, colour = "agent", alpha = 1) {
    this.put(colour, alpha);
    this.path(points);
    this.c.fill();
  }
  text(x, y, words, colour = "text", size = 24, align = "left", strong = false) {
    const { c, scale: s } = this, high = size * s;
    if (high < 6) return;  // smaller letters are no letters
    this.put(colour, 1);
    c.font = `${strong ? 600 : 500} ${high}px Inter, system-ui, sans-serif`;
    c.textAlign = align === "centre" ? "center" : align;
    c.textBaseline = "middle";
    c.lineJoin = "round";
    if (high >= 13) {
      c.strokeStyle = this.halo; c.lineWidth = 4; c.globalAlpha = 0.5 * this.share;
      c.strokeText(words, x * s, y * s);
      c.globalAlpha = this.share;
    }
    c.fillText(words, x * s, y * s);
  }
}
