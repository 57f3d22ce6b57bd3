"""`cyberimpact match`: needs of help and offers of help, from two tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.terminal import OUT

app = typer.Typer()
NEEDS = (
    "A CSV file: uid, need (or text); optional at, text, place_insee, lat, lon, people, state (need, committed, "
    "answered), offer_uid."
)
OFFERS = "A CSV file: uid, need (or text); optional at, until, text, place_insee, lat, lon, capacity, people, online."
FORMS = """Both files are CSV with a header (comma, semicolon or tab), in UTF-8.

uid: any name, once a file. need: a class such as water, food, shelter, transport, health; several with | between
(also read as need_class, class, topic, needs or answers). at, until: ISO 8601 or epoch seconds, UTC where it does
not say (at is also read as created_at). place_insee: code of the commune; lat, lon: degrees. A row with neither is
near nothing. capacity: how many needs an offer can answer (1). people: how many a need is for, how many an offer
takes at once. online: true where distance does not count.

Written: need_uid, need, state, offer_uid, score, cosine, distance_km, hours_apart, why. score = cosine of class and
words × exp(−distance_km / km) × exp(−hours_apart / hours); the total of all scores is the largest there is. A
proposal commits nobody: states are those of the needs file.

Example: cyberimpact match --needs needs.csv --offers offers.csv --out matches.csv"""


@app.command("match", epilog=FORMS)
def match_(
    needs: Annotated[Path, typer.Option("--needs", exists=True, dir_okay=False, help=NEEDS)],
    offers: Annotated[Path, typer.Option("--offers", exists=True, dir_okay=False, help=OFFERS)],
    out: Annotated[Path, typer.Option("--out", help="F.csv, F.json or F.parquet, a row a need and class.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Nothing said later is used: 2026-01-20T18:00:00Z or a day.")
    ] = None,
    km: Annotated[float, typer.Option("--km", min=0.1, help="Distance at which an offer is worth 1/e.")] = 10,
    hours: Annotated[
        float, typer.Option("--hours", min=0.1, help="Hours apart at which an offer is worth 1/e.")
    ] = 24,
    at_most_km: Annotated[
        float, typer.Option("--at-most-km", min=0, help="Offers further away are none.")
    ] = 50,
) -> None:
    """Propose offers of help to needs of help: the one-to-one choice with the largest total score."""
    from analytics.matching.table import MatchingError  # noqa: PLC0415 - the analyses take half a second
    from dash_app import match_table  # noqa: PLC0415 - as above

    try:
        asked = match_table.asked(as_of, km=km, hours=hours, at_most_km=at_most_km)
        tables = match_table.read(needs, "needs"), match_table.read(offers, "offers")
        found = match_table.matched(*tables, *asked)
        rows = match_table.write(found, out)
    except MatchingError as error:
        raise typer.BadParameter(
            match_table.refusal({"needs": needs, "offers": offers}[error.table], error)
        ) from error
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    OUT.print("\n".join(match_table.summary(found, *tables)))
    OUT.print(f"{out}  {rows:,} rows")
