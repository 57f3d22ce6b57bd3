"""Which need a text expresses: rules on the taxonomy. The sentences were written for these tests."""

import re
from functools import reduce

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.enrichment.need_rules import NEED, QUESTION, asides, claimed, cued, phrases, stated
from collectors.enrichment.need_signs import may_state, signs
from collectors.enrichment.needs import _words, from_axes, from_text
from graph.taxonomy import taxonomy

NEEDS = [
    ("On a besoin d'eau potable rue des Lilas", {"water"}),
    ("Il n'y a plus d'eau à la ferme, les vaches n'ont rien bu", {"water"}),
    ("Plus deau depuis hier, qqn peut ns en apporter ?", {"water"}),
    ("L'eau est coupée dans tout l'immeuble depuis lundi", {"water"}),
    ("Où trouver de l'eau en bouteille près du stade ?", {"water"}),
    ("#BesoinEau pour le foyer des jeunes", {"water"}),
    ("#besoineau au camping municipal", {"water"}),
    ("Ma grand-mère est privée d'eau courante", {"water"}),
    ("Qui aurait quelques bouteilles d'eau ? la supérette est vide", {"water"}),
    ("Nos robinets sont à sec, le bébé a soif", {"water"}),
    ("No running water since Monday, please help", {"water"}),
    ("Where can we get drinking water in town?", {"water"}),
    ("Quelqu'un aurait du lait infantile ?", {"food"}),
    ("Nos placards sont vides et le magasin ne rouvre pas avant lundi", {"food"}),
    ("On n'a rien mangé depuis hier midi", {"food"}),
    ("Le foyer manque de nourriture pour 40 résidents", {"food"}),
    ("Urgent : cherchons repas chauds pour les bénévoles", {"food"}),
    ("plus rien à manger à la maison, help", {"food"}),
    ("Les enfants ont faim, où trouver du pain ?", {"food"}),
    ("Il nous faudrait des conserves et des pâtes pour tenir trois jours", {"food"}),
    ("We have run out of food and the shop is closed", {"food"}),
    ("Qui peut nous apporter des provisions au lotissement ?", {"food"}),
    ("Cherche un hébergement pour 4 personnes", {"shelter"}),
    ("On ne sait pas où dormir ce soir", {"shelter"}),
    ("Qui peut nous héberger deux ou trois nuits ?", {"shelter"}),
    ("Ma maison est inhabitable, je cherche un logement pour ma famille", {"shelter"}),
    ("Une famille de cinq dort dans sa voiture sur le parking", {"shelter"}),
    ("Quelqu'un aurait une chambre pour un couple âgé ?", {"shelter"}),
    ("Il manque des couvertures et des lits de camp au gymnase", {"shelter"}),
    ("Nous n'avons nulle part où aller", {"shelter"}),
    ("On ne peut plus rester chez nous, qui accueillerait une maman et son bébé ?", {"shelter"}),
    ("Looking for a place to stay tonight with two kids", {"shelter"}),
    ("SOS logement : trois étudiants à la rue", {"shelter"}),
    ("Cherche covoiturage pour rejoindre l'hôpital demain matin", {"transport"}),
    ("Quelqu'un va vers la préfecture demain ? Je n'ai plus de voiture", {"transport"}),
    ("Aucun bus ne passe, comment aller travailler ?", {"transport"}),
    ("Ma voiture est noyée, qui peut m'emmener à la gare ?", {"transport"}),
    ("Besoin d'un véhicule pour déménager des personnes âgées", {"transport"}),
    ("Personne pour venir chercher mon père à la clinique", {"transport"}),
    ("Plus d'essence, je suis bloquée sur la route de l'aéroport", {"transport"}),
    ("Can someone give me a lift to the station tomorrow?", {"transport"}),
    ("Je dois me rendre à mon travail et il n'y a ni bus ni taxi", {"transport"}),
    ("Il nous faut de l'insuline en urgence", {"health"}),
    ("Mon mari n'a plus ses médicaments pour le cœur", {"health"}),
    ("Quelqu'un connaît un médecin qui consulte aujourd'hui ?", {"health"}),
    ("La pharmacie du bourg est fermée, où trouver de la ventoline ?", {"health"}),
    ("Ma voisine fait une crise d'asthme et le cabinet est fermé", {"health"}),
    ("Besoin d'une infirmière pour un pansement à domicile", {"health"}),
    ("Papa est sans traitement depuis deux jours", {"health"}),
    ("Recherche fauteuil roulant pour ma mère", {"health"}),
    ("Mon fils s'est cassé le bras, y a-t-il un docteur ?", {"health"}),
    ("Urgence oxygène pour mon grand-père", {"health"}),
    ("She needs her medication tonight", {"health"}),
    ("Il me reste une dernière dose d'insuline", {"health"}),
    ("Plus d'électricité depuis hier soir", {"energy"}),
    ("Panne de courant dans tout le hameau", {"energy"}),
    ("Toujours pas de chauffage, il fait 8 degrés dans la chambre", {"energy"}),
    ("Qui pourrait nous prêter un groupe électrogène ?", {"energy"}),
    ("On est dans le noir et on a froid", {"energy"}),
    ("Où recharger mon téléphone ? je suis à 2 % de batterie", {"energy"}),
    ("Besoin de bois de chauffage pour une dame de 90 ans", {"energy"}),
    ("tjs pa d'élec chez mes parents", {"energy"}),
    ("Le courant est coupé depuis trois jours", {"energy"}),
    ("Chaudière HS, deux bébés à la maison", {"energy"}),
    ("Power is out on our street, need a generator", {"energy"}),
    ("On manque de bougies et de piles", {"energy"}),
    ("Bloqués sur le toit, appelez les pompiers", {"rescue"}),
    ("Ma mère est coincée au premier étage, personne ne répond", {"rescue"}),
    ("Au secours, l'eau arrive à l'étage", {"rescue"}),
    ("Nous sommes réfugiés dans le grenier avec deux enfants", {"rescue"}),
    ("On a de l'eau jusqu'à la taille, venez nous chercher", {"rescue"}),
    ("Le 18 ne répond pas, mon voisin est piégé dans sa cave", {"rescue"}),
    ("Envoyez les secours au camping, des gens sont sur le toit", {"rescue"}),
    ("Impossible de sortir de l'immeuble, il faudrait un bateau", {"rescue"}),
    ("Deux randonneurs sont portés disparus depuis ce matin", {"rescue"}),
    ("We are trapped in the attic, please send help", {"rescue"}),
    ("coincée dans la voiture au milieu du gué, vite", {"rescue"}),
    ("Des personnes âgées attendent les secours depuis six heures", {"rescue"}),
    ("Quelqu'un sait si la route du col est ouverte ?", {"information"}),
    ("Qui sait quand rouvre l'école Jules-Ferry ?", {"information"}),
    ("On est sans nouvelles de mon oncle depuis dimanche", {"information"}),
    ("Est-ce que le quartier de la gare est évacué ?", {"information"}),
    ("Aucune info de la mairie, on ne sait pas s'il faut partir", {"information"}),
    ("Où se trouve le centre d'accueil ?", {"information"}),
    ("Impossible de joindre la préfecture, personne ne décroche", {"information"}),
    ("Savez-vous à quelle heure est attendu le pic de la crue ?", {"information"}),
    ("Quelles sont les consignes pour les riverains ?", {"information"}),
    ("Faut-il faire bouillir l'eau avant de la boire ?", {"information"}),
    ("Comment déclarer un sinistre quand on est locataire ?", {"information"}),
    ("Does anyone know if the bridge is open?", {"information"}),
    ("we need water and shelter", {"water", "shelter"}),
    ("Besoin de nourriture et de couvertures au foyer", {"food", "shelter"}),
    ("Plus d'eau ni d'électricité depuis mardi", {"water", "energy"}),
    ("Quelqu'un a des packs d'eau en rab ?", {"water"}),
    ("Les bénévoles du gymnase demandent du pain et des fruits", {"food"}),
    ("Trois enfants et pas de lit ce soir", {"shelter"}),
    ("Ma sœur et son bébé ont été évacués, quelqu'un a une pièce libre ?", {"shelter"}),
    ("Comment je vais au boulot si le tram ne roule plus ?", {"transport"}),
    ("Quelqu'un monte sur Lyon vendredi ? je participe à l'essence", {"transport"}),
    ("Nos voisins de 85 ans veulent quitter le village mais n'ont pas de voiture", {"transport"}),
    ("Qui connaît une pharmacie de garde ?", {"health"}),
    ("Bébé a 39,5 de fièvre et SOS médecins ne décroche pas", {"health"}),
    ("L'EHPAD cherche d'urgence deux aides-soignantes", {"health"}),
    ("Pas de jus depuis ce matin, le congélateur est en train de fondre", {"energy"}),
    ("Mon grand-père refuse de quitter sa maison et l'eau lui arrive aux genoux", {"rescue"}),
    ("On est sept dans le clocher, prévenez quelqu'un", {"rescue"}),
    ("Voiture emportée avec deux personnes à bord", {"rescue"}),
    ("Le collège sera-t-il ouvert lundi ?", {"information"}),
    ("Quelqu'un a des infos fiables sur le pont ?", {"information"}),
    ("Je n'ai plus de nouvelles de mon frère", {"information"}),
    ("L'électricité est revenue mais toujours pas d'eau potable", {"water"}),
]

NOTHING = [
    "",
    "Je propose un hébergement #PorteOuverte",
    "Distribution d'eau place de la mairie, pas besoin d'eau ailleurs",
    "L'eau monte dans la rue",
    "Belle journée au soleil",
    "La Loire est très haute ce matin, quel spectacle",
    "Il pleut sans arrêt depuis trois jours",
    "Plus de 300 personnes sont venues au match",
    "Merci aux pompiers pour leur travail cette nuit",
    "Courage à tous ceux qui sont sans électricité",
    "On n'a besoin de rien, merci",
    "Pas besoin de couvertures, on a ce qu'il faut",
    "L'eau est revenue au robinet",
    "Le courant est rétabli dans le centre",
    "Tout le monde va bien, plus de peur que de mal",
    "J'ai deux chambres libres, je peux accueillir une famille",
    "Nous offrons des repas chauds à la salle des fêtes",
    "Je peux vous emmener à la gare si vous voulez",
    "On prête un groupe électrogène à qui veut",
    "La mairie met des lits à disposition au gymnase",
    "Le train de 18h est encore en retard",
    "Grève des bus mardi prochain",
    "Victoire trois à zéro, le gardien était en feu",
    "J'ai passé mon permis de conduire ce matin",
    "Il a mis de l'eau dans son vin",
    "On a du pain sur la planche cette semaine",
    "Je suis au courant, tu me l'as déjà dit",
    "Ce film m'a fait passer une nuit blanche",
    "Le maire manque de respect à l'opposition",
    "Aucun doute, c'est le meilleur album de l'année",
    "Je cherche un cadeau pour ma sœur",
    "Quelqu'un connaît un bon coiffeur ?",
    "Qui a vu la finale hier soir ?",
    "Faim de pizza ce soir, comme tous les vendredis",
    "La bibliothèque est fermée le lundi",
    "Mon colis est bloqué depuis une semaine chez le transporteur",
    "Votre compte est bloqué, cliquez ici pour le débloquer https://aide-secours.example/eau",
    "L'eau du robinet est contaminée, ne la buvez pas, faites passer",
    "Faux : l'eau du robinet n'est pas contaminée",
    "Le barrage va céder, c'est un ami qui me l'a dit",
    "Non, il n'y a pas de rupture du barrage",
    "Un nouveau médecin s'installe au village en mars",
    "La facture d'électricité a doublé en un an",
    "Les routes sont glissantes, soyez prudents",
    "Ma fille adore dormir chez sa mamie",
    "Le traitement de ma demande a pris six mois",
    "No way, what a game last night",
    "Power couple of the year",
    "Thanks to the firefighters, everyone is safe",
    "We offer free meals at the church",
    "Votez pour le budget participatif avant dimanche",
    "Le prix de l'eau augmente encore cette année",
    "Le nouveau bus électrique est silencieux",
    "Le médecin m'a dit de courir davantage",
    "Les secours ont terminé, retour au calme",
    "Je cherche mes clés depuis une heure",
    "Besoin de vacances",
    "Plus de 20 degrés en février",
    "Le concert est complet, il reste deux places debout",
]


def classes(texts):
    return [{entry["key"] for entry in row} for row in from_text(pl.Series(texts, dtype=pl.String)).to_list()]


@pytest.fixture(scope="module")
def found():
    texts = [text for text, _ in NEEDS] + NOTHING
    return dict(zip(texts, classes(texts), strict=True))


@pytest.mark.parametrize(("text", "expected"), NEEDS)
def test_a_need_is_found(found, text, expected):
    assert found[text] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_need_is_left_alone(found, text):
    assert found[text] == set()


def test_there_are_enough_sentences():
    texts = {text for text, _ in NEEDS} | set(NOTHING)
    assert len(texts) == len(NEEDS) + len(NOTHING) >= 100
    assert len(NOTHING) >= 40


def test_a_missing_text_expresses_nothing():
    assert from_text(pl.Series([None], dtype=pl.String)).to_list() == [[]]
    assert from_text(pl.Series([], dtype=pl.String)).to_list() == []


@pytest.mark.parametrize(
    "write", [str.upper, str.lower, lambda text: text.replace("'", "\u2019"), lambda text: f"{text} !!!"]
)
def test_writing_habits_change_nothing(write):
    plain = [(text, expected) for text, expected in NEEDS if "#" not in text]
    assert classes([write(text) for text, _ in plain]) == [expected for _, expected in plain]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=40) | st.sampled_from([text for text, _ in NEEDS]), max_size=6))
def test_a_text_is_read_whatever_stands_beside_it(texts):
    there, back = (from_text(pl.Series(order, dtype=pl.String)).to_list() for order in (texts, texts[::-1]))
    assert there == back[::-1]


def test_the_taxonomy_names_only_groups_that_exist_and_patterns_that_read():
    crisis = {need.name for need in taxonomy().needs if need.family == "crisis"}
    assert {rule.name for rule in (*cued(), *phrases())} == crisis
    assert (claimed(" x "), stated(" x ")) == (" x ", [])


@pytest.fixture(scope="module")
def words():
    texts = pl.Series("text", [*(text for text, _ in NEEDS), *NOTHING])
    return texts.to_frame().select(t=_words()).to_series()


def test_all_rules_at_once_find_what_each_finds_alone(words):
    for text in words:
        found = {(r.kind, r.name) for r in (*cued(), *phrases()) if re.search(r.pattern, text)}
        names = [{name for kind, name in found if kind == k} for k in (NEED, QUESTION)]
        assert set(stated(text)) == (names[0] or names[1])


def test_what_is_passed_over_by_all_asides_at_once_is_what_each_passes_over(words):
    for text in words:
        kept = claimed(text)
        assert kept is None or kept == reduce(lambda said, aside: re.sub(aside, " , ", said), asides(), text)


def test_words_that_state_a_need_have_a_sign_of_it(words):
    sure = words.filter(words.map_elements(lambda text: bool(stated(text)), pl.Boolean))
    assert len(sure) > 100
    assert sure.to_frame("t").select(may_state(pl.col("t"))).to_series().all()


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("plus d eau", [" plus d eau "]),
        ("robinet* … sec", [" robinet"]),
        ("besoin de", [" besoin "]),
        ("depuis 0 jours", [" depuis "]),
        ("0h sans eau", [" sans eau "]),
        ("qui ?", [" qui ? "]),
    ],
)
def test_the_sign_of_a_phrase_is_its_longest_run_of_plain_words(phrase, found):
    assert signs(phrase) == found


def test_a_phrase_of_a_group_alone_has_the_signs_of_its_words():
    assert " bloque " in signs("<stuck> … ?")


def test_a_negative_axis_is_a_declared_need():
    frame = pl.DataFrame({"accessibility": ["negative", "positive"], "relation": ["negative", None]})
    assert from_axes(frame).to_list() == [
        [{"key": "accessibility", "method": "declared"}, {"key": "relation", "method": "declared"}],
        [],
    ]
