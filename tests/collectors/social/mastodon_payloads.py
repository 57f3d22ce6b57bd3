"""Golden statuses as the instance mamot.example tells them, invented: its own posts and those of two others."""

HERE = "mamot.example"


def account(number, acct, **more):
    host = acct.split("@")[1] if "@" in acct else HERE
    name = acct.split("@")[0]
    return {
        "id": str(number),
        "username": name,
        "acct": acct,
        "display_name": name.title(),
        "url": f"https://{host}/@{name}",
        "followers_count": 10 * number,
        "bot": False,
    } | more


def mention(user):
    return {name: user[name] for name in ("id", "username", "url", "acct")}


def status(number, user, html, at, *, uri=None, **more):
    host = user["url"].split("/")[2]
    return {
        "id": str(number),
        "uri": uri or f"https://{host}/users/{user['username']}/statuses/{number}",
        "url": f"{user['url']}/{number}",
        "created_at": f"2026-11-{at}.000Z",
        "edited_at": None,
        "account": user,
        "content": html,
        "spoiler_text": "",
        "sensitive": False,
        "visibility": "public",
        "language": "fr",
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "reblog": None,
        "quote": None,
        "mentions": [],
        "tags": [],
        "media_attachments": [],
        "emojis": [],
        "card": None,
        "poll": None,
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
    } | more


ELISE = account(11, "EliseKeravel")
BREVAL = account(12, "breval@piaille.example")
SOIZIC = account(13, "soizic_lan@pleroma.example")

ROOT = status(
    1100,
    ELISE,
    '<p>La <a href="https://mamot.example/tags/Ruizan" class="mention hashtag" rel="tag">#<span>Ruizan</span></a> '
    'd\u00e9borde &amp; le pont est ferm\u00e9.<br>Voir <a href="https://valbrune.example/crue?id=1" rel="nofollow">'
    '<span class="invisible">https://</span><span class="ellipsis">valbrune.example/crue</span>'
    '<span class="invisible">?id=1</span></a></p>',
    "20T18:00:00",
    tags=[{"name": "Ruizan", "url": "https://mamot.example/tags/Ruizan"}],
    spoiler_text="inondation",
)
REMOTE = status(  # written at piaille.example, where it is number 900
    1101,
    BREVAL,
    '<p><span class="h-card"><a href="https://mamot.example/@EliseKeravel" class="u-url mention">'
    "@<span>EliseKeravel</span></a></span> merci</p>",
    "20T18:02:00",
    uri="https://piaille.example/users/breval/statuses/900",
    in_reply_to_id="1100",
    in_reply_to_account_id="11",
    mentions=[mention(ELISE)],
)
REPLY_AWAY = status(  # its parent was written at another instance
    1102,
    ELISE,
    "<p>de rien</p>",
    "20T18:03:00",
    in_reply_to_id="1101",
    in_reply_to_account_id="12",
    mentions=[mention(BREVAL)],
)
THREAD = status(
    1103,
    ELISE,
    "<p>Suite : la d\u00e9viation est ouverte.</p>",
    "20T18:04:00",
    in_reply_to_id="1100",
    in_reply_to_account_id="11",
)
REBLOG = status(
    1104,
    BREVAL,
    ROOT["content"],
    "20T18:05:00",
    uri="https://piaille.example/users/breval/statuses/901/activity",
    reblog=ROOT,
)
QUOTE = status(
    1105,
    SOIZIC,
    "<p>C'est faux</p>",
    "20T18:06:00",
    uri="https://pleroma.example/objects/0b1c-44",
    quote={"state": "accepted", "quoted_status": REMOTE},
    visibility="unlisted",
)
LATER = status(1106, ELISE, "<p>Bonne nuit</p>", "20T22:00:00", tags=[{"name": "nuit"}])
ALL = [ROOT, REMOTE, REPLY_AWAY, THREAD, REBLOG, QUOTE, LATER]
NAMES = tuple(n for a in (ELISE, BREVAL, SOIZIC) for n in (a["acct"], a["username"], a["display_name"]))
