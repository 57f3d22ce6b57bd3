"""Hand-written texts, invented. LATER were written after the rules for TEXTS, and never used to make them."""

import polars as pl

from analytics.safety.statements import said, statements

TEXTS = [
    ("On est tous en sécurité chez ma sœur", "safe"),
    ("Je suis à l'abri au gymnase avec les enfants", "safe"),
    ("Tout le monde va bien chez nous, merci pour vos messages ❤️", "safe"),
    ("Nous sommes sains et saufs, évacués cette nuit", "safe"),
    ("Rassurez-vous, plus de peur que de mal", "safe"),
    ("la famille est hors de danger", "safe"),
    ("We are all safe, thank you for asking", "safe"),
    ("I'm ok, the water stopped at the garden", "safe"),
    ("My family is safe and dry", "safe"),
    ("On est en sécurité, pas besoin d'aide", "safe"),
    ("AU SECOURS l'eau monte dans la maison", "help"),
    ("SOS hameau isolé", "help"),
    ("On est bloqués au grenier, 3 adultes 1 bébé", "help"),
    ("nous avons besoin d'aide rue des Lilas", "help"),
    ("On n'est pas en sécurité ici", "help"),
    ("On ne peut plus sortir, la porte est coincée", "help"),
    ("Mes parents sont bloqués à l'étage", "help"),
    ("Qui peut nous évacuer ?", "help"),
    ("we are trapped on the second floor", "help"),
    ("Please send help, I need to be rescued", "help"),
    ("We are not safe, the dam may break", "help"),
    ("On est en sécurité mais ma voisine… non, ma mère est coincée", "help"),
    ("Mettez-vous en sécurité", None),
    ("J'espère que vous êtes tous en sécurité", None),
    ("Êtes-vous en sécurité ?", None),
    ("Les pompiers ont sorti tout le monde, sains et saufs", None),
    ("Avez-vous besoin d'aide ?", None),
    ("Si vous avez besoin d'aide appelez le 112", None),
    ("Plus besoin de secours, merci", None),
    ("Faux : personne n'est bloqué dans le tunnel", None),
    ("Coincé dans les bouchons, je suis bloqué au travail", None),
    ("stay safe everyone", None),
    ("Hope you are safe", None),
    ("we don't need help, others do", None),
    ("Belle journée au marché", None),
    (None, None),
]
LATER = [
    ("Coucou, petit message pour dire que nous sommes bien au sec", "safe"),
    ("Toute la famille est saine et sauve, ouf", "safe"),
    ("je vais bien, téléphone presque vide", "safe"),
    ("Chez nous tout va bien, juste la cave", "safe"),
    ("Signalée en sécurité, ne vous inquiétez pas", "safe"),
    ("On va bien, les chats aussi", "safe"),
    ("Everyone is fine here, power is out though", "safe"),
    ("we made it out, staying with friends", "safe"),
    ("I am safe. House is gone.", "safe"),
    ("Les enfants sont à l'abri, nous aussi", "safe"),
    ("Aidez-nous, l'eau est au premier", "help"),
    ("Ma tante est coincée au rez-de-chaussée", "help"),
    ("besoin urgent de secours quai des Pêcheurs", "help"),
    ("On est réfugiés sur le toit du garage", "help"),
    ("nous sommes toujours isolés, pas vu un seul secours", "help"),
    ("Je suis coincée dans l'ascenseur avec l'eau qui rentre", "help"),
    ("on n'est plus en sécurité dans l'immeuble", "help"),
    ("We still need rescue at the mill", "help"),
    ("my grandmother is stranded, can anyone help us", "help"),
    ("I can't get out of the flat", "help"),
    ("La préfecture demande de rester à l'abri", None),
    ("Pourvu que tout le monde soit en sécurité", None),
    ("Tous les passagers sont en sécurité, annonce la SNCF", None),
    ("Quand on sera en sécurité je posterai les photos", None),
    ("Nous ne sommes pas bloqués, la route est ouverte", None),
    ("personne n'est en danger d'après la mairie", None),
    ("Ceux qui ont besoin d'aide peuvent venir au gymnase", None),
    ("RT si tu veux que tout le monde soit à l'abri", None),
    ("praying that we are all safe tonight", None),
    ("stuck in traffic again", None),
    ("Is everyone safe?", None),
    ("No one is trapped, says the mayor", None),
    ("« on est bloqués » disait l'affiche du film", None),
    ("Le chat est sain et sauf", None),
]


def told(texts):
    return said(pl.Series([text for text, _ in texts], dtype=pl.String)).to_list()


def test_texts_are_read_as_they_are_meant():
    assert [
        (text, found) for (text, meant), found in zip(TEXTS, told(TEXTS), strict=True) if found != meant
    ] == []


def test_texts_written_afterwards_are_read_nearly_as_well():
    wrong = [(text, found) for (text, meant), found in zip(LATER, told(LATER), strict=True) if found != meant]
    assert len(wrong) <= 1, wrong


def test_a_relay_says_nothing_and_a_call_for_rescue_is_a_need_of_help():
    posts = pl.DataFrame(
        {
            "uid": ["a", "b", "c", "d"],
            "author_uid": ["p", "q", "r", "s"],
            "created_at": ["2026-01-20T10:00:00Z"] * 4,
            "text": [
                "On est bloqués à l'étage",
                "On est bloqués à l'étage",
                "Ma tante, 2e étage, vite",
                "Belle crue",
            ],
            "repost_of_uid": [None, "a", None, None],
            "needs": [["rescue"], ["rescue"], ["rescue", "health"], ["information"]],
        }
    )
    assert statements(posts).select("person", "said").rows() == [("p", "help"), ("r", "help")]
    assert statements(posts.drop("needs"))["person"].to_list() == ["p"]
    assert statements(posts.drop("needs", "repost_of_uid"))["person"].to_list() == ["p", "q"]
    assert statements(posts[:0]).is_empty()
