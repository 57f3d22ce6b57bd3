"""Run by the peer's own interpreter: python coordination_peer.py SHARES.csv EDGES.csv WINDOW REPEATS.

Prints the shortest time of its query in seconds; loading the database and making its indexes is not counted.
"""

import csv
import sqlite3
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from coordination_network_toolkit.compute_networks import compute_co_retweet_parallel
from coordination_network_toolkit.preprocess import preprocess_data

Row = tuple[str, str, str, str, str, str, str, list[str]]

INDEXES = """
    create index repost_user_time on edge(user_id, timestamp, repost_id) where repost_id is not null;
    create index repost_time on edge(repost_id, timestamp) where repost_id is not null;
    analyze;
"""


def main(shares: str, edges: str, window: str, repeats: str) -> None:
    with TemporaryDirectory() as folder:
        database = str(Path(folder) / "shares.db")
        with open(shares, newline="") as file:  # noqa: PTH123 - the peer runs on older versions too
            rows: list[Row] = [(r[2], r[1], r[1], r[0], "", "", r[3], []) for r in list(csv.reader(file))[1:]]
            preprocess_data(database, rows)
        with sqlite3.connect(database) as connection:
            connection.executescript(INDEXES)
        durations = []
        for _ in range(int(repeats)):
            start = time.perf_counter()
            compute_co_retweet_parallel(database, int(window), n_threads=2, min_edge_weight=1)
            durations.append(time.perf_counter() - start)
        with sqlite3.connect(database) as connection, open(edges, "w", newline="") as file:  # noqa: PTH123
            found = connection.execute("select * from co_retweet_network where user_1 <> user_2")
            csv.writer(file).writerows([("source", "target", "weight"), *found])
    print(f"seconds {min(durations)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
