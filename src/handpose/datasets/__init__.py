"""The datasets, one file each, all giving Samples in the canonical keypoint order.

To add one: write a class with `name`, `keys(state)` and `sample(state, key)` as in `base.py`,
name it in `registry.py` and in `config.DATASETS`, describe it in `docs/datasets.md`.
"""
