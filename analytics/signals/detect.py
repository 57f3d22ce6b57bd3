"""The watch: what is more than usual in needs, claims, hashtags and volumes, by territory, as of an instant.

An alert is a signal, never a verdict, and never of a person: it says what is more than usual, where, since when,
against which baseline, with which components and which posts.
"""

from datetime import UTC as ZONE
from datetime import datetime, timedelta

import polars as pl

from analytics.posts import UTC, instants
from analytics.signals import components
from analytics.signals.alarm import COMPONENTS, alarmed
from analytics.signals.character import with_character
from analytics.signals.diffusion import Claims, claims, spreading
from analytics.signals.gathering import HOUR, gathered
from analytics.signals.growing import with_growth
from analytics.signals.identity import signal_ids
from analytics.signals.judgement import judged, known_since, with_q
from analytics.signals.options import WATCH, WatchOptions
from analytics.signals.people import EXPECTED, as_told, enough_people
from analytics.signals.persistence import as_a_whole, episodes, persistent
from analytics.signals.places import settled, told_elsewhere, with_evidence
from analytics.signals.series import ALL, EVERYWHERE, KEY, MEMBERS, counts, event_members, members
from analytics.signals.watched import watched

SIGNALS = pl.Schema(
    {
        "signal_id": pl.String(), "kind": pl.String(), "topic": pl.String(), "location_code": pl.String(),
        "start_at": UTC, "detected_at": UTC, "observed": pl.Int64(), "expected": pl.Float64(),
        "score_bits": pl.Float64(), "q": pl.Float64(), "why": pl.String(), "evidence": pl.List(pl.String),
    }
)  # fmt: skip
SPEAKING = 2  # components beside the rate that speak in a panic
HOURLY = 60  # minutes of the windows in which gatherings are looked for
_NOWHERE = pl.DataFrame(schema={"departement": pl.String, "end": pl.Int64})
_PANIC = pl.col("kind") == "panic"
CANDIDATES = ("start_at", "detected_at", "observed", "expected", "bits", "q", "minutes", "why")


def watch(
    posts: pl.DataFrame,
    *,
    as_of: datetime | None = None,
    events: pl.DataFrame | None = None,
    options: WatchOptions = WATCH,
) -> pl.DataFrame:
    """Alerts known at an instant, in order of detection: SIGNALS.

    posts    canonical posts (analytics.signals.watched); needs: need classes each expresses; place_insee: its commune
    as_of    the last post's instant if not given, UTC where it does not say; nothing later is used, and no window
             that is not over by then
    events   operational events: uid, kind, at, and place_insee where known; they are a topic each
    returns  kind           need, volume, diffusion (a doubted claim), panic or crowd
             topic          need class, #hashtag, "event:" + kind, claim_id, or "all"
             location_code  département, commune (crowds only), or "" for no place in particular
             start_at, detected_at  of the first surprising window, of the instant at which it was known to persist
             observed, expected     in the surprising windows; score_bits the largest surprise among them
             q              discovery rate at which the weakest of them still counts
             why            JSON: components by name, baseline, window_min
             evidence       uids of at most 20 posts, the earliest first

    The same for every order of the rows. Raises ValueError as `watched` does.
    """
    instant = _instant(posts, as_of)
    if instant is None:
        return pl.DataFrame(schema=SIGNALS)
    seen = watched(posts, instant)
    until = pl.Series([instant], dtype=UTC).to_physical()[0]
    rows = pl.concat([members(seen), event_members(events).filter(pl.col("at") <= instant)])
    stated = claims(seen)
    found = pl.concat(
        [
            _of_rates(rows, seen, until, options),
            *(_of_claims(stated, until, minutes, options) for minutes in options.windows_min),
        ]
    )
    shown = pl.concat([rows, _of_stated(stated, seen), _of_crowds(seen)])
    first = episodes(settled(enough_people(found, shown, seen, options), shown), options)
    told = with_growth(first.filter(~told_elsewhere(first, options)), stated.stated, seen)
    told = with_character(told, shown, seen)
    return _signals(with_evidence(told, shown))


def _instant(posts: pl.DataFrame, as_of: datetime | None) -> datetime | None:
    if as_of is not None:
        return as_of if as_of.tzinfo else as_of.replace(tzinfo=ZONE)
    last = instants(posts["created_at"]).max() if "created_at" in posts.columns else None
    return last if isinstance(last, datetime) else None


def _of_rates(rows: pl.DataFrame, seen: pl.DataFrame, until: int, options: WatchOptions) -> pl.DataFrame:
    """Needs, volumes, panics and crowds."""
    parts, asking, hourly = [], _NOWHERE, None
    for minutes in options.windows_min:
        told = judged(counts(rows, timedelta(minutes=minutes)), until, minutes)
        loud = alarmed(seen, told, minutes, options)
        both = pl.concat([told, loud], how="diagonal")
        speaks = (pl.col("p") <= options.speaks) & (pl.col("loud").fill_null(SPEAKING) >= SPEAKING)
        held = as_a_whole(persistent(both, speaks, minutes, options))
        # a panic is a volume whose words speak as well: the same test again, not one more
        parts += [
            _surprising(with_q(own, known_since(told), minutes, options), options)
            for own in (held.filter(_PANIC), held.filter(~_PANIC))
        ]
        if minutes == HOURLY:
            asking, hourly = _asking(loud, options), loud
    places = gathered(seen, asking, options)
    found = [_of_words(part, places) for part in parts]
    if hourly is not None:
        found.append(_of_places(hourly, places, options))
    return pl.concat(found)


def _asking(loud: pl.DataFrame, options: WatchOptions) -> pl.DataFrame:
    """departement, end: hours in which a département has many posts for that hour."""
    hours = loud.filter(pl.col("p") <= options.speaks, pl.col("location_code") != EVERYWHERE)
    return hours.select(departement="location_code", end=pl.col("at").to_physical() + HOUR)


def _of_words(found: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Needs, volumes and panics as candidates, each with its components."""
    parts = [
        found.filter(~_PANIC).with_columns(components.of_rate()),
        _with_scan(found.filter(_PANIC), places).with_columns(components.of_alarm()),
    ]
    return pl.concat([part.select(*KEY, *CANDIDATES) for part in parts])


def _of_places(loud: pl.DataFrame, places: pl.DataFrame, options: WatchOptions) -> pl.DataFrame:
    """Crowds: clusters of communes that persist, with what the words of their département do."""
    figures = [f"{name}{end}" for name in COMPONENTS for end in ("", "_usual", "_bits")]
    own = loud.select("at", *figures, departement="location_code")
    crowds = places.join(own, on=["at", "departement"], how="left", maintain_order="left")
    latest = crowds.with_columns(
        own="observed", usual="expected"
    )  # a cluster's hours may be those of the last one
    found = persistent(latest, pl.col("q") <= options.discovery, HOURLY, options)
    counted = found.with_columns(observed="own", expected="usual")
    return counted.with_columns(components.of_gathering()).select(*KEY, *CANDIDATES)


def _with_scan(panic: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """With scan_p: of the last whole hour's cluster in the same département, null where there was none."""
    scanned = places.select("departement", hour="at", scan_p="p")
    hour = pl.col("detected_at").dt.truncate("1h") - timedelta(hours=1)
    return panic.with_columns(hour=hour).join(
        scanned, left_on=["location_code", "hour"], right_on=["departement", "hour"], how="left",
        maintain_order="left",
    )  # fmt: skip


def _of_claims(stated: Claims, until: int, minutes: int, options: WatchOptions) -> pl.DataFrame:
    found = _surprising(spreading(stated, until, minutes, options), options)
    return found.with_columns(components.of_spread()).select(*KEY, *CANDIDATES)


def _surprising(held: pl.DataFrame, options: WatchOptions) -> pl.DataFrame:
    """Alerts that survive; lengths of windows share the discovery rate."""
    rate = options.discovery / len(options.windows_min)
    return held.filter(pl.col("q") <= rate, pl.col("observed") >= options.fewest)


def _of_stated(stated: Claims, seen: pl.DataFrame) -> pl.DataFrame:
    """MEMBERS of claims."""
    rows = stated.stated.join(seen.select("uid", "departement"), on="uid").select(
        "departement", "at", "uid", kind=pl.lit("diffusion"), topic="claim_id", unit="uid"
    )
    whole = rows.with_columns(location_code=pl.lit(EVERYWHERE))
    placed = rows.drop_nulls("departement").with_columns(location_code="departement")
    return pl.concat([whole, placed], how="diagonal").select(MEMBERS.names())


def _of_crowds(seen: pl.DataFrame) -> pl.DataFrame:
    """MEMBERS of panics (posts that are urgent or doubt) and of crowds (posts of a commune or département)."""
    written = seen.filter(~pl.col("relay")).with_columns(topic=pl.lit(ALL), unit="uid")
    marked = written.filter(pl.any_horizontal(pl.col("urgent", "query", "denial").fill_null(value=False)))
    columns = ("kind", "topic", "at", "unit", "uid")
    parts = [
        marked.with_columns(kind=pl.lit("panic")).select(*columns, location_code=pl.lit(EVERYWHERE)),
        marked.with_columns(kind=pl.lit("panic")).select(*columns, location_code="departement"),
        written.with_columns(kind=pl.lit("crowd")).select(*columns, location_code="departement"),
        written.with_columns(kind=pl.lit("crowd")).select(*columns, location_code="commune"),
    ]
    return pl.concat([part.drop_nulls("location_code").select(MEMBERS.names()) for part in parts])


def _signals(alerts: pl.DataFrame) -> pl.DataFrame:
    told = alerts.with_columns(
        signal_ids(alerts),
        pl.col("expected").round(EXPECTED),
        pl.col("q").round_sig_figs(1),
        score_bits=as_told("bits"),
    )
    return told.select(SIGNALS.names()).cast(SIGNALS)
