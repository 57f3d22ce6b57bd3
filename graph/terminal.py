"""The terminal: results on standard output, progress on standard error, options as mappings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

OUT = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
ERR = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for work whose length is known: call it with done and total."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def status(what: str) -> Callable[[str], None]:
    """Say on a terminal which step of `what` runs; elsewhere say nothing."""

    def tell(step: str) -> None:
        if ERR.is_terminal:
            ERR.print(f"{what}: {step} …", end="\r")

    return tell


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A counter for work whose length is not known: call it with how many more."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda more: bar.update(task, advance=more)


def pairs(texts: Sequence[str]) -> dict[str, str]:
    """name=value options as a mapping; a usage error where one is none."""
    if wrong := [text for text in texts if "=" not in text]:
        raise typer.BadParameter(f"{wrong[0]!r} is not name=value")
    return dict(text.split("=", 1) for text in texts)
