/** Crops, pixel by pixel as handpose/geometry.py makes them: canvases resample in ways of their own. */

import { inverse, moved } from "./geometry.js";

/**
 * The crop of a picture (ImageData, RGBA) under a map from picture to crop.
 *
 * Uint8ClampedArray (size * size * 3), RGB, black outside the picture. Shrinking more than twofold
 * is done on a picture averaged beforehand, so that no detail aliases. Both steps round to whole
 * numbers, as OpenCV does: the networks feel the difference.
 */
export function warp(picture, toCrop, size) {
  const [a, b, , d, e] = toCrop;
  const shrink = Math.floor(1 / Math.sqrt(Math.abs(a * e - b * d)));
  if (shrink < 2) return sampled(picture, inverse(toCrop), size);
  const part = shownPart(picture, toCrop, size);
  if (part.width <= 0 || part.height <= 0) return new Uint8ClampedArray(size * size * 3);
  const small = shrunk(picture, part, shrink);
  return sampled(small, intoPart(inverse(toCrop), part, small), size);
}

/** The part of a picture that a crop shows; interpolation looks up to two crop pixels further. */
function shownPart(picture, toCrop, size) {
  const toPicture = inverse(toCrop);
  const ends = [
    [0, 0],
    [0, size],
    [size, 0],
    [size, size],
  ].map((corner) => moved(toPicture, corner));
  const [left, right] = span(
    ends.map(([x]) => x),
    toPicture.slice(0, 2),
    picture.width,
  );
  const [top, bottom] = span(
    ends.map(([, y]) => y),
    toPicture.slice(3, 5),
    picture.height,
  );
  return { left, top, width: right - left, height: bottom - top };
}

function span(places, steps, length) {
  const margin = 2 * (Math.abs(steps[0]) + Math.abs(steps[1]));
  const inside = (place) => Math.min(Math.max(place, 0), length);
  return [
    inside(Math.floor(Math.min(...places) - margin)),
    inside(Math.ceil(Math.max(...places) + margin)),
  ];
}

/** A map from crop to picture that leads into the shrunken part instead. */
function intoPart([a, b, c, d, e, f], part, small) {
  const across = small.width / part.width;
  const down = small.height / part.height;
  const shift = [(c - part.left) * across, (f - part.top) * down];
  return [a * across, b * across, shift[0], d * down, e * down, shift[1]];
}

/** A part of a picture with every pixel the mean of the area that it covers. */
function shrunk(picture, part, by) {
  const columns = areas(part.left, part.width, rounded(part.width / by));
  const rows = areas(part.top, part.height, rounded(part.height / by));
  const [width, height] = [columns.length, rows.length];
  const data = new Uint8ClampedArray(width * height * 4);
  rows.forEach(({ first, weights }, y) => {
    const line = new Float32Array(width * 4);
    weights.forEach((weight, step) => addRow(line, picture, first + step, columns, weight));
    data.set(line, y * width * 4);
  });
  return { data, width, height };
}

/** A whole number from 1, halves to the even one, as Python rounds. */
function rounded(number) {
  const up = Math.round(number);
  return Math.max(1, up - number === 0.5 && up % 2 ? up - 1 : up);
}

/** For each of `count` equal areas along an axis: its first pixel and the weight of each pixel. */
function areas(from, length, count) {
  const width = length / count;
  return Array.from({ length: count }, (_, place) => {
    const [low, high] = [place * width, (place + 1) * width];
    const first = Math.floor(low);
    const last = Math.min(length, Math.ceil(high - 1e-6));
    const covered = (pixel) => Math.min(high, pixel + 1) - Math.max(low, pixel);
    const weights = Array.from(
      { length: last - first },
      (_, step) => covered(first + step) / width,
    );
    return { first: from + first, weights };
  });
}

function addRow(line, picture, y, columns, rowWeight) {
  const { data, width } = picture;
  for (let column = 0; column < columns.length; column++) {
    const { first, weights } = columns[column];
    let source = (y * width + first) * 4;
    let [red, green, blue] = [0, 0, 0];
    for (let step = 0; step < weights.length; step++, source += 4) {
      red += weights[step] * data[source];
      green += weights[step] * data[source + 1];
      blue += weights[step] * data[source + 2];
    }
    line[column * 4] += rowWeight * red;
    line[column * 4 + 1] += rowWeight * green;
    line[column * 4 + 2] += rowWeight * blue;
  }
}

/** Bilinear interpolation at the centre of every pixel of the crop. */
function sampled(picture, [a, b, c, d, e, f], size) {
  const crop = new Uint8ClampedArray(size * size * 3);
  for (let y = 0.5, target = 0; y < size; y++) {
    for (let x = 0.5; x < size; x++, target += 3) {
      interpolate(crop, target, picture, a * x + b * y + c - 0.5, d * x + e * y + f - 0.5);
    }
  }
  return crop;
}

/** Write the mean of the four pixels round (x, y), which counts pixel centres as whole numbers. */
function interpolate(crop, target, { data, width, height }, x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  let [red, green, blue] = [0, 0, 0];
  for (let row = Math.max(top, 0); row <= Math.min(top + 1, height - 1); row++) {
    for (let column = Math.max(left, 0); column <= Math.min(left + 1, width - 1); column++) {
      const weight = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
      const source = (row * width + column) * 4;
      red += weight * data[source];
      green += weight * data[source + 1];
      blue += weight * data[source + 2];
    }
  }
  crop[target] = red;
  crop[target + 1] = green;
  crop[target + 2] = blue;
}
