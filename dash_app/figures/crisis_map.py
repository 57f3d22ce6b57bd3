"""The map of a crisis: territories coloured by the gravest official alert, discs for the people of one count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import polars as pl
from dash import html

from dash_app.figures import need_shapes
from dash_app.figures.marks import Mark, to_component
from dash_app.figures.need_legend import Entry, hidden_entry, legend_component
from dash_app.figures.projection import HEIGHT, WIDTH, insets, mainland
from dash_app.texts import Lang, number, say
from graph.territory import communes, departements, locations

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from dash_app.figures.projection import Frame

Layer = Literal["help", "safe", "needs", "offers"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
NO_ALERT: Final = "#f4f4f1"
UNKNOWN: Final = "#d3c9e8"
SEVERITY: Final = {
    1: "#cfe3c9",
    2: "#ffe680",
    3: "#f79b3a",
    4: "#d7301f",
}  # the four colours of the vigilance
LAYER: Final[dict[Layer, str]] = {
    "help": "#4a1486",
    "safe": "#1b7837",
    "needs": "#08306b",
    "offers": "#00665e",
}


@dataclass(frozen=True, slots=True)
class CrisisMap:
    """`table`: one row a territory with an alert or a count: code, name, severity, the four counts, suppressed."""

    title: str
    table: pl.DataFrame
    shapes: tuple[Mark, ...]
    legend: tuple[Entry, ...]

    def component(self) -> Component:
        """The map for the screen: territories are buttons with `data-code`, the legend is text."""
        size: dict[str, str | float] = {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "group",
            "aria-label": self.title, "class": "need-map-drawing",
        }  # fmt: skip
        drawing = Mark("svg", size, (Mark("title", {}, (self.title,)), need_shapes.HATCH, *self.shapes))
        return html.Figure([to_component(drawing), legend_component(self.legend)], className="need-map")


def crisis_map(
    alerts: pl.DataFrame, people: pl.DataFrame, *, layer: Layer, lang: Lang, departement: str | None = None
) -> CrisisMap:
    """Draw France by département, or one département with its communes.

    alerts  rows of `crisis/alerts` in force: level, code, departement, severity
    people  level, code, name, safe, help, needs, offers (null: hidden), suppressed
    """
    level = "departement" if departement is None else "commune"
    graves = severities(alerts)
    cells = _cells(people.filter(level=level), graves, level, departement)
    looks = [_label(row, layer, lang) for row in cells.iter_rows(named=True)]
    cells = cells.with_columns(
        label=pl.Series(looks, dtype=pl.String), people=pl.col(layer), hidden=pl.col(layer).is_null()
    )
    drawn = _france(cells, layer, lang) if departement is None else _one(cells, graves, layer, departement)
    title = say("crisis.map_title", lang, layer=say(f"crisis.layer.{layer}", lang))
    shown = cells.filter(
        pl.col("severity").is_not_null() | pl.col("suppressed") | (pl.sum_horizontal(LAYERS) > 0)
    )
    return CrisisMap(title, shown.select(_TABLE), drawn, _legend(cells, graves, layer, lang))


_TABLE = ("code", "name", "severity", *LAYERS, "suppressed")


def severities(alerts: pl.DataFrame) -> pl.DataFrame:
    """The gravest alert that holds for each territory: level (commune or departement), code, severity (0: unknown).

    An alert for a région holds for its départements, one without a place for all of them.
    """
    known = alerts.with_columns(severity=pl.col("severity").fill_null(0))
    every = departements().select("code", region="region")
    regional = known.filter(level="region").join(every, left_on="code", right_on="region", suffix="_in")
    parts = [
        known.filter(pl.col("level").is_in(["commune", "departement"])).select("level", "code", "severity"),
        regional.select(level=pl.lit("departement"), code="code_in", severity="severity"),
        known.filter(pl.col("level").is_null()).join(every.select(code_in="code"), how="cross")
        .select(level=pl.lit("departement"), code="code_in", severity="severity"),
    ]  # fmt: skip
    return pl.concat(parts).group_by("level", "code").agg(pl.col("severity").max()).sort("level", "code")


def _cells(people: pl.DataFrame, graves: pl.DataFrame, level: str, departement: str | None) -> pl.DataFrame:
    """One row a territory: counts (0 where nobody spoke), severity (null: no alert), lat, lon."""
    if departement is None:
        named = departements().select("code", "name")
    else:
        named = communes().filter(departement=departement).select("code", "name")
    points = locations().filter(kind=level).select("code", "lat", "lon")
    told = named.join(people.select("code", *LAYERS, "suppressed"), on="code", how="left")
    silent = pl.col("suppressed").is_null()
    counts = [pl.when(silent).then(pl.lit(0)).otherwise(pl.col(name)).alias(name) for name in LAYERS]
    told = told.with_columns(*counts, pl.col("suppressed").fill_null(value=False))
    own = (anywhere(graves) if departement is None else graves.filter(level=level)).select("code", "severity")
    return told.join(own, on="code", how="left").join(points, on="code", how="left").sort("code")


def anywhere(graves: pl.DataFrame) -> pl.DataFrame:
    """The gravest alert that holds in each département or in a commune of it: code, severity."""
    inside = communes().select("code", "departement")
    lower = graves.filter(level="commune").join(inside, on="code").select("severity", code="departement")
    both = pl.concat(
        [graves.filter(level="departement").select("code", "severity"), lower.select("code", "severity")]
    )
    return both.group_by("code").agg(pl.col("severity").max())


def _label(row: dict[str, object], layer: Layer, lang: Lang) -> str:
    """What a territory is called: its name, its alert, its count."""
    severity, count = row["severity"], row[layer]
    alert = say("crisis.severity.none" if severity is None else f"crisis.severity.{severity}", lang)
    if not isinstance(count, int):
        told = say("map.hidden", lang)
    else:
        told = say(
            "crisis.counted", lang, count=number(count, lang), layer=say(f"crisis.layer.{layer}", lang)
        )
    return say("map.cell", lang, name=row["name"], value=f"{alert}, {told}")


def alert_colour(severity: int | None) -> str:
    return NO_ALERT if severity is None else SEVERITY.get(severity, UNKNOWN)


def _france(cells: pl.DataFrame, layer: Layer, lang: Lang) -> tuple[Mark, ...]:
    fills = pl.Series("fill", [alert_colour(severity) for severity in cells["severity"]], dtype=pl.String)
    ground = need_shapes.departements(cells.with_columns(fills), None, lang)
    spoken = cells.filter(pl.col("hidden") | (pl.col("people") > 0)).sort(
        "people", "code", descending=[True, False], nulls_last=True
    )
    radii = need_shapes.disc_radii(spoken["people"]).tolist()
    discs = [
        disc
        for row, radius in zip(spoken.iter_rows(named=True), radii, strict=True)
        for frame in frames(row["code"])
        if (disc := _disc(row, min(radius, 26.0), frame, layer))
    ]
    return (*ground, *discs)


def frames(code: str) -> list[Frame]:
    """Where a département is drawn: on the mainland, in an inset, or (Paris and its ring) in both."""
    own = [inset for inset in insets() if code in inset.codes]
    overseas = any(len(inset.codes) == 1 for inset in own)
    return [*([] if overseas else [mainland()]), *(inset.frame for inset in own)]


def _disc(row: dict[str, object], radius: float, frame: Frame, layer: Layer) -> Mark:
    place = pl.DataFrame([row]).select("lon", "lat").to_numpy()
    ((x, y),) = frame.place(place).tolist()
    fill = need_shapes.HATCHED if row["hidden"] else LAYER[layer]
    look: dict[str, str | float] = {
        "cx": x, "cy": y, "r": radius, "fill": fill, "fill-opacity": 0.85, "stroke": "#fff", "stroke-width": 1.2,
        "pointer-events": "none", "class": "crisis-disc",
    }  # fmt: skip
    return Mark("circle", look)


def _one(cells: pl.DataFrame, graves: pl.DataFrame, layer: Layer, departement: str) -> tuple[Mark, ...]:
    """The communes that have something to show, on their département; an alert of their own is a ring."""
    own = graves.filter(level="departement", code=departement)["severity"].to_list()
    spoken = cells.filter(pl.col("hidden") | (pl.col("people") > 0) | pl.col("severity").is_not_null())
    ring = pl.col("severity").replace_strict(
        SEVERITY, default=pl.when(pl.col("severity") == 0).then(pl.lit(UNKNOWN))
    )
    fill = pl.when("hidden").then(pl.lit(need_shapes.HATCHED)).otherwise(pl.lit(LAYER[layer]))
    drawn = spoken.with_columns(ring=ring).with_columns(
        fill=pl.when(pl.col("people") == 0).then("ring").otherwise(fill)
    )
    return need_shapes.communes(drawn, departement, None, alert_colour(own[0] if own else None))


def _legend(cells: pl.DataFrame, graves: pl.DataFrame, layer: Layer, lang: Lang) -> tuple[Entry, ...]:
    present = sorted(set(graves["severity"]), reverse=True)
    shades = [Entry(alert_colour(one), say(f"crisis.severity.{one}", lang)) for one in present]
    none = Entry(NO_ALERT, say("crisis.severity.none", lang))
    disc = Entry(LAYER[layer], say("crisis.disc", lang, layer=say(f"crisis.layer.{layer}", lang)))
    hidden = [hidden_entry(lang)] if cells["hidden"].any() else []
    return (Entry(None, say("crisis.legend", lang)), *shades, none, disc, *hidden)
