"""Golden comments of the YouTube Data API v3, invented, and a local server that lists them as threads."""

import json
from collections import defaultdict

from tests.collectors.conformance.server import Answer, serving

VIDEO, CLOSED, LOST = "v1deoCrue01", "closedVid01", "lostVideo01"
KEY = "key-of-the-tests"
SHOWN = 2  # replies that a thread shows at most


def comment(number, channel, display, minute, parent=None, original=None, **more):  # noqa: PLR0917 - as it reads
    """A comment resource; `minute` of the morning of 2026-11-22."""
    name = f"@{channel.lower()}-nom"
    published = f"2026-11-22T{8 + minute // 60:02d}:{minute % 60:02d}:00Z"
    snippet = {
        "channelId": "UCchaineDeLaVille",
        "textDisplay": display,
        "authorDisplayName": name,
        "authorProfileImageUrl": "https://yt3.example/a.png",
        "authorChannelUrl": f"http://www.youtube.com/{name}",
        "authorChannelId": {"value": f"UC{channel}"},
        "canRate": True,
        "viewerRating": "none",
        "likeCount": 3,
        "publishedAt": published,
        "updatedAt": published,
    }
    if original is not None:
        snippet["textOriginal"] = original
    if parent is None:
        snippet["videoId"] = VIDEO
    else:
        snippet["parentId"] = parent
    return {"kind": "youtube#comment", "etag": "tag", "id": number, "snippet": snippet | more}


HEAD, QUIET = "UgxTete000001AaABAg", "UgxSeul000001AaABAg"
COMMENTS = [
    comment(
        HEAD,
        "Camille",
        'L&#39;école est fermée ?<br>Voir <a href="https://mairie.example/point?a=1&amp;b=2">le point</a> à '
        '<a href="https://www.youtube.com/watch?v=v1deoCrue01&amp;t=65">1:05</a> '
        '<a href="http://www.youtube.com/results?search_query=%23crue">#crue</a>',
        0,
    ),
    comment(f"{HEAD}.reponse1", "Nour", "Non, ouverte.", 5, HEAD, "Non, ouverte."),
    comment(f"{HEAD}.reponse2", "Camille", "@nour-nom merci", 6, HEAD, "@nour-nom merci"),
    comment(f"{HEAD}.reponse3", "Ali", "Confirmé par la mairie &lt;3", 7, HEAD),
    comment(QUIET, "Ali", "Bon courage à tous", 30, None, "Bon courage à tous"),
    comment("UgxSeul000002AaABAg", "Nour", "Et l’eau ?", 40),
]


def answer_of(items, asked=None, *, size=2, closed=CLOSED, lost=LOST):
    """The two methods over such comments, newest thread first, `size` a page."""
    log = asked if asked is not None else []

    def answer(request):
        log.append((request.path.rpartition("/")[2], dict(request.query)))
        if request.headers.get("x-goog-api-key") != KEY:
            return refusal(400, "badRequest", "API key not valid. Please pass a valid API key.")
        if request.query.get("videoId") == closed:
            words = "The video identified by the <code>videoId</code> parameter has disabled comments."
            return refusal(403, "commentsDisabled", words)
        if request.query.get("videoId") == lost:
            return refusal(
                404, "videoNotFound", "The video identified by the videoId parameter could not be found."
            )
        if request.path.endswith("/commentThreads"):
            return listed("youtube#commentThreadListResponse", threads(items), request, size)
        found = [c for c in items if c["snippet"].get("parentId") == request.query["parentId"]]
        return listed("youtube#commentListResponse", found, request, size)

    return answer


def threads(items):
    replies = defaultdict(list)
    for item in items:
        replies[item["snippet"].get("parentId")].append(item)
    heads = sorted(replies[None], key=lambda item: str(item["snippet"].get("publishedAt")), reverse=True)
    return [thread(head, replies[head["id"]]) for head in heads]


def thread(head, replies):
    snippet = {
        "channelId": "UCchaineDeLaVille",
        "videoId": VIDEO,
        "topLevelComment": head,
        "canReply": True,
        "totalReplyCount": len(replies),
        "isPublic": True,
    }
    made = {"kind": "youtube#commentThread", "etag": "tag", "id": head["id"], "snippet": snippet}
    return made | ({"replies": {"comments": replies[:SHOWN]}} if replies else {})


def listed(kind, entries, request, size):
    start = int(request.query.get("pageToken", "0"))
    page = {"kind": kind, "etag": "tag", "pageInfo": {"totalResults": len(entries), "resultsPerPage": size}}
    page["items"] = entries[start : start + size]
    if start + size < len(entries):
        page["nextPageToken"] = str(start + size)
    return Answer(json.dumps(page, ensure_ascii=False, indent=2).encode())


def refusal(status, reason, message):
    errors = [{"message": message, "domain": "youtube.commentThread", "reason": reason}]
    body = {"error": {"code": status, "message": message, "errors": errors}}
    return Answer(json.dumps(body, indent=2).encode(), status)


def serve(items, faults):
    return serving(answer_of(items), faults)
