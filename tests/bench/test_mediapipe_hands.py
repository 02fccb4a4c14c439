"""From photographs to a results file, through a network whose answers are known."""

import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from layouts import write_json

from handpose.errors import BadSampleError, HandposeError
from handpose.hand import MIDDLE_MCP, WRIST
from handpose.pictures import encode_png

BENCH = Path(__file__).parents[2] / "bench"
# Keypoint k is found at (10 k, 0) of the 224 px crop, whatever the picture shows.
FOUND = np.array([[10 * k, 0, 5] for k in range(21)], np.float32)


@pytest.fixture(name="script")
def _script(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import mediapipe_hands

    yield mediapipe_hands
    sys.modules.pop("mediapipe_hands")


@pytest.fixture(scope="module", name="network")
def _network(tmp_path_factory):
    """A hand is as present as the picture is red."""

    @tf.function(input_signature=[tf.TensorSpec((1, 224, 224, 3))])
    def answer(image):
        red = tf.reshape(tf.reduce_mean(image[..., 0]), (1, 1))
        landmarks = tf.reshape(FOUND, (1, 63)) + 0 * red
        return landmarks, red, 1 - red, 2 * landmarks

    concrete = answer.get_concrete_function()
    path = tmp_path_factory.mktemp("network") / "toy.tflite"
    path.write_bytes(tf.lite.TFLiteConverter.from_concrete_functions([concrete]).convert())
    return path


def hand(image="1.png", **keypoints):
    """A hand whose box is x 20..100, y 30..70; its square at 1.25 is x 10..110, y 0..100."""
    rows = [[20, 30, 2], [100, 70, 2]] + [[60, 50, 2]] * 19
    for place, row in keypoints.items():
        rows[int(place[1:])] = row
    return {"image": image, "source": "home", "hand": "left", "keypoints": rows}


@pytest.fixture(name="folder")
def _folder(tmp_path):
    """Two photographs of 120 x 100 px, 51 of 255 red."""
    for name in ("1.png", "2.png"):
        (tmp_path / name).write_bytes(encode_png(np.full((100, 120, 3), [51, 0, 255], np.uint8)))
    write_json(tmp_path / "annotations.json", [hand("1.png"), hand("2.png")])
    return tmp_path


def results(script, folder, **options):
    script.main(str(folder), out=str(folder / "out.json"), **options)
    return json.loads((folder / "out.json").read_text())


def points(result):
    return np.reshape(result["keypoints"], (21, 3))[:, :2]


def test_what_is_found_in_the_crop_is_written_in_pixels_of_the_picture(script, folder, network):
    first, second = results(script, folder, model=str(network))
    assert [(one["image_id"], one["file_name"]) for one in (first, second)] == [
        (1, "1.png"),
        (2, "2.png"),
    ]
    # 10 px of the crop of 224 px are 100 / 22.4 of the square's 100 px.
    np.testing.assert_allclose(points(first)[:, 0], 10 + np.arange(21) * 100 / 22.4, atol=1e-3)
    np.testing.assert_allclose(points(first)[:, 1], 0, atol=1e-3)


def test_the_network_sees_rgb_from_0_to_1(script, folder, network):
    first, _ = results(script, folder, model=str(network))
    assert first["score"] == pytest.approx(51 / 255, abs=1e-3)
    assert first["keypoints"][2::3] == pytest.approx([51 / 255] * 21, abs=1e-3)


def test_the_square_grows_with_box_scale_and_is_black_outside(script, folder, network):
    """At 2.5 the square is 200 px, of which the picture fills 120 x 100."""
    first, _ = results(script, folder, model=str(network), box_scale=2.5)
    assert points(first)[0] == pytest.approx([-40, -50], abs=1e-3)
    assert first["score"] == pytest.approx(0.2 * 0.3, abs=2e-3)


def test_a_turned_crop_has_the_middle_finger_upwards(script, folder, network):
    """The hand points to the right: the crop's upper edge is the square's right one."""
    hands = [hand("1.png", k0=[20, 50, 2], k9=[100, 50, 2], k1=[60, 70, 2], k2=[60, 30, 2])]
    write_json(folder / "annotations.json", hands)
    (first,) = results(script, folder, model=str(network), turned=True)
    np.testing.assert_allclose(points(first)[:, 0], 110, atol=1e-3)
    np.testing.assert_allclose(points(first)[:, 1], np.arange(21) * 100 / 22.4, atol=1e-3)


@pytest.mark.parametrize("place", [WRIST, MIDDLE_MCP])
def test_without_wrist_or_middle_finger_nothing_is_turned(script, folder, network, place):
    write_json(folder / "annotations.json", [hand(k2=[20, 30, 2], **{f"k{place}": [0, 0, 0]})])
    (first,) = results(script, folder, model=str(network), turned=True)
    assert points(first)[0] == pytest.approx([10, 0], abs=1e-3)


def test_several_hands_of_one_picture_are_told_apart_by_their_place(script, folder, network):
    write_json(folder / "annotations.json", [hand("1.png"), hand("1.png")])
    found = results(script, folder, model=str(network))
    assert [one["image_id"] for one in found] == [1, 2]
    assert all("file_name" not in one for one in found)


def test_the_network_is_read_from_a_wheel(script, folder, network):
    with zipfile.ZipFile(folder / "m.whl", "w") as wheel:
        wheel.write(network, "mediapipe/modules/hand_landmark/hand_landmark_full.tflite")
    assert len(results(script, folder, wheel=str(folder / "m.whl"))) == 2


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (hand(**{f"k{k}": [0, 0, 0] for k in range(21)}), "1.png: no labelled keypoint"),
        (hand(**{f"k{k}": [9, 9, 2] for k in range(21)}), "1.png: .* all lie in one place"),
    ],
)
def test_labels_without_a_square_are_named(script, folder, network, entry, message):
    write_json(folder / "annotations.json", [entry])
    with pytest.raises(BadSampleError, match=message):
        results(script, folder, model=str(network))


def test_another_file_than_a_landmark_network_is_refused(script, folder, network):
    with pytest.raises(HandposeError, match="give either --wheel="):
        results(script, folder)
    with pytest.raises(HandposeError, match="give either --wheel="):
        results(script, folder, wheel="a.whl", model=str(network))
    with pytest.raises(HandposeError, match=r"none.tflite: .*hand_landmark_full.tflite expected"):
        results(script, folder, model=str(folder / "none.tflite"))
    with pytest.raises(HandposeError, match=r"1.png: .*hand_landmark_full.tflite expected"):
        results(script, folder, wheel=str(folder / "1.png"))
