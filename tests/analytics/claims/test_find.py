"""Which posts share a claim, which deny one, and what a claim's row says."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics.claims import find
from tests.analytics.claims.posts import START, denied, stated, table

RUMOUR = "L'eau du robinet est contaminée à Vierzon, ne la buvez pas"
SAME = "l'eau du robinet est contaminée à Vierzon, ne la buvez pas !!! #eau"
DENIAL = "FAUX : l'eau du robinet n'est pas contaminée à Vierzon"
OTHER = "Le marché de producteurs revient samedi matin, le fromager aussi"
HOAX_LINK = {"urls": ["https://aide.example/dossier"]}


def test_the_same_words_are_one_claim_across_platforms_and_spellings():
    claims = find(table((RUMOUR, {"platform": "x"}), (SAME, {"platform": "bluesky"}), OTHER))
    assert stated(claims) == {"p0": "claim:p0", "p1": "claim:p0", "p2": "claim:p2"}
    first = claims.table.row(0, named=True)
    assert (first["claim_id"], first["size"], first["platforms"]) == ("claim:p0", 2, ["bluesky", "x"])


@pytest.mark.parametrize(
    ("claim", "denial"),
    [
        ("L'eau est contaminée", "L'eau n'est pas contaminée"),
        ("L'eau est contaminée", "FAUX : l'eau serait contaminée"),
        ("The tap water is contaminated in Lyon", "The tap water is not contaminated in Lyon"),
        ("Le barrage en amont va céder cette nuit", "[INTOX] Le barrage en amont va céder cette nuit"),
    ],
)
def test_a_claim_and_its_denial_are_parted_and_linked(claim, denial):
    claims = find(table(claim, denial))
    assert stated(claims) == {"p0": "claim:p0", "p1": "claim:p1"}
    assert denied(claims) == {("p1", "claim:p0")}
    assert claims.links.rows() == [("claim:p1", "claim:p0", 1)]


def test_a_repost_states_what_it_repeats_even_through_other_reposts():
    claims = find(
        table(
            RUMOUR,
            ("RT @a: tout autre chose, dit la table", {"repost_of_uid": "p0"}),
            (None, {"repost_of_uid": "p1"}),
            (SAME, {"repost_of_uid": "gone"}),
        )
    )
    assert set(stated(claims).values()) == {"claim:p0"}
    methods = dict(claims.posts.select("uid", "method").iter_rows())
    assert (methods["p1"], methods["p2"], methods["p3"]) == ("observed", "observed", "near")


def test_reposts_in_a_circle_speak_for_themselves():
    loop = table(
        (RUMOUR, {"repost_of_uid": "p1"}), (OTHER, {"repost_of_uid": "p2"}), (OTHER, {"repost_of_uid": "p0"})
    )
    assert stated(find(loop)) == {"p0": "claim:p0", "p1": "claim:p1", "p2": "claim:p1"}


@pytest.mark.parametrize(
    "reaction", ["Merci !", "Courage 🙏", "C'est vrai ?", "😱😱", "", None, "lol", "source svp ?"]
)
def test_reactions_state_nothing_and_join_nothing(reaction):
    answers = [(reaction, {"reply_to_uid": uid}) for uid in ("p0", "p1")]
    claims = find(table(RUMOUR, OTHER, *answers))
    assert stated(claims) == {"p0": "claim:p0", "p1": "claim:p1"}
    assert not denied(claims)


@pytest.mark.parametrize("answer", ["Faux !", "C'est une intox", "FAKE", "fake news !!"])
def test_a_short_answer_that_denies_denies_what_it_answers(answer):
    claims = find(
        table(RUMOUR, (answer, {"reply_to_uid": "p0"}), (answer, {"quote_of_uid": "p0"}), (answer, {}))
    )
    assert denied(claims) == {("p1", "claim:p0"), ("p2", "claim:p0")}
    assert claims.table["denials"].to_list() == [2]


def test_an_answer_about_the_same_words_joins_the_claim_or_denies_it():
    claims = find(
        table(
            RUMOUR,
            (
                "Une infirmière le dit aussi, eau contaminée dans tout le robinet du quartier",
                {"reply_to_uid": "p0"},
            ),
            (
                "Non, les analyses du robinet de Vierzon sont bonnes, rien de contaminé",
                {"reply_to_uid": "p0"},
            ),
            ("On mange quoi ce soir, des crêpes ou une galette ?", {"reply_to_uid": "p0"}),
        )
    )
    names = stated(claims)
    assert names["p1"] == names["p0"]
    assert len({names["p0"], names["p2"], names["p3"]}) == 3
    assert denied(claims) == {("p2", "claim:p0")}


def test_a_comment_made_under_everything_joins_no_two_claims():
    roots = [
        f"{what} bientôt dans le village"
        for what in ("Brocante annuelle", "Panne électrique", "Concert gratuit")
    ]
    comment = "Mon village préféré, quelle époque formidable"
    answers = [(comment, {"reply_to_uid": f"p{n}"}) for n in range(3)]
    subjects = [
        "handball",
        "chocolat",
        "cinéma",
        "trains",
        "jardin",
        "musique",
        "bricolage",
        "lecture",
        "vacances",
        "cuisine",
        "peinture",
    ]
    others = [f"Rien de neuf côté {subject} cette semaine" for subject in subjects]
    more = [(comment, {"reply_to_uid": f"p{6 + n}"}) for n in range(len(others))]
    names = stated(find(table(*roots, *answers, *others, *more)))
    assert len({names[f"p{n}"] for n in (0, 1, 2, 3)}) == 4


def test_posts_with_one_link_are_one_claim_unless_it_is_a_home_page():
    texts = ("Touchez votre prime inondation ici", "Formulaire simplifié, réponse immédiate pour sinistrés")
    assert len(set(stated(find(table(*((t, HOAX_LINK) for t in texts)))).values())) == 1
    home = {"urls": ["https://www.mairie.example/"]}
    assert len(set(stated(find(table(*((t, home) for t in texts)))).values())) == 2


def test_a_link_under_unrelated_posts_joins_nothing():
    subjects = [
        "brocante dimanche",
        "panne électrique",
        "concert gratuit",
        "chat perdu",
        "victoire handball",
        "vaccin grippe",
    ]
    claims = find(table(*((subject, HOAX_LINK) for subject in subjects)))
    assert claims.table.height == len(subjects)


def test_what_denials_cite_joins_nothing():
    cited = {"urls": ["https://prefecture.example/point"]}
    claims = find(
        table(
            ("FAUX : le barrage ne va pas céder cette nuit", cited),
            ("FAUX : l'eau du robinet n'est pas contaminée", cited),
            ("Le point complet de la préfecture sur la situation", cited),
        )
    )
    assert claims.table.height == 3


def test_media_say_what_the_words_do_not():
    shown = {"media": ["hash-1"]}
    claims = find(table(("Regardez !", shown), ("oh là là", shown), ("Regardez !", {"media": ["hash-2"]})))
    names = stated(claims)
    assert names["p0"] == names["p1"] != names["p2"]


def test_a_chain_of_small_changes_does_not_join_its_ends():
    words = [
        "barrage",
        "fissure",
        "camion",
        "mairie",
        "pompier",
        "hameau",
        "tracteur",
        "gendarme",
        "fromage",
        "lundi",
        "cascade",
        "violon",
        "biscuit",
        "orage",
        "tulipe",
        "clavier",
        "musique",
        "rempart",
        "sardine",
        "piscine",
        "fourmi",
        "chapeau",
        "domino",
        "jungle",
    ]
    chain = [" ".join(words[n : n + 10]) for n in range(15)]
    names = stated(find(table(*chain)))
    assert names["p0"] != names["p14"]


def test_the_row_of_a_claim():
    claims = find(
        table(
            (RUMOUR, {"platform": "x", "lang": "fr", "place_insee": "18279"}),
            (None, {"repost_of_uid": "p0", "platform": "x"}),
            (SAME, {"platform": "agora", "place_insee": "18033"}),
            (DENIAL, {}),
            ("Intox !", {"reply_to_uid": "p2"}),
        )
    )
    row = claims.table.row(by_predicate=pl.col("claim_id") == "claim:p0", named=True)
    assert row == {
        "claim_id": "claim:p0", "title": RUMOUR, "size": 3, "platforms": ["agora", "x"], "languages": ["fr"],
        "territories": ["18033", "18279"], "first_at": START, "last_at": row["last_at"], "rate_per_h": 3.0,
        "denials": 2, "denial_share": 0.4, "denial_lag_s": 180.0, "first_uids": ["p0", "p1", "p2"],
    }  # fmt: skip
    undenied = find(table(OTHER)).table
    assert undenied.select("denials", "denial_share", "denial_lag_s").row(0) == (0, 0.0, None)


def test_only_uid_and_created_at_are_needed():
    bare = table(OTHER, RUMOUR).select("uid", "created_at")
    claims = find(bare)
    assert (claims.table.height, claims.posts.height, claims.links.height) == (0, 0, 0)
    assert claims.table.schema == find(table(OTHER)).table.schema
    assert claims.posts.schema == find(table(OTHER)).posts.schema


def test_no_posts_no_claims():
    assert find(table()).table.is_empty()


@pytest.mark.parametrize("column", ["uid", "created_at"])
def test_a_missing_column_is_named(column):
    with pytest.raises(ValueError, match=column):
        find(table(OTHER).drop(column))


def test_a_row_without_uid_is_named():
    with pytest.raises(ValueError, match="row 1"):
        find(table(OTHER, (RUMOUR, {"uid": None})))


def test_a_repeated_row_counts_once():
    twice = pl.concat([table(RUMOUR), table(RUMOUR)])
    assert find(twice).table["size"].to_list() == [1]
    assert_frame_equal(find(twice).posts, find(table(RUMOUR)).posts)
