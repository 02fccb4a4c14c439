"""Make src/handpose/web/vendor: LiteRT.js, which runs the models in the browser, from npm.

    python tools/fetch_litert_web.py           # writes the files
    python tools/fetch_litert_web.py --check   # compares them with the registry's, writes nothing

Needs npm. The files are as published, but that one module imports the other by its path, as
browsers need it, and that the pointers to source maps are left out.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

from npm_package import unpacked

VENDOR = Path(__file__).parents[1] / "src" / "handpose" / "web" / "vendor"
CORE = (
    "@litertjs/core@2.5.3",
    "sha512-PlGmbMOq9WitX7FO0jhbdJw9GthatsyuCQXjTt/wJZo0FLaw48q4tz8IwqgqCIkviYGr9OFDL1kCnN4nzWoyJQ==",
)
UTILS = (
    "@litertjs/wasm-utils@2.5.3",
    "sha512-4fJiw6tBQnIs+0jH/OQ16nYOiSl8/+zZnn5h2ul8aTKHi05sVqZW580Tmk78pC2kT39A9OYBVdFawteZ/sI1kQ==",
)
IMPORTED = b'from "@litertjs/wasm-utils"', b'from "./wasm_utils.js"'
# The build for browsers without relaxed SIMD, which all others run too.
RUNTIME = ("litert_wasm_compat_internal.js", "litert_wasm_compat_internal.wasm")


def main() -> None:
    """Write the files or compare them, and say how large they are."""
    with tempfile.TemporaryDirectory() as folder:
        files = published(Path(folder))
    if "--check" in sys.argv[1:]:
        check(files)
    else:
        write(files)
    for name, content in files.items():
        print(f"{VENDOR / name}: {len(content) / 1e6:.2f} MB")


def published(folder: Path) -> dict[str, bytes]:
    """The files by their name in `vendor`."""
    core, utils = unpacked(*CORE, folder), unpacked(*UTILS, folder)
    module = (core / "dist" / "index.js").read_bytes()
    if module.count(IMPORTED[0]) != 1:
        raise SystemExit(f"{CORE[0]}: {IMPORTED[0].decode()} is not in it once; adapt this program")
    files = {"litert.js": without_map(module.replace(*IMPORTED))}
    files["wasm_utils.js"] = without_map((utils / "dist" / "index.js").read_bytes())
    files |= {name: (core / "wasm" / name).read_bytes() for name in RUNTIME}
    return files | {"SHA256SUMS": sums(files).encode()}


def sums(files: dict[str, bytes]) -> str:
    """Checksums as `sha256sum --check` reads them."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    return "".join(lines)


def without_map(module: bytes) -> bytes:
    """A module without the pointer to its source map, which is not shipped."""
    return module.partition(b"//# sourceMappingURL=")[0]


def write(files: dict[str, bytes]) -> None:
    """Write the files into `vendor`."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (VENDOR / name).write_bytes(content)


def check(files: dict[str, bytes]) -> None:
    """Exit when a file in `vendor` is not the published one."""
    other = [name for name, content in files.items() if (VENDOR / name).read_bytes() != content]
    if other:
        raise SystemExit(f"{VENDOR}: not as published: {', '.join(other)}")


if __name__ == "__main__":
    main()
