"""Places in French sentences and in declared columns: written for these tests, no real text."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.enrichment.place_names import candidates
from collectors.enrichment.place_rules import rules
from collectors.enrichment.places import locate
from collectors.enrichment.text import fold
from graph import territory

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
NONE = (None, None, None)


def commune(code, method="commune_name"):
    return f"commune:{code}", method, "commune"


def departement(code, method="departement_name"):
    return f"departement:{code}", method, "departement"


def region(code, method="region_name"):
    return f"region:{code}", method, "region"


SENTENCES = [
    # a name with its capitals
    ("Grosse coupure de courant à Rennes ce soir", commune("35238")),
    ("Rennes, Rennes et encore Rennes", commune("35238")),
    ("Les pompiers interviennent à Saint-Malo", commune("35288")),
    ("Inondations à St-Malo depuis ce matin", commune("35288")),
    ("Le maire de Sainte-Foy-lès-Lyon dément", commune("69202")),
    ("Vent violent à Boulogne-sur-Mer", commune("62160")),
    ("Rien à signaler à Villeneuve d'Ascq", commune("59009")),
    ("Accident à L’Haÿ-les-Roses", commune("94038")),
    ("La rumeur vient d'Évry", commune("91228")),
    ("Le port de Cherbourg est fermé", commune("50129")),
    ("Fumée noire au-dessus de Strasbourg", commune("67482")),
    ("Cyclone : Saint-Benoît à La Réunion est coupé du monde", commune("97410")),
    ("Nouméa se réveille dans le calme", commune("98818")),
    # capitals only
    ("ALERTE INCENDIE A MARSEILLE", commune("13055")),
    ("LE PONT DE SAINT-NAZAIRE (44) EST FERME", commune("44184")),
    ("BOULOGNE-SUR-MER SOUS L'EAU", commune("62160")),
    # without capitals it is a word like another
    ("rennes et cerfs dans la forêt", NONE),
    ("on a fait des tours et des détours", NONE),
    # but behind a cue
    ("plus d'eau à buzançais depuis hier", commune("36031")),
    ("habite a chateauroux depuis toujours", commune("36044")),
    ("quelqu'un a des nouvelles de la gare de nîmes ?", commune("30189")),
    ("les pompiers sont à saint-paul-lès-dax", commune("40279")),
    ("la mairie d'étrechet est fermée", commune("36071")),
    ("on vit à la châtre", NONE),
    ("j'habite à la châtre", commune("36046")),
    ("à lire ce soir", NONE),
    ("un village de montagne", NONE),
    ("dessin à la flèche et au crayon", NONE),
    ("il a vitré la porte à tierce personne", NONE),
    ("bagarre rue de rennes", NONE),
    ("vol à nice et à tours", NONE),
    # the article with its capital inside a sentence
    ("Les rues de La Châtre sont sous l'eau", commune("36046")),
    ("Un sinistré (La Châtre) témoigne", commune("36046")),
    ("On est bien au Blanc", commune("36018")),
    ("Les habitants viennent de Le Blanc", commune("36018")),
    ("Le Blanc est une couleur", NONE),
    ("La Flèche a touché sa cible", NONE),
    ("Je lis La Montagne tous les matins", NONE),
    ("Rien à signaler à Étrechet", commune("36071")),
    ("Le lycée d'Étrechet", commune("36071")),
    # short forms with a river
    ("Crue à Argenton/Creuse", commune("36006")),
    ("Romilly s/Seine sous les eaux", commune("10323")),
    ("Bar/Aube est coupée du monde", commune("10033")),
    # capitals that are only loud
    ("QUELLE CHANCE", NONE),
    ("BONNE CHANCE A TOUS", NONE),
    ("J'AI ARRÊTÉ DE LIRE LES INFOS", NONE),
    ("GENDARMERIE : LES FAUX CONSEILLERS SONT DE RETOUR", NONE),
    ("LES MÉTIERS DU BOIS SONT INCROYABLES", NONE),
    ("UNE VOITURE DANS LE FOSSÉ", NONE),
    ("LA MAIRIE DE LA CHÂTRE EST FERMÉE", commune("36046")),
    # hashtags
    ("Solidarité #LaChâtre", commune("36046")),
    ("Tous au gymnase #leblanc", commune("36018")),
    ("Inondation à #Étrechet", commune("36071")),
    ("#LaForce tranquille", NONE),
    ("#Rennes bloquée", commune("35238")),
    ("tout le monde dehors #saintmalo", commune("35288")),
    ("solidarité #IlleEtVilaine", departement("35")),
    ("Manif demain #paris #retraites", commune("75056")),
    # articles
    ("Grève au Havre", commune("76351")),
    ("Les quais du Havre sont inondés", commune("76351")),
    ("Je rentre du Mans", commune("72181")),
    ("Orage aux Sables-d'Olonne", commune("85194")),
    ("La mairie des Ulis est fermée", commune("91692")),
    # ordinary words that are communes too
    ("Nous étions à Tours hier", commune("37261")),
    ("Tours et détours d'une rumeur", NONE),
    ("Incendie à Gap", commune("05061")),
    ("Gap entre les discours et les actes", NONE),
    ("J'ai écrit à Orange pour ma facture", NONE),
    ("J'habite à Orange depuis dix ans", commune("84087")),
    ("La mairie d'Orange est fermée", commune("84087")),
    ("Orange (84) sous la neige", commune("84087")),
    ("Changé d'adresse sans prévenir", NONE),
    ("Sens de circulation modifié", NONE),
    ("Commissariat de Sens : la file est longue", commune("89387")),
    ("A AUCUN MOMENT ON NE NOUS A PREVENUS", NONE),
    ("Die Polizei ist da", NONE),
    ("Y a quelqu'un ?", NONE),
    ("Nice work everyone", NONE),
    ("La promenade est fermée à Nice", commune("06088")),
    ("Un verre de Cognac et au lit", NONE),
    # streets, people, other things
    ("Bagarre rue de Rennes", NONE),
    ("Merci à Mme Laval pour son accueil", NONE),
    ("Victoire du Paris Saint-Germain", NONE),
    ("Contrôle Gare de Lyon", NONE),
    ("Je regarde Nice-Matin", NONE),
    # shared names
    ("Émeute à Saint-Denis", NONE),
    ("Émeute à Saint-Denis dans le 93", commune("93066")),
    ("Émeute à Saint-Denis (Seine-Saint-Denis)", commune("93066")),
    ("Émeute à Saint-Denis de La Réunion", commune("97411")),
    ("Émeute à Saint-Denis (974)", commune("97411")),
    ("Émeute à Saint-Denis, 93200", commune("93066", "postal_code")),
    ("Fermeture de la poste de Saint-Aubin en Bretagne", region("53")),
    ("Fermeture de la poste de Sainte-Colombe (35)", commune("35262")),
    ("Panne à Montreuil", commune("93048")),  # 111,000 people against 4,000 for all the others together
    # postal and INSEE codes
    ("35000 Rennes", commune("35238", "postal_code")),
    ("Livraison au 12 place du Bois, 35400 Saint-Malo", commune("35288", "postal_code")),
    ("code postal 35400", commune("35288", "postal_code")),
    ("CP 01300, toujours pas de réseau", departement("01", "postal_code")),
    ("code INSEE 35238", commune("35238", "insee")),
    ("code INSEE 75120", commune("75056", "insee")),
    ("Marseille 13016", commune("13055", "postal_code")),
    ("il m'a pris 35000 euros", NONE),
    ("dossier numéro 35400", NONE),
    # départements and régions
    ("Rien ne va plus dans le 35", departement("35")),
    ("Coupures en Ille-et-Vilaine", departement("35")),
    ("dép. 77 : écoles fermées", departement("77")),
    ("Écoles fermées, département 2A", departement("2A")),
    ("Canicule dans le Nord", departement("59")),
    ("Le vent vient du Nord", NONE),
    ("La Loire déborde", NONE),
    ("Crue dans la Loire", departement("42")),
    ("Pénurie d'essence en Mayenne", departement("53")),
    ("On se retrouve à Mayenne", commune("53147")),
    ("Cher Monsieur, je vous écris", NONE),
    ("Réponse dans le 15 jours", NONE),
    ("Rendez-vous dans le 16e", NONE),
    ("Alerte rouge à La Réunion", departement("974")),
    ("La réunion est reportée", NONE),
    ("Tempête en Bretagne", region("53")),
    ("La région PACA est en alerte", region("93")),
    ("Le Royaume-Uni de Grande-Bretagne", NONE),
    ("Couvre-feu en Nouvelle-Calédonie", ("collectivite:988", "departement_name", "departement")),
    # several places
    ("Entre Rennes et Saint-Malo, rien ne roule", departement("35", "commune_name")),
    ("Entre Rennes et Brest, rien ne roule", region("53", "commune_name")),
    ("Entre Rennes et Marseille, rien ne roule", NONE),
    ("Rennes, Ille-et-Vilaine, Bretagne", commune("35238")),
    ("Finistère et Morbihan en vigilance", region("53", "departement_name")),
    # nothing
    ("", NONE),
    (None, NONE),
    ("🔥🔥🔥 https://example.org/Rennes", commune("35238")),
]


def test_there_are_enough_sentences():
    assert len({text for text, _ in SENTENCES}) == len(SENTENCES) >= 60


@pytest.fixture(scope="module")
def found():
    texts = pl.DataFrame({"text": [text for text, _ in SENTENCES]})
    return dict(zip(texts["text"], locate(texts).frame.rows(), strict=True))


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[str(text)[:40] for text, _ in SENTENCES])
def test_sentence(found, text, expected):
    assert found[text] == expected


def one(text="", **declared):
    return locate(pl.DataFrame({"text": [text], **{k: [v] for k, v in declared.items()}})).frame.row(0)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({"place_insee": "35238"}, commune("35238", "declared")),
        ({"place_insee": "75120"}, commune("75056", "declared")),
        ({"place_insee": "1001"}, commune("01001", "declared")),
        ({"place_insee": "1001.0"}, commune("01001", "declared")),
        ({"place_insee": 35238}, commune("35238", "declared")),
        ({"place_insee": "2a004"}, commune("2A004", "declared")),
        ({"place_insee": "35"}, departement("35", "declared")),
        ({"place_insee": "1"}, departement("01", "declared")),
        ({"place_insee": "974"}, departement("974", "declared")),
        ({"place_insee": "00000"}, NONE),
        ({"postal_code": "35400"}, commune("35288", "postal_code")),
        ({"postal_code": "35400.0"}, commune("35288", "postal_code")),
        ({"postal_code": "75013"}, commune("75056", "postal_code")),
        ({"postal_code": "73000.0"}, departement("73", "postal_code")),
        ({"postal_code": "1300"}, departement("01", "postal_code")),
        ({"postal_code": "35042"}, departement("35", "postal_code")),
        ({"postal_code": "20181"}, departement("2A", "postal_code")),
        ({"postal_code": "97499"}, departement("974", "postal_code")),
        ({"postal_code": "00123"}, NONE),
        ({"departement": "35"}, departement("35", "departement")),
        ({"departement": "1"}, departement("01", "departement")),
        ({"departement": "075"}, departement("75", "departement")),
        ({"departement": "91.0"}, departement("91", "departement")),
        ({"departement": "2B"}, departement("2B", "departement")),
        ({"departement": "ille et vilaine"}, departement("35", "departement")),
        ({"departement": "35 - Ille-et-Vilaine"}, departement("35", "departement")),
        ({"departement": "Guadeloupe"}, departement("971", "departement")),
        ({"departement": "Bavière"}, NONE),
        ({"departement": "96"}, NONE),
        ({"lat": 48.11, "lon": -1.68}, commune("35238", "coordinates")),
        ({"lat": 48.64, "lon": -1.98}, commune("35288", "coordinates")),
        ({"lat": 47.0, "lon": -6.0}, NONE),
        ({"lat": None, "lon": 2.0}, NONE),
        ({"lat": float("nan"), "lon": 2.0}, NONE),
        ({"place_insee": "29019", "postal_code": "35400", "departement": "44"}, commune("29019", "declared")),
        ({"place_insee": "99999", "postal_code": "35400"}, commune("35288", "postal_code")),
        ({"lat": 48.11, "lon": -1.68, "departement": "29"}, commune("35238", "coordinates")),
    ],
)
def test_declared(declared, expected):
    assert one(**declared) == expected


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("La mairie de Rennes", {"departement": "35"}, commune("35238")),
        ("La mairie de Rennes", {"departement": "29"}, departement("29", "departement")),
        ("La mairie de Rennes", {"place_insee": "35288"}, commune("35288", "declared")),
        ("Émeute à Saint-Denis", {"departement": "974"}, commune("97411")),
        (
            "La mairie de Rennes et celle de Saint-Malo",
            {"departement": "35"},
            departement("35", "departement"),
        ),
        ("Tempête en Bretagne", {"departement": "44"}, departement("44", "departement")),
        ("Changé d'adresse", {"departement": "72"}, departement("72", "departement")),
        ("La mairie de Barberaz", {"postal_code": "73000"}, commune("73029", "postal_code")),
    ],
)
def test_a_text_refines_what_is_declared_and_never_contradicts_it(text, declared, expected):
    assert one(text, **declared) == expected


def test_what_is_left_out_is_counted():
    texts = ["Émeute à Saint-Denis", "Saint-Denis ou Rennes", "Entre Rennes et Marseille", "rien", None]
    located = locate(pl.DataFrame({"text": texts}))
    assert (located.ambiguous, located.scattered) == (1, 1)
    assert located.frame["location_uid"].to_list() == [None, "commune:35238", None, None, None]


def test_rows_stay_in_their_order_and_uids_are_locations():
    texts = [text for text, _ in SENTENCES] * 3
    frame = locate(pl.DataFrame({"text": texts})).frame
    assert frame.height == len(texts)
    assert frame.head(len(SENTENCES)).equals(frame.tail(len(SENTENCES)))
    assert frame["location_uid"].drop_nulls().is_in(territory.locations()["uid"].implode()).all()
    assert frame.columns == ["location_uid", "method", "precision"]


@pytest.mark.parametrize("texts", [[], [None, None], ["", " "]])
def test_frames_without_words(texts):
    located = locate(pl.DataFrame({"text": texts}, schema={"text": pl.String}))
    assert located.frame.height == len(texts)
    assert located.frame["location_uid"].null_count() == len(texts)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=60) | st.sampled_from([text for text, _ in SENTENCES if text]), max_size=8))
def test_a_text_is_located_whatever_stands_beside_it(texts):
    there, back = (
        pl.DataFrame({"text": order}, schema={"text": pl.String}) for order in (texts, texts[::-1])
    )
    assert locate(there).frame.rows() == locate(back).frame.rows()[::-1]


def test_the_rules_name_only_what_exists():
    names = {key.replace("^", "").replace("  ", " ") for key in candidates()["key"]}
    assert not [n for n in (*rules().strict, *rules().words, *rules().capital_only) if fold(n) not in names]
    assert not set(rules().strict) & set(rules().words)
    assert not set(rules().words) & set(rules().capital_only)
    departements = set(territory.departements()["name"])
    assert set(rules().departements_cued) <= departements
    assert set(rules().departement_names.values()) <= set(territory.departements()["code"])
    assert set(rules().region_names.values()) <= set(territory.regions()["code"])
    assert set(rules().other_names.values()) <= set(territory.communes()["code"])


@pytest.mark.data
def test_offers_are_near_the_commune_they_declare():
    path = DATA / "france_services" / "liste-fs-20240801.csv"
    if not path.exists():
        pytest.skip(f"{path} is absent: real data is kept outside the repository")
    table = pl.read_csv(path, infer_schema=False)
    declared = locate(table.select(text=pl.lit(""), place_insee="insee_com")).frame["location_uid"]
    assert declared.str.starts_with("commune:").mean() > 0.99
    here = table.select(text=pl.lit(""), lat=pl.col("latitude"), lon=pl.col("longitude"))
    codes = locate(here).frame["location_uid"].str.strip_prefix("commune:")
    departements = territory.communes().select("code", "departement")
    near = pl.DataFrame({"code": codes}).join(departements, on="code", how="left", maintain_order="left")
    same = near["departement"] == table["insee_dep"].str.zfill(2)
    assert same.drop_nulls().mean() > 0.95
