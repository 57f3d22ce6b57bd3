"""The bars of a source: what is drawn, what is said, what is in the table."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from dash_app.figures.days import DEAD, LOADED, Bounds, days

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 14)
OPEN = Bounds(None, None, "")
COUNTS = ("read", "loaded", "skipped", "dead", "repeated")


def found(counts):
    """Rows of `sources/collected_by_day`: day → (loaded, dead)."""
    rows = [
        {"source": "rivers", "day": datetime(2026, 1, day, tzinfo=UTC), "read": loaded + dead, "loaded": loaded,
         "skipped": 0, "dead": dead, "repeated": 0}
        for day, (loaded, dead) in counts.items()
    ]  # fmt: skip
    kinds = {"source": pl.String, "day": pl.Datetime("ms", "UTC"), **dict.fromkeys(COUNTS, pl.Int64)}
    return pl.DataFrame(rows, schema=kinds)


def drawn(counts, bounds=OPEN, lang="en"):
    return days(found(counts), FIRST, LAST, title="Rivers", bounds=bounds, lang=lang)


def marks(figure, tag):
    def walk(some):
        for mark in some:
            if not isinstance(mark, str):
                yield mark
                yield from walk(mark.children)

    return [mark for mark in walk(figure.marks) if mark.tag == tag]


def bars(figure, **look):
    return [m.attributes for m in marks(figure, "rect") if look.items() <= m.attributes.items()]


def test_each_day_has_its_room_its_title_and_its_row():
    figure = drawn({1: (300, 10), 14: (100, 0)})
    titles = [mark.children[0] for mark in marks(figure, "title")]
    assert len(titles) == figure.table.height == 14
    assert titles[0] == "01-01: 300 records loaded, 10 set aside"
    assert figure.table["loaded"].to_list() == [300, *[0] * 12, 100]
    assert figure.table.columns == ["day", *COUNTS]


def test_heights_are_in_proportion_and_what_was_set_aside_stands_on_what_was_loaded():
    figure = drawn({1: (300, 100), 2: (150, 0)})
    first, second = bars(figure, fill=LOADED)
    assert first["height"] == pytest.approx(2 * second["height"])
    (dead,) = bars(figure, stroke=DEAD)
    assert dead["y"] + dead["height"] == pytest.approx(first["y"])
    assert min(bar["y"] for bar in bars(figure)) >= 0


def test_one_record_among_many_can_still_be_seen():
    assert bars(drawn({1: (1_000_000, 1)}), stroke=DEAD)[0]["height"] > 2


def test_the_sentence_says_what_the_bars_show():
    assert drawn({1: (300, 10), 14: (1100, 0)}).sentence == (
        "From 01-01 to 01-14 (UTC): 1,400 records loaded, 10 set aside; the busiest day is 01-14 (1,100). "
        "12 days without a loaded record."
    )
    assert drawn({}, lang="fr").sentence == "Aucun enregistrement du 01/01 au 14/01 (UTC)."
    assert "0 records loaded, 3 set aside" in drawn({2: (0, 3)}).sentence


@pytest.mark.parametrize(
    ("bounds", "lines"),
    [
        (OPEN, 0),
        (Bounds(100.0, 400.0, "100 to 400"), 2),
        (Bounds(0.0, 400.0, "0 to 400"), 1),
        (Bounds(100.0, 90_000.0, "100 to 90,000"), 1),  # a bound far above would flatten the bars
        (Bounds(900.0, 90_000.0, "900 to 90,000"), 1),  # one below which all days are is shown
    ],
)
def test_plausible_bounds_are_drawn_where_they_help(bounds, lines):
    figure = drawn({1: (310, 0)}, bounds)
    assert len([m for m in marks(figure, "line") if m.attributes.get("class") == "bound"]) == lines
    assert ("plausible bounds" in " ".join(entry.label for entry in figure.legend)) == (lines > 0)


def test_the_legend_names_what_is_drawn_only():
    assert [entry.label for entry in drawn({1: (310, 0)}).legend] == ["loaded"]
    assert [entry.label for entry in drawn({1: (310, 2)}).legend] == ["loaded", "set aside"]


def test_the_drawing_speaks_for_itself_on_the_screen():
    figure = drawn({1: (310, 2)})
    drawing, legend = figure.component().children
    assert (drawing.role, drawing.to_plotly_json()["props"]["aria-label"]) == (
        "img",
        f"{figure.title}. {figure.sentence}",
    )
    assert [entry.children[0].className for entry in legend.children] == ["swatch", "swatch hollow"]
