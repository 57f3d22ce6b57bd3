"""A small graph made by hand that gives every question an answer; loaded by the fixture ``filled``."""

from datetime import UTC, datetime, timedelta

import polars as pl

from graph import loads
from graph.store import Store

RUN = "cascades:1"
START = datetime(2026, 1, 7, 8, tzinfo=UTC)
NANTES, RENNES, BREST = "commune:44109", "commune:35238", "commune:29019"
CENTRALE = "La centrale de Brennilis a explosé, fuyez !"
DENIED = "Non, la « centrale de Brennilis » est à l'arrêt."
PRESS, UPDATE = "https://press.example/plant", "https://press.example/update"
BLOG = "https://blog.example/plant"


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def post(uid, author, minutes, text="", **more):
    """One post; ``more`` holds reply, repost, quote (a uid), tags, links, names, place, needs, lang, source."""
    known = {"lang": "fr", "source": "x", **more}
    return {
        "uid": uid,
        "text": text,
        "created_at": at(minutes),
        "lang": known["lang"],
        "kind": known.get("kind", "post"),
        "source": known["source"],
        "author": [{"key": author, "platform": "x", "followers": 10}],
        "reply_to": _one(known.get("reply")),
        "repost_of": _one(known.get("repost")),
        "quote_of": _one(known.get("quote")),
        "hashtags": list(known.get("tags", ())),
        "links": [{"key": url, "domain": url.split("/")[2]} for url in known.get("links", ())],
        "mentions": list(known.get("names", ())),
        "place": _place(known.get("place")),
        "needs": [{"key": need, "method": "lexicon"} for need in known.get("needs", ())],
    }


def _one(uid):
    return [] if uid is None else [uid]


def _place(uid):
    return [] if uid is None else [{"key": uid, "method": "declared", "precision": uid.split(":")[0]}]


# The rumour: root a1, relayed in depth; then a second, flat cascade b1; posts of two crowds; odd posts.
RUMOUR = [
    post("a1", "u_ann", 0, CENTRALE, tags=["centrale", "alerte"], links=[PRESS], place=BREST),
    post("a2", "u_bob", 10, CENTRALE, repost="a1", kind="repost", tags=["centrale", "alerte"], links=[PRESS]),
    post("a3", "u_cat", 25, "is it true? the plant of Brennilis…", reply="a2", kind="reply", lang="en"),
    post("a4", "u_dan", 70, "LA CENTRALE DE BRENNILIS !", quote="a3", kind="quote", tags=["centrale"],
         names=["u_ann", "u_prefet"], links=[BLOG]),
    post("a5", "u_bob", 95, "la centrale, c'est fini", reply="a1", kind="reply", names=["u_prefet"],
         links=[UPDATE]),
]  # fmt: skip
DENIAL = [
    post("b1", "u_gov", 180, DENIED, tags=["centrale", "fakeoff"], links=[PRESS]),
    post("b2", "u_bob", 185, DENIED, repost="b1", kind="repost",
         tags=["centrale", "fakeoff"]),
    post("b3", "u_eve", 190, "ok", reply="b1", kind="reply", lang=None),
    post("b4", "u_eve", 200, "merci", reply="b1", kind="reply", tags=["fakeoff"]),
]  # fmt: skip
ODD = [
    post("o1", "u_fox", 30, "déjà vu ailleurs", reply="gone1", kind="reply", source="bluesky"),
    post("o2", "u_fox", 31, "idem", quote="gone1", kind="quote", source="bluesky"),
    post("o3", "u_gil", 32, "relais", repost="gone2", kind="repost"),
]
# Eleven people in Loire-Atlantique ask for water, one of them twice; ten in Ille-et-Vilaine.
WATER = [
    post(f"w{n:02}", f"u_w{n:02}", 300 + n, "Plus d'eau potable ici", place=NANTES, needs=["water"])
    for n in range(11)
]
WATER += [post("w11", "u_w00", 320, "toujours plus d’eau potable", place="departement:44", needs=["water"])]
WATER += [
    post(f"r{n:02}", f"u_r{n:02}", 330 + n, "Pas d'eau potable, Rennes", place=RENNES, needs=["water"])
    for n in range(10)
]
POSTS = [*RUMOUR, *DENIAL, *ODD, *WATER]


def feedback(uid, days, services, **more):
    """One feedback; ``more`` holds rating, status, the five axes, place and needs."""
    return {
        "uid": uid,
        "title": f"Avis {uid}",
        "text": more.get("text", ""),
        "created_at": START + timedelta(days=days),
        "rating": more.get("rating"),
        "status": more.get("status", "answered"),
        "answered_at": more.get("answered_at"),
        "accessibility": more.get("accessibility"),
        "explanation": more.get("explanation"),
        "relation": more.get("relation"),
        "responsiveness": more.get("responsiveness"),
        "simplicity": more.get("simplicity"),
        "source": "services-publics-plus",
        "services": services,
        "place": _place(more.get("place")),
        "needs": [{"key": need, "method": "declared"} for need in more.get("needs", ())],
    }


FEEDBACK = [
    feedback("f1", 0, ["CAF"], rating="negative", status="waiting", responsiveness="negative",
             text="Dossier bloqué, personne ne répond au téléphone.", place="departement:44",
             needs=["responsiveness"]),
    feedback("f2", 1, ["CAF", "Impôts"], rating="positive", responsiveness="positive", simplicity="positive",
             text="Réponse rapide au téléphone", place=RENNES, answered_at=START + timedelta(days=3)),
    feedback("f3", 2, ["CAF"], rating="neutral", status="waiting", responsiveness="negative",
             text="Le téléphone.portable ne passe pas"),
    feedback("f4", 3, ["Impôts"], status="waiting", text="Rien à dire"),
]  # fmt: skip
SPEAKERS = [
    {"source": "CAF", "target": account, "run": "services:declare:1"} for account in ("u_gov", "u_w00")
]
_OFFERS = [
    ("s1", "Maison de Nantes", "site", "1 rue de Strasbourg", "lundi 9-12", NANTES, 47.2, -1.5, "shelter", 40.0,
     False),
    ("s2", "Bus de Loire", "bus", None, None, "departement:44", None, None, "shelter", None, True),
    ("s3", "Maison de Brest", "site", "2 rue de Siam", "mardi 9-12", BREST, 48.4, -4.5, "water", None, None),
]  # fmt: skip
OFFERS = [
    {
        **dict(zip(("uid", "name", "kind", "address", "hours"), row[:5], strict=True)),
        "source": "hand",
        "capacity": row[9],
        "online": row[10],
        "lat": row[6],
        "lon": row[7],
        "place": _place(row[5]),
        "needs": [{"key": row[8], "method": "declared"}],
    }
    for row in _OFFERS
]
_LOCATIONS = [
    ("region:52", "Pays de la Loire", None, 3_873_096, None),
    ("region:53", "Bretagne", None, 3_409_983, None),
    ("departement:44", "Loire-Atlantique", "region:52", 1_457_806, (47.3, -1.7)),
    ("departement:53", "Mayenne", "region:52", 307_000, None),
    ("departement:35", "Ille-et-Vilaine", "region:53", 1_098_325, None),
    ("departement:29", "Finistère", "region:53", 925_000, None),
    ("commune:44109", "Nantes", "departement:44", 323_204, (47.2, -1.6)),
    ("commune:44190", "Saint-Sébastien-sur-Loire", "departement:44", 28_373, (47.2, -1.5)),
    ("commune:44001", "Abbaretz", "departement:44", 2_112, None),
    ("commune:35238", "Rennes", "departement:35", 225_081, None),
    ("commune:29019", "Brest", "departement:29", 140_000, None),
    ("commune:29155", "Île sans habitant", "departement:29", None, None),
]
LOCATIONS = [
    {
        "uid": uid,
        "code": uid.split(":")[1],
        "kind": uid.split(":")[0],
        "name": name,
        "population": population,
        "lat": point and point[0],
        "lon": point and point[1],
        "parent": _one(parent),
    }
    for uid, name, parent, population, point in _LOCATIONS
]
NEEDS = [
    {"class": "water", "family": "crisis"},
    {"class": "shelter", "family": "crisis"},
    {"class": "responsiveness", "family": "service"},
]


_MEASURES = ("size", "users", "depth", "max_breadth", "structural_virality", "repairs")


def cascade(root, first, last, *measures):
    known = {"uid": f"cascade:{root}", "root_uid": root, "first_at": at(first), "last_at": at(last)}
    return {**known, **dict(zip(_MEASURES, measures, strict=True)), **_NOT_ESTIMABLE, "run": RUN}


_NOT_ESTIMABLE = {"growth": "not estimable", "expected_size": None, "depth_p05": None, "depth_p95": None}
CASCADES = [
    cascade("a1", 0, 95, 5, 4, 3, 2, 2.0, 1)
    | {"growth": "estimable", "expected_size": 8.5, "depth_p05": 2.0, "depth_p95": 4.0},
    cascade("b1", 180, 200, 4, 3, 1, 3, 1.5, 2),
    cascade("w00", 300, 320, 12, 11, 1, 11, 1.8, 0),
    cascade("o1", 30, 30, 1, 1, 0, 1, None, 0),
]
_TREES = [
    ("a1", "cascade:a1", None, 0, None),
    ("a2", "cascade:a1", "a1", 1, None),
    ("a3", "cascade:a1", "a2", 2, None),
    ("a4", "cascade:a1", "a3", 3, "second parent"),
    ("a5", "cascade:a1", "a1", 1, None),
    ("b1", "cascade:b1", None, 0, None),
    ("b2", "cascade:b1", "b1", 1, None),
    ("b3", "cascade:b1", "b1", 1, "duplicate row; second parent"),
    ("b4", "cascade:b1", "b1", 1, None),
    ("o1", "cascade:o1", None, 0, "orphan"),
    ("w00", "cascade:w00", None, 0, None),
    *((f"w{n:02}", "cascade:w00", "w00", 1, None) for n in range(1, 12)),
]
TREES = [
    {"source": uid, "target": target, "parent_uid": parent, "depth": depth, "repair": repair, "run": RUN}
    for uid, target, parent, depth, repair in _TREES
]
NEED_RATES = [
    {
        "uid": f"departement:{code}:{topic}",
        "level": "departement",
        "code": code,
        "name": name,
        "topic": topic,
        "people": people,
        "rate": rate,
        "smoothed_rate": rate,
        "offers": offers,
        "gap": None if rate is None else 0.5,
        "suppressed": people is None,
        "place": [f"departement:{code}"],
        "about": [] if topic == "all" else [topic],
        "run": "needs:1",
    }
    for code, name, topic, people, rate, offers in (
        ("44", "Loire-Atlantique", "water", 11, 7.5e-6, 0),
        ("35", "Ille-et-Vilaine", "water", None, None, 0),
        ("44", "Loire-Atlantique", "all", 12, 8.2e-6, 2),
    )
]


def run(uid, stage, minutes, **more):
    figures = {name: more.get(name) for name in ("read", "loaded", "dead", "repaired", "skipped", "repeated")}
    times = {"started_at": at(minutes), "finished_at": more.get("finished_at"), "due_at": more.get("due_at")}
    texts = {name: more.get(name) for name in ("input", "parameters", "outcome")}
    texts |= {"stage": stage, "version": "1"}
    return {"uid": uid, **texts, **times, **figures}


RUNS = [
    run("import:x:1", "import", 400, input="posts.jsonl", parameters="x", finished_at=at(401), read=34,
        loaded=34, dead=0, repaired=2),
    run(RUN, "cascades", 500, finished_at=at(501), read=34, loaded=26),
    run("import:x:2", "import", 600, input="more.jsonl", parameters="x"),
    run("schedule:daily:1", "schedule:daily", 700, finished_at=at(701), due_at=at(700), outcome="done"),
    # The river was collected by one process over two days: both bear the start of the process.
    run("collect:river:2026-01-07", "collect", 100, parameters="river", finished_at=at(940), read=310,
        loaded=300, dead=7, skipped=3, repeated=12),
    run("collect:river:2026-01-08", "collect", 100, parameters="river", finished_at=at(1500), read=90,
        loaded=90),
    run("collect:news:2026-01-07", "collect", 120, parameters="news", finished_at=at(130), read=40,
        loaded=40, dead=0, skipped=0, repeated=0),
]  # fmt: skip


def source(name, state, why, **more):
    """One source as a collector notes it; `more` is what differs from a source without figures."""
    figures = dict.fromkeys(
        ("good_at", "newest_at", "committed_at", "expected_low", "expected_high", "dead_share",
         "repeated_share", "spent", "budget", "unit", "fresh_until", "title_fr"),
    )  # fmt: skip
    known = {"name": name, "title": name.capitalize(), "state": state, "why": why, "checked_at": at(1500)}
    return {**known, "loaded_today": 0, "unknown": [], **figures, **more}


SOURCES = [
    source("news", "ok", "", good_at=at(1490), newest_at=at(1480), committed_at=at(1495), fresh_until=at(1600),
           loaded_today=40, expected_low=10.0, expected_high=200.0, dead_share=0.0, repeated_share=0.25),
    source("river", "drifting", "fields that nobody declared: niveau (90)", good_at=at(1500),
           newest_at=at(1499), committed_at=at(1500), loaded_today=90, dead_share=0.0175,
           unknown=["niveau", "zone"]),
    source("birds", "failing", "3 times in a row: no answer"),
    source("paid", "ready", "never run: cyberimpact collect paid", spent=0.0, budget=100.0, unit="USD"),
    source("plugged", "upside down", "a state of tomorrow"),
]  # fmt: skip

CLAIM_PLANT, CLAIM_DENIAL = "claim:a1", "claim:b1"


def claim(uid, title, size, first, last, **more):
    figures = {"platforms": ["x"], "languages": ["fr"], "territories": [], "first_uids": [], "rate_per_h": None,
               "denials": 0, "denial_share": 0.0, "denial_lag_s": None}  # fmt: skip
    times = {"first_at": at(first), "last_at": at(last)}
    return {"uid": uid, "title": title, "size": size, **times, **figures, **more, "run": "claims:1"}


CLAIMS = [
    claim(CLAIM_PLANT, CENTRALE, 3, 0, 95, languages=["en", "fr"], territories=["29019"], first_uids=["a1"],
          rate_per_h=1.5, denials=2, denial_share=0.4, denial_lag_s=10800.0),
    claim(CLAIM_DENIAL, DENIED, 2, 180, 185, first_uids=["b1"]),
]  # fmt: skip


def said(uid, target, method="exact", score=1.0):
    return {"source": uid, "target": target, "method": method, "score": score, "run": "claims:1"}


STATES = [said("a1", CLAIM_PLANT), said("a2", CLAIM_PLANT), said("a4", CLAIM_PLANT, "near", 0.8),
          said("b1", CLAIM_DENIAL), said("b2", CLAIM_DENIAL)]  # fmt: skip
DENIALS = [said("b1", CLAIM_PLANT, "near", 0.9), said("b2", CLAIM_PLANT, "near", 0.9)]
DENIED_CLAIMS = [{"source": CLAIM_DENIAL, "target": CLAIM_PLANT, "run": "claims:1"}]
CARRIES = [
    {"source": f"cascade:{root}", "target": f"claim:{root}", "run": "claims:1"} for root in ("a1", "b1")
]
FACT_CHECKS = [
    {"uid": "fc1", "claim": "La centrale de Brennilis a explosé", "title": "Non, rien n'a explosé à Brennilis",
     "rating": "Faux", "publisher": "Vérif", "lang": "fr", "url": "https://verif.example/1", "source": "fact-check"},
]  # fmt: skip
MATCHES = [
    {"source": "fc1", "target": CLAIM_PLANT, "score": 7.5, "rank": 1, "terms": ["brennilis", "centrale"],
     "run": "fact-checks:1"},
]  # fmt: skip
SPREAD = [
    {"source": "b4", "target": "b2", "method": "pdi", "probability": 0.625, "run": "parents:1"},
    {"source": "b3", "target": "b1", "method": "pdi", "probability": 1.0, "run": "parents:1"},
]
ANSWERS = [
    {"source": uid, "target": target, "stance": stance, "probability": 0.75, "run": "stances:1"}
    for uid, target, stance in (("a3", "a2", "query"), ("a4", "a3", "support"), ("a5", "a1", "support"))
]


def community(uid, size, **more):
    figures = {"words": ["centrale"], "stability": 0.95, "posts": 5, "event": None, "before": []}
    return {"uid": uid, "size": size, **figures, **more, "run": "communities:1"}


COMMUNITIES = [
    community("community:u_ann", 3, event="grown", before=["community:u_bob"]),
    community("community:u_gov", 2, words=["merci"], stability=None, posts=3),
]
MEMBERS = [
    {"source": f"u_{name}", "target": f"community:u_{of}", "stability": 1.0, "run": "communities:1"}
    for name, of in (("ann", "ann"), ("bob", "ann"), ("dan", "ann"), ("gov", "gov"), ("eve", "gov"))
]
PAIRS = [
    {"source": "u_ann", "target": "u_bob", "kind": kind, "weight": weight, "mean_lag_s": lag, "symmetry": 0.5,
     "p": q / 2, "q": q, "evidence": evidence, "run": "coordination:1"}
    for kind, weight, lag, q, evidence in (
        ("link", 2.0, 6.5, 0.001, ["a1", "a2"]), ("text", 1.0, 9.0, 0.008, ["a1"]), ("reply", 1.0, 50.0, 0.5, ["a2"]),
    )
]  # fmt: skip


def signal(uid, minutes, **more):
    return {
        "uid": uid, "kind": "diffusion", "topic": CLAIM_PLANT, "location_code": "29",
        "start_at": at(minutes), "detected_at": at(minutes + 30), "observed": 12, "expected": 1.5, "score_bits": 20.0,
        "q": 0.001, "why": "12 posts where 1.5 were expected", "evidence": ["a1", "a2"], "place": ["departement:29"],
        "claims": [CLAIM_PLANT], "needs": [], "run": "signals:1",
    } | more  # fmt: skip


SIGNALS = [
    signal("s1", 0),
    signal("s2", 60, kind="need", topic="water", claims=[], needs=["water"], evidence=["b1"], score_bits=8.0),
]
WEAK = [
    {
        "uid": f"weak:{kind}:{topic}", "kind": kind, "topic": topic, "rank": rank, "as_of": at(90), "popularity": count,
        "before": 0.0, "burst_level": 2 - rank, "burst_since": None if rank else at(60), "first_stories": 12,
        "first_share": 0.5, "people": people, "location_code": code,
        "place": [f"departement:{code}"] if code else [], "needs": [],
        "claims": [topic] if kind == "claim" else [], "run": "weak-signals:1",
    }
    for rank, (kind, topic, count, people, code) in enumerate(
        [("claim", CLAIM_PLANT, 14.0, 12, "29"), ("hashtag", "#crue", None, None, "")]
    )
]  # fmt: skip
ACTION, WATER_ACTION, REPLY, LOOKED = "action:1", "action:2", "action:3", "claim-posts|claim:a1|"


def action(uid, kind, minutes, declared, **more):
    return {
        "uid": uid, "kind": kind, "message": None, "message_uid": None, "audience": None, "territory": None,
        "control": None, "signal": None, "season": "none", "at": at(minutes), "starts_at": at(minutes - 600),
        "ends_at": at(minutes + 600), "step_s": 3600, "declared_at": at(declared), "run": "actions:declare:1",
    } | more  # fmt: skip


ACTIONS = [
    action(ACTION, "denial", 5, -60, metric="claim-posts", target=CLAIM_PLANT, message="Rien n'a explosé",
           message_uid="a2", audience="habitants"),
    action(WATER_ACTION, "advice", 310, 320, metric="need-people", target="water", territory="departement:44",
           control="departement:35", message_uid="r09"),
    action(REPLY, "reply", 180, 170, metric="claim-posts", target=CLAIM_PLANT, message_uid="b1"),
]  # fmt: skip
ACTION_CLAIMS = [{"source": source, "target": CLAIM_PLANT} for source in (ACTION, REPLY)]
ACTION_NEEDS = [{"source": WATER_ACTION, "target": "water"}]
ACTION_SERVICES = [{"source": REPLY, "target": "CAF"}]


def asked(action, target, method, answered=None, reached=None):
    return {"source": action, "target": target, "method": method, "run": "answers:1",
            "answered_at": answered and at(answered), "reached_at": reached and at(reached)}  # fmt: skip


ANSWERED_POSTS = [
    asked(ACTION, "a1", "reply", answered=95),
    asked(REPLY, "a3", "claim"),
    *(asked(WATER_ACTION, f"w{n:02}", "need", 340 + n, 345 if n == 2 else None) for n in range(12)),
]
ANSWERED_FEEDBACK = [asked(REPLY, "f1", "service")]
LOOKS = [
    {"uid": "actions:effect:1", "stage": "actions:effect", "version": "1", "input": LOOKED, "parameters": ACTION,
     "outcome": "descriptive only", "started_at": at(650), "finished_at": at(650)},
]  # fmt: skip


def event(uid, kind, minutes, source, **more):
    return {
        "uid": uid, "kind": kind, "title": None, "text": None, "url": None, "source": source, "at": at(minutes),
        "ended_at": None, "severity": None, "value": None, "unit": None, "deleted_at": None, "lat": None, "lon": None,
        "run": "events:1",
    } | more | {"place": _place(more.get("place"))}  # fmt: skip


EVENTS = [
    event("cap:1", "flood", 0, "cap", title="Crue de la Loire", text="Montez à l'étage.", severity=4,
          ended_at=at(600), place=NANTES, url="https://alert.example/1"),
    event("vigilance:44", "wind", 60, "meteo-france-vigilance", severity=3, ended_at=at(700), place="departement:44"),
    event("vigicrues:9", "flood", 30, "vigicrues", severity=2, place="region:53"),
    event("cap:2", "safety", 90, "cap", severity=2, ended_at=at(120), deleted_at=at(100), place=RENNES),
    event("cap:3", "health", 95, "cap", ended_at=at(900)),
    event("vigicrues:8", "flood", 30, "vigicrues", severity=1, place="departement:29"),
    event("fire:1", "fire", 10, "fire-brigade", severity=2, title="Feu de cave", place=NANTES, value=2.0,
          unit="trucks"),
    event("gone:1", "traffic", 20, None, lat=48.1, lon=-1.7, place="departement:35"),
]  # fmt: skip
MARKS = [
    {"uid": uid, "at": at(minutes), "need_uid": need, "offer_uid": offer, "state": state, "undoes": undoes}
    for uid, minutes, need, offer, state, undoes in (
        ("mark:1", 340, "w00", "s1", "committed", None),
        ("mark:2", 350, "w00", None, "answered", None),
        ("mark:3", 360, "w00", None, "undone", "mark:2"),
        ("mark:4", 370, "r00", "s3", "committed", None),
    )
]
_LOADS = (
    (loads.LOCATIONS, LOCATIONS),
    (loads.NEEDS, NEEDS),
    (loads.POSTS, POSTS),
    (loads.FEEDBACK, FEEDBACK),
    (loads.SPEAKERS, SPEAKERS),
    (loads.OFFERS, OFFERS),
    (loads.CASCADES, CASCADES),
    (loads.CASCADE_POSTS, TREES),
    (loads.NEED_RATES, NEED_RATES),
    (loads.RUNS, RUNS),
    (loads.SOURCES, SOURCES),
    (loads.CLAIMS, CLAIMS),
    (loads.STATES, STATES),
    (loads.DENIALS, DENIALS),
    (loads.DENIED_CLAIMS, DENIED_CLAIMS),
    (loads.CARRIES, CARRIES),
    (loads.FACT_CHECKS, FACT_CHECKS),
    (loads.FACT_CHECK_MATCHES, MATCHES),
    (loads.SPREAD_FROM, SPREAD),
    (loads.STANCES, ANSWERS),
    (loads.COMMUNITIES, COMMUNITIES),
    (loads.MEMBERS, MEMBERS),
    (loads.COORDINATION, PAIRS),
    (loads.SIGNALS, SIGNALS),
    (loads.WEAK_SIGNALS, WEAK),
    (loads.ACTIONS, ACTIONS),
    (loads.ACTION_CLAIMS, ACTION_CLAIMS),
    (loads.ACTION_NEEDS, ACTION_NEEDS),
    (loads.ACTION_SERVICES, ACTION_SERVICES),
    (loads.ANSWERED_POSTS, ANSWERED_POSTS),
    (loads.ANSWERED_FEEDBACK, ANSWERED_FEEDBACK),
    (loads.IMPORTS, LOOKS),
    (loads.EVENTS, EVENTS),
    (loads.MARKS, MARKS),
)


def fill(store: Store) -> None:
    for shape, rows in _LOADS:
        store.load(shape, pl.DataFrame(rows, infer_schema_length=None))
    store.refresh_search()
