"""How near proposals of offers to needs come to the best that the truth allows."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import linear_sum_assignment

from analytics.arrays import Floats
from analytics.scoring.truth import ratio


@dataclass(frozen=True, slots=True)
class MatchScore:
    """proposed: needs given an offer; right: those whose offer is truly for them; total, best: true scores.

    best    of the optimal assignment on the truth, greedy of taking the best pair left again and again
    """

    proposed: int
    right: int
    total: float
    best: float
    greedy: float

    @property
    def share(self) -> float:
        """What of the best total is reached, nan where there is nothing to reach."""
        return self.total / self.best if self.best else float("nan")

    @property
    def precision(self) -> float:
        """Share of the proposals that are truly for their need, nan without proposals."""
        return ratio(self.right, self.proposed)


def matches(found: pl.DataFrame, needs: pl.Series, offers: pl.Series, worth: Floats) -> MatchScore:
    """Score proposals, one-to-one.

    found   `need`, `offer` of each proposal, as keys; a key that the truth lacks is worth nothing
    needs   (n,)  keys of the true needs
    offers  (m,)  keys of the true offers
    worth   (n, m)  true score of each pair, 0 where the offer is not for the need
    """
    rows = pl.DataFrame({"need": needs}).with_row_index("row")
    columns = pl.DataFrame({"offer": offers}).with_row_index("column")
    known = found.join(rows, on="need").join(columns, on="offer")
    reached = worth[known["row"].to_numpy(), known["column"].to_numpy()]
    best = worth[linear_sum_assignment(worth, maximize=True)].sum()
    return MatchScore(
        found.height, int((reached > 0).sum()), float(reached.sum()), float(best), greedy(worth)
    )


def greedy(worth: Floats) -> float:
    """Total of the pairs that are taken from the best down, each row and column once."""
    rows, columns = np.nonzero(worth)
    score = worth[rows, columns]
    free_rows, free_columns = np.ones(worth.shape[0], np.bool_), np.ones(worth.shape[1], np.bool_)
    total = 0.0
    for pair in np.lexsort((columns, rows, -score)):
        if free_rows[rows[pair]] and free_columns[columns[pair]]:
            free_rows[rows[pair]] = free_columns[columns[pair]] = False
            total += float(score[pair])
    return total
