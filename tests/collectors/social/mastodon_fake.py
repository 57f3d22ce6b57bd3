"""A local instance of Mastodon: timelines, single statuses, and the stream with its beats."""

import threading
import time
from contextlib import contextmanager

from tests.collectors.conformance.server import Answer, serving
from tests.collectors.social.mastodon_payloads import HERE
from tests.collectors.social.x_fake import dumped, spoilt_stream, spoilt_text


class FakeInstance:
    """`statuses` are on its timelines; `others` it knows beside; `events` come on the stream."""

    def __init__(self, statuses, *, page=40, others=(), events=(), lives=1, spoils=()):
        self.statuses, self.page, self.others = statuses, page, list(others)
        self.events, self.lives = list(events), lives
        self.requests, self.connections = [], 0
        self.spoils = list(spoils)  # of the stream; and "bad UTF-8" of whatever holds an é first
        self.over = threading.Event()

    def __call__(self, request):
        self.requests.append(request)
        path = request.path
        if path == "/api/v2/instance":
            return encoded({"domain": HERE, "version": "4.5.2", "configuration": {"urls": {}}})
        if path.startswith("/api/v1/timelines/"):
            return self.timeline(request)
        if path.startswith("/api/v1/statuses/"):
            known = [s for s in [*self.statuses, *self.others] if s["id"] == path.split("/")[-1]]
            return encoded(known[0]) if known else encoded({"error": "Record not found"}, 404)
        if path.startswith("/api/v1/streaming/"):
            if request.headers.get("authorization") != "Bearer secret-token":
                return encoded({"error": "This method requires an authenticated user"}, 401)
            self.connections += 1
            return spoilt_stream(self.spoils, self.stream())
        return encoded({"error": "Not Found"}, 404)

    def timeline(self, request):
        tag = request.path.partition("/tag/")[2]
        held = [s for s in self.statuses if not tag or tag in [t["name"].lower() for t in s["tags"]]]
        held = sorted(held, key=lambda s: int(s["id"]))
        most = min(self.page, int(request.query.get("limit", 20)))
        if "min_id" in request.query:
            held = [s for s in held if int(s["id"]) > int(request.query["min_id"])][:most]
        return Answer(spoilt_text(self.spoils, dumped(held[-most:][::-1])))

    def stream(self):
        """Beats, events that are cut anywhere, then silence with a beat."""
        yield b":)\n:thump\n"
        for told in self.events:
            event = spoilt_text(self.spoils, told)
            yield event[: len(event) // 3]
            yield event[len(event) // 3 :]
        if self.connections < self.lives:
            return
        while not self.over.is_set():
            time.sleep(0.02)
            yield b":thump\n"


def encoded(value, status=200):
    return Answer(dumped(value), status)


def event(name, data):
    """One event as the streaming server writes it."""
    return b"event: %s\ndata: %s\n\n" % (
        name.encode(),
        data.encode() if isinstance(data, str) else dumped(data),
    )


@contextmanager
def instance(statuses, faults=None, **more):
    """The fake and its base address."""
    fake = FakeInstance(statuses, **more)
    try:
        with serving(fake, faults) as url:
            yield fake, url
    finally:
        fake.over.set()
