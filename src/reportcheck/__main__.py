"""``python -m reportcheck``: the same as the command ``reportcheck``."""

import sys

from reportcheck.cli import main

if __name__ == "__main__":
    sys.exit(main())
