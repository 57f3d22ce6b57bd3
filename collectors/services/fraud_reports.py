"""Fraud reports: one documented table for exports of the portals that have no interface (Percev@l, THESEE, PHAROS).

A row is one report of a user, which becomes a feedback, or a count of reports, which becomes an event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec
from msgspec import Meta

from collectors.operations import schema
from collectors.records import Event, Feedback, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row

PORTALS: Final = {
    "perceval": "Percev@l",
    "thesee": "THESEE",
    "pharos": "PHAROS",
    "17cyber": "17Cyber",
    "pre-complaint": "Pré-plainte en ligne",
    "other": "Autre portail de signalement",
}
CATEGORIES: Final = {
    "card-fraud": "Fraude à la carte bancaire",
    "transfer-fraud": "Fraude au virement",
    "phishing": "Hameçonnage",
    "sale-fraud": "Escroquerie à la vente",
    "romance-fraud": "Escroquerie aux sentiments",
    "investment-fraud": "Escroquerie au placement",
    "support-fraud": "Faux support ou faux conseiller",
    "account-takeover": "Piratage de compte",
    "identity-theft": "Usurpation d'identité",
    "ransomware": "Rançongiciel",
    "sextortion": "Chantage à l'image",
    "illegal-content": "Contenu illicite",
    "other-fraud": "Autre",
}
Portal = Literal["perceval", "thesee", "pharos", "17cyber", "pre-complaint", "other"]
Category = Literal[
    "card-fraud",
    "transfer-fraud",
    "phishing",
    "sale-fraud",
    "romance-fraud",
    "investment-fraud",
    "support-fraud",
    "account-takeover",
    "identity-theft",
    "ransomware",
    "sextortion",
    "illegal-content",
    "other-fraud",
]
TOGETHER: Final = {"value": ["unit"], "unit": ["value"], "until": ["value"]}


class FraudReport(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One report of a user of a portal, or, with value and unit, a count of reports over the time from received_at
    to until. In CSV every value is a text and an empty cell a missing field. until is not before received_at.
    """

    id: schema.Identifier
    portal: Annotated[Portal, Meta(description=f"the portal: one of {', '.join(PORTALS)}")]
    category: Annotated[Category, Meta(description=f"one of {', '.join(CATEGORIES)}")]
    received_at: schema.DayOrMoment
    title: schema.Title | None = None
    text: schema.Text | None = None
    channel: (
        Annotated[
            Literal["sms", "e-mail", "call", "web", "social", "post", "other"],
            Meta(
                description="how the fraud reached its target: one of sms, e-mail, call, web, social, post, other"
            ),
        ]
        | None
    ) = None
    status: Annotated[Literal["waiting", "answered"], Meta(description="waiting or answered")] | None = None
    insee_com: schema.Insee | None = None
    postal_code: schema.PostalCode | None = None
    departement: schema.Departement | None = None
    value: (
        Annotated[float, Meta(ge=0, le=1e15, description="how many, for a row that counts reports")] | None
    ) = None
    unit: (
        Annotated[
            Literal["reports", "people", "EUR"],
            Meta(description="what value counts: one of reports, people, EUR"),
        ]
        | None
    ) = None
    until: schema.DayOrMoment | None = None


def json_schema() -> dict[str, object]:
    """What schemas/fraud-reports.schema.json holds."""
    return schema.json_schema(FraudReport, "CyberImpact fraud report", TOGETHER)


def normalise(row: Row) -> Feedback | Event:
    """One row → the feedback of one user, or the event that a count is."""
    given = schema.checked(row, FraudReport)
    schema.complete(row, given, TOGETHER)
    return _report(row, given) if given.value is None else _count(row, given)


def _report(row: Row, given: FraudReport) -> Feedback:
    return Feedback(
        uid=f"fraud-reports:{given.portal}:{given.id}",
        title=given.title or CATEGORIES[given.category],
        text=given.text or "",
        created_at=schema.moment(row, "received_at", given.received_at),
        channel=given.channel,
        status=given.status,
        departement=given.departement,
        postal_code=given.postal_code,
        place_insee=given.insee_com,
        services=[PORTALS[given.portal]],
        source="fraud-reports",
        repairs=tuple(row.repairs),
    )


def _count(row: Row, given: FraudReport) -> Event:
    at = schema.moment(row, "received_at", given.received_at)
    until = schema.moment(row, "until", given.until) if given.until else None
    if until is not None and until < at:
        told = schema.column(row, "received_at")
        raise RecordError(schema.column(row, "until"), f"is before {told}: swap or mend them")
    return Event(
        uid=f"fraud-reports:{given.portal}:{given.id}",
        kind=given.category,
        at=at,
        ended_at=until,
        title=given.title or f"{CATEGORIES[given.category]} ({PORTALS[given.portal]})",
        text=given.text,
        value=given.value,
        unit=given.unit,
        place_insee=given.insee_com,
        postal_code=given.postal_code,
        departement=given.departement,
        source="fraud-reports",
        repairs=tuple(row.repairs),
    )


SOURCE = declare("collectors.services", "fraud_reports.yml", normalise)
