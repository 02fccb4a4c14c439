"""The page as a folder of static files, for any web server."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from handpose.errors import HandposeError, UsageError
from handpose.web.site import ABOUT, Site


def write_folder(site: Site, out: Path) -> None:
    """Write the files of a site into a folder: all of them, or none.

    What an earlier call left there is replaced. Raises UsageError when the folder holds anything
    else, HandposeError when the system refuses to write.
    """
    out = out.resolve()
    _check_ours(site, out)
    fresh = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        for name, content in site.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(content)
        _replace(out, fresh)
    except OSError as error:
        raise HandposeError(
            f"{out}: cannot be written ({error.strerror or error}); free or choose another folder"
        ) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _replace(out: Path, fresh: Path) -> None:
    """Put a fresh folder in the place of `out`, which comes back when that is refused."""
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    if out.exists():
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _check_ours(site: Site, out: Path) -> None:
    """Refuse a folder that holds something which an earlier export has not written."""
    if out.is_file():
        raise UsageError(f"--export={out}: is a file; name a folder")
    ours = set(site) if (out / ABOUT).exists() else set()
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        if not path.is_dir() and name not in ours:
            raise UsageError(
                f"--export={out}: holds {name}, which is not the page's; name a new folder"
            )
