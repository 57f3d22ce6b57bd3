"""The need map: one colour a département, or one disc a commune of a département."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from dash import html

from dash_app.figures import need_shapes
from dash_app.figures.classes import NO_DATA
from dash_app.figures.marks import Mark, still, to_component, to_svg
from dash_app.figures.measure import PER, Measure, class_labels, classes, topic_label, values, written
from dash_app.figures.need_legend import (
    LEGEND_WIDTH,
    Entry,
    hidden_entry,
    legend_component,
    legend_marks,
    no_data_entry,
)
from dash_app.figures.projection import HEIGHT, WIDTH
from dash_app.texts import Lang, say, say_count
from graph.territory import departements

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from dash_app.figures.classes import Classes

_NAMED = 3  # territories named in the sentence


@dataclass(frozen=True, slots=True)
class NeedMap:
    """A drawn need map. `table`: one row a territory, highest value first, hidden figures null."""

    title: str
    sentence: str
    table: pl.DataFrame
    shapes: tuple[Mark, ...]
    legend: tuple[Entry, ...]

    def svg(self) -> str:
        """A standalone SVG document with title, description and legend, for reports and exports."""
        return to_svg(still(self._drawing(WIDTH + LEGEND_WIDTH, legend_marks(self.legend, WIDTH))))

    def component(self) -> Component:
        """The same map for the screen: territories are buttons with `data-code`, the legend is text."""
        drawing = to_component(self._drawing(WIDTH, ()))
        return html.Figure([drawing, legend_component(self.legend)], className="need-map")

    def _drawing(self, width: int, legend: tuple[Mark, ...]) -> Mark:
        head = (Mark("title", {}, (self.title,)), Mark("desc", {}, (self.sentence,)))
        size: dict[str, str | float] = {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {HEIGHT}",
            "role": "group", "aria-label": self.title, "class": "need-map-drawing",
        }  # fmt: skip
        return Mark("svg", size, (*head, need_shapes.HATCH, *self.shapes, *legend))


def need_map(
    rates: pl.DataFrame,
    *,
    level: str = "departement",
    topic: str = "all",
    measure: Measure = "smoothed_rate",
    lang: Lang = "fr",
    selected: str | None = None,
    parent: str | None = None,
) -> NeedMap:
    """Draw rates by territory; rates per inhabitant are shown per 10,000 inhabitants.

    rates     rows of `needs/rates`: level, code, name, topic, people, rate, smoothed_rate, offers, gap,
              suppressed, lat, lon; other levels and topics are left out
    selected  code of the territory to outline
    parent    code of the département whose communes are drawn, when level is "commune"
    raises    ValueError for communes without a parent
    """
    if level == "commune" and parent is None:
        raise ValueError("communes are drawn within one département: give its code as parent")
    rows = rates.filter(pl.col("level") == level, pl.col("topic") == topic)
    cells = rows.with_columns(values(rows, measure)).sort(
        "value", "code", descending=[True, False], nulls_last=True
    )
    found = classes(cells["value"], measure)
    cells = cells.with_columns(_looks(cells, found, measure, lang))
    title = _title(topic, measure, parent, lang)
    drawn = (
        need_shapes.communes(cells, parent, selected)
        if parent
        else need_shapes.departements(cells, selected, lang)
    )
    legend = _legend(cells, found, measure, lang, discs=parent is not None)
    return NeedMap(title, _sentence(cells, title, measure, lang), _table(cells), drawn, legend)


def _looks(cells: pl.DataFrame, found: Classes | None, measure: Measure, lang: Lang) -> list[pl.Series]:
    """What each cell looks like and is called: fill, label."""
    fills, labels = [], []
    for name, value, suppressed in cells.select("name", "value", "suppressed").iter_rows():
        if value is not None and found is not None:
            fills.append(found.colour(value))
            said = f"{written(value, measure, lang)} {say(f'unit.{measure}', lang)}"
        else:
            fills.append(need_shapes.HATCHED if suppressed else NO_DATA)
            said = say("map.hidden" if suppressed else "map.no_data", lang)
        labels.append(say("map.cell", lang, name=name, value=said))
    return [pl.Series("fill", fills, dtype=pl.String), pl.Series("label", labels, dtype=pl.String)]


def _title(topic: str, measure: Measure, parent: str | None, lang: Lang) -> str:
    said = {"measure": say(f"measure.{measure}", lang), "topic": topic_label(topic, lang)}
    if parent is None:
        return say("map.title", lang, **said)
    return say("map.title_within", lang, place=place_name(parent), **said)


def place_name(code: str) -> str:
    """The name of a département and its number: "Hérault (34)"; the code alone when there is none."""
    names = departements().filter(pl.col("code") == code)["name"]
    return f"{names[0]} ({code})" if len(names) else code


def _sentence(cells: pl.DataFrame, title: str, measure: Measure, lang: Lang) -> str:
    known = cells.select("name", "value").drop_nulls()
    shown = [(name, written(value, measure, lang)) for name, value in known.iter_rows()]
    said = _extent(shown, title, say(f"unit.{measure}", lang), lang)
    more = _left_out(cells, lang)
    return say("map.sentence_more", lang, sentence=said, more=more) if more else said


def _extent(shown: list[tuple[str, str]], title: str, unit: str, lang: Lang) -> str:
    """From where to where the values go; `shown` holds names and written values, highest first."""
    if not shown:
        return say("map.sentence_nothing", lang, title=title)
    if len(shown) == 1:
        return say("map.sentence_one", lang, title=title, name=shown[0][0], value=shown[0][1], unit=unit)
    count, high, low = say_count("map.shown", len(shown), lang), shown[0][1], shown[-1][1]
    if high == low:
        return say("map.sentence_equal", lang, title=title, shown=count, value=high, unit=unit)
    top = ", ".join(f"{name} ({value})" for name, value in shown[:_NAMED])
    return say("map.sentence", lang, title=title, shown=count, low=low, high=high, unit=unit, top=top)


def _left_out(cells: pl.DataFrame, lang: Lang) -> str:
    """How many territories the drawing does not show, and why; empty when it shows all."""
    hidden = cells.filter(pl.col("suppressed") & pl.col("value").is_null()).height
    unplaced = cells.filter((pl.col("level") == "commune") & pl.col("lat").is_null()).height
    parts = [("map.hidden_count", hidden), ("map.unplaced", unplaced)]
    return ", ".join(say_count(key, count, lang) for key, count in parts if count)


def _table(cells: pl.DataFrame) -> pl.DataFrame:
    """code, name, people, rate and smoothed_rate (per 10,000 inhabitants), offers, gap, suppressed."""
    rates = (pl.col("rate", "smoothed_rate") * PER).round(2)
    return cells.select("code", "name", "people", rates, "offers", pl.col("gap").round(3), "suppressed")


def _legend(
    cells: pl.DataFrame, found: Classes | None, measure: Measure, lang: Lang, *, discs: bool
) -> tuple[Entry, ...]:
    labels = class_labels(found, measure, lang) if found else []
    shades = [
        Entry(colour, label) for colour, label in zip(found.colours if found else (), labels, strict=True)
    ]
    unit = Entry(None, f"{say(f'measure.{measure}', lang)}, {say(f'unit.{measure}', lang)}")
    size = [Entry(None, say("map.circles", lang))] if discs else []
    hidden = [hidden_entry(lang)] if cells["suppressed"].any() else []
    absent = [no_data_entry(lang)] if _incomplete(cells, discs=discs) else []
    return (unit, *reversed(shades), *hidden, *absent, *size)


def _incomplete(cells: pl.DataFrame, *, discs: bool) -> bool:
    """Whether a territory is drawn without data: no value and not hidden, or no row at all."""
    unknown = cells.filter(pl.col("value").is_null() & ~pl.col("suppressed")).height > 0
    return unknown or (not discs and cells.height < departements().height)
