"""Open data portals: the past by exports, what is new by pages of records, and what their rows become."""

import csv
import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.config import ConfigError
from collectors.dates import day_first
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.records import Event, Feedback, RecordError
from collectors.services.odisse import SOURCE as ODISSE
from collectors.services.opendatasoft import unpack
from collectors.services.services_publics_plus import SOURCE as EXPORT
from collectors.services.services_publics_plus_live import SOURCE as LIVE
from collectors.services.signalconso import SOURCE as SIGNALCONSO
from collectors.source import DocumentError, Row
from tests.collectors.conformance.opendatasoft_server import portal
from tests.collectors.local_net import NOW, items, later, pages


def normal(source, item):
    return source.normalise(Row(item, source.fields))


def reports(days, each=1):
    """Reports of the last so many days, `each` a day, the oldest first."""
    first = NOW.date() - timedelta(days=days - 1)
    return [
        {"id": f"{n:05}-{k}", "creationdate": (first + timedelta(days=n)).isoformat(), "category": "Energie"}
        for n in range(days)
        for k in range(each)
    ]


# How it is asked


def test_the_past_is_exported_by_windows_and_then_only_the_last_days_are_read():
    asked, kept = [], reports(40)
    with portal({"signalconso": kept}, asked=asked) as url:
        found = pages(SIGNALCONSO, {"url": url, "history": 0, "window": 15, "key": "s3cret"})
        assert items(SIGNALCONSO, found) == kept
        assert [page.cursor for page in found] == [
            {"signalconso": {"from": "2026-10-29"}},
            {"signalconso": {"from": "2026-11-13"}},
            {"signalconso": {"since": "2026-11-22"}},
        ]
        again = pages(SIGNALCONSO, {"url": url}, found[-1].cursor, later(2))
        assert items(SIGNALCONSO, again) == kept[-8:]  # 15 to 22 November: the overlap of a week
        assert again[-1].cursor == {"signalconso": {"since": "2026-11-24"}}
    assert {request.headers["authorization"] for request in asked[:4]} == {"Apikey s3cret"}


def test_an_interrupted_past_goes_on_where_it_stopped():
    with portal({"signalconso": reports(40)}) as url:
        found = pages(SIGNALCONSO, {"url": url, "window": 15}, {"signalconso": {"from": "2026-11-13"}})
    assert items(SIGNALCONSO, found) == reports(40)[-10:]


def test_history_bounds_the_past():
    with portal({"signalconso": reports(40)}) as url:
        found = pages(SIGNALCONSO, {"url": url, "history": 10, "window": 4})
    assert items(SIGNALCONSO, found) == reports(40)[-11:]
    assert len(found) == 3


def test_records_dated_ahead_are_read():
    ahead = [*reports(1), {"id": "z", "creationdate": "2026-12-24", "category": "Jouets"}]
    with portal({"signalconso": ahead}) as url:
        found = pages(SIGNALCONSO, {"url": url, "history": 0})
        assert items(SIGNALCONSO, found) == ahead
        assert items(SIGNALCONSO, pages(SIGNALCONSO, {"url": url}, found[-1].cursor)) == ahead


def test_new_records_are_read_a_hundred_at_a_time():
    asked, kept = [], reports(3, each=150)
    with portal({"signalconso": kept}, asked=asked) as url:
        found = pages(SIGNALCONSO, {"url": url}, {"signalconso": {"since": "2026-11-22"}})
    assert items(SIGNALCONSO, found) == kept
    assert [int(request.query["offset"]) for request in asked] == [0, 100, 200, 300, 400]
    assert len(found) == 1  # one page of documents: the cursor moves when all are there


def test_more_than_records_can_reach_is_exported():
    kept = reports(7, each=1_500)
    with portal({"signalconso": kept}) as url:
        found = pages(SIGNALCONSO, {"url": url, "window": 3}, {"signalconso": {"since": "2026-11-22"}})
    assert items(SIGNALCONSO, found) == kept
    assert len(found) == 3
    assert found[-1].cursor == {"signalconso": {"since": "2026-11-22"}}


def test_a_portal_without_a_date_is_read_whole_every_time():
    kept = [{"id": "1", "creationdate": "hier"}]
    with portal({"signalconso": kept}) as url:
        with pytest.raises(ConfigError, match='holds no date in creationdate \\("hier"\\): set date_field'):
            pages(SIGNALCONSO, {"url": url, "history": 0})
        found = pages(SIGNALCONSO, {"url": url, "date_field": ""})
    assert items(SIGNALCONSO, found) == kept
    assert found[-1].cursor == {"signalconso": {}}


def test_an_empty_data_set_has_no_past():
    with portal({"signalconso": []}) as url:
        assert pages(SIGNALCONSO, {"url": url, "history": 0}) == []


def test_an_export_that_breaks_off_is_no_export():
    with (
        portal({"signalconso": reports(5)}, broken={"signalconso"}) as url,
        pytest.raises(SourceUnavailable, match=r"broke off: .*the search cluster is busy"),
    ):
        pages(SIGNALCONSO, {"url": url})


def test_the_portals_own_words_are_told():
    with portal({}) as url, pytest.raises(SourceRefused, match="Unknown dataset"):
        pages(SIGNALCONSO, {"url": url})


def test_each_data_set_has_its_own_mark():
    rows = [{"date_complet": "2026-11-16", "dep": "13", "taux_passages_grippe_sau": 1.5}]
    names = ["grippe", "covid"]
    with portal(dict.fromkeys(names, rows)) as url:
        found = pages(ODISSE, {"url": url, "datasets": names, "where": ""})
    assert found[-1].cursor == {name: {"since": "2026-11-22"} for name in names}


# What it becomes


def test_a_report_is_a_feedback_of_its_departement():
    item = {
        "id": "7d3f", "category": ["DemarchageTelephonique"], "creationdate": "2026-11-20", "dep_code": "1",
        "subcategories": ["On m'a appelé malgré mon refus", "Rénovation énergétique"], "status": "Transmis",
        "signalement_reponse": 0, "tags": ["Bloctel"],
    }  # fmt: skip
    assert normal(SIGNALCONSO, item) == Feedback(
        uid="signalconso:7d3f",
        title="Demarchage Telephonique",
        text="On m'a appelé malgré mon refus › Rénovation énergétique",
        created_at=datetime(2026, 11, 20, tzinfo=UTC),
        status="waiting",
        departement="01",
        services=["Demarchage Telephonique"],
        source="signalconso",
    )
    assert SIGNALCONSO.unknown(item) == []


@pytest.mark.parametrize(
    ("said", "status"), [(1, "answered"), ("1", "answered"), (True, "answered"), (None, "waiting")]
)
def test_an_answered_report(said, status):
    item = {"id": "1", "creationdate": "2026-11-20", "signalement_reponse": said}
    assert normal(SIGNALCONSO, item).status == status


def test_a_report_that_was_erased_is_not_kept():
    assert normal(SIGNALCONSO, {"id": "1", "creationdate": "2026-11-20", "status": "SuppressionRGPD"}) is None


WEEK = {
    "date_complet": "2026-11-16", "semaine": "2026-S47", "dep": "2A", "libgeo": "Corse-du-Sud", "reg": "94",
    "reglib": "Corse", "sursaud_cl_age_gene": "Tous âges", "taux_passages_grippe_sau": 812.4,
    "taux_hospit_grippe_sau": None, "taux_actes_grippe_sos": 1045.0,
}  # fmt: skip


def test_a_week_has_one_event_for_each_rate_that_is_published():
    found = [normal(ODISSE, item) for item in ODISSE.unpack(json.dumps([WEEK]).encode())]
    visits, admissions, home = found
    assert admissions is None
    assert home.kind == "home-visits"
    assert home.uid == "odisse:taux_actes_grippe_sos:2A:2026-11-16:Tous âges"
    assert visits == Event(
        uid="odisse:taux_passages_grippe_sau:2A:2026-11-16:Tous âges",
        kind="emergency-visits",
        at=datetime(2026, 11, 16, tzinfo=UTC),
        ended_at=datetime(2026, 11, 23, tzinfo=UTC),
        title="Grippe, Tous âges",
        value=812.4,
        unit="per 100,000 coded emergency visits",
        departement="2A",
        region="Corse",
        source="odisse",
    )


@pytest.mark.parametrize(
    ("row", "field"),
    [({"date_complet": "2026-11-16"}, "measure"), (WEEK | {"taux_mystere": 1.0}, "measure"),
     ({"taux_passages_grippe_sau": 1.0}, "week")],
)  # fmt: skip
def test_a_row_that_says_no_rate_is_told(row, field):
    *_, item = ODISSE.unpack(json.dumps([row]).encode())
    with pytest.raises(RecordError) as told:
        normal(ODISSE, item)
    assert told.value.field == field


EXPERIENCE = {
    "id_experience": 277136, "titre": "Pré-plainte", "description": "Le formulaire se bloque.", "pays": "France",
    "ressenti_usager": "Négatif", "statut_de_l_experience": "Expérience avec réponse",
    "code_insee_departement_usager": "06", "intitule_typologie_1": "Gendarmerie nationale",
    "canaux_typologie_1": ["E-mail", "Téléphone"], "code_postal_typologie_1": "06000", "reactivite": "Négatif",
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2020-07-17T21:39:00+00:00", datetime(2020, 7, 17, 21, 39, tzinfo=UTC)),
        ("2020-07-17T23:39:00", datetime(2020, 7, 17, 21, 39, tzinfo=UTC)),
        ("2020-07-17", datetime(2020, 7, 16, 22, tzinfo=UTC)),
        ("17/07/2020 23:39", datetime(2020, 7, 17, 21, 39, tzinfo=UTC)),
        ("17/07/2020", datetime(2020, 7, 16, 22, tzinfo=UTC)),
    ],
)
def test_an_experience_has_its_moment_however_the_portal_writes_it(written, at):
    assert normal(LIVE, EXPERIENCE | {"date_de_publication": written}).created_at == at


@pytest.mark.parametrize(
    ("written", "at", "repairs"),
    [
        ("2020-07-20T08:00:00+00:00", datetime(2020, 7, 20, 8, tzinfo=UTC), ()),
        ("20/07/2020 10:00", datetime(2020, 7, 20, 8, tzinfo=UTC), ()),
        (None, None, ()),
        ("bientôt", None, ("date of the answer unreadable: left out",)),
    ],
)
def test_when_an_experience_was_answered(written, at, repairs):
    more = {"date_de_publication": "2020-07-17", "date_reponse_structure_1": written}
    found = normal(LIVE, EXPERIENCE | more)
    assert (found.answered_at, found.repairs) == (at, repairs)


def test_an_experience_is_the_same_feedback_as_in_the_export():
    line = {
        "ID expérience": "277136", "Titre": "Pré-plainte", "Description": "Le formulaire se bloque.",
        "Date de publication": "17/07/2020 23:39", "Ressenti usager": "Négatif", "Pays": "France",
        "Statut de l'expérience": "Expérience avec réponse", "Code INSEE Département usager": "6.0",
        "Intitulé Typologie 1": "Gendarmerie nationale", "Canaux Typologie 1": "E-mail,Téléphone",
        "Code Postal typologie 1": "6000.0", "Réactivité": "Négatif",
        "Date réponse structure 1": "20/07/2020 10:00",
    }  # fmt: skip
    live = EXPERIENCE | {
        "date_de_publication": "2020-07-17T21:39:00+00:00",
        "date_reponse_structure_1": "2020-07-20T08:00:00+00:00",
    }
    assert normal(LIVE, live) == normal(EXPORT, line)


@pytest.mark.data
def test_every_real_experience_is_the_same_through_the_portal(shared):
    with (shared / "services_publics_plus/experiences.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    slugs = {spelt: LIVE.fields[name][0] for name, all_ in EXPORT.fields.items() for spelt in all_}
    for line in lines:
        exported = normal(EXPORT, line)
        row = {slugs[key]: value for key, value in line.items() if key in slugs}
        row["date_de_publication"] = day_first("", line["Date de publication"]).isoformat()
        assert normal(LIVE, row) == exported


# What is not hoped for


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b"", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"error_code": "ODSQLError", "message": "Unknown field: jour"}', "Unknown field: jour"),
        (b'["a"]', "neither an export nor a page"),
        (b"12", "neither an export nor a page"),
        (b'{"results": null}', "neither an export nor a page"),
    ],
)
def test_what_is_no_answer_of_the_portal_is_refused(document, told):
    with pytest.raises(DocumentError, match=told):
        unpack(document)


def test_a_byte_that_is_not_utf_8_costs_nothing():
    assert unpack('[{"id": "été"}]'.encode("cp1252")) == [{"id": "été"}]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20) | st.dates(min_value=date(1985, 1, 1)).map(str),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3),
    max_leaves=8,
)  # fmt: skip


@pytest.mark.parametrize("source", [LIVE, SIGNALCONSO, ODISSE], ids=lambda source: source.name)
@given(data=st.data())
def test_any_row_is_a_record_or_told(source, data):
    keys = sorted(
        {s for spellings in source.fields.values() for s in spellings} | {"taux_passages_grippe_sau"}
    )
    rows = data.draw(st.lists(st.dictionaries(st.sampled_from(keys), JSON), max_size=2))
    for item in source.unpack(json.dumps(rows).encode()):
        try:
            record = normal(source, item)
        except RecordError:
            continue
        assert record is None or (isinstance(record, Feedback | Event) and record.uid)


@given(st.binary(max_size=100) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_rows_or_refused(document):
    for source in (LIVE, ODISSE):
        with suppress(DocumentError):
            assert all(isinstance(item, dict) for item in source.unpack(document))
