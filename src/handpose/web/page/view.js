/** What the visitor reads: every text of the page, made anew from what is to be shown. */

import { handedness } from "./landmarker.js";
import { LANGUAGES, keypointName, preferred, speaker } from "./words.js";

/**
 * Take charge of the page's texts. Returns a function that takes what changed among
 *
 * message, problem, speed, hint: a word of words.js with its details, or nothing; hands; names: of
 * the keypoints; busy: nothing may be started; camera: it is on; several: there are several cameras.
 */
export function openView(page) {
  const shown = {
    language: preferred(navigator.languages),
    message: ["loading"],
    hands: [],
    busy: true,
  };
  const show = (changes) => render(page, Object.assign(shown, changes));
  page.language.replaceChildren(
    ...Object.entries(LANGUAGES).map(([key, name]) => new Option(name, key)),
  );
  page.language.value = shown.language;
  page.language.addEventListener("change", () => show({ language: page.language.value }));
  show({});
  return show;
}

function render(page, shown) {
  const say = speaker(shown.language);
  const sentence = (words) => (words ? say(...words) : "");
  document.documentElement.lang = shown.language;
  document.title = say("title");
  document.querySelectorAll("[data-word]").forEach((one) => write(one, say(one.dataset.word)));
  write(page.toggle, say(shown.camera ? "stop" : "start"));
  write(page.message, sentence(shown.message));
  write(page.problem, sentence(shown.problem));
  write(page.speed, sentence(shown.speed));
  write(page.hint, sentence(shown.hint));
  page.turn.hidden = !(shown.camera && shown.several);
  [page.toggle, page.turn, page.file].forEach((one) => (one.disabled = shown.busy));
  const summaries = shown.hands.map((hand) => summary(hand, say));
  page.canvas.setAttribute("aria-label", summaries.join("; ") || say("none"));
  renderHands(page.hands, shown, summaries, say);
}

/** One fold a hand; folds stay as they are while their hand does, so that they can be read. */
function renderHands(list, { hands, names }, summaries, say) {
  while (list.children.length < hands.length) list.append(emptyFold(names.length));
  Array.from(list.children).forEach((fold, place) => {
    fold.hidden = place >= hands.length;
    if (!fold.hidden) fillFold(fold, hands[place], summaries[place], names, say);
  });
}

function emptyFold(count) {
  const fold = document.createElement("details");
  const table = document.createElement("table");
  for (let row = 0; row <= count; row++) {
    const cells = table.insertRow();
    for (let column = 0; column < 4; column++)
      cells.append(document.createElement(row ? "td" : "th"));
  }
  fold.append(document.createElement("summary"), table);
  return fold;
}

function fillFold(fold, hand, title, names, say) {
  const [heading, table] = fold.children;
  const rows = hand.keypoints.map(([x, y], index) => [
    keypointName(names[index], say),
    x.toFixed(1),
    y.toFixed(1),
    hand.scores[index].toFixed(2),
  ]);
  write(heading, title);
  [[say("keypoint"), "x", "y", say("score")], ...rows].forEach((texts, row) =>
    texts.forEach((text, column) => write(table.rows[row].cells[column], text)),
  );
}

function summary(hand, say) {
  return say("hand", say(handedness(hand)), Math.round(100 * hand.presence));
}

/** Only what is new is written: a live region that is written to is read out. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
