"""YouTube's comments: a local Data API with threads, replies and page tokens."""

from collectors.social.youtube_comments import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.social.youtube import COMMENTS, KEY, SHOWN, VIDEO, comment, serve

CASE = Case(
    source=SOURCE,
    items=COMMENTS,
    records=len(COMMENTS) + SHOWN,  # the replies that the thread shows come again with all of them
    serve=serve,
    config=lambda base: {"url": base, "key": KEY, "videos": [VIDEO]},
    bad=comment("UgxBad0000001AaABAg", "Ali", None, 50),
    names=("camille-nom", "nour-nom", "ali-nom", "UCCamille", "UCNour"),
)
