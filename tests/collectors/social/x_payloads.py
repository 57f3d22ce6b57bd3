"""Golden answers of X's v2 interface, invented: one of each kind of parent, in the words of tweets."""

import copy

USERS = [
    {
        "id": "7001",
        "username": "Mairie_Valbrune",
        "name": "Mairie de Valbrune",
        "public_metrics": {"followers_count": 5400},
    },
    {
        "id": "7002",
        "username": "lea_corbel",
        "name": "Léa Corbel",
        "public_metrics": {"followers_count": 210},
    },
    {
        "id": "7003",
        "username": "YannTreguer",
        "name": "Yann Tréguer",
        "public_metrics": {"followers_count": 38},
    },
    {
        "id": "7004",
        "username": "infos_ruizan",
        "name": "Infos Ruizan",
        "public_metrics": {"followers_count": 12000},
    },
]
PLACE = {
    "id": "pl1",
    "full_name": "Vannes, France",
    "name": "Vannes",
    "place_type": "city",
    "country_code": "FR",
    "geo": {"type": "Feature", "bbox": [-2.80, 47.62, -2.70, 47.70], "properties": {}},
}


def post(number, author, text, at, **more):
    return {
        "id": str(number),
        "author_id": author,
        "text": text,
        "created_at": f"2026-11-{at}.000Z",
        "conversation_id": str(number),
        "edit_history_tweet_ids": [str(number)],
        "lang": "fr",
        "public_metrics": {"retweet_count": 1, "reply_count": 0, "like_count": 2, "quote_count": 0},
        "possibly_sensitive": False,
    } | more


ROOT = post(
    1990000000000000001,
    "7001",
    "Crue de la Ruizan : le pont est ferm\u00e9 &amp; l'\u00e9cole aussi. #Ruizan https://t.co/aa1",
    "20T18:00:00",
    entities={
        "hashtags": [{"start": 60, "end": 67, "tag": "Ruizan"}],
        "urls": [
            {
                "start": 68,
                "end": 80,
                "url": "https://t.co/aa1",
                "expanded_url": "https://court.example/r",
                "unwound_url": "https://valbrune.example/crue",
                "display_url": "court.example/r",
            }
        ],
    },
    geo={"place_id": "pl1"},
)
REPLY = post(
    1990000000000000005,
    "7002",
    "@Mairie_Valbrune et la d\u00e9viation ?",
    "20T18:05:00",
    conversation_id=ROOT["id"],
    in_reply_to_user_id="7001",
    referenced_tweets=[{"type": "replied_to", "id": ROOT["id"]}],
    entities={"mentions": [{"start": 0, "end": 16, "username": "Mairie_Valbrune", "id": "7001"}]},
)
THREAD = post(  # the author goes on under the own post
    1990000000000000007,
    "7001",
    "Mise \u00e0 jour : d\u00e9viation par Ker-Avel.",
    "20T18:30:00",
    conversation_id=ROOT["id"],
    in_reply_to_user_id="7001",
    referenced_tweets=[{"type": "replied_to", "id": ROOT["id"]}],
    geo={"coordinates": {"type": "Point", "coordinates": [-2.76, 47.66]}, "place_id": "pl1"},
)
REPOST = post(
    1990000000000000009,
    "7003",
    "RT @Mairie_Valbrune: Crue de la Ruizan : le pont est ferm\u00e9 &amp; l'\u00e9cole a\u2026",
    "20T19:00:00",
    referenced_tweets=[{"type": "retweeted", "id": ROOT["id"]}],
    entities={"mentions": [{"start": 3, "end": 19, "username": "Mairie_Valbrune", "id": "7001"}]},
)
QUOTE = post(
    1990000000000000011,
    "7004",
    "Les pompiers d\u00e9mentent : pas d'\u00e9vacuation, @lea_corbel #Ruizan #intox https://t.co/bb2",
    "20T19:10:00",
    referenced_tweets=[{"type": "quoted", "id": ROOT["id"]}],
    entities={
        "hashtags": [{"start": 51, "end": 58, "tag": "Ruizan"}, {"start": 59, "end": 65, "tag": "intox"}],
        "mentions": [{"start": 39, "end": 50, "username": "lea_corbel", "id": "7002"}],
        "urls": [
            {
                "start": 66,
                "end": 78,
                "url": "https://t.co/bb2",
                "expanded_url": f"https://twitter.com/Mairie_Valbrune/status/{ROOT['id']}",
                "display_url": "twitter.com/Mairie_Valb\u2026",
            }
        ],
    },
)
REPLY_AND_QUOTE = post(
    1990000000000000013,
    "7003",
    "@infos_ruizan merci \U0001f64f https://t.co/cc3",
    "20T19:20:00",
    conversation_id=QUOTE["id"],
    referenced_tweets=[{"type": "quoted", "id": REPLY["id"]}, {"type": "replied_to", "id": QUOTE["id"]}],
    entities={"mentions": [{"start": 0, "end": 13, "username": "infos_ruizan", "id": "7004"}]},
)
ALL = [ROOT, REPLY, THREAD, REPOST, QUOTE, REPLY_AND_QUOTE]
NAMES = tuple(name for user in USERS for name in (user["username"], user["name"]))

_WORDS = {
    "referenced_tweets": "referenced_posts",
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "retweet_count": "repost_count",
    "tweets": "posts",
}


def in_post_words(value, *, types=False):
    """The same answer in the words of 2026-08; `types`: with the reference types of posts too."""
    if isinstance(value, list):
        return [in_post_words(entry, types=types) for entry in value]
    if not isinstance(value, dict):
        return "reposted" if types and value == "retweeted" else value
    return {_WORDS.get(key, key): in_post_words(held, types=types) for key, held in value.items()}


def answer(data, parents=(), **more):
    """An answer as X gives it, with its users, places and parents."""
    return copy.deepcopy({
        "data": data,
        "includes": {"users": USERS, "places": [PLACE], **({"tweets": list(parents)} if parents else {})},
        "meta": {"result_count": len(data) if isinstance(data, list) else 1},
    }) | more  # fmt: skip
