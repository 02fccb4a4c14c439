"""Make src/handpose/synthesis/data/{environments,photographs}.npz from two published packages.

    pip install OpenEXR scikit-image==0.26.0 opencv-python-headless   # and npm, for `npm pack`
    python tools/build_environments.py

environments.npz: 18 panoramas of the npm package @pmndrs/assets 1.7.0 (CC0-1.0), each as
`light/NAME` (32, 64, 3) float16, linear, and `view/NAME`, the bytes of a JPEG (256 x 512) of
the square root of the panorama over `VIEW_RANGE` times its mean. photographs.npz: pictures of
scikit-image that are CC0 or in the public domain, the bytes of a JPEG each; none shows a hand.
"""

from __future__ import annotations

import base64
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

import cv2
import numpy as np

NPM_PACKAGE = "@pmndrs/assets@1.7.0"
DATA = Path(__file__).parents[1] / "src" / "handpose" / "synthesis" / "data"
LIGHT_SIZE, VIEW_SIZE = (64, 32), (512, 256)
VIEW_RANGE = 6.0
PHOTOGRAPHS = ("coffee.png", "rocket.jpg", "brick.png", "gravel.png", "grass.png", "chelsea.png",
               "hubble_deep_field.jpg", "ihc.png", "coins.png")  # fmt: skip
PHOTOGRAPH_SIDE = 448


def main() -> None:
    """Write both files."""
    DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        panoramas = read_panoramas(fetch_npm_package(Path(folder)))
    lights = {f"light/{name}": light(panorama) for name, panorama in panoramas.items()}
    views = {f"view/{name}": view(panorama) for name, panorama in panoramas.items()}
    np.savez_compressed(DATA / "environments.npz", **lights, **views)
    np.savez(DATA / "photographs.npz", **read_photographs())
    for path in DATA.glob("*.npz"):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


def fetch_npm_package(folder: Path) -> Path:
    """Download and unpack the package; its folder."""
    subprocess.run(["npm", "pack", "--silent", NPM_PACKAGE], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def read_panoramas(package: Path) -> dict[str, np.ndarray]:
    """Every panorama by its name, (h, w, 3) float32, linear RGB."""
    files = sorted((package / "hdri").glob("*.exr.js"))
    return {path.name.split(".")[0]: read_exr_module(path) for path in files}


def read_exr_module(path: Path) -> np.ndarray:
    """The picture inside a JavaScript module: an OpenEXR file in base64."""
    import OpenEXR

    text = re.search(r"base64,([A-Za-z0-9+/=]+)", path.read_text())
    assert text, path
    with tempfile.NamedTemporaryFile(suffix=".exr") as file:
        file.write(base64.b64decode(text.group(1)))
        file.flush()
        with OpenEXR.File(file.name) as opened:
            pixels = np.asarray(opened.channels()["RGB"].pixels[..., :3], np.float32)
    return np.clip(pixels, 0, 6e4)


def light(panorama: np.ndarray) -> np.ndarray:
    """What lights a scene: small, linear, half floats."""
    return cv2.resize(panorama, LIGHT_SIZE, interpolation=cv2.INTER_AREA).astype(np.float16)


def view(panorama: np.ndarray) -> np.ndarray:
    """What is seen behind a hand: the bytes of a JPEG."""
    small = cv2.resize(panorama, VIEW_SIZE, interpolation=cv2.INTER_AREA)
    share = np.clip(small / (VIEW_RANGE * panorama.mean()), 0, 1)
    return jpeg(np.round(np.sqrt(share) * 255).astype(np.uint8)[..., ::-1], 92)


def read_photographs() -> dict[str, np.ndarray]:
    """scikit-image's pictures, made smaller, by their name."""
    import skimage

    folder = Path(skimage.__file__).parent / "data"
    return {Path(name).stem: photograph(folder / name) for name in PHOTOGRAPHS}


def photograph(path: Path) -> np.ndarray:
    """One picture as the bytes of a JPEG."""
    picture = cv2.imread(str(path))
    scale = min(1.0, PHOTOGRAPH_SIDE / min(picture.shape[:2]))
    return jpeg(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), 85)


def jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    """A BGR picture as the bytes of a JPEG, (n,) uint8."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].ravel()


if __name__ == "__main__":
    main()
