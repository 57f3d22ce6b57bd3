import polars as pl
import pytest

from analytics.matching import offered


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("#PorteOuverte chambre avec lit double, on vous attend", ["shelter"]),
        ("#PorteOuverte au 12 rue des Lilas", ["shelter"]),
        ("#PorteOuverte un robinet d'eau dehors, servez-vous", ["water"]),
        ("J'ai une dizaine de packs d'eau à donner, passez quand vous voulez", ["water"]),
        ("Je livre de l'eau avec mon utilitaire cet après-midi", ["water", "transport"]),
        ("On peut accueillir une famille et faire des repas chauds", ["shelter", "food"]),
        ("Groupe électrogène à prêter, carburant compris", ["energy", "transport"]),
        ("Infirmière volontaire cette nuit, contactez-moi", ["health"]),
        ("We have a spare room, you can stay here", ["shelter"]),
        ("I can bring some water", ["water"]),
        ("Besoin d'eau, qui peut nous en apporter ?", []),
        ("Je peux rien faire, plus d'essence", []),
        ("Y a-t-il une distribution d'eau ce soir ?", []),
        ("Je peux vous aider", []),
        ("L'eau est marron ce matin", []),
        (None, []),
    ],
)
def test_what_a_text_offers(text, classes):
    assert offered(pl.Series([text], dtype=pl.String)).to_list() == [classes]


def test_each_text_has_its_own_row():
    texts = ["Je donne du pain", None, "Bonjour", "Je prête un canapé"]
    assert offered(pl.Series(texts)).to_list() == [["food"], [], [], ["shelter"]]
    assert offered(pl.Series([], dtype=pl.String)).to_list() == []
