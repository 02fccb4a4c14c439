/** What the page says, in every language that it speaks. */

export const LANGUAGES = { en: "English", zh: "中文" };

export const WORDS = {
  en: {
    title: "Hand pose in your browser",
    promise: "Everything runs on this device: no picture leaves it.",
    language: "Language",
    start: "Start the camera",
    stop: "Stop the camera",
    turn: "Other camera",
    choose: "Or choose a picture, or drop one on the page:",
    anywhere: "Show your hands to the camera, or choose a picture of hands.",
    whole: "Hold one hand in the middle, so that it fills most of the picture.",
    loading: "The models are loading.",
    ready: "Ready.",
    speed: "{0} frames per second, {1} ms of work each",
    took: "{0} ms of work",
    none: "No hand found.",
    left: "Left hand",
    right: "Right hand",
    unknown: "Hand",
    hand: "{0}, {1} %",
    keypoint: "Keypoint",
    score: "Score",
    wrist: "Wrist",
    thumb: "Thumb",
    index: "Index finger",
    middle: "Middle finger",
    ring: "Ring finger",
    pinky: "Little finger",
    tip: "tip",
    unreadable: "{0} cannot be read as a picture: choose a JPEG, PNG or WebP file.",
    tooLarge: "{0} has more than 40 megapixels: choose a smaller picture.",
    cameraRefused: "The camera is not allowed: allow it in the browser's address bar.",
    cameraMissing: "There is no camera: choose a picture instead.",
    cameraBusy: "The camera does not start: close other programs that use it. ({0})",
    cameraInsecure: "Browsers give the camera only to pages over https or from this computer.",
    failed: "This does not work here: reload the page, or try a newer browser. ({0})",
  },
  zh: {
    title: "浏览器里的手部姿态",
    promise: "一切都在本设备上运行，图像不会离开设备。",
    language: "语言",
    start: "打开摄像头",
    stop: "关闭摄像头",
    turn: "切换摄像头",
    choose: "或选择一张图片，也可以把图片拖到页面上：",
    anywhere: "把手对准摄像头，或选择一张有手的图片。",
    whole: "请把一只手放在中间，让它占满画面的大部分。",
    loading: "正在加载模型。",
    ready: "就绪。",
    speed: "每秒 {0} 帧，每帧用时 {1} 毫秒",
    took: "用时 {0} 毫秒",
    none: "没有找到手。",
    left: "左手",
    right: "右手",
    unknown: "手",
    hand: "{0}，{1} %",
    keypoint: "关键点",
    score: "得分",
    wrist: "手腕",
    thumb: "拇指",
    index: "食指",
    middle: "中指",
    ring: "无名指",
    pinky: "小指",
    tip: "指尖",
    unreadable: "{0} 无法作为图片读取：请选择 JPEG、PNG 或 WebP 文件。",
    tooLarge: "{0} 超过 4000 万像素：请选择小一些的图片。",
    cameraRefused: "摄像头未获许可：请在浏览器地址栏中允许使用。",
    cameraMissing: "没有摄像头：请改为选择图片。",
    cameraBusy: "摄像头无法启动：请关闭占用它的其他程序。（{0}）",
    cameraInsecure: "浏览器只允许 https 页面或本机页面使用摄像头。",
    failed: "这里无法运行：请重新加载页面，或换用较新的浏览器。（{0}）",
  },
};

/** The language to begin with, from the browser's wishes. */
export function preferred(wishes) {
  const spoken = wishes.map((wish) => wish.slice(0, 2)).find((wish) => wish in WORDS);
  return spoken ?? "en";
}

/** A function that says a sentence, with what belongs in its braces. */
export function speaker(language) {
  return (word, ...details) =>
    details.reduce(
      (text, detail, place) => text.replace(`{${place}}`, () => detail),
      WORDS[language][word],
    );
}

/** A keypoint's name, such as index_mcp, for people. */
export function keypointName(name, say) {
  const [finger, part] = name.split("_");
  if (!part) return say(finger);
  return `${say(finger)} ${part === "tip" ? say("tip") : part.toUpperCase()}`;
}
