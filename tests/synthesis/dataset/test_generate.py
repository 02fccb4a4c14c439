"""A generated dataset: resumable, the same for any number of workers, refused when it differs."""

import hashlib
import json
import shutil
from pathlib import Path

import fake_render
import numpy as np
import pytest

from handpose.datasets.rhd import Rhd
from handpose.errors import HandposeError, UsageError
from handpose.pictures import decode
from handpose.safe_pickle import load
from handpose.synthesis.dataset.generate import generate
from handpose.synthesis.options import SynthConfig


def options(out, **changes):
    return SynthConfig(
        **{"n": 50, "n_eval": 3, "out": str(out), "side": 64, "workers": 1} | changes
    )


def digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.fixture(name="whole", scope="module")
def _whole(tmp_path_factory):
    return generate(options(tmp_path_factory.mktemp("whole")), fake_render.plain)


def test_the_files_are_those_of_rhd(whole):
    for name, count in (("training", 50), ("evaluation", 3)):
        for kind in ("color", "mask", "depth"):
            files = sorted(path.name for path in (whole / name / kind).iterdir())
            assert files == [f"{number:05d}.png" for number in range(count)]
        assert list(load(whole / name / f"anno_{name}.pickle")) == list(range(count))
    assert not list(whole.rglob(".parts"))


def test_the_reader_of_rhd_gets_the_labels_back(whole):
    sample = Rhd(whole).sample("train", "00007")
    expected = fake_render.plain(options(whole), "train", 7)
    np.testing.assert_array_equal(decode(sample.image, ""), expected.image)
    assert sample.handedness == "left"
    # Row 4 of RHD is the thumb's base, canonical keypoint 1.
    np.testing.assert_allclose(sample.keypoints[1], expected.uv_vis[4, :2], atol=1e-4)


def test_depth_opens_by_the_published_formula(whole):
    red, green, _ = np.moveaxis(
        decode((whole / "training/depth/00012.png").read_bytes(), "").astype(float), -1, 0
    )
    np.testing.assert_allclose((256 * red + green) / 65535 * 5, 0.62, atol=5 / 65535)


def test_every_picture_has_its_attributes(whole):
    lines = (whole / "training" / "attributes.jsonl").read_text().splitlines()
    assert json.loads(lines[9]) == {"number": 9, "gesture": "fist", "tone": 9.0}
    manifest = json.loads((whole / "manifest.json").read_text())
    assert manifest["pictures"] == {"training": 50, "evaluation": 3}
    assert manifest["options"]["side"] == 64


def test_two_workers_make_the_same_files_as_one(whole, tmp_path):
    assert digest(generate(options(tmp_path, workers=2), fake_render.plain)) == digest(whole)


def full_after(written):
    def write_bytes(path, content, room=[written]):  # noqa: B006
        room[0] -= 1
        if room[0] < 0:
            raise OSError(28, "No space left on device")
        with path.open("wb") as file:
            file.write(content)

    return write_bytes


def test_after_a_full_disk_it_goes_on_and_ends_the_same(whole, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full_after(100))
        with pytest.raises(HandposeError, match=r"00009.png: cannot be written|No space left"):
            generate(options(tmp_path), fake_render.plain)
    begun = (tmp_path / "training/color/00003.png").stat().st_mtime_ns
    generate(options(tmp_path), fake_render.plain)
    assert digest(tmp_path) == digest(whole)
    assert (tmp_path / "training/color/00003.png").stat().st_mtime_ns == begun


def test_a_larger_set_continues_a_smaller_one(whole, tmp_path):
    generate(options(tmp_path, n=20), fake_render.plain)
    generate(options(tmp_path), fake_render.plain)
    assert digest(tmp_path) == digest(whole)


def test_a_killed_worker_is_one_line_and_nothing_is_half_written(whole, tmp_path):
    with pytest.raises(HandposeError, match="a worker process was killed"):
        generate(options(tmp_path, workers=2), fake_render.dies_at_30)
    (tmp_path / "training" / "mask" / ".00008.123.part.png").write_bytes(b"half")
    (tmp_path / "training" / ".parts").mkdir(exist_ok=True)
    (tmp_path / "training" / ".parts" / ".000024-24.123.part.npz").write_bytes(b"half")
    generate(options(tmp_path), fake_render.plain)
    assert digest(tmp_path) == digest(whole)


def test_a_folder_of_other_options_is_refused(whole):
    with pytest.raises(UsageError, match="made with another seed; name a new folder"):
        generate(options(whole, seed=1), fake_render.plain)


def refuses(options, state, number):
    raise UsageError("no such gesture")


def test_options_that_made_no_picture_may_be_mended(whole, tmp_path):
    with pytest.raises(UsageError, match="no such gesture"):
        generate(options(tmp_path, gesture="fits"), refuses)
    generate(options(tmp_path), fake_render.plain)
    assert digest(tmp_path) == digest(whole)


def test_somebody_elses_pictures_are_left_alone(whole, tmp_path):
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    (tmp_path / "manifest.json").unlink()
    before = digest(tmp_path)
    with pytest.raises(UsageError, match="pictures that synth did not make; name a new folder"):
        generate(options(tmp_path), fake_render.plain)
    assert digest(tmp_path) == before


def test_broken_attributes_are_one_line(whole, tmp_path):
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    (tmp_path / "training" / "attributes.jsonl").write_text("[1]\n")
    with pytest.raises(HandposeError, match=r"attributes.jsonl: attributes of synthetic hands"):
        generate(options(tmp_path), fake_render.plain)


@pytest.mark.parametrize("kind", ["tone", "size"])
def test_a_range_that_is_upside_down_is_refused(kind):
    upside_down = {f"{kind}_low": 230.0, f"{kind}_high": 80.0}
    with pytest.raises(UsageError, match=rf"--{kind}_low=230.0: at most {kind}_high expected"):
        SynthConfig(**upside_down)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(HandposeError, match="cannot be written"):
        generate(options(tmp_path / "taken"), fake_render.plain)


def test_the_evaluation_part_is_a_fifteenth_unless_told():
    assert SynthConfig(n=41258).count("eval") == 2750


def test_photographs_without_hands_must_be_named():
    with pytest.raises(UsageError, match="--handless: needs --backgrounds=DIR, the photographs"):
        SynthConfig(handless=True)
