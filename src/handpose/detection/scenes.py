"""Scenes: several rendered pictures in one, with hands of all sizes."""

from __future__ import annotations

import tensorflow as tf

from handpose.config import Config
from handpose.detection.hands import Hands, hands_in
from handpose.detection.layout import LAYERS, Layout, random_layout
from handpose.detection.pictures import LEVELS, Pictures
from handpose.hand import NUM_KEYPOINTS
from handpose.pipeline import photometric
from handpose.pipeline.crop import invert

PLACES = 2 * LAYERS  # of hands: two in every picture


def scene(pictures: Pictures, config: Config, seed: tf.Tensor) -> dict[str, tf.Tensor]:
    """A scene of some of the pictures, all of them drawn by seed (2,) int; keys of `batches.py`.

    With `config.augment` pictures are turned and mirrored, and the scene's look varies.
    """
    size, vary = config.input_size, config.augment
    seeds = tf.unstack(tf.random.experimental.stateless_split(seed, 8), num=8)
    turn, mirror = (config.aug_rotation, config.aug_mirror) if vary else (0.0, 0.0)
    layout = random_layout(size, turn, mirror, seeds[0])
    chosen = _choice(pictures.keypoints.shape[0], seeds[1])
    image = tf.cast(stack(pictures, chosen, layout, size), tf.float32)
    image = _varied_look(image, config, seeds[2:]) if vary else image
    return {"image": image, **scene_hands(pictures, chosen, layout, size)._asdict()}


def _choice(count: int, seed: tf.Tensor) -> tf.Tensor:
    """Which picture (18,) every layer shows; none twice as long as there are enough."""
    order = tf.random.experimental.stateless_shuffle(tf.range(count), seed)
    return tf.tile(order, [-(-LAYERS // count)])[:LAYERS]


def stack(pictures: Pictures, chosen: tf.Tensor, layout: Layout, size: int) -> tf.Tensor:
    """The scene (size, size, 3) uint8, black where no layer is."""
    sides = layout.rectangles[:, 2:] - layout.rectangles[:, :2]
    used = tf.reshape(tf.where(tf.reduce_all(sides > 0, axis=1)), [-1])

    def laid(below: tf.Tensor, layer: tf.Tensor) -> tf.Tensor:
        rectangle = layout.rectangles[layer]
        part = _seen_through(pictures, chosen[layer], rectangle, layout.to_scene[layer])
        return tf.ensure_shape(_with_part(below, part, rectangle), [size, size, 3])

    return tf.foldl(laid, used, tf.zeros([size, size, 3], tf.uint8))


def _with_part(below: tf.Tensor, part: tf.Tensor, rectangle: tf.Tensor) -> tf.Tensor:
    left, top, right, bottom = tf.unstack(rectangle)
    rows = below[top:bottom]
    rows = tf.concat([rows[:, :left], part, rows[:, right:]], axis=1)
    return tf.concat([below[:top], rows, below[bottom:]], axis=0)


def _seen_through(
    pictures: Pictures, number: tf.Tensor, rectangle: tf.Tensor, to_scene: tf.Tensor
) -> tf.Tensor:
    """A picture in its rectangle (h, w, 3) uint8."""
    to_picture = invert(to_scene)
    start = tf.cast(rectangle[:2], tf.float32)[:, None]
    to_picture = tf.concat(
        [to_picture[:, :2], to_picture[:, :2] @ start + to_picture[:, 2:]], axis=1
    )
    shape = (rectangle[2:] - rectangle[:2])[::-1]
    shrunk = tf.sqrt(tf.abs(tf.linalg.det(to_picture[:, :2])))
    level = tf.cast(tf.math.log(tf.maximum(shrunk, 1.0)) / tf.math.log(2.0), tf.int32)

    def of_level(place: int) -> tf.Tensor:
        return _sampled(pictures.levels[place][number], to_picture / 2**place, shape)

    branches = [lambda place=place: of_level(place) for place in range(LEVELS)]
    return tf.switch_case(tf.minimum(level, LEVELS - 1), branches)


def _sampled(picture: tf.Tensor, to_picture: tf.Tensor, shape: tf.Tensor) -> tf.Tensor:
    # The operator counts pixels from their corners' indices: half a pixel off our centres.
    offset = to_picture[:, 2] + 0.5 * tf.reduce_sum(to_picture[:, :2], axis=1) - 0.5
    flat = tf.reshape(tf.concat([to_picture[:, :2], offset[:, None]], axis=1), [1, 6])
    # Half a pixel beyond its outer pixels' centres a picture goes on as they are.
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=picture[None],
        transforms=tf.concat([flat, tf.zeros([1, 2])], axis=1),
        output_shape=shape,
        interpolation="BILINEAR",
        fill_mode="NEAREST",
        fill_value=0.0,
    )[0]


def scene_hands(pictures: Pictures, chosen: tf.Tensor, layout: Layout, size: int) -> Hands:
    """The hands (36,) of a scene, two for every layer."""
    keypoints = tf.gather(pictures.keypoints, chosen)
    linear, shift = layout.to_scene[:, None, :, :2], layout.to_scene[:, None, None, :, 2]
    keypoints = tf.matmul(keypoints, linear, transpose_b=True) + shift
    shown = _uncovered(keypoints, layout.rectangles)
    labelled, seen = tf.gather(pictures.labelled, chosen), tf.gather(pictures.seen, chosen)
    rectangles = tf.repeat(layout.rectangles, 2, axis=0)
    flat = (tf.reshape(one, [PLACES, -1]) for one in (labelled, shown, seen))
    labelled, shown, seen = flat
    keypoints = tf.reshape(keypoints, [PLACES, -1, 2])
    return hands_in(keypoints, labelled, shown, seen, rectangles, size)


def _uncovered(keypoints: tf.Tensor, rectangles: tf.Tensor) -> tf.Tensor:
    """Which keypoints (18, 2, 21) lie in their layer's rectangle and under no later one."""
    x, y = tf.unstack(tf.reshape(keypoints, [-1, 2]), axis=-1)
    left, top, right, bottom = tf.unstack(tf.cast(rectangles, tf.float32)[..., None], axis=1)
    inside = (x >= left) & (x < right) & (y >= top) & (y < bottom)  # (layer, keypoint)
    layers = tf.range(LAYERS)
    uppermost = tf.reduce_max(tf.where(inside, layers[:, None], -1), axis=0)
    own = tf.repeat(layers, 2 * NUM_KEYPOINTS)
    return tf.reshape(uppermost == own, keypoints.shape[:-1])


def _varied_look(image: tf.Tensor, config: Config, seeds: list[tf.Tensor]) -> tf.Tensor:
    # No patches are cut out: they could hide all of a small hand.
    image = photometric.recoloured(image, config.aug_hue, seeds[5])
    image = photometric.coloured(image, config.aug_colour, seeds[0])
    image = photometric.greyed(image, config.aug_grey, seeds[1])
    image = photometric.blurred(image, config.aug_blur, seeds[2])
    image = photometric.noised(image, config.aug_noise, seeds[3])
    return photometric.jpegged(image, config.aug_jpeg, seeds[4], config.aug_shrink)
