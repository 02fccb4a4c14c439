/** How fast the page works, over the last frames. */

const FRAMES = 30;

/** A function from when a frame's work began and ended, in ms, to [frames per second, ms of work]. */
export function openPace() {
  let past = [];
  return (began, ended) => {
    past = [...past, { began, ended }].slice(-FRAMES);
    const seconds = (ended - past[0].began) / 1000;
    const work = past.reduce((sum, frame) => sum + frame.ended - frame.began, 0);
    return [Math.round(past.length / seconds), Math.round(work / past.length)];
  };
}
