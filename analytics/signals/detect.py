"""The watch: what is more than usual in needs, claims, hashtags and volumes, by territory, as of an instant.

An alert is a signal, never a verdict, and never of a person: it says what is more than usual, where, since when,
against which baseline, with which components and which posts.
"""

from datetime import UTC as ZONE
from datetime import datetime

import polars as pl

from analytics.posts import instants
from analytics.signals.identity import SIGNALS
from analytics.signals.live import Live
from analytics.signals.options import WATCH, WatchOptions

__all__ = ["SIGNALS", "watch"]


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
    return Live(options).add(posts, instant, events)


def _instant(posts: pl.DataFrame, as_of: datetime | None) -> datetime | None:
    if as_of is not None:
        return as_of if as_of.tzinfo else as_of.replace(tzinfo=ZONE)
    last = instants(posts["created_at"]).max() if "created_at" in posts.columns else None
    return last if isinstance(last, datetime) else None
