"""accounts.yml: through which accounts services speak. What is declared is kept as pseudonyms only.

Préfecture de l’Hérault:                  # a service, named as in the feedback where it has any
  - x:19472577                            # platform:account, as the posts of that account name their author
  - mastodon:prefecture34@social.gouv.fr
CAF:
  - x:265478913
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import msgspec
import polars as pl
import yaml

from cypher import query
from graph import loads
from graph.schema import stale_relations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from graph.privacy import Pseudonyms
    from graph.store import Store

STAGE = "services:declare"
QUESTION = "services/accounts"


class AccountsError(Exception):
    """A file of accounts that declares nothing, with its cure."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a declaration changed: each account with its posts, and how many accounts no longer count."""

    accounts: pl.DataFrame
    withdrawn: int


def read_accounts(path: Path) -> pl.DataFrame:
    """service, account (as the file has it), in the order of the file; AccountsError where it is none."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        declared = msgspec.convert(data, dict[str, list[str]])
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise AccountsError(f"{path} is no YAML: {reason}\n{_FORM}") from error
    except (msgspec.ValidationError, UnicodeDecodeError) as error:
        raise AccountsError(f"{path} declares no accounts: {error}\n{_FORM}") from error
    rows = [
        (service.strip(), account.strip()) for service, accounts in declared.items() for account in accounts
    ]
    plain = next((account for _, account in rows if ":" not in account.strip(":")), None)
    if plain is not None:
        raise AccountsError(f"{path}: {plain!r} does not say its platform\n{_FORM}")
    found = pl.DataFrame(rows, {"service": pl.String, "account": pl.String}, orient="row").unique(
        maintain_order=True
    )
    _of_one(found, path)
    return found


def declare(store: Store, accounts: pl.DataFrame, pseudonyms: Pseudonyms, now: datetime) -> Declared:
    """Replace what was declared before by these accounts (service, account); the graph gets pseudonyms only."""
    before = store.read(query(QUESTION))
    edges = accounts.select(
        source="service",
        target=pl.Series("target", [pseudonyms.of(account) for account in accounts["account"]], pl.String),
    )
    run = f"{STAGE}:{_digest(edges)}"
    noted = {"uid": run, "stage": STAGE, "version": version("cyberimpact"), "started_at": now}
    store.load(loads.IMPORTS, pl.DataFrame([{**noted, "finished_at": now, "loaded": edges.height}]))
    store.load(loads.SERVICES, edges.select(name="source").unique(maintain_order=True))
    store.load(loads.ACCOUNTS, edges.select(uid="target"))
    store.load(loads.SPEAKERS, edges.with_columns(run=pl.lit(run)))
    store.sweep(stale_relations("SPEAKS_AS", "Service"), {"run": run})
    found = store.read(query(QUESTION))
    gone = before.join(found, on=["service", "account"], how="anti").height
    return Declared(found, gone)


def lines(declared: Declared) -> list[str]:
    """A line for each service; which accounts have no post, since a name may be wrong."""
    told = []
    for (service,), own in declared.accounts.group_by("service", maintain_order=True):
        silent = own.filter(pl.col("posts") == 0).height
        missing = f", {silent} of them without a post in the graph" if silent else ""
        told.append(f"{service}  {own.height} accounts, {own['posts'].sum():,} posts{missing}")
    if declared.withdrawn:
        told.append(f"{declared.withdrawn} accounts that were declared before no longer count")
    return told or ["no account is declared"]


def _of_one(accounts: pl.DataFrame, path: Path) -> None:
    shared = (
        accounts.group_by("account", maintain_order=True)
        .agg("service")
        .filter(pl.col("service").list.len() > 1)
    )
    if shared.height:
        account, services = shared.row(0)
        raise AccountsError(
            f"{path}: {account} is declared for {' and '.join(services)}\n  Give it to the one that writes there."
        )


def _digest(edges: pl.DataFrame) -> str:
    said: Mapping[str, list[str]] = edges.to_dict(as_series=False)
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:16]


_FORM = "  Write   Name of the service: [x:19472577, mastodon:name@host]   (platform:account of institutions)"
