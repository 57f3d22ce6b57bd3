"""How near found coordination comes to the true groups."""

import polars as pl

from analytics.scoring.truth import Retrieval, Truth, retrieval


def coordinated(edges: pl.DataFrame, truth: Truth) -> Retrieval:
    """Accounts of found edges (source, target: author uids) against those of the true groups. Reads coordinated."""
    found = pl.concat([edges["source"], edges["target"]]).unique().to_list()
    return retrieval(found, {author for group in truth["coordinated"] for author in group["authors"]})
