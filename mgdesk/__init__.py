"""MolenGeek Desk: the front desk of a digital-skills campus, offline."""

from zoneinfo import reset_tzpath

# Countries change their clocks: the locked tzdata decides, the same on every computer, whatever the
# age of its system.
reset_tzpath(to=())
