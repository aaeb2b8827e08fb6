"""MolenGeek Desk: the front desk of a digital-skills campus, offline."""

import os
import sys

# Countries change their clocks: the locked tzdata decides, the same on every computer, whatever the
# age of its system. Said before zoneinfo is imported, which the first window can do without.
os.environ["PYTHONTZPATH"] = ""
if "zoneinfo" in sys.modules:
    sys.modules["zoneinfo"].reset_tzpath(to=())
