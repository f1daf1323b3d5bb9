function cover(values, rows, columns, newRows, newColumns) {
  const out = new Float64Array(newRows * newColumns), share = newRows * newColumns / (rows * columns);
  const overlap = (old, fresh, i, j) => Math.max(0, Math.min((j + 1) * old / fresh, i + 1) - Math.max(j * old / fresh, i));
  for (let r = 0; r < newRows; r++) for (let c = 0; c < newColumns; c++) {
    let total = 0;
    const low = Math.floor(r * rows / newRows), high = Math.min(rows, Math.ceil((r + 1) * rows / newRows));
    const left = Math.floor(c * columns / newColumns), right = Math.min(columns, Math.ceil((c + 1) * columns / newColumns));
    for (let i = low; i < high; i++) for (let j = left; j < right; j++) {
      total += overlap(rows, newRows, i, r) * overlap(columns, newColumns, j, c) * values[i * columns + j];
    }
    out[r * newColumns + c] = total * share;
  }
  return out;
}

// Half to even, as in the program that this page comes from.
function rounded(x) {
  const low = Math.floor(x), part = x - low;
  return part < 0.5 || (part === 0.5 && low % 2 === 0) ? low : low + 1;
}

// A sign of any size brought to the size and place in which the network has learnt to see them.
function centred(ink, height, width, side) {
  const out = new Float64Array(side * side);
  let top = height, bottom = -1, left = width, right = -1;
  ink.forEach((value, k) => {
    if (value <= 0.1) return;
    const y = Math.floor(k / width), x = k % width;
    top = Math.min(top, y); bottom = Math.max(bottom, y); left = Math.min(left, x); right = Math.max(right, x);
  });
  if (bottom < 0) return out;
  const rows = bottom - top + 1, columns = right - left + 1, box = new Float64Array(rows * columns);
  for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) box[y * columns + x] = ink[(top + y) * width + left + x];
  if (side < 16) return inBlocks(box, rows, columns, side);
  const scale = rounded(side * 20 / 28) / Math.max(rows, columns);
  const high = Math.max(1, rounded(rows * scale)), wide = Math.max(1, rounded(columns * scale));
  const small = cover(box, rows, columns, high, wide), most = Math.max(...small);
  return placed(small.map(value => value / most), high, wide, side);
}

// An image on a square, its centre of mass as near to the middle as there is room.
function placed(image, high, wide, side) {
  const out = new Float64Array(side * side), total = image.reduce((sum, v) => sum + v, 0);
  const y0 = image.reduce((sum, v, k) => sum + v * Math.floor(k / wide), 0) / total;
  const x0 = image.reduce((sum, v, k) => sum + v * (k % wide), 0) / total;
  const start = (at, length) => Math.min(Math.max(0, rounded((side - 1) / 2 - at)), side - length);
  const y1 = start(y0, high), x1 = start(x0, wide);
  image.forEach((value, k) => { out[(y1 + Math.floor(k / wide)) * side + x1 + k % wide] = value; });
  return out;
}

// As the 8 × 8 digits were made: a black and white bitmap four times as fine, and how full each block of it is.
function inBlocks(box, rows, columns, side) {
  const fine = 4 * side, wide = Math.min(Math.max(Math.floor(fine / 2), rounded(columns * fine / rows)), Math.floor(fine * 3 / 4));
  const room = wide + 8, small = cover(box, rows, columns, fine, wide), wanted = rounded(0.305 * fine * fine);
  let grey = new Float64Array(fine * room);
  small.forEach((value, k) => { grey[Math.floor(k / wide) * room + 4 + k % wide] = value; });
  for (let times = 0; times < 8; times++) {
    grey = blurred(grey, fine, room).map(value => Math.round(value * 1e9) / 1e9);
    if (grey.filter(value => value > 0.02).length >= wanted) break;
  }
  const black = Math.max(grey.slice().sort()[grey.length - wanted], 0.02);
  const bitmap = placed(grey.map(value => value >= black ? 1 : 0), fine, room, fine), out = new Float64Array(side * side);
  bitmap.forEach((value, k) => { out[Math.floor(k / fine / 4) * side + Math.floor(k % fine / 4)] += value / 16; });
  return out;
}

function blurred(image, rows, columns) {
  const at = (values, y, x) => y < 0 || x < 0 || y >= rows || x >= columns ? 0 : values[y * columns + x];
  const along = (values, dy, dx) => values.map((value, k) => {
    const y = Math.floor(k / columns), x = k % columns;
    return (at(values, y - dy, x - dx) + 2 * value + at(values, y + dy, x + dx)) / 4;
  });
  return along(along(image, 1, 0), 0, 1);
}
