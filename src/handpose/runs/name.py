"""The name of a run, as the 2018 scripts wrote it."""

from __future__ import annotations

import datetime

from handpose.config import Config


def run_name(config: Config, day: datetime.date) -> str:
    """Like 0810_n2_RHD_c1.2_b8_aFalse_vTrue_dTrue_i3.0w."""
    return f"{day:%m%d}_{name_without_day(config)}"


def name_without_day(config: Config) -> str:
    """What the names of runs with this configuration share, on whichever day they started."""
    dsnt = config.head_name == "dsnt"
    return (
        f"n{config.train_marker}_{config.dataset_type}_c{config.box_scale}_b{config.batch_size}"
        f"_a{config.augment}_v{config.train_vis}_d{dsnt}_i{config.max_iter / 10000}w"
    )
