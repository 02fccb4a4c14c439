/** The visitor's camera, as the frames of a video element. */

import { Problem } from "./problem.js";

const PROBLEMS = {
  NotAllowedError: "cameraRefused",
  NotFoundError: "cameraMissing",
  NotReadableError: "cameraBusy",
};
const SIZE = { width: { ideal: 640 }, height: { ideal: 480 } };

/**
 * Show a camera in a video element: the one with an id, or without one that which faces the
 * visitor. Returns {mirrored: whether it shows visitors themselves}.
 */
export async function openCamera(video, id) {
  // Browsers hide cameras from pages that came over plain http from elsewhere.
  if (!navigator.mediaDevices) throw new Problem("cameraInsecure");
  const which = id ? { deviceId: { exact: id } } : { facingMode: "user" };
  try {
    const wish = { video: { ...SIZE, ...which }, audio: false };
    video.srcObject = await navigator.mediaDevices.getUserMedia(wish);
    await video.play();
  } catch (error) {
    closeCamera(video);
    throw new Problem(PROBLEMS[error.name] ?? "cameraBusy", error.message);
  }
  return { mirrored: settings(video).facingMode !== "environment" };
}

/** Let the camera go. */
export function closeCamera(video) {
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
}

/** The id of the camera after the one that is open; undefined when it is the only one. */
export async function otherCamera(video) {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const ids = devices.filter(({ kind }) => kind === "videoinput").map(({ deviceId }) => deviceId);
  const here = ids.indexOf(settings(video).deviceId);
  return ids.length > 1 ? ids[(here + 1) % ids.length] : undefined;
}

/** Wait until the video shows a frame that it did not show before. */
export function nextFrame(video) {
  return new Promise((resolve) => {
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(resolve);
    else requestAnimationFrame(resolve);
  });
}

function settings(video) {
  return video.srcObject.getVideoTracks()[0].getSettings();
}
