"""The page's tracker, with a landmarker and a detector that only say what they are told."""

import json

import pytest
from web.visitor import visit

# A landmarker that finds a hand, 40 px wide and pointing up, in the middle of every place that
# it is asked about, as present as `presence` says; and a detector that sees what `seen` says.
PRELUDE = """
const { tracker } = await import("./tracker.js");
const card = { input_size: 128, box_scale: 1.5 };
const frame = { width: 640, height: 480 };
const asked = [];
let presence = 0.9, seen = [], detections = 0;
const hand = ([cx, cy]) => ({
  keypoints: Array.from({ length: 21 }, (_, i) => [cx + 20 * Math.cos(i), cy + 20 * Math.sin(i)]),
  scores: Array(21).fill(0.8), right: 0.7, presence });
const landmarker = async (_, places) => {
  asked.push(places);
  return places.map(({ square }) => hand(square));
};
const detector = async (_, least) => {
  detections += 1;
  return seen.filter(({ score }) => score >= least);
};
const at = (x, y) => ({ box: [x - 20, y - 20, 40, 40], angle: 0, score: 0.9 });
const squares = () => asked.at(-1).map(({ square }) => square.map(Math.round));
"""


@pytest.fixture(scope="module", name="page")
def _page(browser, address):
    visit(browser, address)
    return browser


def run(page, script):
    """What a script comes to after the prelude."""
    return page.evaluate(f"(async () => {{ {PRELUDE} {script} }})()")


def test_without_a_detector_the_first_look_is_the_middle_of_the_frame(page):
    script = """
    const find = tracker(landmarker, null, card);
    await find(frame); const first = squares();
    await find(frame); return [first, asked.map((places) => places.length), asked[2]];
    """
    first, counts, second = run(page, script)
    assert first == [[320, 240, 480]]
    # Nobody is followed in the first frame, so that it is looked at twice.
    assert counts == [0, 1, 1]
    assert second[0]["square"][2] < 100


def test_a_lost_hand_is_looked_for_in_the_same_frame(page):
    script = """
    const find = tracker(landmarker, null, card);
    await find(frame); presence = 0.1;
    return [(await find(frame)).length, squares()];
    """
    assert run(page, script) == [0, [[320, 240, 480]]]


def test_the_detector_is_asked_every_tenth_frame_while_one_hand_is_followed(page):
    script = """
    seen = [at(100, 100)];
    const find = tracker(landmarker, detector, card, 0.45);
    const after = [];
    for (let i = 0; i < 21; i++) { await find(frame); after.push(detections); }
    return after;
    """
    assert run(page, script) == [1] * 10 + [2] * 10 + [3]


def test_a_second_hand_is_found_and_then_nobody_looks_for_a_third(page):
    script = """
    seen = [at(100, 100), at(400, 300), at(500, 100)];
    const find = tracker(landmarker, detector, card, 0.45);
    const counts = [];
    for (let i = 0; i < 15; i++) counts.push((await find(frame)).length);
    return [new Set(counts).size, counts[0], detections];
    """
    assert run(page, script) == [1, 2, 1]


def test_a_hand_that_two_crops_show_is_one_hand(page):
    script = """
    seen = [at(100, 100), at(103, 100)];
    return (await tracker(landmarker, detector, card, 0.45)(frame)).length;
    """
    assert run(page, script) == 1


def test_a_crop_follows_the_card_and_the_angle(page):
    script = """
    seen = [{ ...at(100, 100), angle: 30 }];
    await tracker(landmarker, detector, card, 0.45)(frame);
    return asked.at(-1);
    """
    assert json.dumps(run(page, script)) == '[{"square": [100, 100, 60], "angle": 30}]'


def test_a_hand_that_neither_network_is_sure_of_is_not_followed(page):
    # Presence 0.9 and keypoints of 0.8: a detection of 0.3 makes 0.6, the cube root of 0.216.
    script = """
    seen = [{ ...at(100, 100), score: 0.3 }, { ...at(400, 300), score: 0.29 }];
    const counts = [];
    for (const sure of [0.595, 0.59, 0.601]) {
      counts.push((await tracker(landmarker, detector, card, sure)(frame)).length);
    }
    return counts;
    """
    assert run(page, script) == [1, 2, 0]


def test_only_the_likeliest_boxes_are_looked_into(page):
    script = """
    seen = [100, 200, 300, 400, 500].map((x) => at(x, 100));
    await tracker(landmarker, detector, card, 0.45)(frame);
    return squares().map(([x]) => x);
    """
    assert run(page, script) == [100, 200, 300, 400]
