"""Every figure on a given session, written as Parquet: run in the tests' own process, and by another Python on Sail."""

import sys

RELATION = "repost"
WINDOW = 6 * 3_600
PAIRS = {
    "link": {"remove_loops": False, "min_participation": 3},
    "repost": {"strict": True},
    "hashtags": {"min_participation": 4},
    "table": {"strict": True, "remove_loops": False, "min_participation": 20},
}


def write_cascades(spark, posts, out):
    from analytics.spark.cascades import measure
    from analytics.spark.scratch import Scratch

    found = measure(spark.read.parquet(str(posts)), Scratch(spark, f"{out}/rounds-cascades"))
    found.write.mode("overwrite").parquet(f"{out}/cascades")


def write_pairs(spark, posts, out, kind):
    from analytics.spark import co_shares, shares
    from analytics.spark.scratch import Scratch

    scratch = Scratch(spark, f"{out}/rounds-{kind}")
    table = spark.read.parquet(str(posts))
    shared = shares.of_table(table) if kind == "table" else shares.of_posts(table, kind, scratch)
    found = co_shares.edges(shared, scratch, time_window=WINDOW, **PAIRS[kind])
    found.write.mode("overwrite").parquet(f"{out}/{kind}")


def write_components(spark, posts, out):
    from analytics.spark import components, networks, shares
    from analytics.spark.scratch import Scratch

    scratch = Scratch(spark, f"{out}/rounds-components")
    shared = networks.of_shares(shares.of_posts(spark.read.parquet(str(posts)), "link", scratch))
    found = networks.of_posts(components.components(shared, scratch))
    found.write.mode("overwrite").parquet(f"{out}/components")


def write_communities(spark, posts, out):
    from analytics.spark import communities, networks
    from analytics.spark.scratch import Scratch

    edges = networks.relays(spark.read.parquet(str(posts)), RELATION)
    found = communities.communities(edges, Scratch(spark, f"{out}/rounds-communities"))
    found.write.mode("overwrite").parquet(f"{out}/communities")


def on_sail(dirty, clean, shares, out):
    """Start Sail's server here, and compute everything on it."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    spark = SparkSession.builder.remote(f"sc://127.0.0.1:{server.listening_address[1]}").getOrCreate()
    write_cascades(spark, dirty, out)
    write_components(spark, dirty, out)
    write_communities(spark, dirty, out)
    for kind in PAIRS:
        write_pairs(spark, shares if kind == "table" else clean, out, kind)
    spark.stop()
    server.stop()


if __name__ == "__main__":
    dependencies, *arguments = sys.argv[1:]
    sys.path.append(dependencies)  # behind its own: Polars and numba from here, PySpark from there
    on_sail(*arguments)
