/** Which hands are one, and how good and how sure a hand is. */

import { boxRound } from "./geometry.js";

// Mean distance of keypoints, in shares of the hand's long side, below which two hands are one.
const SAME_HAND = 0.15;

/** Hands, the surest first, without those that are a surer hand once more. */
export function eachOnce(hands, sureness) {
  const kept = [];
  for (const hand of [...hands].sort((one, other) => sureness(other) - sureness(one))) {
    if (kept.every((surer) => distance(hand, surer) >= SAME_HAND)) kept.push(hand);
  }
  return kept;
}

/** The mean distance of two hands' keypoints, in shares of the larger hand's long side. */
function distance(one, other) {
  const side = Math.max(...[one, other].flatMap((hand) => boxRound(hand.keypoints).slice(2)));
  const apart = one.keypoints.map(([x, y], index) =>
    Math.hypot(x - other.keypoints[index][0], y - other.keypoints[index][1]),
  );
  return apart.reduce((sum, each) => sum + each, 0) / apart.length / side;
}

/** A number 0..1 for a hand: its keypoints' mean score times its presence. */
export function score({ scores, presence }) {
  return (presence * scores.reduce((sum, each) => sum + each, 0)) / scores.length;
}

/** Hands that a detector has seen so, those that are at least so sure, the surest first. */
export function surestFirst(hands, seen, least) {
  const sure = hands.map((hand, place) => ({ ...hand, sure: sureness(seen[place], hand) }));
  return sure.filter((hand) => hand.sure >= least).sort((one, other) => other.sure - one.sure);
}

/** The detector's score that a hand needs to be so sure, with a hand model that is wholly so. */
export function leastScore(least) {
  return least ** 3;
}

/** The geometric mean of the detector's score, the presence and the keypoints' mean score. */
function sureness(detection, hand) {
  return Math.cbrt(detection.score * score(hand));
}
