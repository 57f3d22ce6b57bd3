"""What waits in the book goes out; what is not taken waits longer, and is never lost.

A message is marked sent as soon as its channel took it. Between the two a process can die: then the same message
goes again under the same name (Message-ID, Idempotency-Key, Atom id), by which a receiver knows it. Two processes
never send the same message at the same time: it is leased to one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash_app.alerts.book import Delivery
from dash_app.alerts.channels import Mail, Webhook, targets
from dash_app.alerts.message import Message, read_message
from dash_app.alerts.sending import DeliveryError, send_mail, send_webhook, write_feed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from dash_app.alerts.book import Book
    from dash_app.alerts.channels import Channel


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many went out (a feed counts once), and why others did not: (channel, problem), each once."""

    sent: int
    problems: tuple[tuple[str, str], ...]


def deliveries(message: Message, to: Sequence[str], channels: Mapping[str, Channel]) -> list[Delivery]:
    """The message for every target of these channels: two readers at one target hear of an alert once."""
    text = message.json()
    return [
        Delivery(f"{message.id} {name} {target}".rstrip(), name, target, text)
        for name in to
        for target in targets(channels[name])
    ]


def deliver(book: Book, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> Delivered:
    """Send all that is due by the clock; what fails is due again later."""
    start, sent, problems = clock(), 0, dict[tuple[str, str], None]()
    while (one := book.take(start, clock())) is not None:
        try:
            _send(book, channels, one, clock())
        except DeliveryError as error:
            problems[one.channel, str(error)] = None
            book.failed(one, str(error), clock())
        else:
            sent += 1
            book.sent(one, clock())
    return Delivered(sent, tuple(problems))


def _send(book: Book, channels: Mapping[str, Channel], one: Delivery, now: datetime) -> None:
    channel = channels.get(one.channel)
    if channel is None:
        raise DeliveryError("this channel is no longer in rules.yml")
    message = read_message(one.message)
    if isinstance(channel, Mail):
        send_mail(channel, one.target, message)
    elif isinstance(channel, Webhook):
        send_webhook(channel, message)
    else:
        texts, place = book.messages(one.channel, channel.kept)
        write_feed(channel, [read_message(text) for text in texts])
        book.sent_up_to(one.channel, place, now)
