"""Never compare shape without size: percentiles among cascades of about the same size (Juul & Ugander 2021)."""

import polars as pl

FEWEST = 30  # references
FIGURES = {
    "virality_percentile": "structural_virality",
    "depth_percentile": "depth",
    "breadth_percentile": "max_breadth",
}
TOO_FEW = "not enough references"
NO_SHAPE = "one post has no shape"


def at_equal_size(cascades: pl.DataFrame) -> pl.DataFrame:
    """Each cascade's figures among the others of its log2-size bin (2-3 posts, 4-7, 8-15, …).

    cascades  `size, depth, max_breadth, structural_virality`, as `measure` gives them
    returns   the same rows and columns, and virality_percentile, depth_percentile, breadth_percentile (0 to 100:
              the share of references below, equal ones by half), references (other cascades of the bin) and
              reason, why the percentiles are null: fewer than FEWEST references, or a single post; else null
    """
    others = (pl.len().over("bin") - 1).cast(pl.Int64)
    reason = pl.when(pl.col("size") < 2).then(pl.lit(NO_SHAPE)).when(others < FEWEST).then(pl.lit(TOO_FEW))
    below = [
        pl.when(reason.is_null())
        .then(100 * (pl.col(figure).rank("average").over("bin") - 1) / others)
        .alias(name)
        for name, figure in FIGURES.items()
    ]
    binned = cascades.with_columns(pl.col("size").log(2).floor().alias("bin"))
    return binned.with_columns(*below, others.alias("references"), reason.alias("reason")).drop("bin")
