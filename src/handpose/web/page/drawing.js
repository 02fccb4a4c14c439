/** Hands on a canvas, in the colours and strengths of handpose/drawing.py. */

import { boxRound } from "./geometry.js";

const FAINTEST = 0.15;

/** Draw a picture (a canvas) and the hands in it; look: {skeleton, colours} of about.json. */
export function paint(canvas, picture, hands, look) {
  Object.assign(canvas, { width: picture.width, height: picture.height });
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  hands.forEach((hand) => drawHand(context, hand, look));
}

function drawHand(context, { keypoints, scores }, { skeleton, colours }) {
  const [, , width, height] = boxRound(keypoints);
  const thickness = Math.max(1, Math.max(width, height) / 60);
  const strengths = scores.map((score) => Math.min(1, Math.max(FAINTEST, score)));
  for (const [start, end] of skeleton) {
    context.globalAlpha = Math.min(strengths[start], strengths[end]);
    drawLine(context, keypoints[start], keypoints[end], rgb(colours[end]), thickness);
  }
  keypoints.forEach((keypoint, index) => {
    context.globalAlpha = strengths[index];
    drawDot(context, keypoint, rgb(colours[index]), thickness);
  });
}

function drawLine(context, start, end, colour, thickness) {
  Object.assign(context, { strokeStyle: colour, lineWidth: thickness, lineCap: "round" });
  context.beginPath();
  context.moveTo(...start);
  context.lineTo(...end);
  context.stroke();
}

function drawDot(context, centre, colour, thickness) {
  Object.assign(context, { fillStyle: colour, strokeStyle: "black", lineWidth: thickness / 3 });
  context.beginPath();
  context.arc(...centre, thickness + 0.5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

function rgb(colour) {
  return `rgb(${colour.join(" ")})`;
}
