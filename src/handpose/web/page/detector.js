/** Where the hands of a picture are, as handpose's HandDetector. */

import { inverse, letterbox, moved, overlap, pictureToCrop } from "./geometry.js";
import { openModel } from "./model.js";
import { warp } from "./warp.js";

// Boxes that overlap more, intersection over union, hold the same hand.
const SAME_HAND = 0.5;

/**
 * A function from a picture (ImageData) to detections, the surest first.
 *
 * A detection is {box: [x, y, w, h] in pixels of the picture, tight round the keypoints; angle:
 * degrees clockwise from up in which the hand points; score: 0..1}.
 */
export async function openDetector(card) {
  const run = await openModel(card);
  return async (picture) => {
    const toCrop = pictureToCrop(letterbox(picture), card.input_size);
    const answer = await run(warp(picture, toCrop, card.input_size));
    const sure = read(answer, inverse(toCrop)).filter(({ score }) => score >= card.threshold);
    return eachOnce(sure.sort((one, other) => other.score - one.score));
  };
}

function read({ boxes, angles, scores }, toPicture) {
  return Array.from(scores, (score, index) => {
    const [x, y, w, h] = boxes.slice(4 * index, 4 * index + 4);
    const [left, top] = moved(toPicture, [x, y]);
    const scale = toPicture[0];
    return { box: [left, top, w * scale, h * scale], angle: angles[index], score };
  });
}

/** Detections without those that show a surer one's hand once more. */
function eachOnce(detections) {
  const kept = [];
  for (const one of detections) {
    if (kept.every((surer) => overlap(one.box, surer.box) <= SAME_HAND)) kept.push(one);
  }
  return kept;
}
