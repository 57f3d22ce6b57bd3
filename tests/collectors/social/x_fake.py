"""A local X: search, reposts, quotes, rules and the filtered stream, in the words that it is asked in."""

import json
import threading
import time
from contextlib import contextmanager

from tests.collectors.conformance.server import Answer, serving
from tests.collectors.social.x_payloads import PLACE, USERS, in_post_words

KEEP_ALIVE = b"\r\n"


class FakeX:
    """`posts` are what it holds; `requests` what it was asked. `page` is the most it gives at once."""

    def __init__(self, posts, *, page=100, parents=(), stream=(), lives=1, spoils=()):
        self.posts, self.page, self.parents = posts, page, list(parents)
        self.requests, self.rules, self.tokens = [], [], set()
        self.stream = list(stream)  # raw lines; else the posts
        self.lives = lives  # how often the stream stays open: before, it is closed after its lines
        self.connections = 0
        self.spoils = list(spoils)  # of the stream; and "bad UTF-8" of whatever holds an é first
        self.over = threading.Event()

    def __call__(self, request):
        self.requests.append(request)
        if request.headers.get("authorization") != "Bearer secret-token":
            return problem(401, "Unauthorized")
        if request.path == "/2/tweets/search/stream/rules":
            return self.answer_rules(request)
        if request.path == "/2/tweets/search/stream":
            self.connections += 1
            return spoilt_stream(self.spoils, self.lines(request))
        if request.path in {"/2/tweets/search/recent", "/2/tweets/search/all"}:
            since = int(request.query.get("since_id", 0))
            return self.answer_page(request, [p for p in self.posts if int(p["id"]) > since], "next_token")
        _, _, _, number, kind = request.path.split("/")
        wanted = {"retweets": "retweeted", "quote_tweets": "quoted"}[kind]
        refer = [{"type": wanted, "id": number}]
        held = [p for p in self.posts if [r for r in p.get("referenced_tweets", []) if r in refer]]
        return self.answer_page(request, held, "pagination_token")

    def answer_page(self, request, held, token):
        if (given := request.query.get(token)) and given not in self.tokens:
            return problem(400, "Invalid pagination token")
        held = sorted(held, key=lambda post: -int(post["id"]))
        start = int(given.split("-")[1]) if given else 0
        end = start + min(self.page, int(request.query["max_results"]))
        meta = {"result_count": len(held[start:end])}
        if end < len(held):
            meta["next_token"] = f"token-{end}-{len(held)}"
            self.tokens.add(meta["next_token"])
        return Answer(
            self.encoded(request, {"data": held[start:end], "meta": meta} if held else {"meta": meta})
        )

    def encoded(self, request, body):
        includes = {"users": USERS, "places": [PLACE], **({"tweets": self.parents} if self.parents else {})}
        whole = body | ({"includes": includes} if "data" in body else {})
        body = dumped(in_post_words(whole) if "post.fields" in request.query else whole)
        return spoilt_text(self.spoils, body)

    def answer_rules(self, request):
        if request.method == "GET":
            return Answer(json.dumps({"data": self.rules, "meta": {"sent": "now"}}).encode())
        asked = json.loads(request.body)
        if bad := [
            rule for rule in asked.get("add", []) if "(" in rule["value"] and ")" not in rule["value"]
        ]:
            wrong = {"value": bad[0]["value"], "title": "UnprocessableEntity", "detail": "no closing bracket"}
            return Answer(json.dumps({"errors": [wrong], "meta": {"summary": {"invalid": 1}}}).encode())
        gone = set(asked.get("delete", {}).get("ids", []))
        self.rules = [rule for rule in self.rules if rule["id"] not in gone]
        for rule in asked.get("add", []):
            self.rules.append({"id": str(len(self.requests) * 100 + len(self.rules)), **rule})
        return Answer(json.dumps({"data": self.rules, "meta": {"summary": {}}}).encode(), 201)

    def lines(self, request):
        """Keep-alives, lines that are cut anywhere, and then silence with a beat."""
        lines = self.stream or [
            self.encoded(request, {"data": post, "matching_rules": [{"id": "1", "tag": "t"}]})
            for post in self.posts
        ]
        yield KEEP_ALIVE
        for line in lines:
            yield line[: len(line) // 3]
            yield line[len(line) // 3 :] + b"\r\n"
        if self.connections < self.lives:
            return
        while not self.over.is_set():
            time.sleep(0.02)
            yield KEEP_ALIVE


def dumped(value):
    return json.dumps(value, ensure_ascii=False).encode()


def spoilt_text(faults, body):
    """The first é that goes out, as Windows-1252 has it, when that is among the faults."""
    if "bad UTF-8" in faults and "é".encode() in body:
        faults.remove("bad UTF-8")
        return body.replace("é".encode(), b"\xe9", 1)
    return body


def spoilt_stream(faults, chunks):
    """A stream that begins, unless a fault is left: then it is refused, or breaks off."""
    if not faults or faults[0] == "bad UTF-8":
        return Answer(chunks=chunks)
    fault = faults.pop(0)
    return (
        problem(fault[0], "spoilt", fault[1])
        if isinstance(fault, tuple)
        else Answer(chunks=cut(chunks, fault))
    )


def cut(chunks, fault):
    if fault == "truncated":
        yield next(chunks)
        yield next(chunks)
    raise ConnectionResetError


def problem(status, title, headers=None):
    return Answer(dumped({"title": title, "detail": title, "status": status}), status, headers or {})


@contextmanager
def x(posts, faults=None, **more):
    """The fake and its base address."""
    fake = FakeX(posts, **more)
    try:
        with serving(fake, faults) as url:
            yield fake, url
    finally:
        fake.over.set()
