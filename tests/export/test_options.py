"""The options of export are those of the system where they mean the same."""

import pytest

from handpose.config import Config
from handpose.errors import UsageError
from handpose.export.options import FORMATS, ExportConfig
from handpose.export.writers import WRITERS
from handpose.options import resolve


def test_every_format_has_a_writer_and_a_file_of_its_own():
    assert tuple(WRITERS) == FORMATS
    assert len({form.file("landmarks") for form in WRITERS.values()}) == len(FORMATS)


def test_shared_options_reach_the_configuration():
    options = resolve(ExportConfig, {"load_path": "RUN", "crop_size": 96, "box_scale": 1.5})
    expected = Config(load_path="RUN", crop_size=96, box_scale=1.5)
    assert options.as_config() == expected
    assert ExportConfig().as_config() == Config()


def test_formats_are_separated_by_commas_and_checked():
    assert resolve(ExportConfig, {"formats": "onnx,litert_int8"}).formats == ["onnx", "litert_int8"]
    assert resolve(ExportConfig, {"formats": ("onnx", "savedmodel")}).formats == [
        "onnx",
        "savedmodel",
    ]
    with pytest.raises(UsageError, match="did you mean litert_int8"):
        resolve(ExportConfig, {"formats": "litert_int"})


def test_int8_has_a_limit_of_its_own():
    options = ExportConfig(limit=0.1, int8_limit=2.0)
    assert [options.limit_of(name) for name in ("litert_int8", "onnx")] == [2.0, 0.1]
