"""HandLandmarker puts keypoints where they are in the picture, for any picture and any boxes."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from toy_landmarker import dot, make_litert, make_onnx

import handpose
from handpose import shipped
from handpose.errors import HandposeError
from handpose.inference.hands import hands_from
from handpose.inference.landmarker import HandLandmarker


@pytest.fixture(scope="module", params=[make_litert, make_onnx])
def model(request, tmp_path_factory):
    return request.param(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def litert(tmp_path_factory):
    return make_litert(tmp_path_factory.mktemp("toy_litert"))


def centre_of(hands, row=0):
    assert np.ptp(hands.keypoints[row], axis=0).max() == 0
    return hands.keypoints[row, 0]


@pytest.mark.parametrize(
    ("shape", "place"),
    [((64, 64), (20, 40)), ((40, 160), (130, 20)), ((300, 100), (50, 250)), ((21, 17), (8, 10))],
)
def test_without_boxes_the_picture_is_one_letterboxed_crop(model, shape, place):
    hands = HandLandmarker(model)(dot(shape, *place))
    assert hands.keypoints.shape == (1, 21, 2)
    assert hands.keypoints.dtype == np.float32
    np.testing.assert_allclose(centre_of(hands), place, atol=0.02 * max(shape))


def test_each_box_has_its_hand_in_the_order_of_the_boxes(model):
    image = dot((120, 200), 40, 30) + dot((120, 200), 150, 90)
    hands = HandLandmarker(model)(image, boxes=[[140, 80, 20, 16], [30.5, 20, 10, 20]])
    assert len(hands) == 2
    np.testing.assert_allclose(centre_of(hands, 0), [150, 90], atol=0.2)
    np.testing.assert_allclose(centre_of(hands, 1), [40, 30], atol=0.2)


def test_the_crop_is_the_long_side_of_the_box_times_the_scale(litert):
    image = dot((100, 100), 50, 50) + dot((100, 100), 50, 72)
    box = [[46, 44, 8, 16]]
    # A crop of 32 px ends at y = 68: one dot. One of 64 px shows both: their middle.
    np.testing.assert_allclose(centre_of(HandLandmarker(litert)(image, box)), [50, 50], atol=0.2)
    wide = HandLandmarker(litert, box_scale=4.0)(image, box)
    np.testing.assert_allclose(centre_of(wide), [50, 61], atol=0.3)


def test_a_box_may_reach_out_of_the_picture(litert):
    hands = HandLandmarker(litert)(dot((50, 80), 4, 4), boxes=[[-10, -10, 28, 28]])
    np.testing.assert_allclose(centre_of(hands), [4, 4], atol=0.2)


def test_handedness_is_text_with_its_probability(litert):
    image = dot((64, 64), 20, 20)
    image[40:50, 2:12, 1] = 204
    image[..., 2] = 51
    hands = HandLandmarker(litert)(image, boxes=[[0, 35, 14, 20], [10, 10, 20, 10]])
    assert hands.handedness.tolist() == ["right", "left"]
    np.testing.assert_allclose(hands.right, [0.8, 0.0], atol=0.01)
    np.testing.assert_allclose(hands.presence, [0.2, 0.2], atol=0.01)
    assert (hands[0].handedness, [hand.handedness for hand in hands]) == (
        "right",
        ["right", "left"],
    )


def test_lists_and_batches_answer_as_single_pictures_do(model):
    find = HandLandmarker(model)
    images = [dot((60, 90), 30, 20), dot((80, 50), 20, 60), dot((60, 90), 70, 40)]
    boxes = [[[20, 10, 20, 20]], None, [[60, 30, 20, 20], [10, 10, 70, 40]]]
    several = find(images, boxes)
    assert [len(hands) for hands in several] == [1, 1, 2]
    for hands, image, own in zip(several, images, boxes, strict=True):
        np.testing.assert_allclose(hands.keypoints, find(image, own).keypoints, atol=1e-4)
    batch = find(np.stack([images[0], images[2]]))
    np.testing.assert_allclose(batch[1].keypoints, find(images[2]).keypoints, atol=1e-4)


def test_no_boxes_no_hands(model):
    hands = HandLandmarker(model)(dot((40, 40), 20, 20), boxes=[])
    assert (len(hands), hands.keypoints.shape, hands.handedness.tolist()) == (0, (0, 21, 2), [])
    assert HandLandmarker(model)([]) == []


GOOD = np.zeros((40, 40, 3), np.uint8)


@pytest.mark.parametrize(
    ("image", "boxes", "said"),
    [
        (GOOD.astype(np.float32), None, "holds float32, uint8"),
        (GOOD[..., 0], None, r"shape \(40, 40\), RGB"),
        (GOOD[..., :1], None, r"shape \(40, 40, 1\), RGB"),
        (np.zeros((40, 40, 4), np.uint8), None, "RGB"),
        (np.zeros((0, 40, 3), np.uint8), None, "shape"),
        ("hand.png", None, "is a str, a numpy array"),
        (None, None, "is a NoneType"),
        ([GOOD, "x"], None, "is a str"),
        (GOOD, [[1, 2, 0, 5]], r"box \[1, 2, 0, 5\]"),
        (GOOD, [[1, 2, -3, 5]], "above 0"),
        (GOOD, [[1, np.nan, 3, 5]], r"box \[1, nan, 3, 5\]"),
        (GOOD, [[1, np.inf, 3, 5]], "inf"),
        (GOOD, [[1, 2, 3, 1e300]], "in pixels"),
        (GOOD, [1, 2, 3, 4], r"shape \(4,\)"),
        (GOOD, [[1, 2, 3]], r"shape \(1, 3\)"),
        (GOOD, "all", "numbers"),
        ([GOOD, GOOD], [[[1, 2, 3, 4]]], "boxes for 1 pictures, 2"),
    ],
)
def test_bad_pictures_and_boxes_are_named_in_one_line(litert, image, boxes, said):
    with pytest.raises(ValueError, match=said) as caught:
        HandLandmarker(litert)(image, boxes)
    assert isinstance(caught.value, HandposeError)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("options", [{"num_threads": 0}, {"num_threads": 1.5}, {"box_scale": 0}])
def test_impossible_options_are_refused(litert, options):
    with pytest.raises(ValueError, match=str(next(iter(options)))):
        HandLandmarker(litert, **options)


def test_more_threads_answer_the_same(litert):
    image = dot((64, 64), 20, 40)
    one, two = (HandLandmarker(litert, num_threads=n)(image) for n in (1, 2))
    np.testing.assert_allclose(one.keypoints, two.keypoints, atol=1e-4)


def test_threads_may_have_a_landmarker_each(litert):
    def find(x):
        return float(centre_of(HandLandmarker(litert)(dot((64, 64), x, 30)))[0])

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(find, range(10, 50, 4)))
    np.testing.assert_allclose(found, range(10, 50, 4), atol=0.1)


def test_it_needs_no_tensorflow(litert):
    program = (
        "import sys, numpy as np\n"
        "from handpose import HandLandmarker\n"
        f"hands = HandLandmarker({str(litert)!r})(np.zeros((9, 9, 3), np.uint8))\n"
        "assert hands.keypoints.shape == (1, 21, 2)\n"
        "print(*{name.split('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not {"tensorflow", "keras", "scipy", "matplotlib"} & set(done.stdout.split())


def test_importing_the_package_imports_nothing_heavy():
    program = "import sys, handpose; print('numpy' in sys.modules, 'cv2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"]


def test_the_package_offers_it_lazily_and_nothing_else():
    assert handpose.HandLandmarker is HandLandmarker
    with pytest.raises(AttributeError, match="Landmarker"):
        _ = handpose.Landmarker


def test_without_a_model_the_shipped_one_is_used(litert, tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(HandposeError, match="no model is shipped"):
        HandLandmarker()
    (tmp_path / "hand_float16.tflite").write_bytes(litert.read_bytes())
    np.testing.assert_allclose(
        centre_of(HandLandmarker()(dot((64, 64), 20, 40))), [20, 40], atol=0.1
    )


def test_hands_know_their_boxes_and_their_places():
    keypoints = np.full((2, 21, 2), 30, np.float32)
    keypoints[0, 4], keypoints[0, 8], keypoints[1, 0] = (10, 40), (50, 25), (29, 28)
    one = np.ones(2, np.float32)
    hands = hands_from(
        {"keypoints": keypoints, "scores": np.ones((2, 21)), "handedness": one, "presence": one},
        np.tile(np.eye(2, 3), (2, 1, 1)),
    )
    np.testing.assert_allclose(hands.boxes, [[10, 25, 40, 15], [29, 28, 1, 2]])
    assert hands.ids.tolist() == [0, 1]
