"""Strict options: dataclass fields that know their unit, their allowed values and how to say no.

A field is declared with `option(...)`; `resolve(cls, *layers)` lays mappings (a file, then the
flags) over the defaults. Nothing here knows which options exist: see `config.py`.
"""

from __future__ import annotations

import dataclasses
import json
import math
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar

from handpose.errors import UsageError, nearest

T = TypeVar("T")
_NAMES = {bool: "True or False", int: "a whole number", float: "a number", str: "text"}


def option(
    default: Any,
    help: str,
    *,
    unit: str = "",
    choices: Sequence[Any] = (),
    low: float | None = None,
    high: float | None = None,
    old_names: Sequence[str] = (),
) -> Any:
    """A dataclass field with its meaning, unit and allowed values (`low` and `high` included).

    For a list the choices and bounds hold for every member.
    """
    metadata = {
        "help": help,
        "unit": unit,
        "choices": tuple(choices),
        "low": low,
        "high": high,
        "old_names": tuple(old_names),
    }
    if isinstance(default, list):
        return dataclasses.field(default_factory=lambda: list(default), metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def resolve(cls: type[T], *layers: Mapping[str, Any]) -> T:
    """An instance of `cls`: its defaults, overridden by each layer in turn.

    Raises UsageError in one line for an unknown key, a wrong type or an impossible value.
    """
    values: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            field = _field(cls, key)
            values[field.name] = _checked(cls, field, value)
    return cls(**values)


def layers(flags: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The mappings to lay over the defaults: the file named by the flag `config`, the flags."""
    flags = dict(flags)
    path = flags.pop("config", None)
    return [flags] if path is None else [read_file(path), flags]


def current_name(cls: type, key: str) -> str:
    """The present spelling of an option's key; raises UsageError with the nearest known key."""
    return _field(cls, key).name


def takes_text(cls: type, key: str) -> bool:
    """Whether an option is a text; raises UsageError with the nearest known key."""
    return _type(cls, _field(cls, key)) is str


def read_file(path: str | Path) -> dict[str, Any]:
    """A configuration file, YAML or JSON, as a mapping; raises UsageError when it is neither."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"--config={path}: cannot be read ({error}); give a YAML or JSON file"
        ) from None
    content = _parse(text, path)
    if not isinstance(content, dict):
        raise UsageError(f"--config={path}: keys and values expected, like 'batch_size: 8'")
    return {str(key): value for key, value in content.items()}


def _parse(text: str, path: str | Path) -> Any:
    if Path(path).suffix == ".json":
        try:
            return json.loads(text)
        except ValueError as error:
            raise UsageError(f"--config={path}: not JSON ({error})") from None
    import yaml

    try:
        return yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"--config={path}: not YAML ({reason})") from None


def describe(cls: type) -> list[tuple[str, str, str]]:
    """Rows (key=default, meaning with its unit, allowed values) of every option, for help texts."""
    return [
        (f"{field.name}={_default(field)!r}", _meaning(field), _allowed(cls, field))
        for field in dataclasses.fields(cls)
    ]


def _default(field: dataclasses.Field) -> Any:
    factory = field.default_factory
    return field.default if factory is dataclasses.MISSING else factory()


def _meaning(field: dataclasses.Field) -> str:
    unit = field.metadata["unit"]
    return f"{field.metadata['help']} [{unit}]" if unit else field.metadata["help"]


def _allowed(cls: type, field: dataclasses.Field) -> str:
    meta = field.metadata
    if meta["choices"]:
        return " | ".join(map(str, meta["choices"]))
    low, high = meta["low"], meta["high"]
    if low is None and high is None:
        return _expected(_type(cls, field))
    return f"{'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'}"


def _field(cls: type, key: str) -> dataclasses.Field:
    fields = {field.name: field for field in dataclasses.fields(cls)}
    old = {name: f for f in fields.values() for name in f.metadata["old_names"]}
    if key not in fields and key not in old:
        raise UsageError(f"unknown option {key!r}: {nearest(key, fields)}")
    return fields.get(key) or old[key]


def _type(cls: type, field: dataclasses.Field) -> Any:
    return typing.get_type_hints(cls)[field.name]


def _checked(cls: type, field: dataclasses.Field, value: Any) -> Any:
    try:
        value = _converted(value, _type(cls, field))
    except (TypeError, ValueError, OverflowError):
        expected = _expected(_type(cls, field))
        raise UsageError(f"--{field.name}={value}: {expected} expected") from None
    members = value if isinstance(value, list) else [value]
    for member in members:
        _check_allowed(field, member)
    return value


def _converted(value: Any, kind: Any) -> Any:
    """`value` as `kind`; raises an error of Python's where that would change its meaning."""
    if typing.get_origin(kind) in (typing.Union, UnionType):
        if value is None:
            return None
        return _converted(value, next(k for k in typing.get_args(kind) if k is not NoneType))
    if typing.get_origin(kind) is list:
        return _converted_list(value, typing.get_args(kind)[0])
    return _converted_scalar(value, kind)


def _converted_list(value: Any, kind: Any) -> list:
    if isinstance(value, str):
        parts = [part.strip() for part in value.split(",") if part.strip()]
        value = parts if kind is str else [kind(part) for part in parts]
    members = value if isinstance(value, (list, tuple)) else [value]
    return [_converted_scalar(member, kind) for member in members]


def _converted_scalar(value: Any, kind: type) -> Any:
    if isinstance(value, bool) or kind is bool:
        if not (isinstance(value, bool) and kind is bool):
            raise TypeError
        return value
    if kind is str:
        return _as_text(value)
    # YAML reads 1e-4, which lacks a point, as text.
    number = float(value) if isinstance(value, str) else value
    if not isinstance(number, (int, float)) or not math.isfinite(number):
        raise TypeError
    if kind is int and number != int(number):
        raise TypeError
    return kind(number)


def _as_text(value: Any) -> str:
    # The command line turns --gpu_id=0,1 into (0, 1) and --train_marker=2 into 2.
    if isinstance(value, (list, tuple)):
        return ",".join(map(_as_text, value))
    if not isinstance(value, (str, int, float, Path)):
        raise TypeError
    return str(value)


def _expected(kind: Any) -> str:
    arguments = [k for k in typing.get_args(kind) if k is not NoneType]
    if typing.get_origin(kind) is list:
        return f"a list, each {_NAMES[arguments[0]]},"
    return _NAMES[arguments[0] if arguments else kind]


def _check_allowed(field: dataclasses.Field, value: Any) -> None:
    meta = field.metadata
    if value is None:
        return
    if meta["choices"] and value not in meta["choices"]:
        hint = nearest(str(value), map(str, meta["choices"]))
        raise UsageError(f"--{field.name}={value}: not an allowed value; {hint}")
    low, high = meta["low"], meta["high"]
    if (low is not None and not value >= low) or (high is not None and not value <= high):
        bounds = f"at least {low:g}" if high is None else f"{low:g} to {high:g}"
        unit = f" {meta['unit']}" if meta["unit"] else ""
        raise UsageError(f"--{field.name}={value}: {bounds}{unit} expected")
