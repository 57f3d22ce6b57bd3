"""scenario.yml as typed values."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """When the originals of a claim appear, how far they travel, how their place is told."""

    start_h: float = msgspec.field(name="from")
    spread: float
    first: float
    tail: float
    declared: float
    named: float
    answers: dict[str, float]


class ClaimSpread(Spread, frozen=True, kw_only=True):
    share: float


class Common(msgspec.Struct, frozen=True):
    need: Spread
    offer: Spread
    chatter: Spread


class Platform(msgspec.Struct, frozen=True):
    share: float
    names: Literal["parent", "root"]


class Night(msgspec.Struct, frozen=True):
    start: int = msgspec.field(name="from")
    end: int = msgspec.field(name="to")
    postponed: float


class Children(msgspec.Struct, frozen=True):
    repost: float
    reply: float
    quote: float


class Parents(msgspec.Struct, frozen=True):
    root: float
    recent: float


class Delay(msgspec.Struct, frozen=True):
    median_min: float
    sigma: float


class AccountSettings(msgspec.Struct, frozen=True):
    per_post: float
    followers_median: float
    followers_sigma: float
    activity: float


class Coordinated(msgspec.Struct, frozen=True):
    rounds: tuple[int, int]
    members: tuple[int, int]
    within_s: int
    taking_part: float
    claims: tuple[str, ...]
    one_more_per_posts: int


class Tails(msgspec.Struct, frozen=True):
    crisis: tuple[str, ...]
    calm: tuple[str, ...]


class Voices(msgspec.Struct, frozen=True):
    """One kind of people with experiences: how many, share of negative axes, of known départements."""

    per_post: float
    at_least: int
    at_most: int
    bad: float
    departement: float

    def count(self, posts: int) -> int:
        return int(min(max(self.per_post * posts, self.at_least), self.at_most))


class FeedbackSettings(msgspec.Struct, frozen=True):
    crisis: Voices
    everyday: Voices
    good: float
    named: float
    postal: float
    population: float
    voice: float
    slope: float


class Sites(msgspec.Struct, frozen=True):
    share: float
    most: int
    elsewhere: int
    population: float
    uneven: float


class Elsewhere(msgspec.Struct, frozen=True):
    """Posts outside the crisis département: the neighbours that it reaches, their share of needs and talk."""

    neighbours: int
    communes: int
    need: float
    calm: float


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    starts_at: datetime
    utc_offset_h: int
    crisis_h: int
    end_h: int
    night: Night
    hours: tuple[int, ...]
    platforms: dict[str, Platform]
    claims: dict[str, ClaimSpread]
    needs: dict[str, float]
    offers: dict[str, float]
    chatter: dict[str, float]
    during_crisis: tuple[str, ...]
    common: Common
    children: Children
    parents: Parents
    delay: Delay
    accounts: AccountSettings
    names: dict[str, float]
    english: float
    declared_language: float
    coordinated: Coordinated
    coordinated_links: dict[str, str]
    rivers: dict[str, str]
    slots: dict[str, tuple[str, ...]]
    tails: Tails
    feedback: FeedbackSettings
    sites: Sites
    elsewhere: Elsewhere


class ClaimTexts(msgspec.Struct, frozen=True):
    """One claim of rumours.yml or frauds.yml."""

    kind: Literal["rumour", "denial", "fraud"]
    title: str
    fr: str
    en: str = ""
    denies: str | None = None


class AxisTexts(msgspec.Struct, frozen=True):
    bad: str
    flood: str
    good: str


class Titles(msgspec.Struct, frozen=True):
    crisis: tuple[str, ...]
    everyday: tuple[str, ...]


class Contexts(msgspec.Struct, frozen=True):
    crisis: str
    everyday: str


class ServiceTexts(msgspec.Struct, frozen=True):
    """services.yml; a service is its name, its structure's name, and how a sentence names it."""

    services: tuple[tuple[str, str, str], ...]
    channels: tuple[str, ...]
    titles: Titles
    contexts: Contexts
    closings: str
    accessibility: AxisTexts
    explanation: AxisTexts
    relation: AxisTexts
    responsiveness: AxisTexts
    simplicity: AxisTexts


@cache
def settings() -> Settings:
    return msgspec.yaml.decode(_read("scenario"), type=Settings)


@cache
def claim_texts() -> dict[str, ClaimTexts]:
    kind = dict[str, ClaimTexts]
    return msgspec.yaml.decode(_read("rumours"), type=kind) | msgspec.yaml.decode(_read("frauds"), type=kind)


@cache
def plain_texts(name: Literal["needs", "offers", "chatter", "replies"]) -> dict[str, str]:
    return msgspec.yaml.decode(_read(name), type=dict[str, str])


@cache
def service_texts() -> ServiceTexts:
    return msgspec.yaml.decode(_read("services"), type=ServiceTexts)


def lines(text: str) -> list[str]:
    """The templates of a block: one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read(name: str) -> bytes:
    return (files("collectors.exercise") / f"{name}.yml").read_bytes()
