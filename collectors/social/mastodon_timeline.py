"""Mastodon: public and hashtag timelines, from where the last round ended, the oldest pages first."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from collectors.config import ConfigError
from collectors.json_values import obj, objs, text
from collectors.net import Page
from collectors.social.mastodon_client import away, reach
from collectors.social.mastodon_documents import unpack
from collectors.social.mastodon_status import normalise
from collectors.source import declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.config import Config
    from collectors.json_values import Json
    from collectors.net import Cursor, Document, Net
    from collectors.social.mastodon_client import Instance

LIMIT: Final = 40  # statuses a page: an instance gives no more
PARENTS: Final = 40  # parents asked for, for one page


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """All timelines of sources.yml, one after the other."""
    names = [timeline(config, name) for name in config.texts("timelines")]
    places = {name: place for name, place in obj(cursor.get("min_id")).items() if name in names}
    start, parents = config.optional("from"), config.flag("parents")
    with reach(net, config) as instance:
        for name in names:
            for documents, place in pages(instance, name, text(places.get(name)), start, parents=parents):
                places = {**places, name: place} if place else places
                yield Page(documents, {"min_id": places})


def timeline(config: Config, name: str) -> str:
    """`public`, `local` or `tag/NAME`, as Mastodon.py calls them."""
    if name in {"public", "local"} or (name.startswith("tag/") and len(name) > 4):
        return name
    where = f"{config.file}: {config.source.name}"
    raise ConfigError(f"{where}: {name!r} is no timeline: there are public, local and tag/NAME (without #)")


def pages(
    instance: Instance, name: str, place: str | None, start: str | None, *, parents: bool
) -> Iterator[tuple[list[Document], str | None]]:
    """Documents of each page that is newer than `place` (a number), and the number of its newest status.

    Without a place: what is newer than `start`, or the newest page alone.
    """
    first = place is None and start is None
    begin = datetime.fromisoformat(start) if place is None and start else None
    while True:
        since = place or begin
        body = instance.ask(partial(instance.client.timeline, name, min_id=since, limit=LIMIT))
        statuses = objs(msgspec.json.decode(body.decode(errors="replace")))
        instance.learn(statuses)
        found = lookups(instance, statuses, PARENTS) if parents else []
        documents = [*found, instance.document(body, statuses, name)] if statuses else []
        newest = text(statuses[0].get("id")) if statuses else None
        ended = first or newest is None or newest == place
        place = newest or place
        yield documents, place
        if ended:
            return


def lookups(instance: Instance, statuses: list[Json], most: int) -> list[Document]:
    """Parents that were written elsewhere, asked for by number: documents of their own, and known from now on."""
    numbers = dict.fromkeys(
        n for s in statuses if (n := away(obj(s.get("reblog")) or s)) and n not in instance.known
    )
    found = []
    for number in list(numbers)[:most]:
        if body := instance.status(number):
            status = obj(msgspec.json.decode(body.decode(errors="replace")))
            instance.learn([status])
            found.append(instance.document(body, [status], f"statuses/{number}"))
    return found


SOURCE = declare("collectors.social", "mastodon_timeline.yml", normalise, unpack=unpack, collect=collect)
