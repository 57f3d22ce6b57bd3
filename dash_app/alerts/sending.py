"""One message by one channel, or DeliveryError: nothing is swallowed."""

from __future__ import annotations

import hashlib
import hmac
import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import httpx

from graph.durable import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash_app.alerts.channels import Feed, Mail, Webhook
    from dash_app.alerts.message import Message

TIMEOUT_S = 30.0
_ATOM = "http://www.w3.org/2005/Atom"
_NAME = "urn:cyberimpact:{}"


class DeliveryError(Exception):
    """The channel did not take the message: it will be tried again."""


def send_mail(channel: Mail, to: str, message: Message) -> None:
    """One mail to one recipient. Its Message-ID is that of every attempt, so that a repetition can be told."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = channel.sender, to, message.subject
    mail["Date"] = format_datetime(datetime.fromisoformat(message.at))
    domain = channel.sender.rpartition("@")[2].rstrip(">") or "localhost"
    name = hashlib.sha256(f"{message.id}\n{to}".encode()).hexdigest()[:32]
    mail["Message-ID"] = f"<{name}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    mail.set_content(message.text)
    try:
        with _smtp(channel) as server:
            server.send_message(mail)
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(f"{channel.host}:{channel.port}: {error}") from error


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that this machine trusts: reading them takes longer than sending a message."""
    return ssl.create_default_context()


def _smtp(channel: Mail) -> smtplib.SMTP:
    if channel.security == "tls":
        context = _trusted()
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            channel.host, channel.port, timeout=TIMEOUT_S, context=context
        )
    else:
        server = smtplib.SMTP(channel.host, channel.port, timeout=TIMEOUT_S)
    try:
        if channel.security == "starttls":
            server.starttls(context=_trusted())
        if channel.user is not None and channel.password is not None:
            server.login(channel.user, channel.password)
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def send_webhook(channel: Webhook, message: Message) -> None:
    """POST of JSON. `Idempotency-Key` is that of every attempt; with a secret, `X-CyberImpact-Signature` is
    "sha256=" and the HMAC of the body.
    """
    body = message.json().encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": message.id}
    if channel.secret:
        digest = hmac.new(channel.secret.encode(), body, "sha256").hexdigest()
        headers["X-CyberImpact-Signature"] = f"sha256={digest}"
    try:
        answer = httpx.post(channel.url, content=body, headers=headers, timeout=TIMEOUT_S, verify=_trusted())
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DeliveryError(f"webhook: {error or type(error).__name__}") from error
    if not answer.is_success:
        raise DeliveryError(f"webhook: answered {answer.status_code}")


def write_feed(channel: Feed, messages: Sequence[Message]) -> None:
    """The Atom file (RFC 4287), newest first, replaced whole: writing it again changes nothing."""
    feed = ET.Element("feed", xmlns=_ATOM)
    updated = max((message.at for message in messages), default="1970-01-01T00:00:00+00:00")
    for tag, text in (("title", channel.title), ("id", _NAME.format("alerts")), ("updated", updated)):
        ET.SubElement(feed, tag).text = text
    ET.SubElement(ET.SubElement(feed, "author"), "name").text = "CyberImpact"
    for message in messages:
        entry = ET.SubElement(feed, "entry")
        parts = (("title", message.subject), ("id", _NAME.format(message.id)), ("updated", message.at))
        for tag, text in parts:
            ET.SubElement(entry, tag).text = _xml_text(text)
        ET.SubElement(entry, "content", type="text").text = _xml_text(message.text)
    try:
        write_whole(channel.file, ET.tostring(feed, encoding="utf-8", xml_declaration=True))
    except OSError as error:
        raise DeliveryError(f"{channel.file}: {error.strerror}") from error


def _xml_text(text: str) -> str:
    """Without the control characters that XML cannot hold, which posts may carry."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")
