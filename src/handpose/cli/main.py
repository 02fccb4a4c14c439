"""Find the verb, read its flags strictly, run it; nothing heavy is imported before that."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from handpose import __version__
from handpose.cli.help import overview, verb_help
from handpose.cli.verbs import OLD_DEFAULTS, OLD_VERBS, VERBS, Verb, extras_named
from handpose.errors import HandposeError, UsageError, nearest
from handpose.options import current_name, layers, resolve, takes_text


def main(arguments: Sequence[str] | None = None, program: str = "handpose") -> int:
    """Run one command; answer 0, 1 (something is wrong with the data) or 2 (wrong usage)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # TensorFlow's start-up chatter hides our own lines; the user's own setting wins.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        code = _run(words, program)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; the flush at exit must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except HandposeError as error:
        print(f"{program}: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(f"{program}: stopped", file=sys.stderr)
        return 130


def _run(words: list[str], program: str) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print(overview(program))
        return 0 if words else 2
    if words[0] == "--version":
        print(__version__)
        return 0
    name, rest = _split_verb(words)
    verb = VERBS[name]
    if "--help" in rest or "-h" in rest:
        print(verb_help(name, verb, program))
        return 0
    positional, flags = _with_word(name, verb, *_parse(rest))
    defaults = OLD_DEFAULTS.get((program, name), {})
    accepted = (*_accepted(name, verb, positional), _config(verb, flags, defaults))
    with extras_named():
        return _exit_code(verb.function()(*accepted))


def _split_verb(words: list[str]) -> tuple[str, list[str]]:
    for length in (2, 1):
        name = " ".join(words[:length])
        name = OLD_VERBS.get(name, name)
        if name in VERBS:
            return name, words[length:]
    if words[0] == "data":
        raise UsageError("data: say which, 'data check PATH' or 'data browse'")
    raise UsageError(f"unknown command {words[0]!r}: {nearest(words[0], VERBS)}")


def _parse(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """Positional words and flags, both as they were typed."""
    import fire
    from fire.decorators import SetParseFn

    caught: dict[str, Any] = {}

    @SetParseFn(str)
    def collect(*positional: str, **flags: str) -> None:
        caught.update(positional=list(positional), flags=flags)

    _refuse_other_dashes(words)
    fire.Fire(collect, command=words, name="handpose")
    return caught["positional"], caught["flags"]


def _with_word(
    name: str, verb: Verb, positional: list[str], flags: dict[str, str]
) -> tuple[list[str], dict[str, str]]:
    """Positional words and flags, where a word that may stand for a flag has become that flag."""
    key = verb.word_for
    if not (key and positional):
        return positional, flags
    if len(positional) > 1:
        raise UsageError(
            f"{name}: one {verb.words} expected, {len(positional)} given; put a glob in quotes"
        )
    if key in flags:
        raise UsageError(f"{name}: {positional[0]!r} and --{key} are the same; give one of them")
    return [], flags | {key: positional[0]}


def _refuse_other_dashes(words: list[str]) -> None:
    # Fire gives single dashes and a bare -- meanings of its own.
    for word in words:
        if word.startswith("-") and not re.match("--[A-Za-z]", word):
            raise UsageError(f"unknown flag {word!r}: flags are written --key=value")


def _config(verb: Verb, flags: Mapping[str, str], defaults: Mapping[str, Any]) -> Any:
    cls = verb.options_class()
    typed = layers({key: _value(cls, key, text) for key, text in flags.items()})
    given = [defaults, *typed]
    for layer in given:
        _tell_old_names(cls, layer)
    return verb.settled(resolve(cls, *given), given)


def _value(cls: type, key: str, text: str) -> Any:
    """A flag's text as the Python value that it spells, where the option is not text itself."""
    from fire.parser import DefaultParseValue

    value = DefaultParseValue(text)
    # A folder called 2024_01_31 must not become the number 20240131.
    is_text = key == "config" or takes_text(cls, key)
    return text if is_text and not isinstance(value, str) else value


def _tell_old_names(cls: type, layer: Mapping[str, Any]) -> None:
    for key in layer:
        current = current_name(cls, key)
        if current == key:
            continue
        if current in layer:
            raise UsageError(f"--{key} and --{current} are the same option; give one of them")
        print(f"note: {key} is now written {current}", file=sys.stderr)


def _accepted(name: str, verb: Verb, positional: list[str]) -> tuple[Any, ...]:
    """The positional words as the verb's function takes them: none, one path, or a list."""
    if not verb.words and positional:
        raise UsageError(f"{name}: unexpected {positional[0]!r}; flags are written --key=value")
    if verb.word_for:
        return ()
    if verb.words and not positional:
        raise UsageError(f"{name}: {verb.words} expected, like 'handpose {name} {verb.example}'")
    if verb.words == "PATH" and len(positional) > 1:
        raise UsageError(f"{name}: one PATH expected, {len(positional)} given")
    if not verb.words:
        return ()
    return (positional[0],) if verb.words == "PATH" else (positional,)


def _exit_code(result: Any) -> int:
    return result if isinstance(result, int) else 0
