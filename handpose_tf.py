"""The command that users of the 2018 system know: train, evaluation and test."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from handpose.cli import main

if __name__ == "__main__":
    sys.exit(main(program="handpose_tf.py"))
