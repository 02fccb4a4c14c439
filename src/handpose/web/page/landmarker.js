/** From a picture and squares to hands with 21 keypoints, as handpose's HandLandmarker. */

import { inverse, moved, pictureToCrop, squareRound } from "./geometry.js";
import { openModel } from "./model.js";
import { warp } from "./warp.js";

/**
 * A function from a picture (ImageData) and places to hands, one a place.
 *
 * A place is {square, angle}: the part to look at and how many degrees clockwise from up the hand
 * in it points. A hand is {keypoints: 21 [x, y] in pixels of the picture, scores: 21 of 0..1,
 * right: probability of a right hand, presence: probability of a hand}.
 */
export async function openLandmarker(card) {
  const run = await openModel(card);
  return async (picture, places) => {
    const hands = [];
    for (const place of places) hands.push(await lookAt(picture, place, run, card.input_size));
    return hands;
  };
}

/** The place to look at for a hand whose tight box is known. */
export function placeOf({ box, angle }, card) {
  return { square: squareRound(box, card.box_scale), angle };
}

async function lookAt(picture, { square, angle }, run, size) {
  const toCrop = pictureToCrop(square, size, -angle);
  const answer = await run(warp(picture, toCrop, size));
  const toPicture = inverse(toCrop);
  const keypoint = (_, index) => moved(toPicture, answer.keypoints.slice(2 * index, 2 * index + 2));
  return {
    keypoints: Array.from(answer.scores, keypoint),
    scores: Array.from(answer.scores),
    right: answer.handedness[0],
    presence: answer.presence[0],
  };
}

/** "left", "right", or "unknown" when the model cannot tell. */
export function handedness({ right }) {
  if (right === 0.5) return "unknown";
  return right > 0.5 ? "right" : "left";
}

/** Whether the model sees a hand at all. */
export function isThere({ presence }) {
  return presence >= 0.5;
}
