"""Short addresses followed on a local server: what is found, what is refused, what is asked."""

from __future__ import annotations

import asyncio
import sqlite3
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import polars as pl
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from collectors.enrichment import redirect_cache
from collectors.enrichment.redirects import SHORTENERS, Resolver, resolved, targets_of
from collectors.enrichment.text import canonical_url

HERE = "127.0.0.1"
FINAL = "https://journal.test/article?utm_source=x"


class Shortener(BaseHTTPRequestHandler):
    """/to/… sends on by the table of the server; it notes what it was asked."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.headers["Host"], self.path))
        answer = self.server.answers.get(self.path, (404, ""))
        if callable(answer):
            answer = answer(self)
        status, location = answer
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Set-Cookie", "seen=1")
        self.send_header("Content-Length", "1000000000")
        self.end_headers()
        self.server.cookies.append(self.headers["Cookie"])

    do_GET = do_HEAD  # noqa: N815 - the name that http.server looks for

    def log_message(self, *_):
        """Nothing on the screen."""


@pytest.fixture
def server():
    with ThreadingHTTPServer((HERE, 0), Shortener) as http:
        http.asked, http.answers, http.cookies = [], {}, []
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield http
        http.shutdown()
        thread.join()


def resolver(server, hosts=None, **given):
    """A resolver for which short.test is the server and journal.test is public."""
    known = {"short.test": [HERE], "other.test": [HERE], "journal.test": ["1.1.1.1"], **(hosts or {})}

    async def lookup(host, _port):
        server.asked.append(("lookup", host, ""))
        if host not in known:
            raise OSError("no such host")
        found = known[host]
        return found.pop(0) if isinstance(found[0], list) else found

    shorteners = frozenset({"short.test", "other.test", "inside.test", "rebind.test", HERE})
    settings = {"allowed": _here_or_one, "lookup": lookup, "ports": frozenset({80, 443, server.server_port})}
    return Resolver(shorteners=shorteners, **settings | given)


def _here_or_one(address):
    return address in (ip_address(HERE), ip_address("1.1.1.1"))


def short(server, path="/to", host="short.test"):
    return f"http://{host}:{server.server_port}{path}"


def asked(server):
    return [entry for entry in server.asked if entry[0] != "lookup"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_short_address_leads_on(server, status):
    server.answers["/to"] = (status, FINAL)
    assert targets_of([short(server)], resolver(server)) == {short(server): FINAL}
    assert asked(server) == [("HEAD", f"short.test:{server.server_port}", "/to")]


def test_a_chain_is_followed_and_its_end_is_not_fetched(server):
    server.answers["/to"] = (301, short(server, "/next", "other.test"))
    server.answers["/next"] = (301, "/relative?q=1")
    server.answers["/relative?q=1"] = (301, FINAL)
    assert targets_of([short(server)], resolver(server)) == {short(server): FINAL}
    hosts = [host.split(":")[0] for _, host, _ in asked(server)]
    assert hosts == ["short.test", "other.test", "other.test"]
    assert server.cookies == [None] * 3


def test_a_server_that_knows_no_head_is_asked_with_get(server):
    server.answers["/to"] = lambda request: (405, "") if request.command == "HEAD" else (302, FINAL)
    assert targets_of([short(server)], resolver(server)) == {short(server): FINAL}
    assert [method for method, *_ in asked(server)] == ["HEAD", "GET"]


@pytest.mark.parametrize(("steps", "reaches"), [(5, True), (6, False)])
def test_a_chain_has_five_hops_at_most(server, steps, reaches):
    for step in range(steps):
        server.answers[f"/{step}"] = (301, short(server, f"/{step + 1}") if step < steps - 1 else FINAL)
    found = targets_of([short(server, "/0")], resolver(server))
    assert found == ({short(server, "/0"): FINAL} if reaches else {})
    assert len(asked(server)) == 5


def test_a_loop_ends(server):
    server.answers["/to"] = (301, "/to")
    assert targets_of([short(server)], resolver(server)) == {}
    assert len(asked(server)) == 5


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/",
        "http://[::ffff:10.0.0.1]/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "file:///etc/passwd",
        "ftp://journal.test/", "javascript:alert(1)", "http://journal.test:22/", "http://inside.test/",
        "http://both.test/", "http://user@journal.test/", "http://unknown.test/", "http://[::1/", "",
        "https://journal.test/" + "a" * 3_000,
    ],
)  # fmt: skip
def test_what_leads_inside_or_nowhere_stays_as_it_is(server, location):
    server.answers["/to"] = (301, location)
    hosts = {"inside.test": ["10.0.0.1"], "both.test": ["1.1.1.1", "192.168.0.1"]}
    urls = pl.Series("urls", [[short(server)]])
    assert resolved(urls, resolver(server, hosts)).to_list() == urls.to_list()


def test_a_shortener_at_a_private_address_is_not_connected_to(server):
    server.answers["/to"] = (301, FINAL)
    urls = [short(server, host=host) for host in ("inside.test", HERE)]
    private = resolver(server, {"inside.test": [HERE]}, allowed=Resolver().allowed)
    assert targets_of(urls, private) == {}
    assert asked(server) == []


def test_a_name_that_changes_its_address_is_looked_up_once(server):
    """DNS rebinding: the first answer is checked and connected to, there is no second question."""
    server.answers["/to"] = (301, FINAL)
    answers = [[HERE], ["10.0.0.1"]]
    found = targets_of([short(server, host="rebind.test")], resolver(server, {"rebind.test": answers}))
    assert list(found.values()) == [FINAL]
    assert server.asked.count(("lookup", "rebind.test", "")) == 1


def test_only_known_shorteners_are_asked(server):
    urls = [f"http://journal.test:{server.server_port}/to", short(server, "/"), short(server, ""), "rien", ""]
    assert targets_of(urls, resolver(server)) == {}
    assert server.asked == []


def test_a_slow_server_is_given_up(server):
    """A byte now and then would keep any timeout between two reads from ending the wait."""

    def drip(request):
        for _ in range(40):
            request.wfile.write(b"H")
            request.wfile.flush()
            time.sleep(0.05)
        return 301, FINAL

    server.answers["/to"] = drip
    server.handle_error = lambda *_: None
    start = time.monotonic()
    assert targets_of([short(server)], resolver(server, seconds=0.3)) == {}
    assert time.monotonic() - start < 1.5


def test_endless_headers_are_given_up(server):
    server.answers["/to"] = (301, FINAL + "a" * 300_000)
    assert targets_of([short(server)], resolver(server)) == {}


def test_tls_names_the_host_and_checks_its_certificate(server, tmp_path):
    names, context = [], ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(tmp_path / "short.pem"))
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None
    server.answers["/to"] = (301, FINAL)
    url = short(server).replace("http:", "https:")
    assert targets_of([url], resolver(server)) == {}
    assert set(names) == {"short.test"}
    assert asked(server) == []


def _self_signed(path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "short.test")])
    today = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), 1, today - timedelta(1), today + timedelta(1)
    )
    names = x509.SubjectAlternativeName([x509.DNSName("short.test")])
    signed = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*plain) + signed.public_bytes(serialization.Encoding.PEM))
    return path


def test_inside_an_event_loop(server):
    server.answers["/to"] = (301, FINAL)

    async def caller():
        return targets_of([short(server)], resolver(server))

    assert asyncio.run(caller()) == {short(server): FINAL}


def test_rows_keep_their_order_nulls_and_other_addresses(server):
    server.answers["/to"] = (301, FINAL)
    urls = pl.Series("urls", [["https://a.fr", short(server)], [], None, [short(server)]])
    found = resolved(urls, resolver(server))
    assert found.to_list() == [["https://a.fr", FINAL], [], None, [FINAL]]
    assert found.name == "urls"
    assert found.dtype == urls.dtype
    nothing = pl.Series("urls", [None, []], dtype=pl.List(pl.String))
    assert resolved(nothing, resolver(server)).to_list() == [None, []]


def test_what_is_known_is_not_asked_again(server, tmp_path):
    server.answers["/to"] = (301, FINAL)
    cached = resolver(server, cache=tmp_path / "new" / "redirects.sqlite", clock=lambda: 1_000.0)
    assert (
        targets_of([short(server)], cached) == targets_of([short(server)], cached) == {short(server): FINAL}
    )
    assert len(asked(server)) == 1


def test_a_failure_is_asked_again_after_a_week(server, tmp_path):
    path, url = tmp_path / "redirects.sqlite", short(server)
    week = redirect_cache.ASK_AGAIN_AFTER_S
    assert targets_of([url], resolver(server, cache=path, clock=lambda: 0.0)) == {}
    server.answers["/to"] = (301, FINAL)
    assert targets_of([url], resolver(server, cache=path, clock=lambda: week - 1)) == {}
    assert targets_of([url], resolver(server, cache=path, clock=lambda: week)) == {url: FINAL}


def test_the_cache_forgets_at_the_end_of_retention(tmp_path):
    path = tmp_path / "redirects.sqlite"
    redirect_cache.keep(path, {"https://t.co/a": FINAL}, 100.0)
    redirect_cache.keep(path, {"https://t.co/b": FINAL}, 200.0)
    assert redirect_cache.forget(path, 150.0) == 1
    assert redirect_cache.known(path, ["https://t.co/a", "https://t.co/b"], 200.0) == {
        "https://t.co/b": FINAL
    }


def test_a_broken_cache_stops_nothing(server, tmp_path, caplog):
    path = tmp_path / "redirects.sqlite"
    path.write_bytes(b"no database at all, but long enough to be looked at")
    server.answers["/to"] = (301, FINAL)
    assert targets_of([short(server)], resolver(server, cache=path)) == {short(server): FINAL}
    assert "cannot be read" in caplog.text
    assert "cannot be written" in caplog.text
    with pytest.raises(sqlite3.DatabaseError):
        redirect_cache.forget(path, 1.0)


def test_the_known_shorteners_are_canonical_hosts():
    assert {"t.co", "bit.ly", "tinyurl.com"} <= SHORTENERS
    assert all(canonical_url(f"https://{host}/a") == f"https://{host}/a" for host in SHORTENERS)
