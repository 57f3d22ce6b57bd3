"""Columns that tell who somebody is: the drop-in schemas have no place for them and say so.

Such a column is refused, not skipped: what is skipped still lies in the archive of raw records.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from collectors.enrichment.text import fold
from collectors.records import RecordError

# Refused when the column is called exactly so: inside longer names these words are harmless.
WHOLE: Final = frozenset({
    "nom", "noms", "prenom", "prenoms", "nom prenom", "nom et prenom", "nom complet", "nom usuel", "nom de famille",
    "nom naissance", "nom de naissance", "patronyme", "identite", "name", "names", "full name", "first name",
    "last name", "firstname", "lastname", "surname", "adresse", "address", "adresse postale", "age", "sexe", "sex",
    "genre", "gender", "ip", "adresse ip", "carte", "numero de carte", "date naissance", "date de naissance",
    "lieu de naissance", "birth date", "birthdate", "date of birth", "nationalite", "nationality",
})  # fmt: skip
# Refused wherever they stand in a name: plaque_vehicule, photo 1, id-victime.
WORDS: Final = frozenset({
    "victime", "victimes", "victim", "victims", "plaignant", "plaignante", "complainant", "suspect", "suspects",
    "temoin", "temoins", "witness", "requerant", "plaque", "plaques", "immatriculation", "plate", "plates", "image",
    "images", "photo", "photos", "picture", "pictures", "video", "videos", "snapshot", "visage", "face", "telephone",
    "tel", "portable", "mobile", "phone", "mail", "email", "courriel", "iban", "rib", "pan", "passeport", "passport",
    "cni", "nir", "imsi", "imei", "msisdn",
})  # fmt: skip


@lru_cache(maxsize=256)
def personal(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the columns whose names say that they hold a person, a plate, an image or a contact."""
    return tuple(column for column in columns if _is_personal(fold(column)))


def _is_personal(name: str) -> bool:
    return name in WHOLE or not WORDS.isdisjoint(re.split(r"[^a-z0-9]+", name))


def refuse(columns: tuple[str, ...]) -> None:
    """Raise RecordError naming the first personal column, with the cure."""
    if found := personal(columns):
        raise RecordError(
            found[0],
            "is a column about a person, a plate, an image or a contact; this schema has no place for it. "
            "Remove it from the file, then import again",
        )
