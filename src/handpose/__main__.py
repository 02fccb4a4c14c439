"""`python -m handpose`, the same as the command `handpose`."""

import sys

from handpose.cli import main

sys.exit(main())
