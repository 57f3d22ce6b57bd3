"""Invented experiences with public services, in the shape of the Services Publics+ export."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from collectors.exercise.cascades import Rows
from collectors.exercise.experiences import AXES, NEGATIVE, POSITIVE, UNJUDGED, Flags, Users, draw_users
from collectors.exercise.setting import Setting
from collectors.exercise.settings import AxisTexts, lines, service_texts, settings
from collectors.exercise.texts import Hand, parse, words
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
class Feedback:
    """table: the export, n rows; what can be known of each: uid, commune and département (codes or null).

    needs: by class, which rows express it
    """

    table: pl.DataFrame
    uid: pl.Series
    commune: pl.Series
    departement: pl.Series
    needs: dict[str, Flags]


def draw_feedback(rng: np.random.Generator, setting: Setting, size: int) -> Feedback:
    """About one experience for four posts, over all France. A negative axis expresses the need of its class."""
    users = draw_users(rng, setting, size)
    table = _table(rng, users, _descriptions(rng, users, setting))
    code = setting.communes["code"].gather(users.commune)
    known = pl.Series(users.told | users.named) | users.postal.is_not_null()
    home = territory.departements()["code"].gather(users.departement)
    return Feedback(
        table.select(HEADERS),
        "services-publics-plus:" + table["ID expérience"],
        pl.select(pl.when(pl.Series(users.named)).then(code)).to_series(),
        pl.select(pl.when(known).then(home)).to_series(),
        {name: users.state[n] == NEGATIVE for n, name in enumerate(AXES)},
    )


def _descriptions(rng: np.random.Generator, users: Users, setting: Setting) -> pl.Series:
    """Context, one sentence for each axis that the user judged, closing."""
    own = service_texts()
    service = pl.Series([name for _, _, name in own.services]).gather(users.service)
    told = pl.DataFrame({"context": _contexts(rng, users), "service": service})
    filled = pl.col("context").str.replace("{service}", pl.col("service"), literal=True)
    filled = filled.str.replace(" de le ", " du ", literal=True).str.replace(" à le ", " au ", literal=True)
    text = told.select(filled).to_series()
    for number, name in enumerate(AXES):
        text = text + _sentences(rng, getattr(own, name), users.state[number], users.crisis)
    return words(
        text + " " + _any_of(rng, lines(own.closings), len(text)), rng, users.commune, setting, _HAND
    )


def _contexts(rng: np.random.Generator, users: Users) -> pl.Series:
    own, count = service_texts().contexts, len(users.crisis)
    struck = parse(lines(own.crisis), [False] * len(lines(own.crisis)))
    everyday = parse(lines(own.everyday), [False] * len(lines(own.everyday)))
    chosen = rng.integers(0, len(struck.named), count)
    return pl.select(
        pl.when(pl.Series(users.named)).then(struck.named.gather(chosen))
        .when(pl.Series(users.crisis)).then(struck.plain.gather(chosen))
        .otherwise(everyday.plain.gather(rng.integers(0, len(everyday.plain), count)))
    ).to_series()  # fmt: skip


def _sentences(rng: np.random.Generator, texts: AxisTexts, state: Rows, crisis: Flags) -> pl.Series:
    """A sentence, with the space before it, for each user who judged the axis; "" for the others.

    Those of the flood come first among the negative ones, so that they can be left out elsewhere.
    """
    flood, bad, good = lines(texts.flood), lines(texts.bad), lines(texts.good)
    pool = pl.Series(["", *(f" {text}" for text in (*flood, *bad, *good))])
    drawn = rng.random(len(state))
    first = np.where(crisis, 1, 1 + len(flood))
    end = 1 + len(flood) + len(bad)
    row = np.where(state == NEGATIVE, first + drawn * (end - first), end + drawn * len(good)).astype(np.int64)
    return pool.gather(np.where(state == UNJUDGED, 0, row))


def _table(rng: np.random.Generator, users: Users, text: pl.Series) -> pl.DataFrame:
    own, count = service_texts(), len(text)
    given = {
        "ID expérience": pl.Series([str(FIRST_ID + n) for n in range(count)]),
        "Date de publication": _published(rng, users.crisis),
        "Titre": _titles(rng, users.crisis),
        "Description": text,
        "Ressenti usager": _mood(users),
        "Intitulé Typologie 1": pl.Series([name for name, _, _ in own.services]).gather(users.service),
        "Canaux Typologie 1": _any_of(rng, own.channels, count),
        "Code Postal typologie 1": users.postal.str.strip_prefix("0") + ".0",
        "ID structure 1": pl.Series([f"fictif{n:04d}" for n in users.service]),
        "Intitulé structure 1": pl.Series([name for _, name, _ in own.services]).gather(users.service),
    }
    for number, header in enumerate(AXES.values()):
        given[header] = pl.Series([_STATES[s] for s in users.state[number]], dtype=pl.String)
    given |= {home.name: home for home in _homes(users)}
    constant = {header: pl.lit(_CONSTANT.get(header)).cast(pl.String) for header in HEADERS}
    return pl.DataFrame(given).with_columns(**{h: e for h, e in constant.items() if h not in given})


def _titles(rng: np.random.Generator, crisis: Flags) -> pl.Series:
    own, count = service_texts().titles, len(crisis)
    struck, everyday = _any_of(rng, own.crisis, count), _any_of(rng, own.everyday, count)
    return pl.select(pl.when(pl.Series(crisis)).then(struck).otherwise(everyday)).to_series()


def _any_of(rng: np.random.Generator, texts: Sequence[str], count: int) -> pl.Series:
    return pl.Series(texts).gather(rng.integers(0, len(texts), count))


def _published(rng: np.random.Generator, crisis: Flags) -> pl.Series:
    """Local dates, day first, at any minute of the exercise, or of the crisis for whom it struck."""
    own = settings()
    start = np.where(crisis, own.crisis_h, 0) * 60
    minutes = start + (rng.random(len(crisis)) * (own.end_h * 60 - start)).astype(np.int64)
    local = int((own.starts_at + timedelta(hours=own.utc_offset_h)).timestamp())
    return pl.from_epoch(pl.Series(local + minutes * 60), time_unit="s").dt.strftime("%d/%m/%Y %H:%M")


def _mood(users: Users) -> pl.Series:
    difference = (users.state == POSITIVE).sum(axis=0) - (users.state == NEGATIVE).sum(axis=0)
    return pl.Series(["Négatif", "Neutre", "Positif"]).gather(1 + np.sign(difference))


def _homes(users: Users) -> list[pl.Series]:
    """Département and région of each user where told; codes are floats without zeros, as in the real export."""
    regions = territory.regions().select(pl.col("name").alias("region_name"), region="code")
    known = territory.departements().join(regions, on="region", maintain_order="left")
    own = known[users.departement.tolist()].select(
        pl.when(pl.Series(users.told)).then(pl.exclude("population", "lat", "lon"))
    )
    return [
        _as_float(own["code"]).alias("Code INSEE Département usager"),
        own["name"].alias("Intitulé département usager"),
        own["region_name"].alias("Intitulé région usager"),
        _as_float(own["region"]).alias("Code INSEE Région usager"),
    ]


def _as_float(codes: pl.Series) -> pl.Series:
    """As floats without their zeros: "06" → "6.0", "2A" → "2A"."""
    number = codes.str.strip_chars_start("0") + ".0"
    return pl.select(pl.when(codes.str.contains(r"^\d+$")).then(number).otherwise(codes)).to_series()
