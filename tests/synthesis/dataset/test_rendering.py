"""Rendered hands as samples, without files between."""

import fake_render
import numpy as np
import pytest

from handpose.pictures import decode
from handpose.synthesis.dataset.rendering import Rendering
from handpose.synthesis.options import SynthConfig

OPTIONS = SynthConfig(n=3, n_eval=1, side=64)


def test_keys_change_with_what_the_pictures_look_like_only():
    keys = Rendering(OPTIONS, fake_render.plain).keys("train")
    assert [key.rpartition("/")[2] for key in keys] == ["00000", "00001", "00002"]
    more = SynthConfig(n=5, n_eval=1, side=64, workers=2, out="elsewhere")
    assert Rendering(more, fake_render.plain).keys("train")[:3] == keys
    other = SynthConfig(n=3, n_eval=1, side=64, sleeve=0.1)
    assert not set(Rendering(other, fake_render.plain).keys("train")) & set(keys)


def test_a_picture_without_a_hand_is_a_sample_that_is_not_present():
    sample = Rendering(OPTIONS, fake_render.empty).sample("train", "00001")
    assert sample.fault() is None
    assert not sample.present
    assert not sample.labelled.any()
    assert sample.handedness == "unknown"
    assert sample.attributes == {"gesture": "none", "hand": "none"}


def test_a_sample_is_the_larger_hand_as_jpeg_in_canonical_order():
    dataset = Rendering(OPTIONS, fake_render.plain)
    sample = dataset.sample("train", dataset.keys("train")[2])
    expected = fake_render.plain(OPTIONS, "train", 2)
    assert sample.fault() is None
    assert (sample.name, sample.handedness) == ("train/00002.jpg", "left")
    np.testing.assert_allclose(sample.keypoints[4], expected.uv_vis[1, :2], atol=1e-4)
    assert sample.image.startswith(b"\xff\xd8")
    assert decode(sample.image, "").shape == (64, 64, 3)
    assert sample.attributes == {"gesture": "fist", "tone": 2.0}


def two_hands(options, state, number):
    """The plain picture with a right hand beside the left one, its wrist hidden."""
    rendered = fake_render.plain(options, state, number)
    rendered.uv_vis[21:] = [[n + 1, n + 2, n > 0] for n in range(21)]
    return rendered


def test_the_smaller_hand_comes_along():
    dataset = Rendering(OPTIONS, two_hands)
    sample = dataset.sample("train", dataset.keys("train")[0])
    assert sample.handedness == "left"
    np.testing.assert_array_equal(sample.other[[0, 4]], [[1, 2, 0], [2, 3, 1]])


@pytest.mark.parametrize("render", [fake_render.plain, fake_render.empty])
def test_where_there_is_no_other_hand_it_is_known(render):
    dataset = Rendering(OPTIONS, render)
    assert np.isnan(dataset.sample("train", dataset.keys("train")[0]).other).all()
