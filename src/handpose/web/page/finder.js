/** The models opened, and what the page does with them: find hands in a picture or in a video. */

import { openDetector } from "./detector.js";
import { letterbox } from "./geometry.js";
import { isThere, openLandmarker, placeOf } from "./landmarker.js";
import { startRuntime } from "./model.js";
import { eachOnce, leastScore, surestFirst } from "./same.js";
import { tracker } from "./tracker.js";

/**
 * Open the models that about.json names.
 *
 * Returns {inPicture, inVideo}: a function from a picture (ImageData) to its hands, and one that
 * gives such a function for the frames of one video. There may be no detector: then a whole
 * picture is one crop.
 */
export async function openFinder({ landmarker: card, detector: detectorCard }) {
  await startRuntime();
  const landmarker = await openLandmarker(card);
  const detector = detectorCard && (await openDetector(detectorCard));
  return {
    inPicture: (picture) => inPicture(picture, landmarker, detector, card, detectorCard?.sureness),
    inVideo: () => tracker(landmarker, detector, card, detectorCard?.sureness),
  };
}

async function inPicture(picture, landmarker, detector, card, least) {
  const whole = { square: letterbox(picture), angle: 0 };
  if (!detector) return (await landmarker(picture, [whole])).filter(isThere);
  const seen = await detector(picture, leastScore(least));
  const hands = await landmarker(picture, seen.map((one) => placeOf(one, card)));
  return eachOnce(surestFirst(hands, seen, least), (hand) => hand.sure);
}
