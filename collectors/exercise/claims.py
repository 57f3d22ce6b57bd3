"""What can be said in the exercise: claims with their spread, families of wordings with their claim."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from collectors.exercise.settings import ClaimSpread, Spread, claim_texts, lines, plain_texts, settings

Kind = Literal["rumour", "denial", "fraud", "need", "offer", "chatter"]
REACTIONS = "chatter-reactions"


@dataclass(frozen=True, slots=True)
class Claim:
    """Posts that say the same thing. `need` is the class asked for or offered."""

    uid: str
    kind: Kind
    title: str
    denies: str | None = None
    need: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A set of wordings; every one of them states `claim` (a row of `claims()`)."""

    name: str
    claim: int
    french: tuple[str, ...]
    english: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seed:
    """What starts cascades: a family (row of `families()`), its share of all posts, its spread."""

    family: int
    share: float
    spread: Spread
    calm: bool


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim, the reactions last."""
    told = [Claim(uid, t.kind, t.title, t.denies) for uid, t in claim_texts().items()]
    needs = [Claim(f"need-{c}", "need", f"Besoin : {c}", need=c) for c in settings().needs]
    offers = [Claim(f"offer-{c}", "offer", f"Offre : {c}", need=c) for c in settings().offers]
    chatter = [Claim(f"chatter-{c}", "chatter", f"Conversation : {c}") for c in settings().chatter]
    return (*told, *needs, *offers, *chatter, Claim(REACTIONS, "chatter", "Réactions"))


@cache
def families() -> tuple[Family, ...]:
    """One family a claim, in the order of `claims()`, then the families of reactions."""
    blocks = {uid: (t.fr, t.en) for uid, t in claim_texts().items()}
    for axis, prefix in (("needs", "need"), ("offers", "offer"), ("chatter", "chatter")):
        blocks |= {f"{prefix}-{name}": (text, "") for name, text in _block(axis).items()}
    position = {claim.uid: row for row, claim in enumerate(claims())}
    own = [_family(c.uid, position[c.uid], *blocks[c.uid]) for c in claims() if c.uid != REACTIONS]
    replies = plain_texts("replies")
    return (*own, *(_family(name, position[REACTIONS], text, "") for name, text in replies.items()))


@cache
def seeds() -> tuple[Seed, ...]:
    """One seed for each claim but the reactions, in the order of `claims()`."""
    return tuple(_seed(row, claim) for row, claim in enumerate(claims()) if claim.uid != REACTIONS)


def answers(seed: Seed) -> tuple[list[int], list[float]]:
    """Families of the replies and quotes to a claim, and their weights (they sum to 1)."""
    position = {family.name: row for row, family in enumerate(families())}
    need = claims()[families()[seed.family].claim].need
    names = [f"{name}-{need}" if name in {"need", "offer"} else name for name in seed.spread.answers]
    total = sum(seed.spread.answers.values())
    return [position[name] for name in names], [w / total for w in seed.spread.answers.values()]


def _block(axis: str) -> dict[str, str]:
    if axis == "needs":
        return plain_texts("needs")
    return plain_texts("offers") if axis == "offers" else plain_texts("chatter")


def _family(name: str, claim: int, french: str, english: str) -> Family:
    return Family(name, claim, tuple(lines(french)), tuple(lines(english)))


def _seed(row: int, claim: Claim) -> Seed:
    own = settings()
    subject = claim.uid.removeprefix("chatter-")
    if claim.kind == "need" and claim.need:
        return Seed(row, own.needs[claim.need], own.common.need, calm=False)
    if claim.kind == "offer" and claim.need:
        return Seed(row, own.offers[claim.need], own.common.offer, calm=False)
    if claim.kind == "chatter":
        return Seed(row, own.chatter[subject], own.common.chatter, subject not in own.during_crisis)
    spread: ClaimSpread = own.claims[claim.uid]
    return Seed(row, spread.share, spread, calm=False)
