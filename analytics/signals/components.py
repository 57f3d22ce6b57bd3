"""Why an alert is one: its components by name, as JSON."""

import polars as pl

from analytics.signals.alarm import COMPONENTS

DIGITS = 4
PLAIN = "hours of the week before, Gamma–Poisson"
YOUNG = "claims of the same age before"
PAST = "communes and hours of the day before, Poisson scan"


def of_rate() -> pl.Expr:
    """Components of needs and volumes (analytics.signals.persistence rows)."""
    return _why(PLAIN, rate=_rate("bits"))


def of_spread() -> pl.Expr:
    """Components of a claim (analytics.signals.diffusion rows, persistent)."""
    doubt = pl.struct("answers", "doubts", usual=_short("usual"), bits=_short("doubt_bits"))
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
        name: pl.struct(share=_short(name), usual=_short(f"{name}_usual"), bits=_short(f"{name}_bits"))
        for name in COMPONENTS
    }


def _rate(bits: str) -> pl.Expr:
    return pl.struct("observed", expected=_short("expected"), bits=_short(bits))


def _why(baseline: str, **components: pl.Expr) -> pl.Expr:
    told = pl.struct(*(part.alias(name) for name, part in components.items()))
    whole = pl.struct(components=told, baseline=pl.lit(baseline), window_min="minutes")
    return whole.struct.json_encode().alias("why")


def _short(name: str) -> pl.Expr:
    return pl.col(name).round_sig_figs(DIGITS)
