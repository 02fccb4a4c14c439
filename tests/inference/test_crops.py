"""A crop is cut from the part of the picture that it shows, and looks as if from the whole."""

import cv2
import numpy as np
import pytest

from handpose.geometry import keypoint_box, transform, warp
from handpose.inference.card import Card
from handpose.inference.crops import ArgumentError, cut, to_crop_maps, upright_boxes
from handpose.inference.landmarker import HandLandmarker
from handpose.inference.model import Model


def smooth(height, width):
    noise = np.random.default_rng(0).integers(0, 256, (height // 40, width // 40, 3), np.uint8)
    return cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)


@pytest.mark.parametrize(
    "box",
    [
        [200, 120, 60, 50],  # magnified
        [100, 60, 230, 300],  # shrunk more than twofold
        [-150, -150, 400, 400],  # out of the picture at two sides
        [5000, 5000, 100, 100],  # nowhere in it
    ],
)
def test_a_crop_looks_as_if_cut_from_the_whole(box):
    image = smooth(480, 640)
    to_crop = to_crop_maps(image.shape[:2], np.array([box], float), 1.5, 64)
    crop = cut(image, to_crop, 64)[0]
    whole = warp(image, to_crop[0], 64).astype(np.float32)
    assert np.abs(crop - whole).mean() < 0.6
    assert (crop.max() > 0) == (whole.max() > 0)


def test_a_small_box_in_a_large_picture_reads_only_its_surroundings():
    image = np.zeros((3000, 4000, 3), np.uint8)
    image[1000:1400, 1000:1400] = 200
    parts = []
    to_crop = to_crop_maps(image.shape[:2], np.array([[1050.0, 1050, 300, 300]]), 1.0, 64)

    def remember(part, affine, size, original=warp):
        parts.append(part.shape)
        return original(part, affine, size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handpose.inference.crops.warp", remember)
        crop = cut(image, to_crop, 64)[0]
    assert max(parts[0][:2]) < 330
    assert (crop == 200).all()


def test_without_boxes_the_map_letterboxes():
    (affine,) = to_crop_maps((40, 80), None, 9.0, 64)
    np.testing.assert_allclose(affine, [[0.8, 0, 0], [0, 0.8, 16]])


def test_a_box_becomes_a_square_of_scale_times_its_long_side():
    (affine,) = to_crop_maps((40, 80), np.array([[10.0, 10, 8, 16]]), 2.0, 64)
    # Its centre (14, 18) goes to (32, 32); 32 px of the picture fill the crop.
    np.testing.assert_allclose(affine, [[2, 0, 4], [0, 2, -4]])


def pointing(angle, side=40.0, wrist=(100.0, 80.0)):
    """(21, 2): wrist, middle MCP and the rest on a line of that length in that direction."""
    along = np.array([np.sin(np.deg2rad(angle)), -np.cos(np.deg2rad(angle))])
    places = np.linspace(0, side, 21)
    places[9] = side / 2
    return np.array(wrist) + places[:, None] * along


@pytest.mark.parametrize("angle", [0, 30, 90, 180, -90, 250])
def test_a_turned_crop_shows_the_hand_pointing_up(angle):
    hand = pointing(angle)
    box = keypoint_box(hand, np.ones(21, bool))
    (affine,) = to_crop_maps((200, 300), box[None], 2.0, 64, np.array([float(angle)]))
    seen = transform(affine, hand)
    np.testing.assert_allclose(seen[:, 0], 32, atol=1e-3)
    assert seen[0, 1] > seen[9, 1] > seen[20, 1]


def test_each_box_has_its_own_angle():
    boxes = np.array([[0.0, 0, 10, 10], [50, 20, 20, 10]])
    maps = to_crop_maps((40, 80), boxes, 1.0, 20, np.array([0.0, 90.0]))
    # What lies right of the second box's centre (60, 25) goes above the crop's.
    np.testing.assert_allclose(transform(maps[0], np.array([[9.0, 5]])), [[18, 10]])
    np.testing.assert_allclose(transform(maps[1], np.array([[68.0, 25]])), [[10, 2]], atol=1e-9)


def test_a_turned_crop_looks_as_if_cut_from_the_whole():
    image = smooth(480, 640)
    to_crop = to_crop_maps(image.shape[:2], np.array([[200.0, 120, 60, 50]]), 1.5, 64, np.ones(1))
    whole = warp(image, to_crop[0], 64).astype(np.float32)
    assert np.abs(cut(image, to_crop, 64)[0] - whole).mean() < 0.6


@pytest.mark.parametrize("angle", [0, 30, 90, 180, -120])
def test_an_upright_box_is_as_large_as_the_hand_turned_upright(angle):
    hand = pointing(angle)
    boxes, angles = upright_boxes(np.stack([hand, hand + 7]))
    corner = (hand[0] + hand[20]) / 2 - 20
    np.testing.assert_allclose(angles, angle, atol=1e-6)
    np.testing.assert_allclose(boxes[0], [*corner, 40, 40], atol=1e-4)
    np.testing.assert_allclose(boxes[1] - boxes[0], [7, 7, 0, 0], atol=1e-4)


def test_an_upright_box_has_the_middle_of_the_turned_hand():
    """Wrist (0, 0), middle MCP (10, -10), one keypoint (10, 10), the others at the wrist.

    Turned by -45 degrees these are (0, -r) and (r, 0), r = sqrt(200): a square whose middle,
    half of r up and to the right, lies at (10, 0) in the picture.
    """
    hand = np.zeros((21, 2))
    hand[9], hand[4] = (10, -10), (10, 10)
    boxes, angles = upright_boxes(hand[None])
    side = np.sqrt(200)
    np.testing.assert_allclose(angles, [45])
    np.testing.assert_allclose(boxes, [[10 - side / 2, -side / 2, side, side]], atol=1e-9)


def test_no_hands_have_no_upright_boxes():
    boxes, angles = upright_boxes(np.zeros((0, 21, 2)))
    assert (boxes.shape, angles.shape) == ((0, 4), (0,))


def centre_of_red(crops):
    """A model without a network: every keypoint is the centre of what is red in a crop.

    Scores are its height in the crop: 0 at the lower edge, 1 at the upper one.
    """
    grid = np.stack(np.meshgrid(np.arange(64) + 0.5, np.arange(64) + 0.5), axis=-1)
    red = crops[..., :1]
    centres = (grid * red).sum(axis=(1, 2)) / red.sum(axis=(1, 2))
    ones = np.ones(len(crops), np.float32)
    return {
        "keypoints": np.repeat(centres[:, None], 21, axis=1),
        "scores": np.repeat(1 - centres[:, 1:] / 64, 21, axis=1),
        "handedness": ones,
        "presence": ones,
    }


@pytest.fixture(name="landmarker")
def _landmarker(monkeypatch):
    model = Model(centre_of_red, Card(input_size=64, box_scale=2.0))
    monkeypatch.setattr("handpose.inference.landmarker.open_model", lambda *_: model)
    return HandLandmarker("no.tflite")


def red_dots(*places, size=(120, 200)):
    image = np.zeros((*size, 3), np.uint8)
    for x, y in places:
        image[y - 2 : y + 2, x - 2 : x + 2, 0] = 255
    return image


def test_keypoints_of_turned_crops_come_back_in_image_pixels(landmarker):
    image = red_dots((40, 30), (150, 90))
    hands = landmarker(image, [[30, 22, 30, 20], [140, 80, 16, 24]], angles=[33, -150])
    np.testing.assert_allclose(hands.keypoints[:, 0], [[40, 30], [150, 90]], atol=0.1)


def test_the_model_sees_the_hand_pointing_up(landmarker):
    # The dot lies 10 px right of the box's centre (40, 30), a quarter of the crop of 40 px.
    image, box = red_dots((50, 30)), [[30, 20, 20, 20]]
    seen = [landmarker(image, box, angles).scores[0, 0] for angles in ([90], [-90], None)]
    np.testing.assert_allclose(seen, [0.75, 0.25, 0.5], atol=0.01)


def test_several_pictures_have_angles_each(landmarker):
    images = [red_dots((40, 30)), red_dots((60, 50))]
    boxes = [[[30, 22, 30, 20]], [[50, 45, 16, 8]]]
    found = landmarker(images, boxes, [[10], [250]])
    np.testing.assert_allclose([hands.keypoints[0, 0] for hands in found], [(40, 30), (60, 50)],
                               atol=0.1)  # fmt: skip
    assert len(landmarker(images, boxes)) == 2


BOX = [[1, 2, 3, 4]]


@pytest.mark.parametrize(
    ("boxes", "angles", "said"),
    [
        (BOX, [1, 2], r"angles have the shape \(2,\), \(1,\) expected"),
        (BOX, 30.0, r"angles have the shape \(\)"),
        (BOX, [[30.0]], r"angles have the shape \(1, 1\)"),
        (BOX, [], r"angles have the shape \(0,\)"),
        ([], [1.0], r"\(0,\) expected"),
        (BOX, [np.nan], r"angles=\[nan\]: finite"),
        (BOX, [np.inf], r"angles=\[inf\]: finite"),
        (BOX, "up", "angles='up': numbers"),
        (None, [30.0], "angles without boxes"),
    ],
)
def test_bad_angles_are_named_in_one_line(landmarker, boxes, angles, said):
    with pytest.raises(ArgumentError, match=said) as caught:
        landmarker(red_dots((40, 30)), boxes, angles)
    assert "\n" not in str(caught.value)


def test_angles_for_another_number_of_pictures_are_refused(landmarker):
    with pytest.raises(ArgumentError, match="angles for 1 pictures, 2 pictures given"):
        landmarker([red_dots((40, 30))] * 2, [BOX, BOX], [[0]])
