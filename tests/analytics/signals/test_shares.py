import numpy as np
import pytest
from scipy.stats import betabinom

from analytics.signals.shares import PRIOR, VARIES, share_surprise


@pytest.mark.parametrize(
    ("part", "whole", "part_before", "whole_before"),
    [(3, 5, 0, 0), (1, 1, 2, 40), (12, 30, 10, 500), (40, 40, 5, 5), (200, 1000, 90, 1000)],
)
def test_the_tail_is_that_of_the_beta_binomial(part, whole, part_before, whole_before):
    share = share_surprise(*(np.array([n]) for n in (part, whole, part_before, whole_before)))
    usual = (PRIOR[0] + part_before) / (sum(PRIOR) + whole_before)
    sure = min(sum(PRIOR) + whole_before, VARIES)
    assert share.usual[0] == pytest.approx(usual)
    assert share.p[0] == pytest.approx(
        betabinom.sf(part - 1, whole, usual * sure, (1 - usual) * sure), rel=1e-6
    )


def test_none_of_any_is_no_surprise():
    share = share_surprise(*(np.array(n) for n in ([0, 0], [0, 9], [3, 3], [9, 9])))
    assert share.p.tolist() == [1, 1]
    assert share.bits.tolist() == [0, 0]
