"""Whether a claim that was told is still growing: SEISMIC on its largest cascade, as of the instant of the alert."""

import json
from datetime import datetime

import polars as pl

from analytics.cascades.growth import growth
from analytics.cascades.tables import PREFIX


def with_growth(alerts: pl.DataFrame, stated: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Alerts whose `why` tells the growth of claims: {"state", "expected"} of the largest cascade that states each.

    alerts  kind, topic, detected_at, why; only those of kind diffusion change, and there are few of them
    stated  uid, claim_id: what each post states; seen: analytics.signals.watched
    state   estimable, supercritical (nothing bounds it) or not estimable; expected: posts in the end, null where
            nothing bounds it or nothing is known (analytics.cascades.growth)
    """
    rows = alerts.select("kind", "topic", "detected_at", "why").iter_rows()
    told = [
        _told(why, _cascade(topic, until, stated, seen)) if kind == "diffusion" else why
        for kind, topic, until, why in rows
    ]
    return alerts.with_columns(why=pl.Series(told, dtype=pl.String))


def _cascade(claim: str, until: datetime, stated: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """The largest cascade that states a claim, as `growth` tells it; none where no root states it."""
    own = stated.filter(claim_id=claim).select("uid")
    talks = seen.join(own, on="uid", how="semi").select("conversation").unique()
    posts = seen.join(talks, on="conversation", how="semi").filter(pl.col("at") <= until)
    cascades = growth(posts.rename({"at": "created_at", "author": "author_uid"}), until)
    roots = cascades.join(own.select(cascade_id=PREFIX + pl.col("uid")), on="cascade_id", how="semi")
    return roots.sort("expected", "cascade_id", descending=[True, False], nulls_last=True).head(1)


def _told(why: str, cascade: pl.DataFrame) -> str:
    parts = json.loads(why)
    parts["components"]["growth"] = _figures(cascade)
    return json.dumps(parts, separators=(",", ":"))


def _figures(cascade: pl.DataFrame) -> dict[str, object]:
    if cascade.is_empty():
        return {"state": "not estimable", "expected": None}
    state, expected = cascade.select("state", "expected").row(0)
    known = state == "estimable" and expected is not None
    return {"state": state, "expected": round(expected, 1) if known else None}
