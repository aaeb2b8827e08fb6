"""The map: municipalities find their area however they are written, and it lies as on any map."""

from mgdesk import i18n
from mgdesk.rules.areas import CREDIT, place_of, places
from mgdesk.rules.chart import Chart, ChartKind, Pen, Series
from mgdesk.rules.chart_layout import layout
from mgdesk.rules.figure_charts import map_lines, map_of
from mgdesk.rules.figures import Amount, Breakdown, Dimension, Group


def area(name):
    found = place_of(name)
    return places()[found].label("fr") if found else ""


def test_a_municipality_is_found_in_either_language_and_as_people_say_it():
    assert {area(one) for one in ("Molenbeek", "molenbeek-saint-jean", "Sint-Jans-Molenbeek",
                                  "St-Jans-Molenbeek")} == {"Molenbeek-Saint-Jean"}  # fmt: skip
    assert {area(one) for one in ("Bruxelles", "Brussel", "BRUSSELS", "Laeken")} == {"Bruxelles"}
    assert area("St-Gilles") == area("Sint-Gillis") == "Saint-Gilles"
    assert area("Liège") == area("Luik") != ""
    assert [area(one) for one in ("", "Utrecht", "?", "Casablanca")] == [""] * 4


def test_every_municipality_is_in_one_area_which_has_a_shape():
    names = [name for place in places().values() for name in place.names]
    assert len(names) == len(set(names)) == 565
    assert sum(len(place.names) for place in places().values() if place.is_brussels) == 19
    assert all(len(ring) >= 3 for place in places().values() for ring in place.rings)
    assert all(place.rings for place in places().values())


def breakdown(*lines):
    groups = tuple(
        Group(key, key, Amount(n, None, n) if n is not None else Amount(is_hidden=True))
        for key, n in lines
    )
    return Breakdown("people_reached", Dimension.MUNICIPALITY, groups)


def test_an_area_adds_up_what_is_shown_and_nothing_that_is_hidden_or_elsewhere():
    told = breakdown(("Laeken", 5), ("Bruxelles", 7), ("Jette", 6), ("Koekelberg", None),
                     ("Utrecht", 9), ("", 4))  # fmt: skip
    with i18n.speaking("fr", "BE"):
        lines = map_lines(told)
        assert [(one.label, one.keys, one.count) for one in lines] == [
            ("Bruxelles", ("Laeken", "Bruxelles"), 12), ("Jette", ("Jette",), 6),
        ]  # fmt: skip
        assert map_of(told).spoken.endswith("Bruxelles: 12; Jette: 6.")
        assert map_of(breakdown(("Jette", 6), ("Utrecht", 9))) is None


def test_a_map_is_not_mirrored_where_charts_are_and_says_whose_borders_they_are():
    labels = ("Anderlecht", "Saint-Josse", "Liège")
    chart = Chart(ChartKind.MAP, "t", labels, (Series("n", (8.0, 3.0, 1.0), ("8", "3", "1")),),
                  places=tuple(map(place_of, ("Anderlecht", "Evere", "Liège"))))  # fmt: skip
    drawings = [
        layout(chart, 600, Pen(lambda text, size: len(text) * size / 2, 9, str, mirrored))
        for mirrored in (False, True)
    ]
    plain, turned = ({spot.place: spot.box for spot in one.spots} for one in drawings)
    assert set(plain) == {0, 1, 2}
    assert plain[0][0] < plain[1][0]  # Anderlecht lies west of Evere
    assert 600 - turned[0][0] - turned[0][2] < 600 - turned[1][0] - turned[1][2]
    for one in drawings:
        assert all(0 <= x <= 600 for shape in one.areas for x, _y in shape.points)
        assert CREDIT in {words.text for words in one.words}
    assert "8" in {words.text for words in drawings[0].words}
