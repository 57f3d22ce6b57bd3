"""Claims: posts that say the same thing across platforms, and who denies them."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analytics.claims.assembly import groups, relations, titles, wordings
from analytics.claims.denials import denials
from analytics.claims.identity import by_posts, by_wordings, named
from analytics.claims.meaning import Encode, alike
from analytics.claims.state import EMPTY, State, extended, states
from analytics.claims.table import summary

KNOWN = {"uid": pl.String, "claim_id": pl.String}


@dataclass(frozen=True, slots=True)
class Claims:
    """table  table.TABLE, one row a claim, the largest first

    posts  uid, claim_id, relation (STATES or DENIES), score, method (observed, exact, near, url, media or meaning): at
           most one claim that a post states, in order of time, then any number that it denies
    links  source, target: claims that deny claims, and posts: how many posts say so
    state, wordings  for `update`
    """

    table: pl.DataFrame
    posts: pl.DataFrame
    links: pl.DataFrame
    state: State
    wordings: pl.DataFrame


def find(posts: pl.DataFrame, *, known: pl.DataFrame | None = None, encode: Encode | None = None) -> Claims:
    """Claims of canonical posts; only uid and created_at must be there.

    known   `posts` of an earlier run: claims keep their identity (identity.by_posts)
    encode  vectors of meaning (meaning.vectors): representatives that mean the same come together too, other
            words and other languages; None: without

    Texts are compared without negation and framing, so that a claim and its denial fall together; the side that
    each text takes parts them again: two texts of opposite sides never share a claim, and one denies the other.
    Texts fall together when they are the same or near-duplicates of one representative, when one answers
    the other about the same distinctive words, or when they carry one link or medium. A repost states what it
    repeats. A reaction ("merci", "c'est vrai ?") states nothing; one that denies ("Faux !") denies what it answers.
    Independent of the order of the rows. Raises ValueError without uid or created_at.
    """
    state = extended(EMPTY, posts)
    if encode is not None:
        meant = alike(state.contents, states(state.contents), encode)
        state = replace(state, edges=pl.concat([state.edges, meant]))
    stated = groups(state)
    taken = by_posts(stated, pl.DataFrame(schema=KNOWN) if known is None else known)
    return _claims(state, stated, wordings(stated), taken)


def update(before: Claims, posts: pl.DataFrame) -> Claims:
    """Claims with new posts, at the cost of the new ones.

    Those of posts it already has are ignored. What was compared before is not compared again: a wording keeps its
    representative even where a later one is used more, so that the result may differ a little from `find` on
    all posts at once.
    """
    state = extended(before.state, posts)
    stated = groups(state)
    used = wordings(stated)
    return _claims(state, stated, used, by_wordings(used, before.wordings))


def _claims(state: State, stated: pl.DataFrame, used: pl.DataFrame, taken: pl.DataFrame) -> Claims:
    names = named(used, taken)
    denied, links = denials(state, stated, used)
    said, refused = (_with_names(part, names) for part in (stated, denied))
    by_name = names.rename({"group": "source", "claim_id": "name"})
    of_claims = (
        links.join(by_name, on="source")
        .join(names, left_on="target", right_on="group")
        .select(source="name", target="claim_id", posts="posts")
        .sort("source", "target")
    )
    told = titles(used, state.posts).join(names, on="group")
    kept = used.join(names, on="group").select("content", "opposed", "claim_id", "posts", "at")
    return Claims(summary(said, refused, told), relations(said, refused), of_claims, state, kept)


def _with_names(posts: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The posts with the claim_id of their group; a look-up is quicker than a join on a million rows."""
    row = np.searchsorted(names["group"].to_numpy(), posts["group"].to_numpy())
    return posts.with_columns(names["claim_id"].gather(row))
