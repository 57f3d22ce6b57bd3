"""Evidence joins wordings; one stray wording joins no two claims."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.claims.merging import merged
from analytics.union import components


def found(count, evidence, **more):
    left, right = (np.array([piece[side] for piece in evidence], dtype=np.int64) for side in (0, 1))
    return merged(count, left, right, **more).tolist()


def clique(members, times):
    return [(a, b) for a in members for b in members if a < b] * times


def test_a_stray_wording_joins_one_of_two_claims_but_not_the_two():
    two_claims = clique(range(5), 3) + clique(range(5, 10), 3)
    assert found(11, [*two_claims, (10, 0), (10, 7)]) == [0] * 5 + [5] * 5 + [0]


def test_a_fair_share_of_the_evidence_joins_two_groups():
    assert found(10, clique(range(5), 1) + clique(range(5, 10), 1) + [(4, 5), (3, 6), (0, 9)]) == [0] * 10


def test_a_chain_of_single_pieces_is_one_group():
    assert found(4, [(0, 1), (1, 2), (2, 3)]) == [0, 0, 0, 0]


def test_without_evidence_everything_stands_alone():
    assert found(3, []) == [0, 1, 2]


things = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40)
    )
)


@settings(deadline=None)
@given(things, st.randoms(use_true_random=False))
def test_groups_are_parts_of_components_whatever_the_order(case, random):
    count, evidence = case
    group = found(count, evidence)
    turned = [
        piece if random.random() < 0.5 else piece[::-1] for piece in random.sample(evidence, len(evidence))
    ]
    assert found(count, turned) == group
    assert [group[member] for member in group] == group
    left, right = (np.array([piece[side] for piece in evidence], dtype=np.int64) for side in (0, 1))
    whole = components(count, left, right)
    assert all(whole[thing] == whole[leader] for thing, leader in enumerate(group))
    assert found(count, evidence, share=0.0) == whole.tolist()
