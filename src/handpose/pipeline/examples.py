"""One record to one training example: crop, augment, weigh the keypoints."""

from __future__ import annotations

import tensorflow as tf

from handpose.config import Config
from handpose.pipeline import geometric, photometric
from handpose.pipeline.crop import (
    Record,
    crop_square,
    decode,
    image_to_crop,
    invert,
    transform,
    warp,
)

Example = dict[str, tf.Tensor]
_KEPT = (
    *("labelled", "visible", "handedness", "present"),
    *("name", "source", "root", "attributes"),
)


def plain_example(record: Record, config: Config, turn: float = 0.0) -> Example:
    """The hand as `config.crop` cuts it out, unchanged; keys as in `batches`.

    turn: degrees clockwise by which the crop is turned about its centre.
    """
    square = crop_square(record, config.crop, config.box_scale)
    example = _labels(record, image_to_crop(square, config.input_size, turn), config)
    return example | {"image": _picture(record, example, config)}


def training_example(record: Record, config: Config, seed: tf.Tensor) -> Example:
    """The hand to learn from, varied when `config.augment` says so; seed: (2,) int.

    A keypoint outside the crop gets weight 0, since no coordinate inside can be right.
    """
    vary = config.augment
    example = augmented_example(record, config, seed) if vary else plain_example(record, config)
    return example | {"weight": example["weight"] * _inside(example, config)}


def augmented_example(record: Record, config: Config, seed: tf.Tensor) -> Example:
    """The hand varied by every augmentation of the configuration; seed: (2,) int."""
    seeds = tf.unstack(tf.random.experimental.stateless_split(seed, 14), num=14)
    noisy = geometric.noisy_keypoints(record["keypoints"], config.coord_uv_noise_sigma, seeds[0])
    record = record | {"keypoints": noisy}
    to_crop = _varied_map(record, config, seeds[1:6])
    mirror = geometric.mirrors(config.aug_mirror, seeds[6])
    record, to_crop = tf.cond(
        mirror, lambda: _mirrored(record, to_crop, config), lambda: (record, to_crop)
    )
    example = _labels(record, to_crop, config)
    image = _varied_look(_picture(record, example, config), config, seeds[7:])
    return example | {"image": image}


def _labels(record: Record, to_crop: tf.Tensor, config: Config) -> Example:
    size = tf.stack([record["height"], record["width"]])
    return {key: record[key] for key in _KEPT} | {
        "keypoints": transform(to_crop, record["keypoints"]),
        "weight": _weight(record, config),
        "crop_to_image": invert(to_crop),
        "image_keypoints": record["keypoints"],
        "image_size": size,
    }


def _weight(record: Record, config: Config) -> tf.Tensor:
    hidden = config.hidden_weight if config.train_vis else 0.0
    weight = tf.where(record["visible"], config.visible_weight, hidden)
    return tf.where(record["labelled"], weight, 0.0)


def _picture(record: Record, example: Example, config: Config) -> tf.Tensor:
    return warp(decode(record["image"]), example["crop_to_image"], config.input_size)


def _mirrored(record: Record, to_crop: tf.Tensor, config: Config) -> tuple[Record, tf.Tensor]:
    handedness = geometric.mirrored_handedness(record["handedness"])
    flipped = geometric.mirrored_map(to_crop, config.input_size)
    return record | {"handedness": handedness}, flipped


def _inside(example: Example, config: Config) -> tf.Tensor:
    keypoints = example["keypoints"]
    inside = (keypoints >= 0) & (keypoints <= config.input_size)
    return tf.cast(tf.reduce_all(inside, axis=1), tf.float32)


def _varied_map(record: Record, config: Config, seeds: list[tf.Tensor]) -> tf.Tensor:
    square = crop_square(record, config.crop, config.box_scale)
    # As a whole, with black corners when turned, an empty picture would be told by its crop.
    square = tf.where(record["present"], square, geometric.anywhere(square, seeds[4]))
    square = geometric.noisy_centre(square, config.crop_center_noise_sigma, seeds[0])
    square = geometric.scaled(square, config.aug_scale, seeds[1])
    square = geometric.shifted(square, config.aug_shift, seeds[2])
    turn = geometric.turn(config.aug_rotation, seeds[3])
    return image_to_crop(square, config.input_size, turn)


def _varied_look(image: tf.Tensor, config: Config, seeds: list[tf.Tensor]) -> tf.Tensor:
    image = photometric.recoloured(image, config.aug_hue, seeds[6])
    image = photometric.coloured(image, config.aug_colour, seeds[0])
    image = photometric.greyed(image, config.aug_grey, seeds[1])
    image = photometric.blurred(image, config.aug_blur, seeds[2])
    image = photometric.noised(image, config.aug_noise, seeds[3])
    image = photometric.jpegged(image, config.aug_jpeg, seeds[4], config.aug_shrink)
    return photometric.cut_out(image, config.aug_cutout, seeds[5])
