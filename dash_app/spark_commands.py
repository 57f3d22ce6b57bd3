"""`cyberimpact spark …`: the figures of more posts than one machine holds, from Parquet to Parquet."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from analytics.spark import sessions
from graph.settings import Settings
from graph.terminal import ERR, OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame

    from analytics.spark.scratch import Scratch

app = typer.Typer(
    no_args_is_help=True,
    help="Figures beyond one machine, from Parquet to Parquet: local, on a Spark cluster, or on Sail (sc://…). "
    "They equal those of one machine row by row.",
)
ROUNDS = "_rounds"
SHARES = ("object_id", "account_id", "content_id", "timestamp_share")
EDGES = ("source", "target")

Table = Annotated[
    str, typer.Argument(metavar="POSTS.parquet", help="Canonical posts: a file, or a folder of files.")
]
Out = Annotated[Path, typer.Option("--out", help="A folder that all workers see; its result is replaced.")]
Master = Annotated[
    str,
    typer.Option("--master", help="local[2], spark://host:7077, yarn, k8s://…, or sc://host:port (Sail)."),
]
Partitions = Annotated[int, typer.Option("--partitions", min=1, help="Of each shuffle: 2 or 3 a core.")]
Memory = Annotated[str, typer.Option("--memory", help="Of the driver and of each executor: 2g.")]


class Job(NamedTuple):
    """What is read, and where rounds are kept."""

    table: DataFrame
    scratch: Scratch


@app.command(epilog="Example: cyberimpact spark cascades posts.parquet --out figures --master 'local[2]'")
def cascades(
    ctx: typer.Context,
    posts: Table,
    out: Out,
    master: Master = "local[2]",
    partitions: Partitions = 8,
    memory: Memory = "2g",
) -> None:
    """Size, users, depth, breadth, structural virality, times and repairs of every cascade → OUT/cascades."""
    with _job(ctx, posts, out, master, partitions, memory) as job:
        from analytics.spark.cascades import measure  # noqa: PLC0415 - an extra

        _write(measure(*job), out / "cascades")


@app.command(
    epilog="Example: cyberimpact spark coordination posts.parquet --kind link --time-window 60 --out figures"
)
def coordination(
    ctx: typer.Context,
    posts: Table,
    out: Out,
    kind: Annotated[
        str, typer.Option("--kind", help="repost, link, hashtags, text (column text_key), reply or media.")
    ] = "repost",
    time_window: Annotated[float, typer.Option("--time-window", min=0, help="Seconds.")] = 10,
    min_participation: Annotated[int, typer.Option("--min-participation", min=1)] = 2,
    keep_loops: Annotated[bool, typer.Option("--keep-loops", help="Pairs of one account, too.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Both accounts take part often enough.")] = False,
    master: Master = "local[2]",
    partitions: Partitions = 8,
    memory: Memory = "2g",
) -> None:
    """Accounts that share the same things within a window → OUT/coordination: source, target, weight, mean_lag_s.

    A table of object_id, account_id, content_id, timestamp_share is taken as it is. "Coordinated" is a signal,
    never a verdict. p-values, permutations and evidence are computed on one machine, on the edges kept here.
    """
    with _job(ctx, posts, out, master, partitions, memory) as job:
        from analytics.spark import co_shares, shares  # noqa: PLC0415 - an extra

        given = set(SHARES) <= set(job.table.columns)
        table = shares.of_table(job.table) if given else shares.of_posts(job.table, kind, job.scratch)
        found = co_shares.edges(
            table,
            job.scratch,
            time_window=time_window,
            min_participation=min_participation,
            remove_loops=not keep_loops,
            strict=strict,
        )
        _write(found, out / "coordination")


@app.command(epilog="Example: cyberimpact spark components posts.parquet --by link --out figures")
def components(
    ctx: typer.Context,
    posts: Table,
    out: Out,
    by: Annotated[
        str, typer.Option("--by", help="repost, link, hashtags, text (column text_key), reply or media.")
    ] = "link",
    master: Master = "local[2]",
    partitions: Partitions = 8,
    memory: Memory = "2g",
) -> None:
    """Posts that hang together by what they share → OUT/components: uid, component (its smallest uid).

    A table of source, target is taken as an edge list: node, component.
    """
    with _job(ctx, posts, out, master, partitions, memory) as job:
        from analytics.spark import components as merging  # noqa: PLC0415 - an extra
        from analytics.spark import networks, shares  # noqa: PLC0415 - as above

        if set(EDGES) <= set(job.table.columns):
            found = merging.components(job.table, job.scratch)
        else:
            shared = networks.of_shares(shares.of_posts(job.table, by, job.scratch))
            found = networks.of_posts(merging.components(shared, job.scratch))
        _write(found, out / "components")


@app.command(epilog="Example: cyberimpact spark communities posts.parquet --relation repost --out figures")
def communities(
    ctx: typer.Context,
    posts: Table,
    out: Out,
    relation: Annotated[str, typer.Option("--relation", help="repost, reply or quote.")] = "repost",
    master: Master = "local[2]",
    partitions: Partitions = 8,
    memory: Memory = "2g",
) -> None:
    """Communities of accounts by label propagation → OUT/communities: node, community.

    A table of source, target, weight is taken as an edge list. Label propagation with fixed ties, not Leiden:
    that stays on one machine.
    """
    with _job(ctx, posts, out, master, partitions, memory) as job:
        from analytics.spark import communities as labels  # noqa: PLC0415 - an extra
        from analytics.spark import networks  # noqa: PLC0415 - as above

        given = {*EDGES, "weight"} <= set(job.table.columns)
        edges = job.table if given else networks.relays(job.table, relation)
        _write(labels.communities(edges, job.scratch), out / "communities")


@contextmanager
def _job(
    ctx: typer.Context, table: str, out: Path, master: str, partitions: int, memory: str
) -> Iterator[Job]:
    """Spark for the time of one verb; what goes wrong with its input is said in a line."""
    settings: Settings = ctx.obj
    if "://" not in table and not Path(table).exists():
        raise typer.BadParameter(f"there is no file {table}")
    rounds = out.absolute() / ROUNDS
    try:
        spark = sessions.start(master, environment=settings.environment, partitions=partitions, memory=memory)
        from analytics.spark.scratch import Scratch  # noqa: PLC0415 - an extra

        try:
            yield Job(spark.read.parquet(table), Scratch(spark, str(rounds)))
        finally:
            spark.stop()
            shutil.rmtree(rounds, ignore_errors=True)
    except (sessions.SparkMissingError, ValueError) as error:
        ERR.print(f"error: {error}")
        raise typer.Exit(1) from error


def _write(found: DataFrame, folder: Path) -> None:
    path = str(folder.absolute())
    found.write.mode("overwrite").parquet(path)
    OUT.print(f"{folder}  {found.sparkSession.read.schema(found.schema).parquet(path).count():,} rows")
