"""The skeleton that CVAT's `Raw` editor takes: what its server and its canvas read of it."""

import xml.etree.ElementTree as ET

from handpose.hand import KEYPOINTS, SKELETON
from handpose.labelling.cvat import cvat_labels

# What CVAT's browser part lets through of an SVG.
ALLOWED = {
    *("cx", "cy", "r", "x1", "y1", "x2", "y2", "data-type", "data-element-id"),
    *("data-node-id", "data-label-name", "data-node-from", "data-node-to"),
}


def hand():
    (label,) = cvat_labels()
    return label


def drawing():
    """CVAT puts the outer element round the drawing itself."""
    return ET.fromstring(f"<svg>{hand()['svg']}</svg>")


def test_the_points_are_the_keypoints_in_their_order():
    assert hand()["type"] == "skeleton"
    assert [point["name"] for point in hand()["sublabels"]] == list(KEYPOINTS)
    assert {point["type"] for point in hand()["sublabels"]} == {"points"}
    assert hand()["sublabels"][1]["color"] == "#ff5a5a"


def test_the_side_can_be_chosen():
    (attribute,) = hand()["attributes"]
    assert attribute["name"] == "handedness"
    assert attribute["values"] == ["unknown", "left", "right"]
    assert attribute["default_value"] in attribute["values"]


def test_every_keypoint_has_its_node():
    circles = drawing().findall("circle")
    assert [circle.get("data-label-name") for circle in circles] == list(KEYPOINTS)
    ids = [str(number) for number in range(1, 22)]
    assert [circle.get("data-node-id") for circle in circles] == ids
    assert [circle.get("data-element-id") for circle in circles] == ids
    assert {circle.get("data-type") for circle in circles} == {"element node"}


def test_the_lines_are_the_skeleton_and_meet_their_nodes():
    at = {
        circle.get("data-node-id"): (circle.get("cx"), circle.get("cy"))
        for circle in drawing().findall("circle")
    }
    lines = drawing().findall("line")
    bones = [(int(e.get("data-node-from")) - 1, int(e.get("data-node-to")) - 1) for e in lines]
    assert bones == list(SKELETON)
    for line in lines:
        assert line.get("data-type") == "edge"
        assert (line.get("x1"), line.get("y1")) == at[line.get("data-node-from")]
        assert (line.get("x2"), line.get("y2")) == at[line.get("data-node-to")]


def test_only_what_cvat_keeps_is_written():
    assert {element.tag for element in drawing()} == {"line", "circle"}
    assert {name for element in drawing() for name in element.attrib} == ALLOWED


def test_every_point_lies_in_the_rectangle_that_a_person_draws():
    places = [float(c.get(k)) for c in drawing().findall("circle") for k in ("cx", "cy")]
    assert 0 <= min(places) <= max(places) <= 100
