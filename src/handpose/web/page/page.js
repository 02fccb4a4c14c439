/** The page: between the visitor's wishes, the camera, the pictures and the finder. */

import { closeCamera, nextFrame, openCamera, otherCamera } from "./camera.js";
import { paint } from "./drawing.js";
import { openFinder } from "./finder.js";
import { openPace } from "./pace.js";
import { bitmapOf, pixelsOf } from "./picture.js";
import { Problem } from "./problem.js";
import { openView } from "./view.js";

const page = Object.fromEntries(
  Array.from(document.querySelectorAll("[id]"), (one) => [one.id, one]),
);
const show = openView(page);
const source = document.createElement("canvas");

async function start() {
  const about = await (await fetch("about.json")).json();
  const finder = await openFinder(about);
  listen(finder, about.hand);
  const hint = about.detector ? "anywhere" : "whole";
  show({ names: about.hand.names, message: ["ready"], hint: [hint] });
}

/** Do something that may go wrong, and let nothing else be started meanwhile. */
async function attempt(action) {
  show({ busy: true, problem: null });
  await action().catch(report);
  show({ busy: false });
}

function report(error) {
  console.error(error);
  show({
    problem: error instanceof Problem ? [error.word, error.about] : ["failed", error.message],
  });
}

function listen(finder, look) {
  const watch = (id) => attempt(() => startCamera(id, finder, look));
  const open = (file) => file && attempt(() => findInFile(file, finder, look));
  page.toggle.addEventListener("click", () => (page.video.srcObject ? stopCamera() : watch()));
  page.turn.addEventListener("click", async () => watch(await otherCamera(page.video)));
  // The same file, chosen again, would be no change.
  page.file.addEventListener("click", () => (page.file.value = ""));
  page.file.addEventListener("change", () => open(page.file.files[0]));
  document.addEventListener(
    "drop",
    (event) => page.file.disabled || open(event.dataTransfer.files[0]),
  );
}

async function findInFile(file, finder, look) {
  const bitmap = await bitmapOf(file);
  stopCamera();
  const picture = pixelsOf(bitmap, source);
  bitmap.close();
  const began = performance.now();
  const hands = await finder.inPicture(picture);
  showHands(hands, look, ["took", Math.round(performance.now() - began)]);
}

async function startCamera(id, finder, look) {
  stopCamera();
  const { mirrored } = await openCamera(page.video, id);
  page.canvas.classList.toggle("mirrored", mirrored);
  show({ camera: true, several: Boolean(await otherCamera(page.video)) });
  follow(finder.inVideo(), look).catch(report);
}

/** Find hands in frame after frame, until the camera is closed or another one is opened. */
async function follow(find, look) {
  const stream = page.video.srcObject;
  const pace = openPace();
  for (;;) {
    await nextFrame(page.video);
    if (page.video.srcObject !== stream) return;
    const began = performance.now();
    const hands = await find(pixelsOf(page.video, source));
    if (page.video.srcObject !== stream) return;
    showHands(hands, look, ["speed", ...pace(began, performance.now())]);
  }
}

function stopCamera() {
  closeCamera(page.video);
  page.canvas.classList.remove("mirrored");
  show({ camera: false, speed: null });
}

function showHands(hands, look, speed) {
  paint(page.canvas, source, hands, look);
  show({ hands, speed, message: hands.length ? null : ["none"] });
}

// A picture that misses its place must not take the page's.
for (const event of ["dragover", "drop"]) {
  document.addEventListener(event, (dragged) => dragged.preventDefault());
}
attempt(start);
