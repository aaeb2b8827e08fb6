"""Countries and clocks."""

import pytest

from mgdesk.rules import places


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("BE", "Europe/Brussels"),
        ("NL", "Europe/Amsterdam"),
        ("IT", "Europe/Rome"),
        ("MA", "Africa/Casablanca"),
        ("XX", "UTC"),
    ],
)
def test_a_country_lives_on_its_own_clock(country: str, zone: str) -> None:
    assert places.zone_of(country) == zone


def test_only_real_countries_and_zones_are_such() -> None:
    assert places.is_country("BE")
    assert not places.is_country("be")
    assert not places.is_country("XX")
    assert places.is_zone("Africa/Casablanca")
    assert not any(map(places.is_zone, ("Europe", "../etc/passwd", "Nowhere/Town", "\x00", "")))
