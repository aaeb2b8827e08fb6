"""Starts MolenGeek Desk: the window, or one command of it."""

import sys

from mgdesk.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
