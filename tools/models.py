"""Train what learns from labelled posts, where its data are.

    python -m tools.models [OUT] [--data ../shared/data]

Writes OUT/stance.npz and OUT/stance.card.md; OUT is by default where `cyberimpact analyse` looks for them. Where the
data are absent it says so and makes nothing: the product works without a model, it then tells no stances.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from benchmarks import rumoureval
from dash_app.stance_model import write_model
from graph.settings import Settings


def main() -> None:
    """Read the arguments, train, or say what is absent."""
    parser = argparse.ArgumentParser(description="Train the models on the data beside the project.")
    parser.add_argument(
        "out", type=Path, nargs="?", default=Settings.read(os.environ).models, help="the folder of the models"
    )
    parser.add_argument("--data", type=Path, default=rumoureval.DATA, help="has rumoureval2017/")
    given = parser.parse_args()
    folder = given.data / "rumoureval2017"
    if not folder.is_dir():
        print(f"skipped: RumourEval 2017 is not at {folder}; without it no model of stances is made")
        return
    posts, labels = rumoureval.posts(folder), rumoureval.labels(folder)
    write_model(posts, labels, given.out, rumoureval.NOTE, count=5)


if __name__ == "__main__":
    main()
