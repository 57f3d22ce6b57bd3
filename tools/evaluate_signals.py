"""How near the watch comes to the true signals of exercises, and to a real burst, with its defaults.

    python -m tools.evaluate_signals [--seeds 1 2 3 4 5] [--size 20000] [--noise 0] [--replay] [--show]
    python -m tools.evaluate_signals --burst tweet_ids_entire_period.csv

Nothing is fitted at run time. The defaults were chosen on seeds 11 to 14, 32 (100,000 posts) and
the burst; 1 to 5 were kept aside.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.posts import SECOND, instants
from analytics.scoring.signals import CROWDED, SignalScore, signals, standing
from analytics.signals.detect import watch
from collectors.files.signal_frames import read_watched_posts
from dash_app.signal_table import SHOWN
from tools.exercises import exercise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analytics.scoring import Truth

SPOKEN = pl.Schema({"alerts": pl.String(), "component": pl.String(), "speaks": pl.Boolean()})
SORTS = ("planted", "crisis", "neighbour", "false")

BURST_TIME = "%a %b %d %H:%M:%S %z %Y"


def main() -> None:
    """Print the figures of every seed, or of a burst."""
    parser = argparse.ArgumentParser(description="The watch against the truth of exercises.")
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3, 4, 5])
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--noise", type=float, default=0.0)
    parser.add_argument(
        "--replay", action="store_true", help="Watch again as of each alert: was it known then?"
    )
    parser.add_argument("--show", action="store_true", help="Print the alerts.")
    parser.add_argument("--burst", type=Path, help="Timestamps of a real event: Timestamp, Tweet-ID.")
    asked = parser.parse_args()
    if asked.burst:
        show(watch(read_burst(asked.burst)))
        return
    scores, spoken = [], []
    for seed in asked.seeds:
        posts, truth = exercise(seed, asked.size, asked.noise, read_watched_posts)
        began = time.perf_counter()
        found = watch(posts)
        took = time.perf_counter() - began
        scores.append(signals(found, truth, days(posts)))
        spoken.append(components(found, truth))
        print(f"seed {seed}, {posts.height:,} posts in {took:.1f} s: {line(scores[-1])}")
        if asked.replay:
            print(f"  {known_then(posts, found)} of {found.height} alerts are found as of their own instant")
        if asked.show:
            show(found)
    print(together(scores))
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True):
        print(heard(pl.concat(spoken)))


def days(posts: pl.DataFrame) -> float:
    """Days from the first post to the last."""
    at = instants(posts["created_at"]).to_physical().to_numpy()
    return float(at.max() - at.min()) / (86_400 * SECOND)


def line(score: SignalScore) -> str:
    """One exercise."""
    kinds = ", ".join(f"{kind} {median(hours):.1f} h" for kind, hours in score.hours.items())
    return (
        f"precision {score.precision:.2f} ({score.right} of {score.alerts}), {score.precision_here:.2f} but for the "
        f"{score.abroad} alerts of neighbours ({score.neighbours} of them true needs there), recall {score.recall:.2f} "
        f"({score.seen} of {score.true}, {score.located} placed), median {score.median_hours:.1f} h ({kinds}), "
        f"{score.alerts_a_day:.1f} alerts a day, {score.quiet_alerts} in {score.quiet_days:.0f} quiet days"
    )


def together(scores: Sequence[SignalScore]) -> str:
    """All exercises: sums for precision and recall, all delays together."""
    alerts, right, abroad, near, seen, true, quiet = (
        sum(getattr(score, name) for score in scores)
        for name in ("alerts", "right", "abroad", "neighbours", "seen", "true", "quiet_alerts")
    )
    every = [hour for score in scores for hours in score.hours.values() for hour in hours]
    return (
        f"all: precision {right / alerts:.3f}, {right / (alerts - abroad):.3f} in the département, "
        f"{(right + near) / alerts:.3f} with the needs of neighbours; recall {seen / true:.3f}, median "
        f"{median(every):.1f} h, {fmean(s.alerts_a_day for s in scores):.1f} alerts a day, "
        f"{quiet / sum(s.quiet_days for s in scores):.2f} a quiet day"
    )


def components(found: pl.DataFrame, truth: Truth) -> pl.DataFrame:
    """SPOKEN: of each alert, which of its later components speaks at its detection.

    A right alert is of a planted signal, or of the crisis as a whole (volume, panic, crowd).
    """
    rows = [
        (_sort(kind, stands), name, speaks)
        for kind, why, stands in zip(found["kind"], found["why"], standing(found, truth), strict=True)
        for name, speaks in _speaking(why).items()
    ]
    return pl.DataFrame(rows, schema=SPOKEN, orient="row")


def _sort(kind: str, stands: str) -> str:
    if stands != "right":
        return stands
    return "crisis" if kind in CROWDED else "planted"


def _speaking(why: str) -> dict[str, bool]:
    """A burst of any level, a drift above its limit, a weak or a strong signal, mostly first stories."""
    told = json.loads(why)["components"]
    asked: dict[str, tuple[str, Callable[[dict[str, Any]], bool]]] = {
        "burst": ("burst", lambda part: part["level"] > 0),
        "drift": ("drift", lambda part: part["above"]),
        "popularity weak": ("popularity", lambda part: part["signal"] == "weak"),
        "popularity strong": ("popularity", lambda part: part["signal"] == "strong"),
        "stories mostly first": ("stories", lambda part: part["share"] > 0.5),
        "stories mostly different": ("stories", lambda part: part["each"] > 0.5),
    }
    return {name: says(told[part]) for name, (part, says) in asked.items() if part in told}


def heard(spoken: pl.DataFrame) -> pl.DataFrame:
    """How many alerts that have a component speak by it, a column for each of SORTS: "speak of alerts"."""
    counted = spoken.group_by("component", "alerts", maintain_order=True).agg(
        told=pl.format("{} of {}", pl.col("speaks").sum(), pl.len())
    )
    wide = counted.pivot("alerts", index="component", values="told", on_columns=SORTS)
    return wide.fill_null("none")


def known_then(posts: pl.DataFrame, found: pl.DataFrame) -> int:
    """Alerts that a watch as of their instant of detection finds as well, by kind, place and instant."""
    known = 0
    for (instant,), own in found.group_by("detected_at", maintain_order=True):
        then = watch(posts, as_of=instant)
        known += own.join(then, on=["kind", "location_code", "detected_at"], how="semi").height
    return known


def read_burst(path: Path) -> pl.DataFrame:
    """uid, created_at of a CrisisLex table of timestamps."""
    table = pl.read_csv(path, infer_schema=False)
    table.columns = [name.strip() for name in table.columns]
    return table.select(
        uid="Tweet-ID", created_at=pl.col("Timestamp").str.to_datetime(BURST_TIME, time_unit="us")
    )


def show(found: pl.DataFrame) -> None:
    """Print alerts, one a line."""
    with pl.Config(tbl_rows=-1, tbl_cols=-1, fmt_str_lengths=40, tbl_width_chars=200):
        print(found.select(SHOWN))


if __name__ == "__main__":
    main()
