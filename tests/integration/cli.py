"""`cyberimpact` as people run it: a process with a home of its own."""

import os
import subprocess
import sys
from pathlib import Path

import polars as pl


class Cli:
    """Called, it gives exit code, output and errors; `start` leaves the process running."""

    def __init__(self, home: Path, **more: str) -> None:
        self.home = home
        self.env = os.environ | {
            "CYBERIMPACT_DATA": str(home / "data"),
            "CYBERIMPACT_GRAPH": str(home / "data" / "graph.kgl"),
            "CYBERIMPACT_KEY": str(home / "key"),
            "CYBERIMPACT_SOURCES": str(home / "sources.yml"),
            "CYBERIMPACT_LANG": "en",
            "COLUMNS": "240",
            **more,
        }

    def start(self, *words: object, **options: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "cyberimpact", *map(str, words)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
        return subprocess.Popen(command, env=self.env, cwd=self.home, **pipes)

    def __call__(self, *words: object, **options: object) -> tuple[int, str, str]:
        with self.start(*words, **options) as process:
            out, err = process.communicate(timeout=600)
        return process.returncode, out, err

    def table(self, *words: object) -> pl.DataFrame:
        """An export, read again."""
        out = self.home / "out.csv"
        code, _, err = self("export", *words, "--out", out)
        assert (code, err) == (0, "")
        return pl.read_csv(out)
