"""Invented experiences with public services, in the shape of the Services Publics+ export."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from collectors.exercise.cascades import Rows
from collectors.exercise.setting import Setting
from collectors.exercise.settings import AxisTexts, lines, service_texts, settings
from collectors.exercise.texts import Flags, Hand, parse, words
from graph import territory

FIRST_ID = 900_000_000  # the real ones have at most seven digits
HEADERS = (
    "ID expérience",
    "Etat expérience",
    "Statut de l'expérience",
    "Date de publication",
    "Titre",
    "Description",
    "Posté comme",
    "Ressenti usager",
    "Code INSEE Département usager",
    "Intitulé département usager",
    "Intitulé région usager",
    "Code INSEE Région usager",
    "Pays",
    "Intitulé Typologie 1",
    "Code Postal typologie 1",
    "Pays Typologie  1",
    "Canaux Typologie 1",
    "Intitulé Typologie 2",
    "Code Postal typologie 2",
    "Pays Typologie 2",
    "Canaux Typologie 2",
    "Intitulé Typologie 3",
    "Code Postal typologie 3",
    "Pays Typologie 3",
    "Canaux Typologie 3",
    "Hors structure",
    "ID structure 1",
    "Intitulé structure 1",
    "Evaluation utile réponse structure 1 par visiteurs",
    "Evaluation inutile réponse structure 1 par visiteurs",
    "Evaluation  réponse structure 1 par auteur",
    "ID structure 2",
    "Intitulé structure 2",
    "ID structure 3",
    "Intitulé structure  3",
    "Accessibilité",
    "Information/Explication",
    "Relation",
    "Réactivité",
    "Simplicité/Complexité",
    "Expériences Similaires",
    "Amélioration de service à considérer",
    "Action",
    "Date action réalisée",
    "Date action engagée",
    "Tags Métiers",
)
AXES = {
    "accessibility": "Accessibilité",
    "explanation": "Information/Explication",
    "relation": "Relation",
    "responsiveness": "Réactivité",
    "simplicity": "Simplicité/Complexité",
}
_STATES = (None, "Négatif", "Positif")
_CONSTANT = {
    "Etat expérience": "A traiter",
    "Statut de l'expérience": "Expérience en attente de réponse",
    "Posté comme": "La personne concernée",
    "Pays": "France",
    "Pays Typologie  1": "France",
    "Hors structure": "Non",
    "Evaluation utile réponse structure 1 par visiteurs": "0",
    "Evaluation inutile réponse structure 1 par visiteurs": "0",
    "Expériences Similaires": "0",
    "Amélioration de service à considérer": "Non",
}
_HAND = Hand(careless=0.2, names={"exact": 0.9, "plain": 0.1})


@dataclass(frozen=True, slots=True)
class _Users:
    """state (5, m): 0 not judged, 1 negative, 2 positive; commune, named, service (m,)."""

    state: Rows
    commune: Rows
    named: Flags
    service: Rows


@dataclass(frozen=True, slots=True)
class Feedback:
    """table: the export; uid, commune (row of the setting, -1 when the text names none), needs (by class)."""

    table: pl.DataFrame
    uid: list[str]
    commune: list[int]
    needs: dict[str, Flags]


def draw_feedback(rng: np.random.Generator, setting: Setting, size: int) -> Feedback:
    """About one experience for fifty posts. A negative axis expresses the need of its class.

    The postal code of the service is given only where the text names the commune as well.
    """
    users = _draw_users(rng, setting, size)
    postal = setting.communes["postal_codes"].list.first().gather(users.commune) + ".0"
    table = _table(rng, users, _descriptions(rng, users, setting), setting).with_columns(
        pl.when(pl.Series(users.named)).then(postal).alias("Code Postal typologie 1")
    )
    return Feedback(
        table.select(HEADERS),
        [f"services-publics-plus:{FIRST_ID + n}" for n in range(table.height)],
        np.where(users.named, users.commune, -1).tolist(),
        {name: users.state[n] == 1 for n, name in enumerate(AXES)},
    )


def _draw_users(rng: np.random.Generator, setting: Setting, size: int) -> _Users:
    """Who they are and what they judge: everyone judges at least one axis."""
    own = settings().feedback
    count = int(np.clip(own.per_post * size, own.at_least, own.at_most))
    state = rng.choice(3, (len(AXES), count), p=[1 - own.bad - own.good, own.bad, own.good])
    forced = rng.integers(0, len(AXES), count), np.arange(count)
    state[forced] = np.maximum(state[forced], 1)
    commune = rng.choice(len(setting.weight), count, p=setting.weight)
    named = rng.random(count) < own.named
    return _Users(state, commune, named, rng.integers(0, len(service_texts().services), count))


def _descriptions(rng: np.random.Generator, users: _Users, setting: Setting) -> pl.Series:
    """Context, one sentence for each axis that the user judged, closing."""
    own, count = service_texts(), len(users.commune)
    contexts = parse(lines(own.contexts), [False] * len(lines(own.contexts)))
    chosen = rng.integers(0, len(contexts.named), count)
    told = pl.DataFrame(
        {
            "named": contexts.named.gather(chosen),
            "plain": contexts.plain.gather(chosen),
            "service": pl.Series([name for _, _, name in own.services]).gather(users.service),
        }
    )
    context = pl.when(pl.Series(users.named)).then(pl.col("named")).otherwise(pl.col("plain"))
    text = told.select(context.str.replace("{service}", pl.col("service"), literal=True)).to_series()
    for number, name in enumerate(AXES):
        text = text + _sentences(rng, getattr(own, name), users.state[number])
    closings = lines(own.closings)
    text = text + " " + pl.Series(closings).gather(rng.integers(0, len(closings), count))
    return words(text, rng, users.commune, setting, _HAND)


def _sentences(rng: np.random.Generator, texts: AxisTexts, state: Rows) -> pl.Series:
    """A sentence, with the space before it, for each user who judged the axis; "" for the others."""
    bad, good = lines(texts.bad), lines(texts.good)
    pool = pl.Series(["", *(f" {text}" for text in (*bad, *good))])
    drawn = rng.random(len(state))
    row = np.where(state == 1, 1 + drawn * len(bad), 1 + len(bad) + drawn * len(good)).astype(np.int64)
    return pool.gather(np.where(state == 0, 0, row))


def _table(rng: np.random.Generator, users: _Users, text: pl.Series, setting: Setting) -> pl.DataFrame:
    own, count = service_texts(), len(text)
    given = {
        "ID expérience": pl.Series([str(FIRST_ID + n) for n in range(count)]),
        "Date de publication": _published(rng, count),
        "Titre": pl.Series(own.titles).gather(rng.integers(0, len(own.titles), count)),
        "Description": text,
        "Ressenti usager": _mood(users),
        "Intitulé Typologie 1": pl.Series([name for name, _, _ in own.services]).gather(users.service),
        "Canaux Typologie 1": pl.Series(own.channels).gather(rng.integers(0, len(own.channels), count)),
        "ID structure 1": pl.Series([f"fictif{n:04d}" for n in users.service]),
        "Intitulé structure 1": pl.Series([name for _, name, _ in own.services]).gather(users.service),
    }
    for number, header in enumerate(AXES.values()):
        given[header] = pl.Series([_STATES[s] for s in users.state[number]], dtype=pl.String)
    known = pl.Series(rng.random(count) < 0.6)
    columns = {header: pl.lit(_CONSTANT.get(header)).cast(pl.String) for header in HEADERS}
    columns |= {header: pl.when(known).then(pl.lit(v)) for header, v in _home(setting).items()}
    return pl.DataFrame(given).with_columns(**{h: e for h, e in columns.items() if h not in given})


def _published(rng: np.random.Generator, count: int) -> pl.Series:
    """Local dates, day first, at any minute of the exercise."""
    start = settings().starts_at + timedelta(hours=settings().utc_offset_h)
    minutes = rng.integers(0, settings().end_h * 60, count)
    return pl.Series([f"{start + timedelta(minutes=int(m)):%d/%m/%Y %H:%M}" for m in minutes])


def _mood(users: _Users) -> pl.Series:
    difference = (users.state == 2).sum(axis=0) - (users.state == 1).sum(axis=0)
    return pl.Series(["Négatif", "Neutre", "Positif"]).gather(1 + np.sign(difference))


def _home(setting: Setting) -> dict[str, str]:
    """Département and région of the user; codes lost their zeros and became floats, as in the real export."""
    own = territory.departements().row(by_predicate=pl.col("code") == setting.code, named=True)
    region = territory.regions().row(by_predicate=pl.col("code") == own["region"], named=True)
    return {
        "Code INSEE Département usager": f"{int(setting.code)}.0",
        "Intitulé département usager": setting.name,
        "Intitulé région usager": region["name"],
        "Code INSEE Région usager": f"{int(region['code'])}.0",
    }
