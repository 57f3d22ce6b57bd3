"""An open data portal with Opendatasoft's Explore API v2.1: its limits, its dates, its chunked exports."""

import json
import re

from tests.collectors.conformance.server import Answer, serving

PATH = re.compile(r"/api/explore/v2\.1/catalog/datasets/([^/]+)/(records|exports/json)")
CONDITION = re.compile(r"(\w+) (>=|<) date'([\d-]+)'")


def portal(datasets, faults=None, asked=None, broken=()):
    """Serve data sets (name → records); `asked` collects the requests, exports named in `broken` break off."""

    def answer(request):
        if asked is not None:
            asked.append(request)
        match = PATH.fullmatch(request.path)
        if match is None or match[1] not in datasets:
            return _refused(404, "NotFoundError", f"Unknown dataset: {request.path}")
        found = _selected(datasets[match[1]], request.query)
        if match[2] == "records":
            return _records(found, request.query)
        return _export(found, cut=match[1] in broken)

    return serving(answer, faults)


def portal_of(name):
    """A server for Case.serve with one data set."""
    return lambda items, faults: portal({name: items}, faults)


def _refused(status, code, message):
    return Answer(json.dumps({"error_code": code, "message": message}).encode(), status)


def _selected(records, query):
    """Records under the date conditions of `where`, in the order of `order_by`."""
    where, order = query.get("where", ""), query.get("order_by")
    found = list(records)
    for field, sign, day in CONDITION.findall(where):
        dated = [r for r in found if r.get(field) is not None]
        found = [r for r in dated if (str(r[field])[:10] >= day) == (sign == ">=")]
    if " is not null" in where:
        found = [r for r in found if r.get(order) is not None]
    return sorted(found, key=lambda r: str(r.get(order))) if order else found


def _records(found, query):
    limit, offset = int(query.get("limit", 10)), int(query.get("offset", 0))
    if limit > 100:
        return _out_of_range("limit", limit, "-1 <= limit <= 100")
    if limit + offset > 10_000:
        return _out_of_range("sum of offset + limit", limit + offset, "<= 10000")
    page = {"total_count": len(found), "results": found[offset : offset + limit]}
    return Answer(json.dumps(page, ensure_ascii=False).encode())


def _out_of_range(name, value, expected):
    message = f"Invalid value for {name} API parameter: {value} was found but {expected} is expected."
    return _refused(400, "InvalidRESTParameterError", message)


def _export(found, *, cut):
    """One line a record, streamed; what breaks off says so in the body, after a status of 200."""
    lines = [json.dumps(record, ensure_ascii=False).encode() for record in found]
    end = b"\nStreaming interrupted due to the following error: the search cluster is busy" if cut else b"\n]"
    pieces = [b"[\n", *(line + (b",\n" if n + 1 < len(lines) else b"") for n, line in enumerate(lines)), end]
    return Answer(chunks=pieces)
