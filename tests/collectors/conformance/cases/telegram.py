"""Telegram: a local server of the encrypted protocol."""

from collectors.social.telegram import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.social import telegram_messages as golden

CASE = Case(
    source=SOURCE,
    items=[golden.item(found) for found in [*golden.MESSAGES, *golden.NOTHING]],
    records=len(golden.MESSAGES),
    serve=golden.serve,
    config=golden.given,
    bad=golden.item(golden.BAD),
    names=("nour_p", "Kerbrat", "Nour Le Goff", "pontrieux_info", "pontrieux_entraide", "user78"),
    faults=False,
    drifts=False,  # a TL object holds no field that the client does not know
)
