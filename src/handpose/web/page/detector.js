/** Where the hands of a picture are, as handpose's HandDetector. */

import { boxRound, inverse, letterbox, moved, overlap, pictureToCrop } from "./geometry.js";
import { openModel } from "./model.js";
import { warp } from "./warp.js";

// Pixels of the picture; a box that has less of it shows no hand.
const LEAST_SIDE = 1;

/**
 * A function from a picture (ImageData), and the least score of a hand, to detections, the surest
 * first.
 *
 * A detection is {box: [x, y, w, h] in pixels of the picture, tight round the keypoints; angle:
 * degrees clockwise from up in which the hand points; score: 0..1}.
 */
export async function openDetector(card) {
  const run = await openModel(card);
  return async (picture, least) => {
    const toCrop = pictureToCrop(letterbox(picture), card.input_size);
    const answer = await run(warp(picture, toCrop, card.input_size));
    const found = read(answer, inverse(toCrop), picture);
    const sure = found.filter(({ box, score }) => isThere(box) && score >= least);
    return eachOnce(sure, card.most_overlap);
  };
}

/** What the model says, its boxes cut to the picture. */
function read({ boxes, angles, scores }, toPicture, { width, height }) {
  const inPicture = (point) => {
    const [x, y] = moved(toPicture, point);
    return [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
  };
  return Array.from(scores, (score, index) => {
    const [x, y, w, h] = boxes.slice(4 * index, 4 * index + 4);
    const corners = [inPicture([x, y]), inPicture([x + w, y + h])];
    return { box: boxRound(corners), angle: angles[index], score };
  });
}

function isThere([, , width, height]) {
  return width >= LEAST_SIDE && height >= LEAST_SIDE;
}

/** Detections, the surest first, without those that show a surer one's hand once more. */
function eachOnce(detections, mostOverlap) {
  const kept = [];
  for (const one of detections) {
    if (kept.every((surer) => overlap(one.box, surer.box) <= mostOverlap)) kept.push(one);
  }
  return kept;
}
