"""Lets `python -m suture` do what the command `suture` does."""

import sys

from suture.cli import main

if __name__ == "__main__":
    sys.exit(main())
