/** Pixels: of a file that the visitor chose, or of a frame of the camera. */

import { Problem } from "./problem.js";

// Four bytes each, several times over: phones give up far below what a computer can hold.
const MOST_PIXELS = 40e6;

/** A file as a bitmap, turned as its EXIF data say, with its colours as they are stored. */
export async function bitmapOf(file) {
  const asStored = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, asStored);
  } catch {
    throw new Problem("unreadable", file.name);
  }
  if (bitmap.width * bitmap.height > MOST_PIXELS) {
    bitmap.close();
    throw new Problem("tooLarge", file.name);
  }
  return bitmap;
}

/** The pixels (ImageData) of a bitmap or of a video's frame, drawn on a canvas of its size. */
export function pixelsOf(source, canvas) {
  const width = source.videoWidth ?? source.width;
  const height = source.videoHeight ?? source.height;
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0);
  return context.getImageData(0, 0, width, height);
}
