"""A desk with somebody of each role, whose PINs are known."""

from uuid import UUID

from mgdesk.desk import Desk
from mgdesk.rules.people import StaffRole
from mgdesk.services import staff

PIN = "2468"


def hire(desk: Desk, *roles: StaffRole) -> dict[StaffRole, UUID]:
    """A manager and one of each of these roles, all with the same PIN; the first manager is on duty."""
    manager = desk.do(staff.add_staff, name="Manager", role=StaffRole.MANAGER, pin=PIN)
    desk.sign_on(manager, PIN)
    others = {
        role: desk.do(staff.add_staff, name=role.value.title(), role=role, pin=PIN)
        for role in roles
        if role is not StaffRole.MANAGER
    }
    return {StaffRole.MANAGER: manager, **others}
