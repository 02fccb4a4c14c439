/** The hands of a camera, from frame to frame: what handpose's HandTracker does, without its memory. */

import { boxRound, centreSquare, inverse, moved, overlap, pictureToCrop } from "./geometry.js";
import { isThere, placeOf } from "./landmarker.js";
import { eachOnce, leastScore, score, surestFirst } from "./same.js";

const [WRIST, MIDDLE_MCP] = [0, 9];
const MOST_HANDS = 2;
const LOOKS = 2 * MOST_HANDS; // boxes that are looked into, the likeliest
const DETECT_EVERY = 10; // frames, while fewer hands are followed
const SAME_BOX = 0.3; // intersection over union

/**
 * A function from the frames of one video, in their order, to the hands in each.
 *
 * sure: how sure a hand that the detector sees must be, 0..1, to be followed.
 */
export function tracker(landmarker, detector, card, sure) {
  const look = detector ? searching(landmarker, detector, card, sure) : middle(landmarker);
  let followed = [];
  let sinceDetection = 0;
  return async (frame) => {
    const before = followed.length;
    const places = followed.map((hand) => placeOf(uprightBox(hand.keypoints), card));
    followed = present(await landmarker(frame, places));
    sinceDetection += 1;
    const justLost = followed.length < before || followed.length === 0;
    if (followed.length < MOST_HANDS && (justLost || sinceDetection >= DETECT_EVERY)) {
      sinceDetection = 0;
      followed = present([...followed, ...(await look(frame, followed))]).slice(0, MOST_HANDS);
    }
    return followed;
  };
}

/** New hands where the detector sees them, the surest first. */
function searching(landmarker, detector, card, sure) {
  return async (frame, followed) => {
    const known = followed.map((hand) => boxRound(hand.keypoints));
    const isNew = ({ box }) => known.every((other) => overlap(box, other) <= SAME_BOX);
    const seen = (await detector(frame, leastScore(sure))).filter(isNew).slice(0, LOOKS);
    const hands = await landmarker(frame, seen.map((one) => placeOf(one, card)));
    return surestFirst(hands, seen, sure);
  };
}

/** Without a detector: whatever is in the middle of the frame, when nobody is followed. */
function middle(landmarker) {
  return (frame, followed) =>
    landmarker(frame, followed.length ? [] : [{ square: centreSquare(frame), angle: 0 }]);
}

/**
 * The square box and the angle with which a hand points up in its crop: `upright_boxes` of
 * handpose/inference/crops.py, where the crop does not breathe when the hand turns.
 */
export function uprightBox(keypoints) {
  const [wrist, middle] = [keypoints[WRIST], keypoints[MIDDLE_MCP]];
  const angle = (Math.atan2(middle[0] - wrist[0], wrist[1] - middle[1]) * 180) / Math.PI;
  const toUpright = pictureToCrop([0, 0, 1], 1, -angle);
  const [x, y, w, h] = boxRound(keypoints.map((point) => moved(toUpright, point)));
  const [cx, cy] = moved(inverse(toUpright), [x + w / 2, y + h / 2]);
  const side = Math.max(w, h);
  return { box: [cx - side / 2, cy - side / 2, side, side], angle };
}

/** The hands that are there, in their order, without those that are a surer hand once more. */
function present(hands) {
  const kept = eachOnce(hands.filter(isThere), score);
  return hands.filter((hand) => kept.includes(hand));
}
