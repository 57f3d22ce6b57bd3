"""Words and names that are also communes, and what around them settles which place is meant."""

from __future__ import annotations

import polars as pl
import pytest

from collectors.enrichment.places import locate


def found(text, **declared):
    frame = pl.DataFrame({"text": [text], **{k: [v] for k, v in declared.items()}})
    return locate(frame).frame["location_uid"].item()


@pytest.mark.parametrize(
    ("text", "uid"),
    [
        # an ordinary word needs a cue or its number, even where its département is named
        ("Aucun problème dans les Hautes-Pyrénées", "departement:65"),
        ("Le village d'Aucun dans les Hautes-Pyrénées", "commune:65045"),
        ("65400 Aucun", "commune:65045"),
        ("Orange, Vaucluse", "commune:84087"),
        # a determiner before a name that has no article of its own
        ("ATTENTION : CHUTE DE PIERRES SUR LE MURET", None),
        ("Incendie au-dessus de Muret", "commune:31395"),
        ("On a vu la Marseille d'autrefois", None),
        ("La mairie du Mans", "commune:72181"),
        # a person, unless the first name belongs to a saint
        ("Denis Angers nous a reçus", None),
        ("Saint-Denis, Seine-Saint-Denis", "commune:93066"),
        ("Le brigadier Rouen a pris ma plainte", None),
        ("Le brigadier de Rouen a pris ma plainte", "commune:76540"),
        # a part of a longer name of département or région
        ("Panne générale en Loire-Atlantique", "departement:44"),
        ("Écoles fermées en Charente-Maritime", "departement:17"),
        ("Grand froid dans le Nord-Pas-de-Calais", "region:32"),
        # the département may stand in brackets, behind a comma, or be that of another place of the text
        ("Émeute à Vienne (Isère)", "commune:38544"),
        ("Vienne, Isère.", "commune:38544"),
        ("De Grenoble on voit fumer Saint-Égrève et Saint-Martin-d'Hères", "departement:38"),
        ("Tirs entre Saint-Denis et Aubervilliers", "departement:93"),
        ("Tirs entre Saint-Denis et Sainte-Marie, à La Réunion", "departement:974"),
        # the short form of a longer name
        ("Panne à Vitry", None),
        ("Panne à Vitry dans le 94", "commune:94081"),
        ("Panne à Vitry, Marne", "departement:51"),
        ("Fuite de gaz à Herblay", "commune:95306"),
        ("La mairie de Sens est fermée", "commune:89387"),
        ("Coulée de boue à Saint-Martin", None),
        # any case
        ("la ville rose et la Ville Rose", "commune:31555"),
        ("Sainté sans bus", "commune:42218"),
        ("sainte colère dans la file d'attente", None),
        ("aulnay sous bois bloquée", "commune:93005"),
        ("rouen sent le brûlé", "commune:76540"),
        ("des rennes en forêt", None),
        ("vol à l'aube", None),
        ("en somme, rien ne marche", None),
        ("un café corsé", None),
        # codes as they are said
        ("Rien dans le 9-3", "departement:93"),
        ("ceux du neuf quatre", "departement:94"),
        ("Ils ont perdu 9-3", None),
        ("On habite 59200", "commune:59599"),
        # abroad
        ("Séisme à Vienne, Autriche", None),
        ("Un cousin de Laval au Québec", None),
        # hashtags
        ("#Brest29", "commune:29019"),
        ("cours #Brest", "commune:29019"),
        ("#LaReunion", "departement:974"),
    ],
)
def test_text(text, uid):
    assert found(text) == uid


@pytest.mark.parametrize(
    ("text", "declared", "uid"),
    [
        ("Aucun souci", {"postal_code": "65400"}, "departement:65"),
        ("La mairie d'Aucun", {"postal_code": "65400"}, "commune:65045"),
        ("Les puces de Saint-Ouen", {"departement": "93"}, "commune:93070"),
        ("Panne à Vitry", {"departement": "94"}, "commune:94081"),
    ],
)
def test_text_inside_what_is_declared(text, declared, uid):
    assert found(text, **declared) == uid
