"""`cyberimpact services`: through which accounts services speak, so that their voice can be told from others'."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.terminal import OUT

if TYPE_CHECKING:
    from graph.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Services: declare the accounts through which they speak.")


@app.command(epilog="Example: cyberimpact services declare accounts.yml")
def declare(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Service: [platform:account, …], as YAML.")
    ],
) -> None:
    """Say which accounts are those of services; the file replaces what was declared before.

    The graph keeps pseudonyms only. Declare accounts of institutions, never those of people.
    """
    from dash_app.services import accounts  # noqa: PLC0415 - with the store
    from graph.privacy import Pseudonyms, read_or_create_key  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    try:
        found = accounts.read_accounts(file)
    except accounts.AccountsError as error:
        raise typer.BadParameter(str(error)) from error
    pseudonyms = Pseudonyms(read_or_create_key(settings.key))
    with settings.store() as store:
        told = accounts.declare(store, found, pseudonyms, datetime.now(UTC))
    OUT.print("\n".join(accounts.lines(told)))


@app.command("list", epilog="Example: cyberimpact services list --format csv")
def list_(
    ctx: typer.Context,
    form: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """Declared accounts, as pseudonyms, with their posts in the graph."""
    from cypher import query  # noqa: PLC0415 - with the store
    from dash_app import terminal  # noqa: PLC0415 - as above
    from dash_app.services.accounts import QUESTION  # noqa: PLC0415 - as above
    from dash_app.texts import language  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    if form not in terminal.FORMS:
        raise typer.BadParameter(f"there is no format {form!r}; there are {', '.join(terminal.FORMS)}")
    with settings.store() as store:
        found = store.read(query(QUESTION))
    terminal.show(OUT, found, form, language(settings.lang))
