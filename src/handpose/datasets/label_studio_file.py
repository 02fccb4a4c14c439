"""Label Studio's JSON export as the hands in it: what people submitted, not what was predicted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from handpose.datasets.base import parsed_json, read_bytes
from handpose.datasets.label_studio_regions import Group, groups
from handpose.errors import HandposeError


@dataclass(frozen=True)
class StudioHand:
    """One hand of a task; fault: why it cannot be used, '' when it can.

    picture: what the task says of its picture, a URL mostly.
    """

    label: str
    picture: Any = None
    group: Group = Group(())
    fault: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StudioFile:
    """The hands of an export by key, 'task/hand', both counted from 0; a mark of its content."""

    hands: Mapping[str, StudioHand]
    mark: int


def read_label_studio(path: Path) -> StudioFile:
    """The hands in an export; raises HandposeError when it is none, or nothing was submitted."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> StudioFile:
    text = read_bytes(path)
    tasks = _parsed(text, path)
    newest = [_newest(task) for task in tasks]
    if tasks and not any(newest):
        raise HandposeError(
            f"{path}: none of {len(tasks)} tasks has a submitted annotation; predictions are no "
            "labels, correct and submit them first"
        )
    hands = {
        f"{place}/{number}": hand
        for place, (task, annotation) in enumerate(zip(tasks, newest, strict=True))
        for number, hand in enumerate(_hands(path.name, task, annotation))
    }
    return StudioFile(hands, zlib.crc32(text))


def _parsed(text: bytes, path: Path) -> list[dict[str, Any]]:
    content = parsed_json(text, path)
    if not isinstance(content, list) or not all(isinstance(task, dict) for task in content):
        raise HandposeError(f"{path}: a list of tasks expected; export as JSON from Label Studio")
    if any("data" not in task for task in content):
        raise HandposeError(
            f"{path}: a task without 'data', as in JSON-MIN, which does not say which keypoint is "
            "of which hand; export as JSON"
        )
    return content


def _newest(task: dict[str, Any]) -> dict[str, Any] | None:
    """The annotation that was submitted last; None when there is none or it was skipped."""
    listed = task.get("annotations")
    entries = listed if isinstance(listed, list) else []
    annotations = [one for one in entries if isinstance(one, dict)]
    submitted = [one for one in annotations if not one.get("was_cancelled")]
    # Times are written in one form, so that they sort as text.
    return max(submitted, key=lambda one: str(one.get("updated_at")), default=None)


def _hands(
    file: str, task: dict[str, Any], annotation: dict[str, Any] | None
) -> Iterator[StudioHand]:
    if annotation is None:
        return
    label = f"{file} task {task.get('id', '?')}"
    picture = _picture(task["data"])
    about = {"task": str(task.get("id", "")), "annotation": str(annotation.get("id", ""))}
    try:
        found = groups(annotation["result"])
    except ValueError as error:
        yield StudioHand(label, picture, fault=str(error))
    except (AttributeError, KeyError, TypeError) as error:
        yield StudioHand(label, picture, fault=f"a result of Label Studio expected ({error!r})")
    else:
        for number, group in enumerate(found, start=1):
            fault = _loose(group) if group.loose else ""
            yield StudioHand(f"{label} hand {number}", picture, group, fault, about)


def _picture(data: Any) -> Any:
    """The value of `image`, or else the only text in a task's data."""
    if not isinstance(data, dict) or "image" in data:
        return data.get("image") if isinstance(data, dict) else None
    texts = [value for value in data.values() if isinstance(value, str)]
    return texts[0] if len(texts) == 1 else None


def _loose(group: Group) -> str:
    names = ", ".join(name for keypoint in group.keypoints for name in keypoint.labels)
    return f"in no box, or in several: {names}; drag them onto their box in the list of regions"
