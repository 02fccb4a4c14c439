/**
 * Boxes, squares and the affine maps between picture and crop, as in handpose/geometry.py.
 *
 * Pixels: x right, y down, the centre of the first pixel at (0.5, 0.5). A box is [x, y, w, h], a
 * square [centre x, centre y, side], a point [x, y]. A map [a, b, c, d, e, f] takes (x, y) to
 * (a x + b y + c, d x + e y + f).
 */

/** The square with a box's centre and `scale` times its long side. */
export function squareRound([x, y, w, h], scale) {
  return [x + w / 2, y + h / 2, Math.max(w, h) * scale];
}

/** The smallest square that holds a whole picture. */
export function letterbox({ width, height }) {
  return [width / 2, height / 2, Math.max(width, height)];
}

/** The largest square in the middle of a picture. */
export function centreSquare({ width, height }) {
  return [width / 2, height / 2, Math.min(width, height)];
}

/** The map from picture to crop that turns the picture clockwise, as seen, by `turn` degrees. */
export function pictureToCrop([cx, cy, side], cropSize, turn = 0) {
  const scale = cropSize / side;
  const angle = (turn * Math.PI) / 180;
  const cos = scale * Math.cos(angle);
  const sin = scale * Math.sin(angle);
  const half = cropSize / 2;
  return [cos, -sin, half - cos * cx + sin * cy, sin, cos, half - sin * cx - cos * cy];
}

/** The map back. */
export function inverse([a, b, c, d, e, f]) {
  const det = a * e - b * d;
  return [e / det, -b / det, (b * f - c * e) / det, -d / det, a / det, (c * d - a * f) / det];
}

/** A point moved by a map. */
export function moved([a, b, c, d, e, f], [x, y]) {
  return [a * x + b * y + c, d * x + e * y + f];
}

/** The tight box round points. */
export function boxRound(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

/** How much two boxes have in common: intersection over union, 0..1. */
export function overlap(one, other) {
  const across = (axis) =>
    Math.min(one[axis] + one[axis + 2], other[axis] + other[axis + 2]) -
    Math.max(one[axis], other[axis]);
  const shared = Math.max(0, across(0)) * Math.max(0, across(1));
  const union = one[2] * one[3] + other[2] * other[3] - shared;
  return union > 0 ? shared / union : 0;
}
