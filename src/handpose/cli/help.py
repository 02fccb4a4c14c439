"""The help texts, made from the table of verbs and the options themselves."""

from __future__ import annotations

import inspect
import textwrap

from handpose.cli.verbs import VERBS, Verb
from handpose.options import describe


def overview(program: str) -> str:
    """What the program can do, a line per command."""
    width = max(map(len, VERBS))
    lines = [f"  {name:<{width}}  {verb.summary}" for name, verb in VERBS.items()]
    return "\n".join(
        [
            "Train, measure and ship 21-keypoint 2D hand pose models.",
            "",
            f"usage: {program} COMMAND [--key=value ...] [--config=FILE.yaml|json]",
            "",
            *lines,
            "",
            f"{program} COMMAND --help shows the command's options.",
        ]
    )


def verb_help(name: str, verb: Verb, program: str) -> str:
    """What one command does, an example and every option it takes."""
    usage = f"usage: {program} {name} {verb.words + ' ' if verb.words else ''}[--key=value ...]"
    example = f"example: {program} {name} {verb.example}".rstrip()
    cls = verb.options_class()
    about = inspect.cleandoc(cls.__doc__ or "").splitlines()[0]
    rows = [_row(*row) for row in describe(cls)]
    return "\n".join([f"{name}: {verb.summary}", "", usage, example, "", about, *rows])


def _row(key_and_default: str, meaning: str, allowed: str) -> str:
    text = f"{meaning} ({allowed})"
    return f"  --{key_and_default}\n" + textwrap.indent(textwrap.fill(text, 88), " " * 6)
