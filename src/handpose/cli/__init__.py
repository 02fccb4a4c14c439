"""The command line: `main` runs one command and answers with an exit code."""

from handpose.cli.main import main

__all__ = ["main"]
