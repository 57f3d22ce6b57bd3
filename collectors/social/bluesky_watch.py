"""What of the whole network's stream is kept: no more than the watch needs, and all that erases."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collectors.json_values import obj, text
from collectors.social.bluesky import EVENTS, GONE, POST, REPOST, hashtags, quoted, reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectors.config import Config
    from collectors.json_values import Json

REMEMBERED = 200_000  # posts kept of late, to know what answers or relays them


@dataclass(slots=True)
class Watch:
    """Which events are kept. A post is when it holds a word or a hashtag (if any is watched) and declares none
    but other languages (if any is watched); what answers, quotes or relays a kept post is, if `conversation`.

    kept  the posts that were kept of late, oldest first
    """

    words: re.Pattern[str] | None = None
    tags: frozenset[str] = frozenset()
    langs: frozenset[str] = frozenset()
    conversation: bool = True
    kept: dict[str, None] = field(default_factory=dict)

    def wants(self, event: Json) -> bool:
        """Deletions, departures and notices always; posts and relays as watched."""
        kind = event.get("$type")
        if kind == f"{EVENTS}#account":
            return text(obj(event.get("account")).get("status")) in GONE
        if kind != f"{EVENTS}#commit" or event.get("operation") == "delete":
            return kind != f"{EVENTS}#identity"
        if not (self.words or self.tags or self.langs):
            return True
        collection, record = event.get("collection"), obj(event.get("record"))
        if collection == REPOST:
            return self.conversation and reference(record.get("subject")) in self.kept
        if collection != POST or not (self._matches(record) or self._answers(record)):
            return False
        self._remember(f"bluesky:at://{event.get('did')}/{POST}/{event.get('rkey')}")
        return True

    def _matches(self, record: Json) -> bool:
        spoken = record.get("langs")
        declared = (
            {str(lang).lower().partition("-")[0] for lang in spoken} if isinstance(spoken, list) else set()
        )
        if self.langs and declared and self.langs.isdisjoint(declared):
            return False
        if not (self.words or self.tags):
            return True
        found = self.words is not None and self.words.search(plain(str(record.get("text", ""))))
        return bool(found) or not self.tags.isdisjoint(plain(tag) for tag in hashtags(record))

    def _answers(self, record: Json) -> bool:
        if not self.conversation:
            return False
        thread = obj(record.get("reply"))
        parents = (thread.get("parent"), thread.get("root"), quoted(obj(record.get("embed"))))
        return any(reference(parent) in self.kept for parent in parents)

    def _remember(self, uid: str) -> None:
        self.kept[uid] = None
        if len(self.kept) > REMEMBERED:
            del self.kept[next(iter(self.kept))]


def watch(config: Config) -> Watch:
    """The watch that sources.yml declares; with none, everything is kept."""
    return Watch(
        words=_words(config.texts("keywords")),
        tags=frozenset(plain(tag.lstrip("#")) for tag in config.texts("hashtags")),
        langs=frozenset(lang.lower().partition("-")[0] for lang in config.texts("langs")),
        conversation=config.flag("conversation"),
    )


def plain(written: str) -> str:
    """Without accents and case: `Électricité` → `electricite`."""
    letters = unicodedata.normalize("NFKD", written)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


def _words(keywords: Sequence[str]) -> re.Pattern[str] | None:
    """Any of the keywords as whole words; white space inside a phrase may be any."""
    parts = [r"\s+".join(map(re.escape, plain(keyword).split())) for keyword in keywords if keyword.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None
