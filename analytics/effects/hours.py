"""Opening hours against need by hour: which hours of the week people ask in and nobody is open."""

from dataclasses import dataclass

import polars as pl

K = 11  # distinct people behind any figure that is shown
_HOUR = ("weekday", "hour")
_FIRST = pl.col("weekday") * 24 + pl.col("hour")
WEEK = pl.select(number=pl.int_range(168, dtype=pl.Int64)).select(
    weekday=pl.col("number") // 24, hour=pl.col("number") % 24
)
SLOTS = pl.Schema({"weekday": pl.Int64, "start_h": pl.Int64, "end_h": pl.Int64, "people": pl.Int64,
                   "offers_open": pl.Float64})  # fmt: skip
DAY = pl.Schema({"hour": pl.Int64, "people": pl.Int64, "open": pl.Float64})


@dataclass(frozen=True, slots=True)
class Hours:
    """people   distinct people who ask; None below k, and then nothing else is said
    covered  share of what is asked that falls in open hours; None where either part has fewer than k people
    open     SLOTS to open first, the most asked in first; each with k people or more
    idle     SLOTS that are open and that the fewest ask in, without figures of people
    day      hour (0 to 23, local), people who ask in it on any day (null where hidden), open: share of the seven days
             on which an offer is open in it; empty below k

    `people` of the slots to open is null where what is left of the shut hours could be told by subtraction.
    """

    people: int | None
    covered: float | None
    open: pl.DataFrame
    idle: pl.DataFrame
    day: pl.DataFrame


def opening(
    asked: pl.DataFrame,
    offered: pl.DataFrame,
    *,
    zone: str = "Europe/Paris",
    length: int = 2,
    count: int = 3,
    within: tuple[int, int] = (7, 21),
    k: int = K,
) -> Hours:
    """Suggest hours to open and hours to give up.

    asked    `person, at` (UTC): who expresses a need, and when
    offered  `uid, weekday, hour, share`, of analytics.effects.opening
    length   hours of a slot; `count` slots of each kind at most, none overlapping another
    within   hours of a day that can be opened, local
    """
    told = (
        _local(asked, zone)
        .join(_opened(offered), on=_HOUR, how="left")
        .with_columns(pl.col("open").fill_null(0.0))
    )
    everyone = told["person"].n_unique()
    if everyone < k:
        return Hours(None, None, SLOTS.to_frame(), SLOTS.to_frame(), DAY.to_frame())
    slots = _slots(told, offered, length, within)
    shut = slots.filter((pl.col("offers_open") == 0) & (pl.col("people") >= k))
    chosen = _apart(shut.sort("asks", "first", descending=[True, False]), length, count)
    busy = slots.filter(pl.col("least_open") > 0).sort("asks", "first")
    idle = _apart(busy, length, count).with_columns(people=pl.lit(None, pl.Int64))
    return Hours(
        people=everyone,
        covered=_covered(told, k),
        open=_without_rest(chosen, told, length, k).select(SLOTS.names()),
        idle=idle.select(SLOTS.names()),
        day=_day(told, offered, k),
    )


def _local(asked: pl.DataFrame, zone: str) -> pl.DataFrame:
    at = pl.col("at").dt.convert_time_zone(zone)
    day, hour = at.dt.weekday().cast(pl.Int64) - 1, at.dt.hour().cast(pl.Int64)
    return asked.select("person", weekday=day, hour=hour)


def _opened(offered: pl.DataFrame) -> pl.DataFrame:
    """weekday, hour, open: offers open in that hour, in whole ones."""
    return offered.group_by(_HOUR).agg(open=pl.col("share").sum())


def _covered(told: pl.DataFrame, k: int) -> float | None:
    inside = told.filter(pl.col("open") > 0)["person"].n_unique()
    outside = told.filter(pl.col("open") < 1)["person"].n_unique()
    if 0 < inside < k or 0 < outside < k:
        return None
    return float(told["open"].clip(upper_bound=1.0).sum() / told.height)


def _slots(told: pl.DataFrame, offered: pl.DataFrame, length: int, within: tuple[int, int]) -> pl.DataFrame:
    """Every slot of a day: SLOTS, `first` (its hour of the week), `asks`, `least_open` (in any of its hours)."""
    starts = WEEK.filter(pl.col("hour").is_between(within[0], within[1] - length))
    hours = pl.int_ranges("hour", pl.col("hour") + length)
    spread = starts.select("weekday", first=_FIRST, start_h="hour", hour=hours).explode("hour")
    asks = spread.join(told, on=_HOUR, how="left").group_by("first", "weekday", "start_h")
    opened = spread.join(_opened(offered), on=_HOUR, how="left").group_by("first")
    is_open = pl.col("open").fill_null(0.0)
    return (
        asks.agg(asks=pl.col("person").count(), people=pl.col("person").drop_nulls().n_unique())
        .join(opened.agg(offers_open=is_open.mean(), least_open=is_open.min()), on="first")
        .with_columns(pl.col("people").cast(pl.Int64), end_h=pl.col("start_h") + length)
        .sort("first")
    )


def _apart(ranked: pl.DataFrame, length: int, count: int) -> pl.DataFrame:
    """The first `count` slots that overlap none before them."""
    kept: list[int] = []
    for first in ranked["first"].to_list():  # at most 168
        if len(kept) < count and all(abs(first - other) >= length for other in kept):
            kept.append(first)
    return ranked.filter(pl.col("first").is_in(kept))


def _without_rest(chosen: pl.DataFrame, told: pl.DataFrame, length: int, k: int) -> pl.DataFrame:
    """People of the slots, hidden when those who ask in the other shut hours are fewer than k."""
    hours = chosen.select("weekday", hour=pl.int_ranges("start_h", pl.col("start_h") + length)).explode(
        "hour"
    )
    rest = told.filter(pl.col("open") == 0).join(hours, on=_HOUR, how="anti")["person"].n_unique()
    return chosen.with_columns(people=pl.lit(None, pl.Int64)) if 0 < rest < k else chosen


def _day(told: pl.DataFrame, offered: pl.DataFrame, k: int) -> pl.DataFrame:
    """DAY: hours of fewer than k people are hidden, and the smallest others until those hidden are k and two or more:
    most people ask once, so that one hidden hour would be what is left of all.
    """
    people = told.group_by("hour").agg(people=pl.col("person").n_unique().cast(pl.Int64))
    whole = pl.col("share") >= 1  # an hour that is half open is not opened to who asks in its other half
    opened = offered.filter(whole).group_by("hour").agg(open=pl.col("weekday").n_unique() / 7)
    day = pl.select(hour=pl.int_range(24, dtype=pl.Int64)).join(people, on="hour", how="left")
    day = day.join(opened, on="hour", how="left", maintain_order="left").sort("hour").fill_null(0)
    count = day["people"].to_list()
    asked = sorted((people, hour) for hour, people in enumerate(count) if people)
    hidden = [hour for people, hour in asked if people < k]
    if hidden:
        while len(hidden) < min(2, len(asked)) or sum(count[hour] for hour in hidden) < k:
            if len(hidden) == len(asked):
                break
            hidden.append(asked[len(hidden)][1])
    shown = pl.when(~pl.col("hour").is_in(hidden)).then("people")
    return day.with_columns(people=shown).select(DAY.names())
