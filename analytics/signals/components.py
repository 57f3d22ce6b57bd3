"""Why an alert is one: its components by name, as JSON."""

import polars as pl

from analytics.signals.alarm import COMPONENTS
from analytics.signals.options import WATCH
from analytics.signals.people import EXPECTED, SHARE, as_told, hidden_unless

DIGITS = 4
PLAIN = "hours of the week before, Gamma–Poisson"
YOUNG = "claims of the same age before"
PAST = "communes and hours of the day before, Poisson scan"


def of_rate() -> pl.Expr:
    """Components of needs and volumes (analytics.signals.persistence rows)."""
    return _why(PLAIN, rate=_rate("bits"))


def of_spread() -> pl.Expr:
    """Components of a claim (analytics.signals.diffusion rows, persistent); few doubts are told as a share only."""
    doubts, answers = hidden_unless(("doubts", "answers"), WATCH.crowd)
    share = (pl.col("doubts") / pl.col("answers")).round(SHARE)
    doubt = pl.struct(answers, doubts, share=share, usual=_share("usual"), bits=as_told("doubt_bits"))
    return _why(YOUNG, rate=_rate("rate_bits"), doubt=doubt)


def of_alarm() -> pl.Expr:
    """Components of a panic (analytics.signals.alarm rows, persistent, with scan_p, null where nothing was scanned)."""
    return _why(PLAIN, rate=_rate("bits"), **_shares(), scan=pl.struct(p=_short("scan_p")))


def of_gathering() -> pl.Expr:
    """Components of a crowd (analytics.signals.gathering rows, persistent, with the shares of its département)."""
    scanned = pl.struct("people", "communes", p=_short("p"))
    return _why(PAST, rate=_rate("bits"), **_shares(), scan=scanned)


def _shares() -> dict[str, pl.Expr]:
    return {
        name: pl.struct(share=_share(name), usual=_share(f"{name}_usual"), bits=as_told(f"{name}_bits"))
        for name in COMPONENTS
    }


def _rate(bits: str) -> pl.Expr:
    return pl.struct("observed", expected=pl.col("expected").round(EXPECTED), bits=as_told(bits))


def _share(name: str) -> pl.Expr:
    return pl.col(name).round(SHARE)


def _why(baseline: str, **components: pl.Expr) -> pl.Expr:
    told = pl.struct(*(part.alias(name) for name, part in components.items()))
    whole = pl.struct(components=told, baseline=pl.lit(baseline), window_min="minutes")
    return whole.struct.json_encode().alias("why")


def _short(name: str) -> pl.Expr:
    """Of the scan's p, a rank among its replications."""
    return pl.col(name).round_sig_figs(DIGITS)
