import hashlib
import hmac
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import feedparser
import pytest

from dash_app.alerts.book import LEASE, Book
from dash_app.alerts.channels import Feed, Mail, Webhook
from dash_app.alerts.delivery import deliver, deliveries
from dash_app.alerts.errors import BookError
from dash_app.alerts.message import Message
from dash_app.alerts.sending import DeliveryError, send_mail, send_webhook, write_feed
from graph.neo4j_server import free_port
from tests.dash_app.alerts.servers import mail_server, webhook_server

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MESSAGE = Message("a1", NOON.isoformat(), "Crue à Brest", "Vu : 12.\nPourquoi : l’eau", {"alert_id": "a1"})


@pytest.fixture
def book(tmp_path):
    with closing(Book(tmp_path / "alerts.sqlite")) as opened:
        yield opened


@pytest.fixture
def mails():
    with mail_server() as (box, port):
        yield box, port


@pytest.fixture
def hooks():
    with webhook_server() as found:
        yield found


def mail(port, *to):
    return Mail("127.0.0.1", port, "none", "alerts@example.org", to or ("cell@example.org",))


def issue(book, channels, message=MESSAGE):
    """Write the message for every channel."""
    alert = {"alert_id": message.id, "due_at": NOON, "signals": [f"signal of {message.id}"]}
    return book.issue(alert, deliveries(message, tuple(channels), channels), NOON)


def send(book, channels, minutes=0):
    return deliver(book, channels, lambda: NOON + timedelta(minutes=minutes))


def test_a_mail_as_it_arrives(mails):
    box, port = mails
    send_mail(mail(port), "cell@example.org", MESSAGE)
    send_mail(mail(port), "cell@example.org", MESSAGE)
    (to, first), (_, second) = box.mails
    read = message_from_bytes(first, policy=default)
    assert to == ["cell@example.org"]
    assert (read["subject"], read["from"], read["to"]) == (
        "Crue à Brest", "alerts@example.org", "cell@example.org",
    )  # fmt: skip
    assert read.get_content().replace("\r\n", "\n").strip() == MESSAGE.text
    assert read["date"].datetime == NOON
    assert read["message-id"] == message_from_bytes(second, policy=default)["message-id"]
    assert read["message-id"].endswith("@example.org>")


def test_a_webhook_as_it_arrives(hooks):
    receiver, url = hooks
    send_webhook(Webhook(url, "secret"), MESSAGE)
    ((headers, body, raw),) = receiver.requests
    assert (body["id"], body["data"]) == ("a1", {"alert_id": "a1"})
    assert headers["Idempotency-Key"] == "a1"
    assert (
        headers["X-CyberImpact-Signature"] == f"sha256={hmac.new(b'secret', raw, hashlib.sha256).hexdigest()}"
    )


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_webhook_that_does_not_take_it(hooks, status):
    receiver, url = hooks
    receiver.status = status
    with pytest.raises(DeliveryError, match=f"answered {status}"):
        send_webhook(Webhook(url), MESSAGE)


def test_nobody_there():
    with pytest.raises(DeliveryError):
        send_webhook(Webhook(f"http://127.0.0.1:{free_port()}/"), MESSAGE)
    with pytest.raises(DeliveryError, match=r"127\.0\.0\.1"):
        send_mail(mail(free_port()), "cell@example.org", MESSAGE)


def test_a_feed_that_readers_read(tmp_path):
    odd = Message("a2", (NOON + timedelta(hours=1)).isoformat(), "B & <b>", "\x00\x1b[1mtext", None)
    channel = Feed(tmp_path / "new" / "alerts.atom", "Alertes", 100)
    write_feed(channel, [odd, MESSAGE])
    first = channel.file.read_bytes()
    write_feed(channel, [odd, MESSAGE])
    assert channel.file.read_bytes() == first
    read = feedparser.parse(first)
    assert not read.bozo
    assert read.feed.title == "Alertes"
    assert [(entry.id, entry.title) for entry in read.entries] == [
        ("urn:cyberimpact:a2", "B & <b>"), ("urn:cyberimpact:a1", "Crue à Brest"),
    ]  # fmt: skip
    assert list(tmp_path.rglob(".*")) == []


def test_what_is_not_taken_is_tried_again_and_sent_once(book, mails):
    box, port = mails
    channels = {"cell": mail(port)}
    assert issue(book, channels)
    box.closed = True
    assert (send(book, channels).sent, send(book, channels).sent) == (0, 0)  # the second look is too early
    assert book.deliveries().select("state", "attempts").rows() == [("waiting", 1)]
    assert "451" in book.deliveries()["problem"][0]
    assert send(book, channels, 1).sent == 0
    box.closed = False
    assert [send(book, channels, minutes).sent for minutes in (2, 3, 4, 600)] == [0, 1, 0, 0]
    assert len(box.mails) == 1
    assert book.deliveries().select("state", "attempts", "problem").rows() == [("sent", 3, None)]


def test_pauses_double_and_have_an_end(book):
    channels = {"hook": Webhook(f"http://127.0.0.1:{free_port()}/")}
    issue(book, channels)
    now, pauses = NOON, []
    for _ in range(12):
        deliver(book, channels, lambda: now)  # noqa: B023 - called at once
        due = book.deliveries()["next_at"][0]
        pauses.append((due - now).total_seconds() / 60)
        now = due
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]


def test_one_recipient_refused_does_not_make_the_others_hear_twice(book, mails):
    box, port = mails
    box.refused.add("b@example.org")
    channels = {"cell": mail(port, "a@example.org", "b@example.org", "c@example.org")}
    issue(book, channels)
    assert send(book, channels).sent == 2
    box.refused.clear()
    assert send(book, channels, 5).sent == 1
    assert sorted(to for to, _ in box.mails) == [["a@example.org"], ["b@example.org"], ["c@example.org"]]


def test_one_channel_down_does_not_stop_the_others(book, hooks, tmp_path):
    receiver, url = hooks
    channels = {"down": Webhook(f"http://127.0.0.1:{free_port()}/"), "up": Webhook(url),
                "feed": Feed(tmp_path / "a.atom", "A", 10)}  # fmt: skip
    issue(book, channels)
    done = send(book, channels)
    assert (done.sent, [channel for channel, _ in done.problems]) == (2, ["down"])
    assert len(receiver.requests) == 1


def test_an_alert_is_issued_once_and_with_its_deliveries_or_not_at_all(book):
    channels = {"hook": Webhook("http://127.0.0.1:9/")}
    assert issue(book, channels)
    assert not issue(book, channels)
    alert = {"alert_id": "late", "due_at": NOON, "signals": ["new", "signal of a1"]}
    assert not book.issue(alert, [], NOON)
    assert book.deliveries().height == 1
    broken = {"alert_id": "a1", "due_at": NOON, "signals": ["another"]}  # its name is taken
    with pytest.raises(BookError):
        book.issue(broken, deliveries(MESSAGE, ("hook",), channels), NOON)
    assert book.told(["another", "signal of a1"]) == {"signal of a1"}


def test_a_process_that_died_while_it_sent_leaves_the_message_to_the_next(book, hooks):
    receiver, url = hooks
    channels = {"hook": Webhook(url)}
    issue(book, channels)
    assert book.take(NOON, NOON) is not None  # and the process is gone
    assert send(book, channels).sent == 0
    assert send(book, channels, LEASE.total_seconds() / 60).sent == 1
    assert len(receiver.requests) == 1


def test_several_processes_send_each_message_once(tmp_path, hooks):
    receiver, url = hooks
    channels = {"hook": Webhook(url)}
    path = tmp_path / "alerts.sqlite"
    with closing(Book(path)) as book:
        for number in range(30):
            issue(book, channels, Message(f"m{number}", NOON.isoformat(), "s", "t", None))

    def work():
        with closing(Book(path)) as own:
            send(own, channels)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(body["id"] for _, body, _ in receiver.requests) == sorted(
        f"m{number}" for number in range(30)
    )


def test_a_channel_that_is_gone_keeps_its_messages(book, hooks):
    receiver, url = hooks
    issue(book, {"hook": Webhook(url)})
    assert send(book, {}).problems == (("hook", "this channel is no longer in rules.yml"),)
    assert send(book, {"hook": Webhook(url)}, 1).sent == 1
    assert len(receiver.requests) == 1


def test_the_book_survives_its_process(tmp_path, book):
    issue(book, {"hook": Webhook("http://127.0.0.1:9/")})
    book.answer("a1", "true", NOON)
    with closing(Book(tmp_path / "alerts.sqlite")) as again:
        assert again.answers().rows() == [(1, NOON, "a1", "true")]
        assert again.deliveries()["state"].to_list() == ["waiting"]


def test_a_file_that_is_no_book_is_refused(tmp_path):
    (tmp_path / "alerts.sqlite").write_text("not a database, but long enough to be taken for one " * 20)
    with pytest.raises(BookError, match="Put it aside"):
        Book(tmp_path / "alerts.sqlite")
